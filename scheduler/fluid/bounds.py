"""A number of points that no lawful roster undercuts, team by team."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from time import monotonic

from ortools.util.python.solve_interrupter import SolveInterrupter

from scheduler.coverage import on_duty_before
from scheduler.fluid.beside import Beside
from scheduler.fluid.crews import Crew, crews_of
from scheduler.fluid.exchange import UNKNOWN, Exchange
from scheduler.fluid.gathering import Gathering
from scheduler.fluid.search import Search, Work
from scheduler.fluid.worths import Market
from scheduler.instance import Instance
from scheduler.lines.programme import LineProgramme, Programmes
from scheduler.objective import SCALE, Objective, whole_demand
from scheduler.rules.base import Rule
from scheduler.strategies.day_costs import DayCosts
from scheduler.strategies.shelves import Shelves


def lower_bound(
    instance: Instance,
    rules: Sequence[Rule],
    objective: Objective,
    seconds: float,
    interrupter: SolveInterrupter,
    exchange: Exchange | None = None,
    programmes: list[LineProgramme] | None = None,
) -> tuple[float, bool]:
    """Return a number of points that no lawful roster undercuts, and whether every team was bounded in *seconds*.

    Missing and spare heads, what days and lines of single people cost, heads that rules want of one team's people, and what those
    share out but weekends are bounded together; other streams and what teams without a demand do count for nothing. *exchange* tells the best there is in fractions, and hears of lines.
    *programmes* are those of everybody where they are known.
    """
    deadline = monotonic() + seconds
    if programmes is None:
        wanted = [agent for agent in instance.agents if agent.team in instance.demand.scheduled]
        everybody = Programmes(instance, rules, objective, wanted, counted=False)
        programmes = []
        for agent in wanted:
            if monotonic() >= deadline or interrupter.interrupted:
                return 0.0, False
            programmes.append(everybody.of(agent))
    bounds = Bounds(instance, rules, objective, programmes, exchange or Exchange(), deadline, interrupter)
    return bounds.found()


SIDE_BY_SIDE = 2  # teams


@dataclass
class Bounds:
    """The search for the bounds of the teams of *instance*, up to *deadline* on the monotonic clock."""

    instance: Instance
    rules: Sequence[Rule]
    objective: Objective
    programmes: Sequence[LineProgramme]
    exchange: Exchange
    deadline: float
    interrupter: SolveInterrupter
    lock: Lock = field(default_factory=Lock)
    busy: list[Search] = field(default_factory=list)
    over: list[Search] = field(default_factory=list)

    def found(self) -> tuple[float, bool]:
        """Bound the teams, those with the most people first, each in its part of the time that is left: what is solved holds no lock."""
        shelves, costs = Shelves(self.instance.grid), DayCosts(self.objective.days)
        wanted = self.instance.demand.scheduled
        crews: dict[str, list[Crew]] = {team: [] for team in wanted}
        programmes = [programme for programme in self.programmes if programme.agent.team in wanted]
        gathering = Gathering(self.instance, self.rules, self.objective, shelves)
        for crew in crews_of(programmes, shelves, costs, gathering.apart):
            crews[crew.team].append(crew)
        searches = [self._search(team, found, tuple(gathering.beside(found))) for team, found in crews.items()]
        with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE) as pool:
            list(pool.map(lambda _: self._work(searches), range(SIDE_BY_SIDE)))
        found = [search.finish().bound for search in searches]
        total = sum(max(0, bound) for bound in found)  # a team costs nothing less
        return total / SCALE, all(bound != UNKNOWN for bound in found)

    def _work(self, searches: Sequence[Search]) -> None:
        """Go on with the search that has most to gain and that nobody is at, round by round."""
        while True:
            with self.lock:
                open_ones = [search for search in searches if search not in self.busy and search not in self.over]
                if not open_ones or self._seconds_left() <= 0:
                    return
                search = max(open_ones, key=lambda one: one.to_gain)
                self.busy.append(search)
            goes_on = search.round()
            with self.lock:
                self.busy.remove(search)
                if not goes_on:
                    self.over.append(search)

    def _seconds_left(self) -> float:
        return 0.0 if self.interrupter.interrupted else self.deadline - monotonic()

    def _search(self, team: str, crews: Sequence[Crew], beside: Sequence[Beside]) -> Search:
        demand = whole_demand(self.instance.demand.scheduled[team])
        people = sum(crew.size for crew in crews)
        market = Market(demand, on_duty_before(self.instance)[team], people, self.objective.weights)
        number_of = {agent: number for number, crew in enumerate(crews) for agent in crew.people}

        def work() -> Iterable[Work]:
            return ((number_of[agent], line, ways) for agent, line, ways in self.exchange.lines if agent in number_of)

        heard = partial(self.exchange.tell_fluid, team)
        return Search(self.instance, self.rules, market, crews, 1, self._seconds_left, heard, work, beside)
