"""The book in which a centre keeps its actions: it only ever grows, and everything about an action follows from its lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from drills.errors import LogError
from drills.exercise.chain import NOTHING_BEFORE, chain_breaks, line_text, lines_of, whole_milliseconds
from drills.improvement.action import Action, actions_of
from drills.improvement.book_lines import BookKind, BookLine
from drills.scenario.canonical import Plain
from forecasting.messages import N_

MOST_FAULTS = 50  # a file that is something else altogether has as many as it has lines


@dataclass(frozen=True, slots=True)
class Book:
    """The *lines* of a book of actions, in order; *actions* follow from them."""

    lines: tuple[BookLine, ...] = ()
    actions: tuple[Action, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "actions", actions_of(self.lines))

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[BookLine]:
        return iter(self.lines)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of orders that are in the book already."""
        return frozenset(str(line.data["key"]) for line in self.lines if "key" in line.data)

    def find(self, action_id: str) -> Action | None:
        """Return the action called *action_id*, None where there is none."""
        return next((one for one in self.actions if one.id == action_id), None)

    def action(self, action_id: str) -> Action:
        """Return the action called *action_id*; KeyError where there is none."""
        found = self.find(action_id)
        if found is None:
            raise KeyError(action_id)
        return found

    def with_line(self, at: datetime, kind: BookKind, by: str, data: Mapping[str, Plain]) -> "Book":
        """Return the book with one more line, written at *at*; not before the last one."""
        before = self.lines[-1].digest if self.lines else NOTHING_BEFORE
        moment = max(whole_milliseconds(at), self.lines[-1].at) if self.lines else at
        return Book((*self.lines, BookLine(len(self.lines) + 1, moment, kind, by, data, before)))


def book_text(book: Book) -> str:
    """Return *book* as text, one JSON object a line."""
    return "".join(line_text(line) for line in book.lines)


def read_book(text: str) -> Book:
    """Return the book whose lines are in *text*, none where it is empty. Raises LogError naming every line that is none or was changed."""
    lines, faults = lines_of(text, _line, N_("line {number} is none of a book of actions, or was cut off"))
    faults = faults or list(chain_breaks(lines))
    if faults:
        raise LogError(faults[:MOST_FAULTS])
    return Book(tuple(lines))


def _line(record: Mapping[str, Any]) -> BookLine:
    if not isinstance(record["data"], dict):
        raise TypeError("data")
    if not record["digest"]:
        raise ValueError("digest")
    return BookLine(
        int(record["number"]),
        datetime.fromisoformat(record["at"]),
        BookKind(record["kind"]),
        str(record["by"]),
        record["data"],
        str(record["before"]),
        str(record["digest"]),
    )
