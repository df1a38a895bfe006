"""What happened to each attempt, for those who want to look at single contacts."""

from typing import NamedTuple

import numpy as np

from forecasting.simulation.arrays import Flags, Floats, Ints
from forecasting.simulation.tables import UNUSED, Contacts


class ContactLog(NamedTuple):
    """One entry an attempt, by *time* of coming, in seconds since the start.

    *start* and *end* of service (NaN where there is none; *end* of who left or was sent away is when), *person* by number
    (-1: nobody), *fate* as numbered in ``tables``: 0 still waiting, 1 served, 2 left for good, 3 left and came again,
    4 turned away outside the open slots, 5 sent away at closing.
    """

    time: Floats
    stream: Ints
    start: Floats
    end: Floats
    person: Ints
    fate: Ints


def log_of(contacts: Contacts, wanted: Flags) -> ContactLog:
    """Return what happened in those *wanted* rows that anything happened in."""
    rows = contacts.rows[wanted & (contacts.rows["fate"] != UNUSED)]
    return ContactLog(*(rows[name].copy() for name in ContactLog._fields))


def joined_logs(logs: list[ContactLog]) -> ContactLog:
    """Return *logs* as one, by time."""
    columns = [np.concatenate(column) for column in zip(*logs, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return ContactLog(*(column[order] for column in columns))
