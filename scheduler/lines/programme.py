"""The line programme: the best line of one person, exact in every rule and term that automata know."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from scheduler.agents import Agent, AgentId
from scheduler.draft import Line
from scheduler.fairness import Burden
from scheduler.instance import Instance
from scheduler.likeness import likeness
from scheduler.lines.automaton import State
from scheduler.lines.compiled import Compiled, compile_lines
from scheduler.lines.encoding import encode
from scheduler.lines.engine import engine, near_engine
from scheduler.lines.graph import Small
from scheduler.lines.kernel import POSSIBLE
from scheduler.lines.menu import Flags, Ints, Menu
from scheduler.lines.near import trail_of
from scheduler.lines.sketch import Sketch
from scheduler.lines.terms import encode_term, tally_of
from scheduler.objective import Objective
from scheduler.objective.terms import LineTerm
from scheduler.options import Option
from scheduler.rules.base import Rule
from scheduler.rules.scope import Scoped

Shares = Mapping[Burden, Ints]
NEVER_FREE = -(1 << 60)


@dataclass(frozen=True)
class LineProgramme:
    """The lines of *agent*, ready to be searched. People who are alike share *compiled*.

    *left_over* are the hard rules that lines found here may break, *left_out* the terms that their worth leaves out:
    what costs nothing less, so that the worth is never too low. *start* is the node in which the person begins, -1 where the
    rules allow no line at all.
    """

    agent: Agent
    menu: Menu
    compiled: Compiled
    start: int
    away: Flags
    bound: Flags
    on_leave: Flags
    left_over: tuple[Rule, ...]
    left_out: tuple[LineTerm, ...]
    unshared: tuple[Burden, ...] = ()

    @staticmethod
    def of(instance: Instance, agent: Agent, rules: Sequence[Rule], objective: Objective) -> "LineProgramme":
        """Return the programme of *agent* alone; see :class:`Programmes` for many."""
        return Programmes(instance, rules, objective, (agent,)).of(agent)

    @property
    def options(self) -> tuple[Option, ...]:
        """The shifts to choose from, in the order of ``Planner.options``."""
        return self.menu.options

    def best(
        self, values: Ints, free: Ints | None = None, barred: Flags | None = None, shares: Shares | None = None
    ) -> tuple[Line | None, int]:
        """Return the line with the greatest worth and that worth, which counts for nothing where there is none.

        The worth is the sum of *values*, by option, and *free*, by day without a shift, less what the terms of lines
        cost, plus what *shares* gives by burden for the line's count of it. *barred* options are not chosen.
        """
        found, worths = best_of_many([self], [values], [free], [barred], [shares])
        if worths[0] <= POSSIBLE:
            return None, 0
        return self.line(found[0]), int(worths[0])

    def near(self, values: Ints, slack: int, most: int, free: Ints | None = None) -> tuple[Small, Ints, bool]:
        """Return the lines that are worth at most *slack* less than the best, what each is worth less, and whether that is all.

        Lines are option numbers by day, -1 for a day off; *most* of them at most. Worth is that of :meth:`best`.
        """
        lines, losses = np.empty((most, self.menu.n_days), dtype=np.int32), np.empty(most, dtype=np.int64)
        found = near_engine()(
            self.compiled.graph,
            self.compiled.room(),
            trail_of(self.menu.n_days),
            np.asarray(values, dtype=np.int64),
            self.away,
            _free(self, free),
            self.on_leave,
            self.compiled.mark_values(None),
            self.start,
            slack,
            lines,
            losses,
        )
        return lines[:found], losses[:found], found <= most

    def line(self, chosen: Iterable[int]) -> Line:
        """Return the shifts that *chosen* tells by day, -1 for none."""
        found = (self.options[number] for number in chosen if number >= 0)
        return {option.day: option for option in found}


def best_of_many(
    programmes: Sequence[LineProgramme],
    values: Sequence[Ints],
    free: Sequence[Ints | None] | None = None,
    barred: Sequence[Flags | None] | None = None,
    shares: Sequence[Shares | None] | None = None,
) -> tuple[list[Small], Ints]:
    """Return the best lines of many, as option numbers by day, and their worth, below POSSIBLE where there is none.

    Compiled code does the work and holds no lock; people of one compiled programme are done in one call.
    """
    nobody = [None] * len(programmes)
    free, barred, shares = free or nobody, barred or nobody, shares or nobody
    groups: dict[int, list[int]] = {}
    for number, programme in enumerate(programmes):
        groups.setdefault(id(programme.compiled), []).append(number)
    worths = np.full(len(programmes), NEVER_FREE, dtype=np.int64)
    lines: list[Small] = [np.empty(0, dtype=np.int32)] * len(programmes)
    for members in groups.values():
        first = programmes[members[0]]
        asked = [programmes[number] for number in members]
        chosen = np.full((len(members), first.menu.n_days), -1, dtype=np.int32)
        worth = np.empty(len(members), dtype=np.int64)
        engine()(
            first.compiled.graph,
            first.compiled.room(),
            np.stack([np.asarray(values[number], dtype=np.int64) for number in members]),
            np.stack([_barred(programmes[number], barred[number]) for number in members]),
            np.stack([_free(programmes[number], free[number]) for number in members]),
            np.stack([programme.on_leave for programme in asked]),
            np.stack([first.compiled.mark_values(shares[number]) for number in members]),
            np.array([programme.start for programme in asked], dtype=np.int64),
            chosen,
            worth,
        )
        worths[members] = worth
        for number, line in zip(members, chosen, strict=True):
            lines[number] = line
    return lines, worths


def _barred(programme: LineProgramme, barred: Flags | None) -> Flags:
    return programme.away if barred is None else programme.away | barred


def _free(programme: LineProgramme, free: Ints | None) -> Ints:
    given = np.zeros(programme.menu.n_days, dtype=np.int64) if free is None else free
    return np.where(programme.bound, NEVER_FREE, given)


@dataclass
class Programmes:
    """The line programmes of *agents*; people who are alike share what is compiled, at the first question about one of them.

    Worth is in hundredths of a point times *scale*. Where shares are not *counted*, nothing is known of them.
    """

    instance: Instance
    rules: Sequence[Rule]
    objective: Objective
    agents: Sequence[Agent]
    counted: bool = True
    scale: int = 1
    _menus: dict[Hashable, Menu] = field(default_factory=dict)
    _compiled: dict[Hashable, Compiled] = field(default_factory=dict)
    _alike: dict[Hashable, "Drawn"] = field(default_factory=dict)

    def of(self, agent: Agent) -> LineProgramme:
        """Return the programme of *agent*, who is one of *agents*."""
        drawn = self._drawn[agent.id]
        sketch, key = drawn.sketch, drawn.sketch.key
        if key not in self._compiled:
            self._compiled[key] = compile_lines(sketch, self._starts[key], self.scale)
        compiled = self._compiled[key]
        dropped = [sketch.parts[place].origin for place in compiled.dropped]
        rules = [rule for rule in self.rules if rule in drawn.unknown or any(rule_of(rule) is one for one in dropped)]
        return LineProgramme(
            agent,
            sketch.menu,
            compiled,
            compiled.start_of(sketch.start),
            sketch.away,
            sketch.bound,
            sketch.on_leave,
            tuple(rules),
            tuple(
                term for term in self.objective.lines if term in drawn.unknown or any(term is one for one in dropped)
            ),
            tuple(origin for origin in dropped if isinstance(origin, Burden)),
        )

    @cached_property
    def _drawn(self) -> "dict[AgentId, Drawn]":
        return {agent.id: self._drawn_once(agent) for agent in self.agents}

    @cached_property
    def _starts(self) -> dict[Hashable, list[tuple[State, ...]]]:
        """The first states of all who share a key."""
        found: dict[Hashable, dict[tuple[State, ...], None]] = {}
        for drawn in self._drawn.values():
            found.setdefault(drawn.sketch.key, {})[drawn.sketch.start] = None
        return {key: list(starts) for key, starts in found.items()}

    def _drawn_once(self, agent: Agent) -> "Drawn":
        """Return what is drawn of *agent*, the same for people who are alike."""
        shared = tuple(bool(share.group_of(agent.id)) for share in self.objective.shares)
        alike = likeness(agent, self.rules, self.instance), shared
        if alike not in self._alike:
            self._alike[alike] = self._draw(agent)
        return self._alike[alike]

    def _draw(self, agent: Agent) -> "Drawn":
        key = Menu.key(self.instance, agent)
        if key not in self._menus:
            self._menus[key] = Menu.of(self.instance, agent)
        sketch = Sketch(self._menus[key], agent)
        unknown: list[object] = [rule for rule in self.rules if not encode(rule, sketch)]
        unknown += [term for term in self.objective.lines if not encode_term(term, sketch)]
        if self.counted:
            for share in self.objective.shares:
                if share.group_of(agent.id):
                    tally_of(share.burden, sketch)
        return Drawn(sketch, tuple(unknown))


@dataclass(frozen=True)
class Drawn:
    """The *sketch* of a person, and the rules and terms that no automaton knows."""

    sketch: Sketch
    unknown: tuple[object, ...]


def rule_of(rule: Rule) -> Rule:
    """Return the rule itself, whoever it holds for."""
    return rule.rule if isinstance(rule, Scoped) else rule
