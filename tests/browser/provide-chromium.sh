#!/bin/sh
# Browser tests drive Debian's Chromium. Install it where that is possible without asking anybody: as root on Debian.
# Never fails: without Chromium the browser tests skip and say why.
set -u

if command -v chromium >/dev/null 2>&1; then
    echo "browser tests: using $(command -v chromium)"
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! grep -qs '^ID=debian' /etc/os-release || ! command -v apt-get >/dev/null 2>&1; then
    echo "browser tests: no chromium here and no right to install it; they will be skipped"
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
if (apt-get update && apt-get install -y --no-install-recommends chromium fonts-noto-cjk) >/dev/null 2>&1; then
    echo "browser tests: chromium installed"
else
    echo "browser tests: chromium could not be installed; they will be skipped"
fi
exit 0
