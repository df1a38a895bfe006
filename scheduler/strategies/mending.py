"""Heads that hard rules want and the turns have not found: looked for among people who can help, ever more of them at once."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from time import monotonic

import numpy as np
from ortools.sat.python.cp_model import CpModel, CpSolver

from scheduler.agents import Agent, AgentId
from scheduler.draft import Draft
from scheduler.options import options_of
from scheduler.rules.base import Rule, Severity
from scheduler.rules.several import is_counting, tied_groups
from scheduler.solution import Limits
from scheduler.strategies.tours import find_tours
from scheduler.streams import Stream
from scheduler.variables import Variables

SIZES = (4, 8, 16, 32)  # people whose lines are open at once, then everybody who counts
MOST_CHOICES = 60_000  # shifts to choose from in one model
SHARE_OF_TIME = 0.1  # of the whole limit for one look
WORK_LIMIT = 2.0  # deterministic seconds to find out whether one person can be there at all
ONE_DAY = timedelta(days=1)
Gap = tuple[int, date]  # the number of a stream, and the day of what is broken


def mend(draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Callable[[], bool]) -> bool:
    """Leave *draft* with as few heads missing in hard streams as are found; return whether a roster without may exist.

    False is proven: in some bucket fewer people can be, each for themselves, than are wanted, or no lines of everybody
    together keep all rules.
    """
    return _Mending(draft, rules, limits, keep, random.Random(limits.seed)).run()


@dataclass
class _Mending:
    """One search under way; *given_up* are gaps that nobody can close as things stand.

    *exhausted* tells that everybody who counts, all at once, cannot close any further gap beside the others' lines.
    """

    draft: Draft
    rules: Sequence[Rule]
    limits: Limits
    keep: Callable[[], bool]
    chance: random.Random
    given_up: set[Gap] = field(default_factory=set)
    exhausted: bool = False

    @cached_property
    def tied(self) -> tuple[frozenset[AgentId], ...]:
        """The people who have to be planned together."""
        return tied_groups(self.rules, self.draft.instance)

    def run(self) -> bool:
        """Close gap after gap, the widest first."""
        while gap := self._widest():
            if not self.keep():
                return True
            if any(self._look_among(people) for people in self._neighbourhoods(gap)):
                self.given_up.clear()
            elif self._is_hopeless(gap):
                return False
            elif self.exhausted:
                break
            else:
                self.given_up.add(gap)
        return not self.draft.missing or not self._is_proven_impossible()

    def _widest(self) -> Gap | None:
        """Return the stream and day where most heads are missing or too many."""
        wide: dict[Gap, int] = {}
        for number, stream in enumerate(self.draft.streams):
            if stream.hard:
                heads = self.draft.counts[number]
                wrong = np.maximum(0, stream.least - heads) + np.maximum(0, heads - stream.most)
                for bucket in np.flatnonzero(wrong).tolist():
                    gap = number, stream.buckets.day(bucket)
                    wide[gap] = wide.get(gap, 0) + int(wrong[bucket])
        open_gaps = {gap: width for gap, width in wide.items() if gap not in self.given_up}
        return max(open_gaps, key=lambda gap: (open_gaps[gap], gap), default=None)

    def _broken(self, gap: Gap) -> list[int]:
        """Return the buckets of *gap* that are broken."""
        stream, heads = self.draft.streams[gap[0]], self.draft.counts[gap[0]]
        wrong = np.flatnonzero((heads < stream.least) | (heads > stream.most)).tolist()
        return [bucket for bucket in wrong if stream.buckets.day(bucket) == gap[1]]

    def _neighbourhoods(self, gap: Gap) -> Iterable[list[Agent]]:
        """Yield people whose lines are opened together: who can be there and is not, then others who count beside them."""
        stream, buckets = self.draft.streams[gap[0]], set(self._broken(gap))
        counted = [agent for agent in self.draft.instance.agents if self._counts(agent)]
        self.chance.shuffle(counted)
        members = [agent for agent in counted if agent.id in stream.members]
        alike = {self._offer(agent): agent for agent in members}
        touching = {offer: self._touches(agent, buckets, stream) for offer, agent in alike.items()}
        able = [agent for agent in members if touching[self._offer(agent)] and gap[1] not in agent.leave]
        there = {agent.id for agent in able}
        rest = [agent for agent in counted if agent.id not in there]
        for size in SIZES:
            if size < len(counted):
                most = max(1, 2 * size // 3)
                yield self._with_ties([*able[:most], *rest[: size - min(most, len(able))]])
        if self._choices(counted) <= MOST_CHOICES:
            yield self._with_ties(counted)

    def _counts(self, agent: Agent) -> bool:
        return any(self.draft.streams[number].hard for number in self.draft.streams_by_agent[agent.id])

    def _touches(self, agent: Agent, buckets: set[int], stream: Stream) -> bool:
        """Tell whether a shift of *agent*'s contract touches one of *buckets*, all of one day."""
        of_day = {stream.buckets.day(bucket) for bucket in buckets}
        return any(
            not buckets.isdisjoint(stream.buckets.of_option(option))
            for day in self.draft.instance.days()
            if any(abs(day - other) <= ONE_DAY for other in of_day)
            for option in options_of(self.draft.instance, agent, day)
        )

    def _offer(self, agent: Agent) -> tuple[object, ...]:
        """Return what the options of *agent* depend on."""
        return agent.contract.kinds, self.draft.instance.zone_of(agent)

    def _choices(self, agents: Sequence[Agent]) -> int:
        instance, first = self.draft.instance, self.draft.instance.grid.first_day
        alike = {self._offer(agent): agent for agent in agents}
        of_a_day = {offer: len(list(options_of(instance, agent, first))) for offer, agent in alike.items()}
        return instance.grid.days * sum(of_a_day[self._offer(agent)] for agent in agents)

    def _with_ties(self, agents: Iterable[Agent]) -> list[Agent]:
        chosen = {agent.id for agent in agents}
        for group in self.tied:
            if group & chosen:
                chosen |= group
        return [agent for agent in self.draft.instance.agents if agent.id in chosen]

    def _look_among(self, people: Sequence[Agent]) -> bool:
        """Open the lines of *people*; return whether fewer heads are missing afterwards, and leave it as it was where not."""
        draft = self.draft
        if not people or not self.keep():
            return False
        before, lines = draft.missing, draft.snapshot(people)
        hint = {agent.id: draft.lift(agent) for agent in people}
        work = None if self.limits.work is None else SHARE_OF_TIME * self.limits.work
        limits = Limits(max(0.1, SHARE_OF_TIME * self.limits.seconds), self.limits.workers, self.limits.seed, work)
        began = monotonic()
        tours = find_tours(draft, people, self.rules, hint, limits, self.keep, mending=True)
        ended = bool(tours) and self.keep() and work is None and monotonic() - began < limits.seconds
        self.exhausted = ended and all(agent in people for agent in draft.instance.agents if self._counts(agent))
        for agent in people:
            draft.put(agent, (tours or hint)[agent.id])
        if draft.missing < before:
            return True
        draft.restore(people, lines)
        return False

    def _is_hopeless(self, gap: Gap) -> bool:
        """Tell whether in a bucket of *gap* fewer people can be than are wanted, each tried alone."""
        stream = self.draft.streams[gap[0]]
        before = stream.heads_before(self.draft.instance)
        members = [agent for agent in self.draft.instance.agents if agent.id in stream.members]
        for bucket in self._broken(gap):
            missing = int(stream.least[bucket] - before[bucket])
            for agent in members:
                if missing > 0 and self._can_be_in(agent, bucket, stream):
                    missing -= 1
            if missing > 0:
                return True
        return False

    def _can_be_in(self, agent: Agent, bucket: int, stream: Stream) -> bool:
        """Tell whether *agent* alone has a line that touches *bucket*; one not found by the work limit counts as there."""
        model = CpModel()
        variables = Variables.build(model, self.draft.instance, [agent])
        for rule in self.rules:
            if rule.severity is Severity.HARD and not is_counting(rule):
                rule.post(model, variables)
        there = [
            var
            for day in variables.days
            for option, var in variables.on(agent, day)
            if bucket in stream.buckets.of_option(option)
        ]
        model.add_bool_or(there)
        solver = CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = WORK_LIMIT
        solver.parameters.catch_sigint_signal = False
        return str(solver.status_name(solver.solve(model))) != "INFEASIBLE"

    def _is_proven_impossible(self) -> bool:
        """Tell whether no lines of everybody together keep all rules, where one model may ask that."""
        draft, everybody = self.draft, list(self.draft.instance.agents)
        if self._choices(everybody) > MOST_CHOICES or not self.keep():
            return False
        lines = draft.snapshot(everybody)
        hint = {agent.id: draft.lift(agent) for agent in everybody}
        tours = find_tours(draft, everybody, self.rules, hint, self.limits, self.keep)
        draft.restore(everybody, lines)
        if tours:
            for agent in everybody:
                draft.lift(agent)
                draft.put(agent, tours[agent.id])
        return tours is None
