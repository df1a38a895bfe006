"""The shifts and activities of pyworkforce's call-centre files as shift kinds with breaks."""

from collections.abc import Mapping

from forecasting.messages import N_
from scheduler.formats.sections import Section, build
from scheduler.formats.shift_kinds import check_room, check_slots, part_of
from scheduler.formats.values import clock_minute, length_minutes, one_of, sequence, text, yes_no
from scheduler.shifts import BreakPlan, BreakWindow, ShiftKind

ACTIVITY_KEYS = ("id", "duration", "timeStart", "timeEndStart", "isPaid")
SHIFT_KEYS = (
    "id",
    "duration",
    "stepTime",
    "scheduleTimeStart",
    "scheduleTimeEndStart",
    "minIntervalBetweenActivities",
    "maxIntervalBetweenActivities",
    "activities",
)
LENGTH = N_("hours and minutes as HH:MM")


def read_activity(section: Section) -> BreakWindow | None:
    """Read one activity as a break; None where it has faults."""
    section.only(ACTIVITY_KEYS)
    section.need("id", text, N_("an id that no other activity has"))
    minutes = section.need("duration", length_minutes, LENGTH)
    earliest = section.need("timeStart", length_minutes, LENGTH)
    latest = section.need("timeEndStart", length_minutes, LENGTH)
    paid = section.need("isPaid", yes_no, "true or false")
    if minutes is None or earliest is None or latest is None or paid is None:
        return None
    return build(section, lambda: BreakWindow(minutes, earliest, latest, paid=paid))


def read_shift(section: Section, activities: Mapping[str, BreakWindow | None], slot_minutes: int) -> ShiftKind | None:
    """Read one shift over the *activities* of the file; None where it has faults."""
    section.only(SHIFT_KEYS)
    name = section.need("id", text, N_("an id that no other shift has"))
    length = section.need("duration", length_minutes, LENGTH)
    step = section.need("stepTime", length_minutes, LENGTH)
    first = section.need("scheduleTimeStart", clock_minute, LENGTH)
    last = section.need("scheduleTimeEndStart", clock_minute, LENGTH)
    least = section.need("minIntervalBetweenActivities", length_minutes, LENGTH)
    most = section.need("maxIntervalBetweenActivities", length_minutes, LENGTH)
    names = section.need("activities", sequence(one_of(activities)), N_("a list of activities' ids"))
    if (
        length is None
        or step is None
        or first is None
        or last is None
        or least is None
        or most is None
        or names is None
    ):
        return None
    if first > last:
        section.refuse("scheduleTimeEndStart", N_("ends before it starts"), N_("no earlier than scheduleTimeStart"))
    windows = tuple(window for window in (activities[name] for name in names) if window is not None)
    part = part_of(first, last, length)
    kind = build(
        section, lambda: ShiftKind(name or "", first, last, length, BreakPlan(windows, least, most), part, step)
    )
    if kind is None or len(windows) != len(names):
        return None
    check_slots(section, kind, slot_minutes)
    check_room(section, kind, slot_minutes, "activities")
    return kind if section.sound else None
