"""The shifts of some people on some days, decided anew by one CP-SAT model while everything else stays as it is.

Rules see whole lines: on the days that are not free each line has the shift that it has, a constant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExpr

from scheduler.agents import Agent, AgentId
from scheduler.checking import check_roster, is_lawful
from scheduler.draft import Draft, Line, Lines
from scheduler.instance import Instance
from scheduler.objective import Objective, Weights
from scheduler.objective.terms import Parts
from scheduler.options import options_of
from scheduler.rules.base import Counting, Rule, Severity, Tying
from scheduler.rules.several import is_counting
from scheduler.strategies.hints import complete_hint
from scheduler.strategies.placed_cover import PlacedCover
from scheduler.strategies.tours import Costs
from scheduler.variables import Choice, Variables

NO_COVER = Weights((), ())
WITH_LINES = {"OPTIMAL", "FEASIBLE"}
HEAVIEST = 1 << 50  # hundredths of a point; the solver adds up in 64 bits


@dataclass(frozen=True, slots=True)
class Window:
    """*free* names the days, planned ones, on which the shifts of each agent are decided anew."""

    free: Mapping[AgentId, frozenset[date]]

    @property
    def cells(self) -> int:
        """How many days of people are free."""
        return sum(len(days) for days in self.free.values())


@dataclass
class WindowModel:
    """The model of one window: every hard rule, and the objective with everybody else's shifts as they are.

    :meth:`build` makes it from a draft that is lawful, :meth:`solve` may run in a thread of its own.
    """

    window: Window
    model: CpModel
    chosen: dict[tuple[AgentId, date], list[Choice]]
    cover: PlacedCover
    status: str = "UNKNOWN"
    work: float = 0.0
    seconds: float = 0.0
    lines: dict[AgentId, Line] | None = None
    patterns: dict[tuple[AgentId, date], int] = field(default_factory=dict)

    @staticmethod
    def build(draft: Draft, window: Window, rules: Sequence[Rule]) -> "WindowModel":
        """Build the model."""
        instance, model = draft.instance, CpModel()
        agents = [instance.agent_by_id[agent_id] for agent_id in window.free]
        whole = _whole(model, draft, agents, window)
        if any(is_counting(rule) for rule in rules):
            whole.counted = _without(draft, {agent.id: frozenset(whole.days) for agent in agents}).counted
        for rule in rules:
            if rule.severity is Severity.HARD:
                rule.post(model, whole)
        free = replace(whole, days=tuple(sorted(set().union(*window.free.values()))))
        free.chosen = {cell: choices for cell, choices in whole.chosen.items() if cell[1] in window.free[cell[0]]}
        cover = _minimise(model, draft, whole, free)
        for (agent_id, day), choices in free.chosen.items():
            now = draft.lines[agent_id].get(day)
            for option, var in choices:
                model.add_hint(var, now is not None and now[0] == option)
        return WindowModel(window, model, free.chosen, cover)

    def solve(self, solver: CpSolver) -> None:
        """Solve with *solver*, whose limits are set; keep the status, the work it took and the shifts found."""
        complete_hint(self.model)
        self.status = str(solver.status_name(solver.solve(self.model)))
        self.work, self.seconds = float(solver.deterministic_time), float(solver.wall_time)
        if self.status in WITH_LINES:
            lines: dict[AgentId, Line] = {agent_id: {} for agent_id in self.window.free}
            for (agent_id, day), choices in self.chosen.items():
                for option, var in choices:
                    if solver.boolean_value(var):
                        lines[agent_id][day] = option
            self.lines = lines
            worked = {(agent_id, day): option for agent_id, line in lines.items() for day, option in line.items()}
            self.patterns = self.cover.patterns(solver, worked)


def changed_lines(draft: Draft, found: WindowModel) -> dict[AgentId, Line]:
    """Return the whole lines of those whose shifts *found* changes."""
    changed = {}
    for agent_id, shifts in (found.lines or {}).items():
        before = {day: option for day, (option, _) in draft.lines[agent_id].items()}
        free = found.window.free[agent_id]
        line = {day: option for day, option in before.items() if day not in free} | shifts
        if line != before:
            changed[agent_id] = dict(sorted(line.items()))
    return changed


def lines_are_lawful(instance: Instance, lines: Mapping[AgentId, Line], rules: Sequence[Rule]) -> bool:
    """Tell whether *lines* keep every rule of one person; breaks are taken as they come."""
    people = replace(instance, agents=tuple(instance.agent_by_id[agent_id] for agent_id in lines))
    draft = Draft.empty(people, Objective(NO_COVER))
    for agent_id, line in lines.items():
        draft.put(instance.agent_by_id[agent_id], line)
    of_one = [rule for rule in rules if not isinstance(rule, Counting | Tying)]
    return is_lawful(check_roster(draft.roster(), people, of_one))


def _whole(model: CpModel, draft: Draft, agents: Sequence[Agent], window: Window) -> Variables:
    """Return the variables of the whole lines of *agents*: on days that are not free constants."""
    instance = draft.instance
    off, on = model.new_constant(0), model.new_constant(1)
    others = {agent_id: line for agent_id, line in draft.lines.items() if agent_id not in window.free}
    whole = Variables(
        instance, tuple(agents), tuple(instance.days()), tuple(instance.known_days()), fixed=Lines(others)
    )
    whole.constants = (off, on)
    for agent in agents:
        past = {shift.day for shift in instance.lines_before.get(agent.id, ())}
        for day in instance.days_before:
            whole.worked[agent.id, day] = whole.constants[day in past]
        line = draft.lines[agent.id]
        for day in whole.days:
            if day in window.free[agent.id]:
                choices = [(option, model.new_bool_var("")) for option in options_of(instance, agent, day)]
                works = model.new_bool_var("")
                model.add(LinearExpr.sum([var for _, var in choices]) == works)
            else:
                choices = [(line[day][0], on)] if day in line else []
                works = whole.constants[day in line]
            whole.chosen[agent.id, day] = choices
            whole.worked[agent.id, day] = works
    return whole


def _minimise(model: CpModel, draft: Draft, whole: Variables, free: Variables) -> PlacedCover:
    """Minimise what the free shifts cost beside everything that stays; return how the model places their breaks."""
    days = {agent.id: frozenset(day for day in free.days if (agent.id, day) in free.chosen) for agent in free.agents}
    rest = _without(draft, days)
    goal = draft.objective
    heads = replace(rest, objective=replace(goal, weights=NO_COVER, lines=(), shares=()))
    people = replace(rest, objective=replace(goal, weights=NO_COVER, days=(), streams=()))
    people.shared = {agent: counts for agent, counts in draft.shared.items() if agent not in days}
    counted = replace(free, counted=rest.counted)
    cover = PlacedCover(model, rest, draft, free)
    levels = [
        cover.of_level(goal.cover_of(level))
        + Costs(model, counted, heads).of_level(level)
        + Costs(model, whole, people).of_level(level)
        for level in goal.levels
    ]
    for var, value in cover.hints:
        model.add_hint(var, value)
    parts = _in_one(levels)
    model.minimize(LinearExpr.weighted_sum([var for var, _ in parts], [cost for _, cost in parts]))
    return cover


def _in_one(levels: Sequence[Parts]) -> Parts:
    """Return the sum of *levels*, each so heavy that none after it outweighs a hundredth of a point of it.

    Where that would be too heavy, later levels are left out: a search that takes nothing worse can do without.
    """
    parts: Parts = []
    heaviest, weight = 0, 1
    spread = [sum(abs(cost) * _greatest(var) for var, cost in level) for level in levels]
    for first in range(len(levels)):  # how many of the last levels are left out
        kept = levels[: len(levels) - first]
        weight, parts, heaviest = 1, [], 0
        for level, most in reversed(list(zip(kept, spread, strict=False))):
            parts += [(var, weight * cost) for var, cost in level]
            heaviest += weight * most
            weight = heaviest + 1
        if heaviest < HEAVIEST:
            return parts
    return levels[0]


def _greatest(var: IntVar) -> int:
    return max(abs(int(bound)) for bound in var.proto.domain)


def _without(draft: Draft, days: Mapping[AgentId, frozenset[date]]) -> Draft:
    """Return a copy of *draft* in which those named in *days* have no shift on theirs."""
    rest = replace(
        draft,
        heads={team: heads.copy() for team, heads in draft.heads.items()},
        counts=[heads.copy() for heads in draft.counts],
        lines=dict(draft.lines),
        shared=dict(draft.shared),
    )
    for agent_id, away in days.items():
        rest.take_off(draft.instance.agent_by_id[agent_id], away)
    return rest
