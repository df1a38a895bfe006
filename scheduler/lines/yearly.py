"""Lines of a year: sums over the whole plan are kept beside the graph, which without them is small and shared by nearly all.

A year's hours have a thousand states and its weekends fifty, times a hundred of runs: too many. Sums are given prices
instead and held near the best line (``lines.band``); weekends begin with what others have more, so that people who
differ in the most alone share a graph.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.lines.compiled import Compiled, compile_lines
from scheduler.lines.encoding import encode
from scheduler.lines.menu import Flags, Ints, Menu
from scheduler.lines.sketch import Part, Sketch
from scheduler.lines.sums import FREE, NO_BOUND, Stretches
from scheduler.lines.weekends import Weekends
from scheduler.rules.base import Rule


@dataclass(frozen=True, eq=False)
class Sum:
    """What a line counts for: *units* by option, at least *least* and at most *most* over the plan."""

    units: Ints
    least: int
    most: int


@dataclass(frozen=True, eq=False)
class YearLine:
    """The lines of *agent*, sums left out: *start* is the node in which they begin, -1 where there is none.

    *barred* are the options never worked, *bound* the days on which the person has to work. *hours* is the sum by which
    options of a class are told apart, *further* are the other sums; *class_units* are by class its units of *hours*.
    """

    agent: Agent
    menu: Menu
    compiled: Compiled
    start: int
    barred: Flags
    bound: Flags
    on_leave: Flags
    hours: Sum
    further: tuple[Sum, ...]
    class_units: Ints


@dataclass
class YearLines:
    """Draws and compiles the lines of *agents*; people share menus by clock, and graphs where they are alike but for sums."""

    instance: Instance
    rules: Sequence[Rule]
    menus: dict[str, Menu] = field(default_factory=dict)

    def of(self, agents: Sequence[Agent]) -> list[YearLine] | None:
        """Return the lines of *agents*; None where a rule is not known as an automaton, or the graph is too large."""
        drawn = [self._drawn(agent) for agent in agents]
        known = [each for each in drawn if each is not None]
        if len(known) < len(drawn):
            return None
        starts: dict[Hashable, dict[tuple[Hashable, ...], None]] = {}
        for each in known:
            starts.setdefault(each.key, {})[each.sketch.start] = None
        compiled: dict[Hashable, tuple[Compiled, Ints]] = {}
        found = []
        for each in known:
            if each.key not in compiled:
                made = compile_lines(each.sketch, list(starts[each.key]), apart=each.hours.units)
                if made.dropped:
                    return None
                compiled[each.key] = made, _by_class(made, each.hours.units)
            found.append(each.line(*compiled[each.key]))
        return found

    def _drawn(self, agent: Agent) -> "_Drawn | None":
        menu = self._menu(agent)
        sketch = Sketch(menu, agent)
        if not all(encode(rule, sketch) for rule in self.rules):
            return None
        allowed = [kind.name in agent.contract.kinds for kind in menu.kinds]
        sketch.away |= sketch.refused | (sketch.of_kinds(map(int, allowed)) == 0)
        sketch.refused = np.zeros_like(sketch.refused)
        sums = [found for part in sketch.parts if (found := _sum_of(part, menu)) is not None]
        sketch.parts = [_levelled(part) for part in sketch.parts if not _is_sum(part)]
        sums.sort(key=lambda one: -len(np.unique(menu.kind[one.units > 0])))
        nothing = Sum(np.zeros(len(menu.options), dtype=np.int64), 0, 0)
        return _Drawn(sketch, sums[0] if sums else nothing, tuple(sums[1:]))

    def _menu(self, agent: Agent) -> Menu:
        """Return every shift on the clock of *agent*, whatever the contract."""
        zone = self.instance.zone_of(agent).key
        if zone not in self.menus:
            everything = replace(agent.contract, kinds=tuple(kind.name for kind in self.instance.kinds))
            self.menus[zone] = Menu.of(self.instance, replace(agent, contract=everything))
        return self.menus[zone]


@dataclass(frozen=True)
class _Drawn:
    """One person before compiling."""

    sketch: Sketch
    hours: Sum
    further: tuple[Sum, ...]

    @property
    def key(self) -> Hashable:
        """What people must have in common to share a graph."""
        return id(self.sketch.menu), self.hours.units.tobytes(), tuple(part.automaton for part in self.sketch.parts)

    def line(self, compiled: Compiled, class_units: Ints) -> YearLine:
        """Return the lines of the person."""
        sketch = self.sketch
        start = compiled.start_of(sketch.start)
        return YearLine(
            sketch.agent,
            sketch.menu,
            compiled,
            start,
            sketch.away,
            sketch.bound,
            sketch.on_leave,
            self.hours,
            self.further,
            class_units,
        )


def _is_sum(part: Part) -> bool:
    return isinstance(part.automaton, Stretches) and part.automaton.begins == (0,)


def _sum_of(part: Part, menu: Menu) -> Sum | None:
    """Return the sum that *part* bounds over the whole plan; None of another part, and where nothing is bounded."""
    automaton = part.automaton
    if not isinstance(automaton, Stretches) or automaton.begins != (0,) or part.start == FREE:
        return None
    spread = automaton.spreads[0]
    return Sum(automaton.letters(menu), 0 if spread == NO_BOUND else part.start - spread, part.start)


def _levelled(part: Part) -> Part:
    """Return *part* with the most weekends of the whole plan raised to all of them, and begun with the difference."""
    automaton = part.automaton
    if not isinstance(automaton, Weekends) or automaton.depth is not None:
        return part
    everything = len(automaton.closes)
    most = min(asked for _, _, asked in automaton.closes)
    if most >= everything:
        return part
    raised = tuple((day, length, everything if asked == most else asked) for day, length, asked in automaton.closes)
    worked, this = part.start
    return part._replace(automaton=Weekends(automaton.weekends, raised, None), start=(worked + everything - most, this))


def _by_class(compiled: Compiled, units: Ints) -> Ints:
    """Return by class the units of its options, 0 of a day off and of leave."""
    of_option = compiled.graph.option_class
    found = np.zeros(int(compiled.graph.classes_from[-1]), dtype=np.int64)
    there = of_option >= 0
    found[of_option[there]] = units[there]
    return found
