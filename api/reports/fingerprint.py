"""Short fingerprints by which two reports can be told to rest on the same numbers."""

import hashlib

import pandas as pd

from scheduler.roster import Roster

SHOWN = 16  # hexadecimal digits: enough to tell plans apart


def frame_fingerprint(frame: pd.DataFrame) -> str:
    """Return the first digits of the SHA-256 of *frame* written as CSV."""
    return _digest(frame.to_csv(index=False, lineterminator="\n"))


def roster_fingerprint(roster: Roster) -> str:
    """Return the first digits of the SHA-256 of every shift of *roster* with its breaks and activities."""
    return _digest("\n".join(map(repr, roster.assignments)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:SHOWN]
