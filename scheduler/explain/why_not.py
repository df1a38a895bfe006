"""Why does somebody not work a shift: what forbids it, or what it would cost."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from forecasting.messages import N_
from scheduler.agents import Agent
from scheduler.coverage import on_duty
from scheduler.demand import Demand
from scheduler.draft import Draft
from scheduler.explain.present import draft_of, option_of, without
from scheduler.explain.relaxation import Relaxation, relax_person
from scheduler.instance import Instance
from scheduler.objective import Objective, roster_terms
from scheduler.options import Option, options_of
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.rules.several import is_over_several
from scheduler.strategies.best_response import Planner
from scheduler.strategies.prices import Prices

SEED = 1


class Verdict(StrEnum):
    """What is said of a shift that somebody does not have."""

    WORKED = N_("is worked already")
    NOT_OFFERED = N_("is not offered by the contract")
    FORBIDDEN = N_("is forbidden, whatever else this person works")
    OTHER_PEOPLE = N_("is possible only when shifts of other people change")
    OTHER_DAYS = N_("is possible when other days of this person change")
    POSSIBLE = N_("is possible")


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answer about *agent* on *day*; *kind* is the shift kind that was asked for, None for any.

    *shift* is the one that the answer is about. *broken* are the hard rules that the roster would break with nothing but
    this shift changed. *reasons* say what cannot hold together where it is forbidden. *changes* are the person's shifts
    of other days, before and after, that make it possible. *costs* is how much each term of the objective would rise, in
    points; empty where there is nothing to compare.
    """

    agent: Agent
    day: date
    kind: str | None
    verdict: Verdict
    shift: Assignment | None = None
    broken: tuple[Violation, ...] = ()
    reasons: tuple[Relaxation, ...] = ()
    changes: tuple[tuple[Assignment | None, Assignment | None], ...] = ()
    costs: Mapping[str, float] = field(default_factory=dict)

    @property
    def cost(self) -> float:
        """How many points the whole objective would rise; negative where it would fall."""
        return sum(self.costs.values())


