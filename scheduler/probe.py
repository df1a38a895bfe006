"""Could one more shift be put on a roster as it stands? Asked of one agent at a time, by rule."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from forecasting.timegrid import local_instant
from scheduler.agents import Agent, AgentId
from scheduler.company import Company
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.objective.soft_rules import SoftRule, soft_rules
from scheduler.options import Option, options_of
from scheduler.roster import Assignment, Break, Roster, elapsed
from scheduler.rules.availability import WithinAvailability
from scheduler.rules.base import Rule, Severity
from scheduler.rules.breaks import BreaksAsPlanned
from scheduler.rules.contract import PeriodHours, period_credit
from scheduler.rules.rest import DailyRest, RestAfterShift
from scheduler.rules.sequence import whole_lines
from scheduler.rules.several import is_over_several
from scheduler.worked import of_option, of_shift

# Rules about something else than where a shift of one person may stand: break places are chosen later.
NOT_ASKED = (BreaksAsPlanned,)


@dataclass
class Probe:
    """Answers about *roster* under the hard ones of *rules*, and what the soft ones cost; remembers what it worked out."""

    roster: Roster
    instance: Instance
    rules: tuple[Rule, ...]
    lines: dict[AgentId, list[Assignment]] = field(init=False)
    spans: dict[AgentId, list[tuple[int, int, Assignment]]] = field(init=False)
    soft: tuple[SoftRule, ...] = field(init=False)
    company: Company = field(init=False)
    rest: timedelta = field(init=False)
    bounded: bool = field(init=False)
    _options: dict[tuple[tuple[str, ...], ZoneInfo, date], list[Option]] = field(default_factory=dict)
    _counted: dict[AgentId, int] = field(default_factory=dict)
    _alone: dict[AgentId, tuple[Instance, Counter[str]]] = field(default_factory=dict)
    _broken: dict[tuple[AgentId, date, str], str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        grid = self.instance.grid
        self.lines = self.roster.by_agent()
        self.spans = {
            agent: [(grid.slot_containing(shift.start), grid.slot_containing(shift.end), shift) for shift in line]
            for agent, line in whole_lines(self.roster, self.instance).items()
        }
        self.soft = soft_rules(self.rules)
        self.company = Company(self.roster, self.instance, self.rules)
        self.rules = tuple(
            rule
            for rule in self.rules
            if rule.severity is Severity.HARD and not (isinstance(rule, NOT_ASKED) or is_over_several(rule))
        )
        rests = [rule.hours for rule in self.rules if isinstance(rule, DailyRest | RestAfterShift)]
        self.rest = timedelta(hours=max(rests, default=0))
        self.bounded = any(isinstance(rule, PeriodHours) for rule in self.rules)

    def shift_at(self, agent: Agent, slot: int) -> Assignment | None:
        """Return the shift of *agent* that covers *slot*, counted as coverage counts it."""
        return next((shift for first, end, shift in self.spans.get(agent.id, ()) if first <= slot < end), None)

    def options_over(self, agent: Agent, slot: int) -> list[Option]:
        """Return the shifts of the agent's contract that cover *slot*, whatever else the agent does."""
        today = self.instance.grid.instant(slot).astimezone(self.instance.zone_of(agent)).date()
        days = (today - timedelta(days=1), today)  # a shift of the evening before may reach into the slot
        planned = self.instance.grid.first_day, self.instance.grid.last_day
        return [
            option
            for day in days
            if planned[0] <= day <= planned[1]
            for option in self._on(agent, day)
            if option.first <= slot < option.end and not option.kind.on_call
        ]

    def off_leave(self, agent: Agent, option: Option) -> bool:
        """Tell whether *option* meets no day of leave."""
        zone = self.instance.zone_of(agent)
        start, end = self._span(option)
        return not any(
            start < local_instant(day + timedelta(days=1), 0, zone) and local_instant(day, 0, zone) < end
            for day in agent.leave
            if abs((day - option.day).days) <= 1
        )

    def available(self, agent: Agent, option: Option) -> bool:
        """Tell whether *option* lies within the windows in which *agent* can work, where a rule asks for that."""
        if agent.available is None or not any(isinstance(rule, WithinAvailability) for rule in self.rules):
            return True
        day = option.day
        spans = agent.available.spans(day - timedelta(days=1), day + timedelta(days=2), self.instance.zone_of(agent))
        start, end = self._span(option)
        return any(opens <= start and end <= closes for opens, closes in spans)

    def on_free_day(self, agent: Agent, option: Option) -> bool:
        """Tell whether no shift of *agent* starts on the day of *option*."""
        return all(shift.day != option.day for shift in self.lines.get(agent.id, ()))

    def rested(self, agent: Agent, option: Option) -> bool:
        """Tell whether the rest that the rules ask for lies between *option* and every shift of *agent*."""
        start, end = self._span(option)
        reach = self.rest // self.instance.grid.slot_length + 2
        return all(
            elapsed(shift.end, start) >= self.rest or elapsed(end, shift.start) >= self.rest
            for first, after, shift in self.spans.get(agent.id, ())
            if first - reach < option.end and option.first < after + reach
        )

    def within_hours(self, agent: Agent, option: Option) -> bool:
        """Tell whether the contract's paid minutes of the period leave room for *option*, leave counting as worked."""
        most = agent.contract.period_minutes.most
        if most is None or not self.bounded:
            return True
        if agent.id not in self._counted:
            paid = sum(shift.paid_minutes for shift in self.lines.get(agent.id, ()))
            self._counted[agent.id] = paid + period_credit(agent, self.instance)
        return self._counted[agent.id] + option.kind.paid_minutes <= most

    def broken_by_all(self, agent: Agent, options: Sequence[Option]) -> str | None:
        """Return None when one of *options* breaks no further rule, else the rule that the first of them breaks.

        One start stands for all of a kind on a day: rest has been asked before, the other rules hardly look at starts.
        """
        first: str | None = None
        for option in {(option.day, option.kind.name): option for option in options}.values():
            key = agent.id, option.day, option.kind.name
            if key not in self._broken:
                self._broken[key] = self._broken_by(agent, option)
            broken = self._broken[key]
            if broken is None:
                return None
            first = first or broken
        return first

    def softly_broken_by_all(self, agent: Agent, options: Sequence[Option]) -> str | None:
        """Return None when by one of *options* no soft rule costs more, else the rule by which the first of them does."""
        terms = [term for term in self.soft if term.rule.covers(agent)]
        if not terms:
            return None
        line = [of_shift(shift, self.instance) for shift in self.lines.get(agent.id, ())]
        before = [term.of_line(self.instance, agent, line) for term in terms]
        first: str | None = None
        for option in options:
            longer = sorted([*line, of_option(option, agent, self.instance)], key=lambda shift: shift.start)
            costs = [term.of_line(self.instance, agent, longer) for term in terms]
            dearer = [term for term, was, now in zip(terms, before, costs, strict=True) if now > was]
            if not dearer:
                return None
            first = first or dearer[0].rule.name
        return first

    def _broken_by(self, agent: Agent, option: Option) -> str | None:
        if agent.id not in self._alone:
            grid = self.instance.grid
            team = tuple(team for team in self.instance.teams if team.name == agent.team)
            alone = replace(self.instance, teams=team, agents=(agent,), demand=Demand(grid, {}))
            self._alone[agent.id] = alone, self._hard(self.lines.get(agent.id, []), alone)
        alone, before = self._alone[agent.id]
        after = self._hard([*self.lines.get(agent.id, ()), self._as_shift(agent, option)], alone)
        broken = next((rule.name for rule in self.rules if after[rule.name] > before[rule.name]), None)
        return broken or self.company.broken_by(option, self._as_shift(agent, option))

    def _hard(self, line: list[Assignment], alone: Instance) -> Counter[str]:
        roster = Roster.of(alone.grid, line)
        return Counter(violation.rule for rule in self.rules for violation in rule.check(roster, alone))

    def _as_shift(self, agent: Agent, option: Option) -> Assignment:
        start, end = self._span(option)
        breaks = tuple(
            Break(
                start + timedelta(minutes=window.earliest),
                start + timedelta(minutes=window.earliest + window.minutes),
                window.paid,
            )
            for window in option.kind.breaks.windows
        )
        return Assignment(agent.id, option.day, option.kind.name, start, end, breaks, on_call=option.kind.on_call)

    def _on(self, agent: Agent, day: date) -> list[Option]:
        key = agent.contract.kinds, self.instance.zone_of(agent), day
        if key not in self._options:
            self._options[key] = list(options_of(self.instance, agent, day))
        return self._options[key]

    def _span(self, option: Option) -> tuple[datetime, datetime]:
        return option.starts_at(self.instance.grid), option.ends_at(self.instance.grid)
