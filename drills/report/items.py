"""What a report says, piece by piece: words, names and numbers, each number with the lines of the log that it follows from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from drills.scenario.text import Text
from drills.scoring.drill_score import Cited


class Unit(StrEnum):
    """What a number counts, which also says how it is written."""

    COUNT = "count"
    POINTS = "points"  # of a score from 0 to 100
    PERCENTAGE_POINTS = "percentage-points"
    SHARE = "share"  # 0 to 1, written as a percentage
    MINUTES = "minutes"
    SECONDS = "seconds"  # a duration
    EXERCISE_SECOND = "exercise-second"  # a moment of exercise time, from the start
    TENTHS = "tenths"  # with one digit after the point
    SIGNED = "signed"  # a change, with its sign
    SCALE = "scale"  # 1 to 5
    LINE = "line"  # the number of a line of the log
    PLAIN = "plain"  # the sentence around it names the unit


@dataclass(frozen=True, slots=True)
class Label:
    """A marked constant that holds no number, said in the reader's language."""

    template: str


@dataclass(frozen=True, slots=True)
class Code:
    """A name with digits that is no number: a standard's section, a time point, a level, a fingerprint."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words as they stand in *lines* of the log: in both languages where an author wrote them, or a sentence that can be said in any."""

    text: Text | str
    lines: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError(f"quoted “{self.text}”: from no line")


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the *lines* of the log that it follows from."""

    value: float
    unit: Unit
    lines: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError(f"{self.value} ({self.unit}): from no line")


@dataclass(frozen=True, slots=True)
class When:
    """An instant that *lines* of the log tell, shown on the clock of *zone*; *with_day*, to the minute then, where the day is not plain."""

    at: datetime
    zone: ZoneInfo
    lines: tuple[int, ...]
    with_day: bool = False
    to_the_second: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """A marked sentence whose places hold other pieces."""

    template: str
    values: Mapping[str, "Item"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several pieces as one list in a sentence."""

    items: tuple["Item", ...]


@dataclass(frozen=True, slots=True)
class Booked:
    """Words or a date from the book of actions, which goes on after the log: *action* says which."""

    text: str
    action: str


Item = Label | Code | Quoted | Number | When | Told | Listing | Booked


def number(cited: Cited, unit: Unit) -> Number:
    """Return *cited* as a number of the report."""
    return Number(cited.value, unit, cited.lines)


def cited_lines(item: Item) -> tuple[int, ...]:
    """Return every line that *item* or a piece of it cites, in order."""
    return tuple(sorted(set(_lines(item))))


def _lines(item: Item) -> Iterable[int]:
    match item:
        case Told(values=values):
            return [line for piece in values.values() for line in _lines(piece)]
        case Listing(items=items):
            return [line for piece in items for line in _lines(piece)]
        case Quoted() | Number() | When():
            return item.lines
    return ()