@dataclass(frozen=True)
class Asking:
    """Asks why-not questions of *roster*, made for *instance* under *rules* and measured by *objective*."""

    roster: Roster
    instance: Instance
    rules: Sequence[Rule]
    objective: Objective

    def why_not(self, agent: Agent, day: date, kind: str | None = None) -> WhyNot:
        """Return why *agent* has no shift of *kind*, or none at all where it is None, on *day*, a planned one."""
        present = [shift for shift in self.roster.on(day) if shift.agent == agent.id]
        worked = next((shift for shift in present if kind in {None, shift.kind}), None)
        if worked is not None:
            return WhyNot(agent, day, kind, Verdict.WORKED, worked)
        options = [
            option for option in options_of(self.instance, agent, day) if kind is None or option.kind.name == kind
        ]
        if not options:
            return WhyNot(agent, day, kind, Verdict.NOT_OFFERED)
        draft = self._others(agent)
        shift, own, shared = self._as_it_stands(agent, options, draft)
        broken = (*own, *shared)
        if not broken:
            roster = Roster.of(self.roster.grid, [*self._kept(agent, day), shift])
            return WhyNot(agent, day, kind, Verdict.POSSIBLE, shift, costs=self._costs(roster))
        if not own:
            return WhyNot(agent, day, kind, Verdict.OTHER_PEOPLE, shift, broken)
        return self._with_other_days(WhyNot(agent, day, kind, Verdict.FORBIDDEN, shift, broken), options, draft)

    def _others(self, agent: Agent) -> Draft:
        """Return everybody but *agent* as a draft, heads counted as they are, activities included."""
        rest = without(self.roster, agent.id)
        draft, _ = draft_of(rest, self.instance, self.objective, self.rules)
        draft.heads.update(on_duty(rest, self.instance))
        return draft

    def _kept(self, agent: Agent, day: date) -> list[Assignment]:
        return [shift for shift in self.roster.assignments if (shift.agent, shift.day) != (agent.id, day)]

    def _as_it_stands(
        self, agent: Agent, options: Sequence[Option], draft: Draft
    ) -> tuple[Assignment, tuple[Violation, ...], tuple[Violation, ...]]:
        """Return the best of *options* put down with nothing else changed, and what of the agent and of others it newly breaks.

        The best breaks the fewest rules of the agent, then of several people, then covers best.
        """
        kept = self._kept(agent, options[0].day)
        tried = []
        for option in options:
            shift = _put(draft, agent, option)
            own = self._newly_broken([agent], [*kept, shift])
            tried.append((len(own), draft.missing, draft.cost(), option.first, shift, own))
            draft.lift(agent)
        *_, shift, own = min(tried, key=lambda each: each[:4])
        return shift, own, self._shared(agent, [*kept, shift])

    def _shared(self, agent: Agent, shifts: Sequence[Assignment]) -> tuple[Violation, ...]:
        """Return what others than *agent*, or several people together, break with *shifts* and do not in the roster."""
        team = [found for found in self._newly_broken(self._team(agent), shifts) if found.agent != agent.id]
        before, after = (
            [
                violation
                for rule in self.rules
                if rule.severity is Severity.HARD and is_over_several(rule)
                for violation in rule.check(Roster.of(self.roster.grid, line), self.instance)
            ]
            for line in (self.roster.assignments, shifts)
        )
        known = Counter(map(_told, before))
        return (*team, *(violation for violation in after if not known[_told(violation)]))

    def _team(self, agent: Agent) -> list[Agent]:
        return [other for other in self.instance.agents if other.team == agent.team]

    def _newly_broken(self, agents: Sequence[Agent], shifts: Sequence[Assignment]) -> tuple[Violation, ...]:
        """Return the hard violations that *agents*, one or a whole team, have with *shifts* and have not in the roster.

        Those of rules over several people are left out.
        """
        ids, teams = {agent.id for agent in agents}, {agent.team for agent in agents}
        whole = len(agents) == sum(other.team in teams for other in self.instance.agents)
        needed = self.instance.demand.scheduled if whole else {}
        near = replace(
            self.instance,
            teams=tuple(team for team in self.instance.teams if team.name in teams),
            agents=tuple(agents),
            demand=Demand(self.instance.grid, {team: heads for team, heads in needed.items() if team in teams}),
        )
        before, after = (
            [
                violation
                for rule in self.rules
                if rule.severity is Severity.HARD and not is_over_several(rule)
                for violation in rule.check(Roster.of(near.grid, [shift for shift in line if shift.agent in ids]), near)
            ]
            for line in (self.roster.assignments, shifts)
        )
        known = Counter(map(_told, before))
        return tuple(violation for violation in after if not known[_told(violation)])

    def _with_other_days(self, answer: WhyNot, options: Sequence[Option], draft: Draft) -> WhyNot:
        """Return the answer with the person's line that has one of *options* and changes fewest days, the best of such, or why there is none."""
        agent, present = answer.agent, self.roster.by_agent().get(answer.agent.id, [])
        planner = Planner.of(self.instance, agent, self.rules, self.objective)
        planner.model.add_bool_or(
            [var for option, var in zip(planner.options, planner.literals, strict=True) if option in options]
        )
        as_now = {option_of(shift, agent, self.instance) for shift in present}
        busy = {shift.day for shift in present} | {answer.day}
        fewest = planner.worth([(option in as_now) - (option.day not in busy) for option in planner.options])
        goals = Prices(draft).goals(agent, planner, draft.demand[agent.team], 0.0)
        line = planner.best([fewest, *goals], SEED)
        if line is None:
            return replace(answer, reasons=tuple(relax_person(self.instance, agent, self.rules, options)))
        draft.put(agent, line)
        new = _shifts(draft, agent)
        roster = Roster.of(self.roster.grid, [*without(self.roster, agent.id).assignments, *new])
        shared = self._shared(agent, roster.assignments)
        if shared:
            return replace(
                answer,
                verdict=Verdict.OTHER_PEOPLE,
                broken=(*answer.broken, *(one for one in shared if one not in answer.broken)),
            )
        return replace(
            answer,
            verdict=Verdict.OTHER_DAYS,
            shift=next(shift for shift in new if shift.day == answer.day),
            changes=_changes(present, new, answer.day),
            costs=self._costs(roster),
        )

    def _costs(self, roster: Roster) -> dict[str, float]:
        before = roster_terms(self.roster, self.instance, self.objective)
        after = roster_terms(roster, self.instance, self.objective)
        return {name: after[name] - before[name] for name in after}


def _put(draft: Draft, agent: Agent, option: Option) -> Assignment:
    draft.put(agent, {option.day: option})
    (shift,) = _shifts(draft, agent)
    return shift


def _shifts(draft: Draft, agent: Agent) -> list[Assignment]:
    """Return the shifts of *agent* alone, in time order."""
    return list(replace(draft, lines={agent.id: draft.lines[agent.id]}).roster().assignments)


def _changes(
    before: Sequence[Assignment], after: Sequence[Assignment], day: date
) -> tuple[tuple[Assignment | None, Assignment | None], ...]:
    """Return the shifts that differ in kind or start, by day, *day* itself left out."""
    old, new = ({shift.day: shift for shift in line if shift.day != day} for line in (before, after))
    pairs = [(old.get(each), new.get(each)) for each in sorted({*old, *new})]
    return tuple(pair for pair in pairs if _when(pair[0]) != _when(pair[1]))


def _when(shift: Assignment | None) -> tuple[str, float] | None:
    return None if shift is None else (shift.kind, shift.start.timestamp())


def _told(violation: Violation) -> tuple[object, ...]:
    return violation.rule, violation.agent, violation.day, violation.message
