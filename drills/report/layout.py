"""The parts of a report as data: sections of paragraphs, tables, key figures and plots, for any renderer."""

from dataclasses import dataclass, field
from enum import StrEnum

from drills.exercise import Line
from drills.rating import Rating
from drills.report.items import Item, Label
from drills.report.plot import Plot


class Tone(StrEnum):
    """How a row or a figure is to be taken; shown by word and sign first, by colour second."""

    PLAIN = "plain"
    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"
    QUIET = "quiet"  # does not count


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    sentences: tuple[Item, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    points: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; a cell None is empty. *lines* of the log are cited beside those of its cells."""

    cells: tuple[Item | None, ...]
    tone: Tone = Tone.PLAIN
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; *name* is what it is called by, *widths* are shares of its width, *numeric* the columns that hold numbers.

    With *references* each row names the lines of the log that it rests on.
    """

    name: str
    columns: tuple[Label, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    numeric: frozenset[int] = frozenset()
    heading: Label | None = None
    references: bool = True

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.columns) for row in self.rows) or len(self.widths) != len(self.columns):
            raise ValueError(f"table {self.name}: expected {len(self.columns)} cells in each row and as many widths")


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is so called."""

    name: Label
    value: Item


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts, one below the other."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the numbers of the first page, with a *remark* that says against what to hold it."""

    name: Label
    value: Item
    remark: Item | None = None
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The numbers of the first page."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rating in one letter and one sentence; *rating* None where nothing counts."""

    rating: Rating | None
    headline: Item
    sentences: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class SignOff:
    """A line to sign on: for whom, and their name where it is known."""

    role: Label
    name: Item | None


@dataclass(frozen=True, slots=True)
class SignOffs:
    """The lines to sign on."""

    lines: tuple[SignOff, ...]


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of the log as the appendix tells it."""

    line: Line
    when: Item
    second: Item
    kind: Label
    by: Item | None
    what: Item
    corrected_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LogTable:
    """The whole log."""

    rows: tuple[LogRow, ...]


Block = Paragraph | Bullets | Table | Facts | KeyFigures | Verdict | Plot | SignOffs | LogTable


@dataclass(frozen=True, slots=True)
class Section:
    """A section: *id* for links, a *heading*, its blocks."""

    id: str
    heading: Label
    blocks: tuple[Block, ...] = field(default=())
