"""What is left of a published roster after an incident, and the instance in which it has to be repaired."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from forecasting.messages import N_, Sentence
from forecasting.timegrid import local_instant
from scheduler.agents import Agent, AgentId, Bounds
from scheduler.errors import InstanceError
from scheduler.instance import Instance
from scheduler.repair.incident import ONE_DAY, Absence, Incident, Notice
from scheduler.roster import Activity, Assignment, Roster
from scheduler.rules.contract import period_credit

AWAY = "absent"
Spans = list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Aftermath:
    """The *instance* with everybody's absences as leave, and the *kept* shifts of the published roster.

    *lost* are the shifts that nobody works any more, *cut* those of which a part is left: in *kept* they bear an activity
    over the rest. People who are away keep the hours that they would have had: where leave counts for less or more than the
    shifts that it cost, the bounds of their contract are as much wider. *away* are the spans in which nobody asks them.
    """

    instance: Instance
    kept: Roster
    lost: tuple[Assignment, ...]
    cut: tuple[Assignment, ...]
    away: dict[AgentId, Spans]

    def is_away(self, agent: AgentId, start: datetime, end: datetime) -> bool:
        """Tell whether *agent* is away at any time from *start* to *end*."""
        return any(first < end and start < last for first, last in self.away.get(agent, ()))


def aftermath_of(instance: Instance, published: Roster, incident: Incident, notice: Notice) -> Aftermath:
    """Return what *incident* leaves of *published*; raises InstanceError for people whom *instance* does not know."""
    unknown = [*incident.unknown(instance.agent_by_id), *sorted(published.by_agent().keys() - instance.agent_by_id)]
    if unknown:
        raise InstanceError(Sentence(N_("nobody of the site has the id {agents}"), agents=", ".join(unknown)))
    lines = published.by_agent()
    hit = {
        agent.id: _Hit.of(instance, agent, lines.get(agent.id, []), incident, notice)
        for agent in instance.agents
        if agent.id in incident.agents
    }
    people = tuple(hit[agent.id].agent if agent.id in hit else agent for agent in instance.agents)
    after = replace(instance, agents=people)
    untouched = [shift for shift in published.assignments if shift.agent not in hit]
    kept = Roster.of(published.grid, [*untouched, *(shift for each in hit.values() for shift in each.kept)])
    return Aftermath(
        _eased(after, instance, published, kept, hit),
        kept,
        tuple(shift for each in hit.values() for shift in each.lost),
        tuple(shift for each in hit.values() for shift in each.cut),
        {agent: each.spans for agent, each in hit.items()},
    )


@dataclass(frozen=True)
class _Hit:
    """One person whom it hits: *agent* with the leave of it, the shifts *kept*, *lost* and *cut*, and the *spans* away."""

    agent: Agent
    kept: list[Assignment]
    lost: list[Assignment]
    cut: list[Assignment]
    spans: Spans

    @staticmethod
    def of(instance: Instance, agent: Agent, line: Iterable[Assignment], incident: Incident, notice: Notice) -> "_Hit":
        zone, absences = instance.zone_of(agent), [*incident.of(agent.id)]
        if agent.id in incident.left:
            gone = local_instant(incident.left[agent.id], 0, zone)
            absences.append(Absence(agent.id, gone, max(gone, instance.grid.end) + 2 * ONE_DAY))
        whole = {day for absence in absences for day in absence.whole_days(zone)}
        kept, lost, cut = list[Assignment](), list[Assignment](), list[Assignment]()
        for shift in line:
            met = [absence for absence in absences if absence.meets(shift)]
            if not met:
                kept.append(shift)
            elif not notice.has_begun(shift) and (
                any(absence.swallows(shift) for absence in met) or whole & _days_of(shift, zone)
            ):
                lost.append(shift)
            else:
                cut.append(shift)
                kept.append(_without(shift, met, zone))
        granted = {day for absence in absences if absence.planned for day in absence.whole_days(zone)}
        counted = granted | ({shift.day for shift in lost} & whole if agent.id not in incident.left else set())
        taken = {day for shift in kept for day in _days_of(shift, zone)}
        leave = agent.leave | (counted - taken)
        spans = [(absence.start, absence.end) for absence in absences]
        return _Hit(replace(agent, leave=frozenset(leave)), kept, lost, cut, spans)


def _days_of(shift: Assignment, zone: ZoneInfo) -> set[date]:
    """Return the days on the clock of *zone* that *shift* touches."""
    last = (shift.end.astimezone(UTC) - timedelta(seconds=1)).astimezone(zone).date()
    return {shift.day + timedelta(days=number) for number in range((last - shift.day).days + 1)}


def _without(shift: Assignment, absences: Iterable[Absence], zone: ZoneInfo) -> Assignment:
    """Return *shift* with activities over what *absences* take of it, breaks and other activities in them left out."""
    met = sorted((max(shift.start, one.start), min(shift.end, one.end)) for one in absences)
    activities = [
        each for each in shift.activities if not any(start < each.end and each.start < end for start, end in met)
    ]
    pieces = [
        Activity(start.astimezone(zone), end.astimezone(zone), AWAY)
        for span in _joined(met)
        for start, end in _off_breaks(span, shift)
    ]
    return replace(shift, activities=tuple(sorted([*activities, *pieces])))


def _joined(spans: Spans) -> Spans:
    joined: Spans = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _off_breaks(span: tuple[datetime, datetime], shift: Assignment) -> Iterator[tuple[datetime, datetime]]:
    at, end = span
    for pause in sorted(shift.breaks):
        if at < pause.start < end:
            yield at, pause.start
        at = max(at, pause.end) if pause.start < end else at
    if at < end:
        yield at, end


def _eased(after: Instance, before: Instance, published: Roster, kept: Roster, hit: dict[AgentId, _Hit]) -> Instance:
    """Return *after* with bounds of hours that hold for the people of *hit* where they held in the published roster."""
    was, now = published.by_agent(), kept.by_agent()

    def hours(agent: Agent, lines: dict[AgentId, list[Assignment]], instance: Instance) -> int:
        return sum(shift.paid_minutes for shift in lines.get(agent.id, ())) + period_credit(agent, instance)

    def eased(agent: Agent) -> Agent:
        bounds = agent.contract.period_minutes
        shift = hours(agent, now, after) - hours(before.agent_by_id[agent.id], was, before)
        least = None if bounds.least is None else bounds.least + min(0, shift)
        most = None if bounds.most is None else bounds.most + max(0, shift)
        return replace(agent, contract=replace(agent.contract, period_minutes=Bounds(least, most)))

    people = tuple(eased(agent) if agent.id in hit else agent for agent in after.agents)
    return replace(after, agents=people)
