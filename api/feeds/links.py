"""Feed links: a link is a password, so it is long, random, kept as a hash and masked wherever it is written down."""

import hashlib
import logging
import re
import secrets

SECRET_BYTES = 32  # 256 random bits, twice the least that feeds ask for
MOST_CHARACTERS = 128

_LINK = re.compile(r"(/feeds/)[^/?#\s\"']+?(?=\.ics|[/?#\s\"']|$)")


def new_secret() -> str:
    """Return a new secret for the path of a link; it is shown once and never stored."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_of(secret: str) -> str:
    """Return what is stored in place of *secret*: its SHA-256 in hex. Random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def masked(text: str) -> str:
    """Return *text* with the secret of every feed path in it blotted out."""
    return _LINK.sub(r"\1***", text)


class MaskFeedSecrets(logging.Filter):
    """Blots out the secrets of feed links in log records, their arguments included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask *record*; never drop it."""
        record.msg = masked(record.getMessage())
        record.args = None
        return True
