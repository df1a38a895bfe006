"""``python -m benchmarks``: every benchmark in its short form, each in a process of its own."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run the benchmarks one after the other; return 1 where one failed."""
    here = Path(__file__).parent
    names = sorted(
        [
            *(path.stem for path in here.glob("[!_]*.py")),
            *(path.parent.name for path in here.glob("rostering/__main__.py")),
        ]
    )
    failed = []
    for name in names:
        print(f"python -m benchmarks.{name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:  # noqa: S603  # our own modules
            failed.append(name)
    if failed:
        print("failed: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
