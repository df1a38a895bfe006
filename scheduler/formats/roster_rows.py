"""One shift as a row of a roster file, and back, with every fault of the row named."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import pairwise
from zoneinfo import ZoneInfo

from forecasting.messages import N_, Sentence
from forecasting.timegrid import MINUTES_A_DAY
from scheduler.agents import AgentId
from scheduler.formats.clock_spans import ShiftClock, activities_of, activities_text, breaks_of, breaks_text
from scheduler.formats.moments import INSTANT_FORM, day, instant
from scheduler.formats.sections import FaultReport, Section, build
from scheduler.formats.span_objects import activity_objects, break_objects
from scheduler.formats.values import one_of, wrong
from scheduler.instance import Instance
from scheduler.roster import Activity, Assignment, Break, Roster

LONGEST_SHIFT = timedelta(minutes=MINUTES_A_DAY)  # as of a shift kind
UTC = ZoneInfo("UTC")
COLUMNS = ("agent", "date", "kind", "start", "end", "paid_minutes", "breaks", "activities")


def row_of(shift: Assignment, instance: Instance) -> dict[str, str | int]:
    """Return *shift* as the cells of a row, times on the agent's clock; raises ValueError for times between two minutes."""
    zone = instance.zone_of(instance.agent_by_id[shift.agent])
    return {
        "agent": shift.agent,
        "date": shift.day.isoformat(),
        "kind": shift.kind,
        "start": instant_text(shift.start, zone),
        "end": instant_text(shift.end, zone),
        "paid_minutes": shift.paid_minutes,
        "breaks": breaks_text(shift, zone),
        "activities": activities_text(shift, zone),
    }


def instant_text(moment: datetime, zone: ZoneInfo) -> str:
    """Write *moment* on the clock of *zone* with its offset, to the minute."""
    if moment.second or moment.microsecond:
        raise ValueError(f"{moment.isoformat()}: a roster file has whole minutes")
    return moment.astimezone(zone).isoformat(timespec="minutes")


def roster_of(rows: Iterable[Section], instance: Instance, report: FaultReport) -> Roster:
    """Return the roster that *rows* make; raises SiteFileError naming every fault noted in *report*."""
    found: list[Assignment] = []
    seen: set[tuple[AgentId, datetime]] = set()
    for section in rows:
        shift = assignment_of(section, instance)
        if shift is None:
            continue
        if (shift.agent, shift.start) in seen:
            section.refuse("start", N_("is there more than once for this agent"), N_("one row a shift"))
        seen.add((shift.agent, shift.start))
        found.append(shift)
    report.raise_any()
    return Roster.of(instance.grid, found)


def assignment_of(section: Section, instance: Instance) -> Assignment | None:
    """Return the shift of a row; None where the row has faults."""
    agents = {str(name): agent for name, agent in instance.agent_by_id.items()}
    agent_id = section.need("agent", one_of(agents), N_("the id of an agent"))
    kind = section.need("kind", one_of(instance.kind_by_name), N_("the name of a shift kind"))
    on = section.need("date", day, "YYYY-MM-DD")
    start = section.need("start", instant, INSTANT_FORM)
    end = section.need("end", instant, INSTANT_FORM)
    paid = section.need("paid_minutes", minutes, N_("the paid minutes of the shift"))
    if agent_id is None or start is None or end is None:
        return None
    if end <= start:
        section.refuse(
            "end", N_("the shift ends before it starts"), Sentence(N_("after {start}"), start=section.values["start"])
        )
        return None
    if end - start > LONGEST_SHIFT:
        section.refuse(
            "end",
            N_("the shift lasts longer than 24 hours"),
            Sentence(N_("{moment} at the latest"), moment=instant_text(start + LONGEST_SHIFT, UTC)),
        )
        return None
    zone = instance.zone_of(agents[agent_id])
    if on is not None:
        _check_day(section, on, start.astimezone(zone), instance)
    clock = ShiftClock(zone, start, end)
    breaks = section.read("breaks", partial(_breaks, clock=clock), None if section.has("breaks") else ())
    activities = section.read("activities", partial(_activities, clock=clock), ())
    on_call = kind is not None and instance.kind_by_name[kind].on_call
    shift = build(
        section,
        lambda: Assignment(
            AgentId(agent_id), on or date.min, kind or "", start, end, breaks or (), activities, on_call=on_call
        ),
    )
    if shift is not None and paid != shift.paid_minutes:
        section.refuse("paid_minutes", N_("contradicts start, end and breaks"), str(shift.paid_minutes))
    return shift


def _check_day(section: Section, on: date, local_start: datetime, instance: Instance) -> None:
    if on != local_start.date():
        section.refuse("date", N_("is not the day on which the shift starts"), local_start.date().isoformat())
    elif not instance.grid.first_day <= on <= instance.grid.last_day:
        section.refuse(
            "date",
            N_("lies outside the roster's days"),
            Sentence(N_("{first} to {last}"), first=instance.grid.first_day, last=instance.grid.last_day),
        )


def minutes(value: object) -> int:
    """Read a whole number of minutes, from text too: cells of a CSV have no types."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise wrong(N_("a whole number, 0 or more"), N_("is no number of minutes"))
    return value


def _breaks(value: object, clock: ShiftClock) -> tuple[Break, ...]:
    found = breaks_of(value, clock) if isinstance(value, str) else break_objects(value, clock)
    for earlier, later in pairwise(sorted(found)):
        if later.start < earlier.end:
            raise wrong(N_("breaks one after the other"), N_("has breaks at the same time"))
    return found


def _activities(value: object, clock: ShiftClock) -> tuple[Activity, ...]:
    return activities_of(value, clock) if isinstance(value, str) else activity_objects(value, clock)
