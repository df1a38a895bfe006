"""What a shift-scheduling benchmark file says (Curtois and Qu 2014), as it stands there: days and minutes are numbers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from forecasting.messages import N_, Sentence
from forecasting.timegrid import MINUTES_A_DAY, STEPS_MINUTES
from scheduler.formats.nrp_lines import (
    COVER,
    DAYS_OFF,
    HORIZON,
    OFF_REQUESTS,
    ON_REQUESTS,
    SHIFTS,
    STAFF,
    Cells,
    read_sections,
)
from scheduler.formats.sections import FaultReport

STAFF_COLUMNS = (
    "ID",
    "MaxShifts",
    "MaxTotalMinutes",
    "MinTotalMinutes",
    "MaxConsecutiveShifts",
    "MinConsecutiveShifts",
    "MinConsecutiveDaysOff",
    "MaxWeekends",
)


@dataclass(frozen=True, slots=True)
class NrpShift:
    """A shift of *minutes*; none of *not_followed_by* may be worked on the day after it."""

    minutes: int
    not_followed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NrpPerson:
    """The bounds of one person over the horizon; *most_shifts* is by shift."""

    most_shifts: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    most_in_row: int
    least_in_row: int
    least_off_in_row: int
    most_weekends: int


@dataclass(frozen=True, slots=True)
class NrpRequest:
    """*person* asks on *day* (the first is 0) for *shift*, with *off* for anything else; unmet it costs *weight*."""

    person: str
    day: int
    shift: str
    weight: int
    off: bool


@dataclass(frozen=True, slots=True)
class NrpCover:
    """*heads* are wanted on *shift* of *day*; each one missing costs *under*, each one too many *over*."""

    day: int
    shift: str
    heads: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class NrpTable:
    """A whole file: *days* from a Monday on, shifts and people by name, *days_off* by person."""

    days: int
    shifts: Mapping[str, NrpShift]
    people: Mapping[str, NrpPerson]
    days_off: Mapping[str, frozenset[int]]
    requests: tuple[NrpRequest, ...]
    cover: tuple[NrpCover, ...]


def read_nrp_table(path: Path) -> NrpTable:
    """Read the file at *path*. Raises SiteFileError naming every fault with its row and section."""
    report = FaultReport(path.name)
    sections = read_sections(path, report)
    days = _horizon(sections.get(HORIZON, []), report)
    shifts = _shifts(sections.get(SHIFTS, []))
    people: dict[str, NrpPerson] = {}
    for cells in sections.get(STAFF, []):
        if cells.are(*STAFF_COLUMNS):
            people[cells.new(cells.values[0], "ID", people)] = _person(cells, shifts)
    table = NrpTable(
        days,
        shifts,
        people,
        _days_off(sections.get(DAYS_OFF, []), people, days),
        tuple(
            request
            for name, off in ((ON_REQUESTS, False), (OFF_REQUESTS, True))
            for cells in sections.get(name, [])
            for request in _request(cells, people, shifts, days, off=off)
        ),
        tuple(_cover(sections.get(COVER, []), shifts, days)),
    )
    for name, filled in ((SHIFTS, shifts), (STAFF, people)):
        if name in sections and not filled and not sections[name]:
            report.add(name, N_("is empty"), expected=N_("at least one row"))
    report.raise_any()
    return table


def _horizon(rows: list[Cells], report: FaultReport) -> int:
    if len(rows) == 1 and rows[0].are("days"):
        return rows[0].whole(rows[0].values[0], "days", 1)
    if len(rows) > 1:
        rows[1].refuse("", N_("is there more than once"), ",".join(rows[1].values), N_("the number of days"))
    elif not rows and not report.faults:
        report.add(HORIZON, N_("is empty"), expected=N_("the number of days"))
    return 1


def _shifts(rows: list[Cells]) -> dict[str, NrpShift]:
    names = {cells.values[0] for cells in rows}
    shifts: dict[str, NrpShift] = {}
    step = STEPS_MINUTES[0]
    for cells in rows:
        if not cells.are("ShiftID", "Length", "shifts that cannot follow"):
            continue
        name, length, following = cells.values
        minutes = cells.whole(length, "Length", 1, MINUTES_A_DAY + 1)
        if cells.sound and minutes % step:
            expected = Sentence(N_("a multiple of {minutes} minutes"), minutes=step)
            cells.refuse("Length", N_("does not fit the time grid"), length, expected)
        barred = tuple(cells.known(other.strip(), "shifts that cannot follow", names) for other in _parts(following))
        shifts[cells.new(name, "ShiftID", shifts)] = NrpShift(minutes, barred)
    return shifts


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _person(cells: Cells, shifts: Mapping[str, NrpShift]) -> NrpPerson:
    bounds = dict(zip(STAFF_COLUMNS, cells.values, strict=True))
    numbers = {name: cells.whole(bounds[name], name) for name in STAFF_COLUMNS[2:]}
    for least, most in (
        ("MinTotalMinutes", "MaxTotalMinutes"),
        ("MinConsecutiveShifts", "MaxConsecutiveShifts"),
    ):
        if cells.sound and numbers[least] > numbers[most]:
            expected = Sentence(N_("no more than {name} {most}"), name=most, most=numbers[most])
            cells.refuse(least, N_("is above the most"), numbers[least], expected)
    return NrpPerson(_most_shifts(cells, bounds["MaxShifts"], shifts), *numbers.values())


def _most_shifts(cells: Cells, text: str, shifts: Mapping[str, NrpShift]) -> dict[str, int]:
    most: dict[str, int] = {}
    for part in _parts(text):
        name, equals, number = (each.strip() for each in part.partition("="))
        if not equals:
            cells.refuse("MaxShifts", N_("names no number"), part, N_("shifts and numbers such as D=14|N=3"))
        elif cells.known(name, "MaxShifts", shifts) in most:
            cells.refuse("MaxShifts", N_("is there more than once"), name, N_("each shift once"))
        else:
            most[name] = cells.whole(number, "MaxShifts")
    missing = [name for name in shifts if name not in most]
    if cells.sound and missing:
        cells.refuse("MaxShifts", N_("leaves out shifts"), text, Sentence(N_("a number for {name}"), name=missing[0]))
    return most


def _days_off(rows: list[Cells], people: Collection[str], days: int) -> dict[str, frozenset[int]]:
    off: dict[str, frozenset[int]] = {}
    for cells in rows:
        person, *indices = cells.values
        cells.known(person, "EmployeeID", people)
        given = frozenset(cells.whole(index, "DayIndexes", 0, days) for index in indices if index)
        off[person] = off.get(person, frozenset()) | given
    return off


def _request(
    cells: Cells, people: Collection[str], shifts: Collection[str], days: int, *, off: bool
) -> list[NrpRequest]:
    if not cells.are("EmployeeID", "Day", "ShiftID", "Weight"):
        return []
    person, day, shift, weight = cells.values
    return [
        NrpRequest(
            cells.known(person, "EmployeeID", people),
            cells.whole(day, "Day", 0, days),
            cells.known(shift, "ShiftID", shifts),
            cells.whole(weight, "Weight"),
            off,
        )
    ]


def _cover(rows: list[Cells], shifts: Collection[str], days: int) -> list[NrpCover]:
    cover: dict[tuple[int, str], NrpCover] = {}
    for cells in rows:
        if not cells.are("Day", "ShiftID", "Requirement", "Weight for under", "Weight for over"):
            continue
        day = cells.whole(cells.values[0], "Day", 0, days)
        shift = cells.known(cells.values[1], "ShiftID", shifts)
        names = ("Requirement", "Weight for under", "Weight for over")
        heads, under, over = (cells.whole(text, name) for name, text in zip(names, cells.values[2:], strict=True))
        if (day, shift) in cover and cells.sound:
            cells.refuse("", N_("is there more than once"), f"{day},{shift}", N_("one row a day and shift"))
        cover[day, shift] = NrpCover(day, shift, heads, under, over)
    return list(cover.values())
