"""Which column of a file holds what: claimed, told by its name or by what stands in it, and shown."""

from dataclasses import dataclass
from enum import StrEnum


class Found(StrEnum):
    """How a column was found."""

    CLAIMED = "claimed"
    NAME = "name"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Our *field* is read from the file's *column*."""

    field: str
    column: str
    found: Found


@dataclass(frozen=True, slots=True)
class FileMapping:
    """What is read from *file* and what is left aside. *queue_columns* are the volumes of a wide export, by queue."""

    file: str
    kind: str
    choices: tuple[ColumnChoice, ...]
    ignored: tuple[str, ...] = ()
    queue_columns: tuple[str, ...] = ()

    def column_of(self, field: str) -> str | None:
        """Return the file's column for our *field*, None where it has none."""
        for choice in self.choices:
            if choice.field == field:
                return choice.column
        return None
