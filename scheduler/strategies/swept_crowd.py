"""A crowd in which whoever can be planned by line programmes takes turns in sweeps, and everybody else in models of their own."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from time import monotonic

from scheduler.agents import Agent, AgentId
from scheduler.conflicts import Conflict, conflict_of
from scheduler.draft import Draft
from scheduler.explain.spared import Spared, plain
from scheduler.fluid.exchange import Exchange, Fluid
from scheduler.likeness import likeness
from scheduler.lines.programme import LineProgramme, Programmes
from scheduler.strategies.crowd import Crowd, Group
from scheduler.strategies.news import News
from scheduler.strategies.sweeps import PARTS_OF_TRUTH, Sweeps

PASSES_OF_OTHERS = 3
MANY = 100  # people
WORK_OF_TURN = 0.001  # about its seconds
PASSES_TO_FOLLOW = len(PARTS_OF_TRUTH) + 2
MARGIN = 1.2


@dataclass
class SweptCrowd(Crowd):
    """The agents of a draft; *exchange* tells what people in fractions would do and hears of lines, *known* are line programmes."""

    exchange: Exchange = field(default_factory=Exchange)
    began: float = field(default_factory=monotonic)
    known: Mapping[AgentId, LineProgramme] | None = None
    news: News = field(default_factory=News)
    _sweeping: bool = False

    @property
    def work(self) -> float:
        """The work of all answers and turns so far."""
        return super().work + (WORK_OF_TURN * self.sweeps.turns if self._swept else 0.0)

    @property
    def standing(self) -> Draft:
        """A copy of the draft as it stands, the lines of those in sweeps written into it."""
        copied = super().standing
        if self._sweeping:
            replace(self.sweeps.seats, draft=copied).write()
        return copied

    @cached_property
    def programmes(self) -> Mapping[AgentId, LineProgramme]:
        """The line programme of everybody, by agent; of those who are spared part of a rule it is not theirs."""
        if self.known is not None:
            return self.known
        instance = self.draft.instance
        held = [plain(rule) for rule in self.rules]
        everybody = Programmes(instance, held, self.draft.objective, instance.agents)
        return {agent.id: everybody.of(agent) for agent in instance.agents}

    def _fill(self, groups: Sequence[Group]) -> list[Conflict]:
        if not self._in_sweeps(groups):
            return super()._fill(groups)
        conflicts: dict[Hashable, Conflict] = {}
        given = set(self.draft.lines)
        self.sweeps.seats.read()
        for agent in self.sweeps.fill(given):
            alike = likeness(agent, self.rules, self.draft.instance)
            if alike not in conflicts:
                conflicts[alike] = conflict_of(self.draft.instance, (agent,), self.rules)
        others = self._others(groups)
        found = [*conflicts.values(), *(super()._fill(others) if others else [])]
        self.sweeps.seats.write()
        return found

    def _take_turns(
        self,
        agents: Sequence[Agent],
        groups: Sequence[Group],
        passes: int,
        smoothing: Sequence[float] | None = None,
    ) -> None:
        if len(agents) < len(self.draft.instance.agents) or not self._in_sweeps(groups):
            super()._take_turns(agents, groups, passes, smoothing)
            return
        others = self._others(groups)
        self.sweeps.seats.read()
        self._sweeping = True
        self.sweeps.pause = lambda: self._pause(others)
        self.sweeps.beside = [agent for group in others for agent in group]
        if smoothing is None:
            self.sweeps.settle(self._heard)
            self._go_for(self._heard())
        self.sweeps.finish()
        self.sweeps.seats.write()
        self._sweeping = False
        if others:
            super()._take_turns([agent for group in others for agent in group], others, PASSES_OF_OTHERS, ())

    def follow(self, *, last: bool = False) -> bool:
        """Go for what people in fractions would do, where it has become known much better; return whether that was so.

        With *last* there will be no further news: a little better is enough.
        """
        if not (self._swept and self.exchange.fluids) or not self.keep(float("nan")):
            return False
        heard = self.news.worth(self.exchange.fluids, self.sweeps.costs, last=last)
        if not heard or not self.sweeps.seats.are_written:  # others have improved the lines since
            return False
        self._sweeping = True
        self._go_for(heard)
        self.sweeps.finish(heard)
        self.sweeps.seats.write()
        self._sweeping = False
        return True

    def _go_for(self, heard: Mapping[str, Fluid]) -> None:
        if heard:
            self.news.note(heard)
            self.sweeps.go_for(heard)

    @property
    def seconds_to_follow(self) -> float:
        """About how long going for it takes, if everybody does."""
        if not (self._swept and self.sweeps.turns):
            return 0.0
        return MARGIN * PASSES_TO_FOLLOW * len(self._swept) * self.sweeps.seconds / self.sweeps.turns

    @property
    def _hears(self) -> bool:
        """Whether news are told while turns are taken: who hears what when hangs on the clock, so a few people do without."""
        return len(self._swept) >= MANY

    def _heard(self) -> dict[str, Fluid]:
        """Return what is known of people in fractions and worth going for."""
        known = self.exchange.fluids if self._hears else {}
        return self.news.worth(known, self.sweeps.costs) if known else {}

    def _pause(self, others: Sequence[Group]) -> None:
        """Tell the lines as they stand, and let those who are in no sweep answer."""
        if self._hears:
            self.exchange.tell_lines((seat.agent.id, seat.line, seat.ways) for seat in self.sweeps.seats.seats)
        for group in others:
            self._respond(group, self.draft.demand, 0.0, math.nan)

    @cached_property
    def sweeps(self) -> Sweeps:
        """The turns of those whose lines are all in their programmes."""
        programmes = [self.programmes[agent] for agent in self._swept]
        return Sweeps(
            self.draft,
            programmes,
            self.limits.seed,
            self.keep,
            self._seconds_left,
            has_work_left=lambda: self.has_work_left,
            workers=1 if self.limits.work is not None else self.limits.workers,
        )

    def _seconds_left(self) -> float:
        """Return what turns shall fit into: any time where their work is counted instead."""
        if self.limits.work is not None:
            return float("inf")
        return max(0.0, self.limits.seconds - (monotonic() - self.began))

    @cached_property
    def _swept(self) -> dict[AgentId, None]:
        return {}

    def _in_sweeps(self, groups: Sequence[Group]) -> bool:
        """Tell whether anybody takes part in sweeps, which add up all terms: there must be one level of them."""
        if len(self.draft.objective.levels) > 1:
            return False
        if not self._swept:
            spared = [rule for rule in self.rules if isinstance(rule, Spared)]
            alone = [group[0].id for group in groups if len(group) == 1]
            bound = [agent for agent in alone if not any(rule.spares(agent) for rule in spared)]
            self._swept.update({agent: None for agent in bound if self._is_exact(self.programmes[agent])})
        return bool(self._swept)

    @staticmethod
    def _is_exact(programme: LineProgramme) -> bool:
        return not (programme.left_over or programme.left_out or programme.unshared)

    def _others(self, groups: Sequence[Group]) -> list[Group]:
        return [group for group in groups if len(group) > 1 or group[0].id not in self._swept]
