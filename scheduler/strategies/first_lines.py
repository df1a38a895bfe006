"""First lawful lines for long horizons: each person in turn chooses among few shifts a day, those that are worth most.

A year of thirty shift kinds has ten thousand shifts to choose from, whose exact best line takes seconds a person. With
a few kinds that are on offer every day and the best ones of each day it takes a fraction of one; whoever finds no line so
chooses among more. What is left to gain is for a search by neighbourhoods.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from ortools.sat.python.cp_model import CpModel, LinearExpr

from scheduler.agents import Agent
from scheduler.conflicts import Conflict, conflict_of
from scheduler.draft import Draft, Line
from scheduler.instance import Instance
from scheduler.objective import SCALE, Objective
from scheduler.objective.terms import Parts
from scheduler.options import Option, options_of
from scheduler.rules.base import Rule, Severity
from scheduler.rules.several import is_counting, tied_groups
from scheduler.solution import Limits
from scheduler.strategies import neighbourhood_search
from scheduler.strategies.hints import quick_solver
from scheduler.strategies.mending import mend
from scheduler.strategies.neighbourhood_search import Tell
from scheduler.strategies.offers import OffersByClock
from scheduler.strategies.proof import Proof
from scheduler.strategies.year_bound import YearBound
from scheduler.strategies.year_turns import YearTurns
from scheduler.variables import Variables

LONG = ((60, 2_500), (150, 1_000))  # days and options of one line; from here on exact sums of the plan take too long
MOST_KINDS = 350  # kinds of shift times days, from which on turns of years do better than exact sums
STEPS = (2, 5, 12)  # kinds on offer every day, and as many again by their worth on the day; then all
WORK = (0.1, 0.5, 2.0, 30.0)  # of each attempt, about as many seconds
SECONDS_TO_CHECK, MOST_KEPT = (
    5e-5,
    0.1,
)  # of the time, kept for the checks of the finished roster: by day of a person, and at most
WITH_LINE = {"OPTIMAL", "FEASIBLE"}
Keep = Callable[[], bool]


def is_long(instance: Instance, rules: Sequence[Rule], objective: Objective | None = None) -> bool:
    """Tell whether everybody chooses for themselves, and somebody among so many shifts that best lines would take too long.

    Where *objective* is one that turns of years count, fewer are too many: they do better.
    """
    by_turns = objective is not None and _counts_heads_alone(objective) and _has_many_kinds(instance)
    return (by_turns or has_long_lines(instance)) and not tied_groups(rules, instance)


def settle(draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Keep) -> list[Conflict]:
    """Give everybody a first line and look for the heads that hard rules still miss; return why somebody has no line."""
    turns = YearTurns.of(draft, rules, limits, lambda: keep() or True)
    if turns is not None:
        turns.fill()
    without = fill(draft, rules, limits, lambda: keep() or True)
    if not without and draft.missing:
        mend(draft, rules, limits, keep)
    return [conflict_of(draft.instance, (agent,), rules) for agent in without]


def improve(draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Keep, tell: Tell) -> Proof:
    """Make *draft*, which is lawful, cheaper within *limits* by turns of everybody, where they know all rules, else by windows."""
    cells = len(draft.instance.agents) * draft.instance.grid.days
    kept = min(MOST_KEPT * limits.seconds, SECONDS_TO_CHECK * cells)
    turns = YearTurns.of(draft, rules, replace(limits, seconds=limits.seconds - kept), keep)
    if turns is None or draft.missing:
        return neighbourhood_search.improve(draft, rules, limits, keep, tell)
    bound = YearBound(turns.roster.copy(), lambda: not turns.is_over)
    with ThreadPoolExecutor(max_workers=1) as pool:
        proof = pool.submit(bound.run)
        turns.improve(tell)
        proof.result()
    return Proof(bound.best / SCALE)


def _counts_heads_alone(objective: Objective) -> bool:
    weights, own = objective.weights, objective.lines or objective.shares
    return bool(objective.streams) and len(objective.levels) == 1 and not (weights.shortage or weights.excess or own)


def _has_many_kinds(instance: Instance) -> bool:
    """Tell whether somebody has many kinds of shifts over the days; choices of the start do not count, lines tell few of them apart."""
    most = max((len(agent.contract.kinds) for agent in instance.agents), default=0)
    return most * instance.grid.days >= MOST_KINDS


def has_long_lines(instance: Instance) -> bool:
    """Tell whether somebody has so many shifts to choose from that best lines would take too long."""
    first = instance.grid.first_day
    contracts = {agent.contract: agent for agent in instance.agents}.values()
    most = max((sum(1 for _ in options_of(instance, agent, first)) for agent in contracts), default=0)
    days = instance.grid.days
    return any(days >= least and most * days >= many for least, many in LONG)


def fill(draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Keep) -> list[Agent]:
    """Give a lawful line to everybody who has none, best valued first shifts; return those for whom none was found.

    *rules* of one person are kept; heads that rules want are worth much and may yet be missing.
    """
    return _Filling(draft, rules, limits, keep).run()


@dataclass
class Thin:
    """The model of one line that chooses among a part of the shifts, and how it was solved."""

    agent: Agent
    attempt: int
    model: CpModel
    variables: Variables
    work: float
    seed: int
    line: Line | None = None
    proven: bool = False

    def solve(self) -> None:
        """Look for the line with the greatest worth."""
        solver = quick_solver()
        solver.parameters.random_seed = self.seed
        solver.parameters.max_deterministic_time = self.work
        status = solver.status_name(solver.solve(self.model))
        self.proven = status == "INFEASIBLE"
        if status in WITH_LINE:
            self.line = {
                day: option
                for day in self.variables.days
                for option, var in self.variables.on(self.agent, day)
                if solver.boolean_value(var)
            }


@dataclass
class _Filling:
    draft: Draft
    rules: Sequence[Rule]
    limits: Limits
    keep: Keep
    without: list[Agent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.offers = OffersByClock(self.draft.instance)

    def run(self) -> list[Agent]:
        """Go through everybody, as many at a time as there are workers."""
        waiting = deque((agent, 0) for agent in self.draft.instance.agents if agent.id not in self.draft.lines)
        under_way: deque[tuple[Thin, Future[None]]] = deque()
        with ThreadPoolExecutor(max_workers=self.limits.workers) as pool:
            while (waiting or under_way) and self.keep():
                while waiting and len(under_way) < self.limits.workers:
                    thin = self._thin(*waiting.popleft())
                    under_way.append((thin, pool.submit(thin.solve)))
                thin, job = under_way.popleft()
                job.result()
                if thin.line is not None:
                    self.draft.put(thin.agent, thin.line)
                elif thin.attempt < len(STEPS):
                    waiting.appendleft((thin.agent, thin.attempt + 1))
                else:
                    self.without.append(thin.agent)
            self.without += [thin.agent for thin, _ in under_way] + [agent for agent, _ in waiting]
        return self.without

    def _thin(self, agent: Agent, attempt: int) -> Thin:
        instance, model = self.draft.instance, CpModel()
        offers = self.offers.to(agent)
        places = offers.to(agent)
        worth = offers.worth(self.draft, agent, places)
        count = STEPS[attempt] if attempt < len(STEPS) else len(places)
        kept = offers.best(places, worth, count)
        options = [offers.options[place] for place in places[kept].tolist()]
        variables = Variables.build(model, instance, [])
        variables.agents = (agent,)
        goal = _offer(model, variables, agent, zip(options, worth[kept].tolist(), strict=True))
        for rule in self.rules:
            if rule.severity is Severity.HARD and not is_counting(rule):
                rule.post(model, variables)
        for term in self.draft.objective.lines:
            goal += [(var, -cost) for var, cost in term.post(model, variables, agent)]
        model.maximize(LinearExpr.weighted_sum([var for var, _ in goal], [worth for _, worth in goal]))
        return Thin(agent, attempt, model, variables, WORK[attempt], self.limits.seed)


def _offer(model: CpModel, variables: Variables, agent: Agent, offered: Iterable[tuple[Option, int]]) -> Parts:
    """Put the options *offered* to *agent* into *variables*; return them with what each is worth."""
    goal: Parts = []
    past = {shift.day for shift in variables.instance.lines_before.get(agent.id, ())}
    for day in variables.instance.days_before:
        variables.worked[agent.id, day] = variables.constants[day in past]
    for day in variables.days:
        variables.chosen[agent.id, day] = []
    for option, value in offered:
        var = model.new_bool_var("")
        variables.chosen[agent.id, option.day].append((option, var))
        goal.append((var, value))
    for day in variables.days:
        works = model.new_bool_var("")
        model.add(LinearExpr.sum([var for _, var in variables.on(agent, day)]) == works)
        variables.worked[agent.id, day] = works
    return goal
