"""The sections of a shift-scheduling benchmark file (Curtois and Qu 2014), row by row, and the faults found in them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from forecasting.messages import N_, Sentence
from scheduler.formats.sections import FaultReport
from scheduler.formats.values import nearest

HORIZON, SHIFTS, STAFF, DAYS_OFF = "SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_DAYS_OFF"
ON_REQUESTS, OFF_REQUESTS = "SECTION_SHIFT_ON_REQUESTS", "SECTION_SHIFT_OFF_REQUESTS"
COVER = "SECTION_COVER"
SECTIONS = (HORIZON, SHIFTS, STAFF, DAYS_OFF, ON_REQUESTS, OFF_REQUESTS, COVER)
NEEDED = (HORIZON, SHIFTS, STAFF, COVER)
FORMAT = N_("a text file in UTF-8 with sections such as SECTION_HORIZON")


@dataclass
class Cells:
    """The comma-separated *values* of one *row* (the file's first is 1) of *section*; reading notes faults and goes on."""

    section: str
    row: int
    values: list[str]
    report: FaultReport
    sound: bool = field(default=True, init=False)

    def refuse(self, name: str, reason: str, value: object, expected: str) -> None:
        """Note a fault of the value *name*."""
        self.report.add(f"{self.section} {name}".strip(), reason, value=value, expected=expected, row=self.row)
        self.sound = False

    def are(self, *names: str) -> bool:
        """Tell whether there is one value for each of *names*; note it where not."""
        if len(self.values) == len(names):
            return True
        reason = Sentence(N_("has {count} values"), count=len(self.values))
        self.refuse("", reason, ",".join(self.values), ", ".join(names))
        return False

    def whole(self, text: str, name: str, least: int = 0, end: int | None = None) -> int:
        """Return *text* as a whole number from *least*, below *end* where one is given; *least* where it is none, which is noted."""
        number = int(text) if text.isascii() and text.isdigit() else None
        if number is not None and number >= least and (end is None or number < end):
            return number
        expected = Sentence(N_("a whole number, {least} or more"), least=least)
        if end is not None:
            expected = Sentence(N_("a whole number from {least} to {most}"), least=least, most=end - 1)
        self.refuse(name, N_("is out of range") if number is not None else N_("is no whole number"), text, expected)
        return least

    def known(self, text: str, name: str, names: Collection[str]) -> str:
        """Return *text*; note it where it is none of *names*."""
        if text not in names:
            self.refuse(name, N_("is not known"), text, nearest(text, tuple(names)))
        return text

    def new(self, text: str, name: str, taken: Collection[str]) -> str:
        """Return *text*; note it where it is empty or one of *taken*."""
        if not text:
            self.refuse(name, N_("is missing"), text, N_("a name of its own"))
        elif text in taken:
            self.refuse(name, N_("is there more than once"), text, N_("a name of its own"))
        return text


def read_sections(path: Path, report: FaultReport) -> dict[str, list[Cells]]:
    """Return the rows of each section of the file at *path*; what is missing, unknown or doubled is noted in *report*."""
    found: dict[str, list[Cells]] = {}
    rows: list[Cells] | None = None
    for number, line in _lines(path, report):
        if line.startswith("SECTION_"):
            if line not in SECTIONS:
                report.add(line, N_("is not known"), row=number, expected=nearest(line, SECTIONS))
            elif line in found:
                report.add(line, N_("is there more than once"), row=number, expected=N_("one such section"))
            rows = found.setdefault(line, [])
        elif rows is None:
            report.add(None, N_("stands before the first section"), value=line, row=number, expected=HORIZON)
        else:
            values = [cell.strip() for cell in line.split(",")]
            rows.append(Cells(next(name for name in found if found[name] is rows), number, values, report))
    if not report.faults:
        for name in (name for name in NEEDED if name not in found):
            report.add(name, N_("is missing"), expected=Sentence(N_("a section {name}"), name=name))
    return found


def _lines(path: Path, report: FaultReport) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each line but blank ones and comments."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        report.add(None, N_("is not written in UTF-8"), value=f"byte {error.start}", expected=FORMAT)
        return
    except OSError as error:
        report.add(None, N_("cannot be opened"), value=error.strerror, expected=FORMAT)
        return
    for number, line in enumerate(content.splitlines(), start=1):
        text = line.strip()
        if text and not text.startswith("#"):
            yield number, text
