"""Centres so small that every roster can be written down: builders and the enumeration."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import numpy as np
from ortools.sat.python.cp_model import CpModel, CpSolver, CpSolverSolutionCallback

from forecasting.site import ALL_DAY, OpeningHours
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Bounds, Contract, Restriction, Team
from scheduler.breaks import Patterns
from scheduler.demand import Demand, Heads
from scheduler.instance import Instance
from scheduler.options import Option, options_of
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule, Violation
from scheduler.shifts import BreakPlan, BreakWindow, DayPart, ShiftKind
from scheduler.variables import Variables

MONDAY = date(2026, 10, 5)
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")  # the clock goes back on 25 October 2026 and forward on 29 March 2026
ROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, ALL_DAY)
TEAM = "care"
SOMEBODY = AgentId("a")

Chosen = frozenset[tuple[AgentId, Option]]


def minutes(text: str) -> int:
    """Read ``"22:30"`` as minutes after midnight."""
    hour, minute = text.split(":")
    return 60 * int(hour) + int(minute)


def kind(
    name: str, start: str, hours: float, *breaks: BreakWindow, last: str | None = None, step: int = 60
) -> ShiftKind:
    """Return a shift kind of *hours* that starts at *start*, or every *step* minutes up to *last*."""
    first = minutes(start)
    part = DayPart.NIGHT if first >= 20 * 60 else DayPart.EARLY
    latest = first if last is None else minutes(last)
    return ShiftKind(name, first, latest, round(60 * hours), BreakPlan(breaks), part, step)


def pause(length: int, earliest: str, latest: str | None = None, *, paid: bool = False) -> BreakWindow:
    """Return a break window counted from the shift's start."""
    return BreakWindow(length, minutes(earliest), minutes(latest or earliest), paid)


EARLY = kind("early", "08:00", 8)
LATE = kind("late", "14:00", 8)
NIGHT = kind("night", "22:00", 8)
LONG = kind("long", "08:00", 10)


def contract(
    *kinds: ShiftKind,
    hours: Bounds = Bounds(),
    in_row: Bounds = Bounds(),
    off_in_row: Bounds = Bounds(),
    name: str = "c",
) -> Contract:
    """Return a contract with *kinds*; *hours* of the period."""
    period = Bounds(*(None if bound is None else 60 * bound for bound in (hours.least, hours.most)))
    return Contract(name, tuple(kind.name for kind in kinds), period, in_row, off_in_row)


def person(
    terms: Contract,
    name: str = SOMEBODY,
    *,
    leave: Iterable[date] = (),
    restrictions: Iterable[Restriction] = (),
    zone: str | None = None,
    team: str = TEAM,
) -> Agent:
    """Return an agent."""
    clock = None if zone is None else ZoneInfo(zone)
    return Agent(
        AgentId(name),
        name.upper(),
        team,
        terms,
        leave=frozenset(leave),
        restrictions=frozenset(restrictions),
        zone=clock,
    )


def centre(
    agents: Agent | Iterable[Agent],
    kinds: Iterable[ShiftKind],
    *,
    days: int = 4,
    first: date = MONDAY,
    zone: ZoneInfo = SHANGHAI,
    slot_minutes: int = 60,
    opening: OpeningHours = ROUND_THE_CLOCK,
    need: Mapping[int, float] | float = 0.0,
    holidays: Iterable[date] = (),
) -> Instance:
    """Return an instance of one team that needs *need* heads in every slot, or those of a mapping by slot."""
    grid = TimeGrid(zone, first, days, slot_minutes)
    return Instance(
        grid,
        (Team(TEAM, ("calls",), opening),),
        tuple(kinds),
        (agents,) if isinstance(agents, Agent) else tuple(agents),
        Demand(grid, {TEAM: heads(grid, need)}),
        frozenset(holidays),
    )


def heads(grid: TimeGrid, need: Mapping[int, float] | float) -> Heads:
    """Return the demand of one team."""
    if not isinstance(need, Mapping):
        return np.full(grid.n_slots, float(need))
    wanted = np.zeros(grid.n_slots)
    for slot, count in need.items():
        wanted[slot] = count
    return wanted


