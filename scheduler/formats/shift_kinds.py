"""The shift kinds of a site file."""

from forecasting.messages import N_, Sentence
from forecasting.site import clock
from forecasting.timegrid import MINUTES_A_DAY
from scheduler.formats.break_room import has_room
from scheduler.formats.sections import Section, build
from scheduler.formats.values import (
    MINUTES_AN_HOUR,
    choice_of,
    clock_minute,
    length_minutes,
    number,
    sequence,
    text,
    whole,
    wrong,
    yes_no,
)
from scheduler.shifts import BreakPlan, BreakWindow, DayPart, ShiftKind

KEYS = (
    "name",
    "part",
    "start",
    "start_window",
    "step_minutes",
    "length",
    "hours",
    "end",
    "breaks",
    "least_gap",
    "greatest_gap",
    "on_call",
)
BREAK_KEYS = ("minutes", "window", "paid")
LATE_FROM = 15 * MINUTES_AN_HOUR
NIGHT_FROM = 22 * MINUTES_AN_HOUR


def read_kind(section: Section, slot_minutes: int) -> ShiftKind | None:
    """Read one shift kind for a site with slots of *slot_minutes*; None where it has faults."""
    section.only(KEYS)
    name = section.need("name", text, N_("the shift kind's name"))
    window = _start_window(section)
    length = _length(section, None if window is None else window[0])
    step = section.read("step_minutes", whole(least=1, most=MINUTES_A_DAY), slot_minutes)
    breaks = read_breaks(section)
    part = section.read("part", choice_of(DayPart), None)
    on_call = section.read("on_call", yes_no, False)
    if window is None or length is None or breaks is None:
        return None
    kind = build(
        section,
        lambda: ShiftKind(
            name or "",
            *window,
            length,
            breaks,
            part or part_of(window[0], window[1], length),
            step_minutes=step,
            on_call=on_call,
        ),
    )
    if kind is None:
        return None
    check_slots(section, kind, slot_minutes)
    check_room(section, kind, slot_minutes)
    return kind if section.sound else None


def part_of(earliest_start: int, latest_start: int, length: int) -> DayPart:
    """Return the part of the day in which the middle of the shift lies; night from 22:00, late from 15:00."""
    middle = (earliest_start + latest_start + length) // 2
    if middle < LATE_FROM:
        return DayPart.EARLY
    return DayPart.LATE if middle < NIGHT_FROM else DayPart.NIGHT


def _start_window(section: Section) -> tuple[int, int] | None:
    if section.has("start") == section.has("start_window"):
        reason = N_("is given beside start_window") if section.has("start") else N_("is missing")
        section.refuse("start", reason, N_("either start or start_window"))
        return None
    if section.has("start"):
        start = section.read("start", clock_minute, None)
        return None if start is None else (start, start)
    return section.read("start_window", _start_pair, None)


def _start_pair(value: object) -> tuple[int, int]:
    pair = sequence(clock_minute)(value)
    if len(pair) != 2:
        raise wrong(N_("the first and the last start, such as ['07:00', '09:00']"), N_("is no window"))
    if pair[0] > pair[1]:
        raise wrong(N_("the earlier start first"), N_("ends before it starts"))
    return pair[0], pair[1]


def _length(section: Section, start: int | None) -> int | None:
    given = [key for key in ("length", "hours", "end") if section.has(key)]
    if len(given) != 1:
        section.refuse(
            given[1] if given else "length",
            N_("is given beside another length") if given else N_("is missing"),
            N_("one of length, hours and end"),
        )
        return None
    if section.has("end"):
        return _length_to_end(section, start)
    if section.has("hours"):
        hours = section.read("hours", number(least=0.25, most=24), None)
        return None if hours is None else round(hours * MINUTES_AN_HOUR)
    return section.read("length", length_minutes, None)


def _length_to_end(section: Section, start: int | None) -> int | None:
    end = section.read("end", length_minutes, None)
    if not section.has("start"):
        section.refuse("end", N_("needs one start"), N_("start instead of start_window, or length instead of end"))
        return None
    if start is None or end is None:
        return None
    if end <= start:
        section.refuse(
            "end",
            N_("the shift kind ends before it starts"),
            Sentence(
                N_("after {start}; after midnight hours go on counting, {counted} is {end} of the next day"),
                start=clock(start),
                counted=clock(end + MINUTES_A_DAY),
                end=clock(end),
            ),
        )
        return None
    return end - start


def read_breaks(section: Section) -> BreakPlan | None:
    """Read the breaks of a shift kind and the work between them; None where they have faults."""
    windows = [_break(part) for part in section.tables("breaks")]
    least = section.read("least_gap", length_minutes, 0)
    greatest = section.read("greatest_gap", length_minutes, MINUTES_A_DAY)
    if least > greatest:
        section.refuse("least_gap", N_("is above greatest_gap"), Sentence(N_("{most} or less"), most=clock(greatest)))
        return None
    if None in windows:
        return None
    return BreakPlan(tuple(window for window in windows if window is not None), least, greatest)


def _break(section: Section) -> BreakWindow | None:
    section.only(BREAK_KEYS)
    minutes = section.need("minutes", whole(least=1, most=MINUTES_A_DAY), N_("the length of the break in minutes"))
    window = section.need("window", _break_pair, N_("its first and last start after the shift's start"))
    paid = section.read("paid", yes_no, False)
    if minutes is None or window is None:
        return None
    return build(section, lambda: BreakWindow(minutes, *window, paid=paid))


def _break_pair(value: object) -> tuple[int, int]:
    pair = sequence(length_minutes)(value)
    if len(pair) != 2:
        raise wrong(
            N_("the first and the last start after the shift's start, such as ['3:00', '5:30']"), N_("is no window")
        )
    if pair[0] > pair[1]:
        raise wrong(N_("the earlier start first"), N_("ends before it starts"))
    return pair[0], pair[1]


def check_slots(section: Section, kind: ShiftKind, slot_minutes: int) -> None:
    """Refuse starts, steps, lengths and breaks of *kind* that are not whole slots of *slot_minutes*."""
    lengths = {
        "start": kind.earliest_start,
        "step_minutes": kind.step_minutes,
        "length": kind.length_minutes,
    }
    lengths |= {f"breaks[{index}].minutes": part.minutes for index, part in enumerate(kind.breaks.windows, start=1)}
    for key, minutes in lengths.items():
        if minutes % slot_minutes:
            section.note(
                section.at(key),
                N_("does not fit the site's slots"),
                value=section.values.get(key, minutes),
                expected=Sentence(N_("a multiple of {minutes} minutes"), minutes=slot_minutes),
            )


def check_room(section: Section, kind: ShiftKind, slot_minutes: int, key: str = "breaks") -> None:
    """Refuse breaks of *kind* that no placement on slots of *slot_minutes* can keep apart as asked."""
    if section.sound and not has_room(kind.breaks, slot_minutes):
        section.refuse(
            key,
            N_("cannot all be placed"),
            Sentence(
                N_("windows in which every break finds a place, {least} to {most} of work between two of them"),
                least=clock(kind.breaks.least_gap),
                most=clock(kind.breaks.greatest_gap),
            ),
        )
