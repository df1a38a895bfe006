"""The door of the repair: a published roster and what happened in, the roster with the fewest and mildest changes out."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import monotonic

from forecasting.messages import N_
from scheduler.agents import Agent, AgentId
from scheduler.checking import check_roster, is_lawful
from scheduler.coverage import Counts, on_duty, shortage
from scheduler.instance import Instance
from scheduler.lines.menu import Menu
from scheduler.objective import Objective
from scheduler.objective.changes import CHANGES
from scheduler.repair.aftermath import Aftermath, aftermath_of
from scheduler.repair.asked import Asked, Offer
from scheduler.repair.asking import Asking
from scheduler.repair.change import Change, changes_of
from scheduler.repair.floor import Floor
from scheduler.repair.incident import Incident, Notice
from scheduler.repair.mildness import ChangePrices
from scheduler.repair.reasons import Reasons
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.rules.contract import PeriodHours, period_credit
from scheduler.solution import Limits, Progress, Watcher

ASKING = N_("asking people")


@dataclass(frozen=True, slots=True)
class Asks:
    """How people are asked: at what *prices*, *of_late* how often each of them already, and *most_changes* in all, None for as many as pay."""

    prices: ChangePrices = field(default_factory=ChangePrices)
    of_late: Mapping[AgentId, int] = field(default_factory=dict)
    most_changes: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """The repaired *roster* with its *changes* against what the incident left of the published one, ordered by person and day.

    *instance* is the one in which it holds: absences as leave. *lost* are the shifts that nobody works any more, *cut* those
    of which a part is left. Missing head-hours are those of the *published* roster against what is needed now, then those
    *before* the repair and *after* it. *violations* are what the roster breaks; hard ones are there only where what is left of
    the published roster breaks them too, and nothing that may still be changed mends it.
    """

    instance: Instance
    kept: Roster
    roster: Roster
    changes: tuple[Change, ...]
    lost: tuple[Assignment, ...]
    cut: tuple[Assignment, ...]
    published_missing_hours: float
    before_missing_hours: float
    after_missing_hours: float
    violations: tuple[Violation, ...]
    wall_seconds: float
    stopped_early: bool

    @property
    def is_lawful(self) -> bool:
        """Whether every rule that must hold is kept."""
        return is_lawful(self.violations)

    @property
    def changes_a_lost_shift(self) -> float | None:
        """How many shifts are changed for one that is lost; None where none is."""
        return len(self.changes) / len(self.lost) if self.lost else None


def repair(
    instance: Instance,
    rules: Sequence[Rule],
    published: Roster,
    incident: Incident,
    notice: Notice,
    limits: Limits,
    objective: Objective | None = None,
    asks: Asks | None = None,
    watch: Watcher | None = None,
) -> Repair:
    """Return *published*, a roster of *instance*, mended after *incident* by the fewest and mildest changes.

    *rules* that keep what is published, such as training, are not to be among *rules*: what may still be changed is told by
    *notice*, and shifts with training in them stay. *objective* tells what missing heads and wishes weigh; changes are
    priced by *asks*. Within the time of *limits* people are asked as long as that pays; everything found by then is kept.
    Raises InstanceError for people whom *instance* does not know.
    """
    return _Run(
        instance, rules, published, incident, notice, limits, objective or Objective(), asks or Asks(), watch
    ).done()


@dataclass
class _Run:
    instance: Instance
    rules: Sequence[Rule]
    published: Roster
    incident: Incident
    notice: Notice
    limits: Limits
    objective: Objective
    asks: Asks
    watch: Watcher | None
    began: float = field(default_factory=monotonic)
    stopped: bool = False

    def done(self) -> Repair:
        after = aftermath_of(self.instance, self.published, self.incident, self.notice)
        aim = self._aim(after.instance)
        published, left = (on_duty(roster, after.instance) for roster in (self.published, after.kept))
        floor = Floor.of(after.instance, self.rules, aim, published, after.kept, left, self.incident.needed_before)
        lines = {agent: {shift.day: shift for shift in line} for agent, line in after.kept.by_agent().items()}
        people = self._people(after, aim, lines)
        Asking(after.instance, self.rules, aim, floor, people, lines, self._go_on, self.asks.most_changes).run()
        roster, violations = self._lawful(after, people, lines)
        gone = (*after.lost, *(shift for shift in self.published.assignments if _is_cut(shift, after)))
        reasons = Reasons(after.instance, after.kept, roster, floor, left, gone, self.incident, self.asks.of_late).all()
        prices, joined = self.asks.prices, self.incident.joined
        zones = {agent.id: after.instance.zone_of(agent) for agent in after.instance.agents}
        return Repair(
            after.instance,
            after.kept,
            roster,
            changes_of(after.kept, roster, prices, self.asks.of_late, reasons, joined, zones),
            after.lost,
            after.cut,
            _missing_hours(published, after.instance),
            _missing_hours(left, after.instance),
            _missing_hours(on_duty(roster, after.instance), after.instance),
            violations,
            monotonic() - self.began,
            self.stopped,
        )

    def _aim(self, instance: Instance) -> Objective:
        """Return the objective without its own price of changes: here each change has its price by how mild it is."""
        days = tuple(term for term in self.objective.days if term.name != CHANGES)
        plain = Objective(
            self.objective.weights,
            days,
            self.objective.lines,
            (),
            self.objective.order,
            self.objective.streams,
        )
        return plain.under(self.rules, instance)

    def _people(
        self, after: Aftermath, aim: Objective, lines: Mapping[AgentId, Mapping[date, Assignment]]
    ) -> dict[AgentId, Asked]:
        """Return who may be asked: everybody who is not away and whose shifts are such as their contract offers."""
        offers: dict[Hashable, Offer] = {}
        people = {}
        for agent in after.instance.agents:
            key = Menu.key(after.instance, agent)
            if key not in offers:
                offers[key] = Offer.of(Menu.of(after.instance, agent))
            line = lines.get(agent.id, {})
            known = all(offers[key].place_of(shift) is not None for shift in line.values())
            if known and agent.id not in self.incident.agents:
                people[agent.id] = self._asked(agent, after.instance, offers[key], line, aim)
        return people

    def _asked(
        self, agent: Agent, instance: Instance, offer: Offer, line: Mapping[date, Assignment], aim: Objective
    ) -> Asked:
        kept = frozenset(day for day, shift in line.items() if self.notice.is_frozen(shift) or shift.activities)
        return Asked(
            agent,
            offer,
            line,
            offer.open(self.notice.border, kept),
            kept,
            self.asks.prices,
            self.asks.of_late.get(agent.id, 0),
            aim.days,
            joined=agent.id in self.incident.joined,
            most_minutes=self._most_minutes(agent, instance),
        )

    def _most_minutes(self, agent: Agent, instance: Instance) -> int | None:
        """Return the paid minutes that the planned shifts of *agent* may have by the contract, None where no rule bounds them."""
        most = agent.contract.period_minutes.most
        bounded = any(isinstance(rule, PeriodHours) and rule.severity is Severity.HARD for rule in self.rules)
        return None if most is None or not bounded else max(0, most - period_credit(agent, instance))

    def _lawful(
        self,
        after: Aftermath,
        people: Mapping[AgentId, Asked],
        lines: dict[AgentId, dict[date, Assignment]],
    ) -> tuple[Roster, tuple[Violation, ...]]:
        """Return the roster and what it breaks, lines put back that break a hard rule which they did not break before."""
        grid = self.published.grid
        while True:
            roster = Roster.of(grid, [shift for line in lines.values() for shift in line.values()])
            violations = check_roster(roster, after.instance, self.rules)
            hard = {found.agent for found in violations if found.severity is Severity.HARD and found.agent is not None}
            wrong = [agent for agent in hard if agent in people and people[agent].line != people[agent].told]
            if not wrong:
                return roster, violations
            for agent in wrong:
                people[agent].line = lines[agent] = dict(people[agent].told)

    def _go_on(self) -> bool:
        seconds = monotonic() - self.began
        report = Progress(ASKING, seconds, max(0.0, self.limits.seconds - seconds))
        if seconds >= self.limits.seconds or (self.watch is not None and not self.watch(report)):
            self.stopped = True
        return not self.stopped


def _is_cut(shift: Assignment, after: Aftermath) -> bool:
    return any((shift.agent, shift.day) == (cut.agent, cut.day) for cut in after.cut)


def _missing_hours(heads: Mapping[str, Counts], instance: Instance) -> float:
    missing = shortage(heads, instance)
    return sum(float(each.sum()) for each in missing.values()) * instance.grid.slot_minutes / 60
