"""People with room for a contact: by group and number of contacts in hand, in the order in which they are asked.

Each line is kept sorted by *key*, then by the person's number. Who has been idle longest has the least key, so that newcomers
almost always belong at the end and nothing is searched.
"""

from typing import NamedTuple

import numpy as np

from forecasting.simulation.arrays import Records
from forecasting.simulation.centre import MOST_AT_ONCE
from forecasting.simulation.compiling import called_part, part

ENTRY = np.dtype([("key", "f8"), ("after", "i4"), ("ahead", "i4"), ("line", "i4")], align=True)
ENDS = np.dtype([("first", "i4"), ("last", "i4")], align=True)


class Room(NamedTuple):
    """*entries* by person, ``line`` -1 for who has no room; *lines* by group and contacts in hand; -1 stands for nobody."""

    entries: Records
    lines: Records


def no_room(people: int, groups: int) -> Room:
    """Return lines in which nobody is."""
    entries, lines = np.zeros(people, ENTRY), np.zeros(groups * MOST_AT_ONCE, ENDS)
    entries["after"] = entries["ahead"] = entries["line"] = -1
    lines["first"] = lines["last"] = -1
    return Room(entries, lines)


@called_part
def enter(room: Room, group: int, load: int, person: int, key: float) -> None:
    """Let *person* of *group*, with *load* contacts in hand and room for more, be asked after all with a smaller key."""
    number = group * MOST_AT_ONCE + load
    entries, line, entry = room.entries, room.lines[number], room.entries[person]
    ahead, after = line["last"], -1
    while ahead >= 0 and _later(entries, ahead, person, key):
        ahead, after = entries[ahead]["ahead"], ahead
    entry["key"] = key
    entry["line"] = number
    entry["ahead"] = ahead
    entry["after"] = after
    if ahead >= 0:
        entries[ahead]["after"] = person
    else:
        line["first"] = person
    if after >= 0:
        entries[after]["ahead"] = person
    else:
        line["last"] = person


@part
def _later(entries: Records, other: int, person: int, key: float) -> bool:
    held = entries[other]["key"]
    return bool(held > key or (held == key and other > person))


@called_part
def withdraw(room: Room, person: int) -> None:
    """Take *person* out of the line where they are, if they are in one."""
    entries, entry = room.entries, room.entries[person]
    if entry["line"] < 0:
        return
    line, ahead, after = room.lines[entry["line"]], entry["ahead"], entry["after"]
    entry["line"] = -1
    if ahead >= 0:
        entries[ahead]["after"] = after
    else:
        line["first"] = after
    if after >= 0:
        entries[after]["ahead"] = ahead
    else:
        line["last"] = ahead


@part
def first_with(room: Room, group: int, fewer_than: int) -> int:
    """Return who of *group* is asked first, of those with fewer than *fewer_than* contacts in hand; -1 where nobody is."""
    for load in range(fewer_than):
        person = room.lines[group * MOST_AT_ONCE + load]["first"]
        if person >= 0:
            return person  # type: ignore[no-any-return]  # a field of a record
    return -1
