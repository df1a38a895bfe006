"""The columns of a list of injects (MSEL) as a table: a row an inject, and below it one for each thing that is expected after it."""

from enum import StrEnum


class RowKind(StrEnum):
    """What a row is about."""

    INJECT = "inject"
    EXPECTATION = "expectation"


# What people may change in rows that are there; in rows that they add everything else follows or stays empty.
EDITABLE = frozenset({"minute", "from_en", "from_zh", "to", "text_en", "text_zh", "objectives", "source"})
READ_ONLY = frozenset({"kind", "trigger", "incident", "level", "allowed_minutes", "target", "critical"})
FOR_READERS = frozenset({"number", "local_time", "expected"})  # worked out anew, never read
COLUMNS = (
    "number",
    "kind",
    "id",
    "minute",
    "local_time",
    "trigger",
    "source",
    "from_en",
    "from_zh",
    "to",
    "text_en",
    "text_zh",
    "expected",
    "allowed_minutes",
    "target",
    "critical",
    "objectives",
    "level",
    "incident",
)
BETWEEN = ";"
YES = "yes"
AT_ITS_TIME, BY_HAND = "time", "by hand"


def names_in(cell: str) -> tuple[str, ...]:
    """Return the names in *cell*, which stand between semicolons."""
    return tuple(name.strip() for name in cell.split(BETWEEN) if name.strip())