def shift(instance: Instance, agent: AgentId, option: Option) -> Assignment:
    """Return *option* worked by *agent* with the first arrangement of its breaks, on the agent's clock."""
    grid = instance.grid
    zone = instance.zone_of(instance.agent_by_id[agent])
    breaks = Patterns.of(option.kind, grid).breaks(0, option, grid)
    start, end = option.starts_at(grid).astimezone(zone), option.ends_at(grid).astimezone(zone)
    return Assignment(agent, option.day, option.kind.name, start, end, breaks, on_call=option.kind.on_call)


def line(instance: Instance, *kinds: ShiftKind | None, agent: AgentId = SOMEBODY) -> Roster:
    """Return a roster in which *agent* works *kinds* day by day from the first, None being a day off."""
    days = instance.days()
    return Roster.of(
        instance.grid,
        (
            shift(
                instance,
                agent,
                next(o for o in options_of(instance, instance.agent_by_id[agent], day) if o.kind == kind),
            )
            for day, kind in zip(days, kinds, strict=False)
            if kind is not None
        ),
    )


def after(instance: Instance, *kinds: ShiftKind | None, agent: AgentId = SOMEBODY) -> Instance:
    """Return *instance* with the days before known, on which *agent* worked *kinds*, the last one right before the plan.

    What they worked then need not be what their contract offers now.
    """
    first = instance.grid.first_day - timedelta(days=len(kinds))
    grid = TimeGrid(instance.grid.zone, first, len(kinds), instance.grid.slot_minutes)
    demand = Demand(grid, {team.name: heads(grid, 0.0) for team in instance.teams})
    used = {used.name: used for used in kinds if used is not None} | instance.kind_by_name
    terms = replace(instance.agent_by_id[agent].contract, kinds=tuple(used))
    agents = tuple(replace(one, contract=terms) for one in instance.agents)
    earlier = Instance(grid, instance.teams, tuple(used.values()), agents, demand)
    known = () if instance.before is None else instance.before.assignments
    return replace(instance, before=Roster.of(grid, [*known, *line(earlier, *kinds, agent=agent).assignments]))


def broken(rule: Rule, instance: Instance, *kinds: ShiftKind | None) -> list[Violation]:
    """Return what *rule* finds in the line of *kinds*."""
    return list(rule.check(line(instance, *kinds), instance))


def rosters(instance: Instance) -> Iterator[tuple[Chosen, Roster]]:
    """Yield every roster of *instance* with one shift a day and agent at most."""
    cells: list[list[tuple[AgentId, Option] | None]] = [
        [None, *((agent.id, option) for option in options_of(instance, agent, day))]
        for agent in instance.agents
        for day in instance.days()
    ]
    shifts = {cell: shift(instance, *cell) for choices in cells for cell in choices if cell is not None}
    for choice in product(*cells):
        chosen = frozenset(cell for cell in choice if cell is not None)
        yield chosen, Roster.of(instance.grid, (shifts[cell] for cell in chosen))


def accepted_by_model(instance: Instance, rules: Iterable[Rule]) -> set[Chosen]:
    """Return every roster that the model with *rules* accepts."""
    model = CpModel()
    variables = Variables.build(model, instance)
    for rule in rules:
        rule.post(model, variables)
    found = _Collector(variables)
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.cp_model_presolve = False  # tiny models: presolving costs more than it saves
    status = solver.solve(model, found)
    assert solver.status_name(status) in {"OPTIMAL", "INFEASIBLE"}
    return found.rosters


class _Collector(CpSolverSolutionCallback):
    def __init__(self, variables: Variables) -> None:
        super().__init__()
        self.literals = [
            (agent_id, option, var) for (agent_id, _), choices in variables.chosen.items() for option, var in choices
        ]
        self.rosters: set[Chosen] = set()

    def on_solution_callback(self) -> None:
        self.rosters.add(frozenset((agent, option) for agent, option, var in self.literals if self.boolean_value(var)))


def next_days(first: date, count: int) -> list[date]:
    """Return *count* days from *first*."""
    return [first + timedelta(days=index) for index in range(count)]
