"""Best responses of thousands: everybody in turn takes the best line at what shifts are worth, each in half a millisecond.

The values are averaged over some heads to both sides, fewer from pass to pass, until they are exact: the turns would settle
at the first kink of the cost otherwise. What reaches so far is first chosen about as large as the heads of so many people
scatter by chance; each slot's is rounded at random, as half a head matters near the end.

Where a :class:`Fluid` is known, the turns go for its heads at its prices, which a few passes reach within half a head, and
then for a mixture of its prices and what heads truly save, ever more of this: so lines stay where the fluid has them, and give
way only where whole people cannot follow it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from time import monotonic

import numpy as np

from scheduler.agents import Agent, AgentId
from scheduler.draft import Draft
from scheduler.fairness import Burden
from scheduler.fluid.exchange import Fluid
from scheduler.lines.graph import Small
from scheduler.lines.kernel import POSSIBLE
from scheduler.lines.menu import Ints
from scheduler.lines.programme import LineProgramme, best_of_many
from scheduler.objective import slot_cost
from scheduler.options import Option
from scheduler.rules.several import price_of
from scheduler.strategies.fair_steps import FairSteps, fair_steps
from scheduler.strategies.prices import HARD_HEAD
from scheduler.strategies.seats import NOBODY, Seat, Seats
from scheduler.strategies.shelves import slots_of
from scheduler.strategies.slots_engine import slots_engine
from scheduler.strategies.slots_kernel import Slots
from scheduler.strategies.tables import Table, Walk, tables_of
from scheduler.strategies.turns_kernel import BY_REACH, Goal

REACH = 4.0  # of the root of a team's people: 28 heads of 50, 87 of 475; less settles too early, more takes longer
PULL = 10  # hundredths of a point a head that is missing to the aims
PARTS_OF_TRUTH = (
    0,
    0,
    5,
    15,
    30,
    60,
)  # percent, pass by pass, of what heads truly save in their prices on the way to the aims
SETTLED = 0.0001  # of the cost: passes that gain less are the last ones
MOST_PASSES, LEAST_PASSES = 16, 3
PART_OF_TIME = 0.7  # of what is left, which turns that settle may take
HEARTBEAT_SECONDS = 0.1
PEOPLE_AT_ONCE = 64  # a hundredth of a second; values reach alike far meanwhile
STEPS_OF_FILLING = 500  # of a team's demand, each for the next of its people
TURNS = 40_000  # so many people answer in all, or each in LEAST_PASSES passes
Keep = Callable[[float], bool]
Price = Callable[[str, np.random.Generator], Goal]  # of a team


@dataclass
class Sweeps:
    """The turns of those of *draft* whose lines are all in their programmes; everybody else stays as they are.

    *keep* is asked after every line whether to go on, and told the cost after every pass, in hundredths of a point.
    """

    draft: Draft
    programmes: Sequence[LineProgramme]
    seed: int
    keep: Keep
    seconds_left: Callable[[], float] = lambda: float("inf")
    pause: Callable[[], None] = lambda: None  # what the others do between two passes
    beside: Sequence[Agent] = ()  # those others, whose lines belong to the best ones of everybody
    has_work_left: Callable[[], bool] = lambda: True
    workers: int = 1
    turns: int = 0
    seconds: float = 0.0  # that turns took

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)
        self.total = np.zeros(self.draft.instance.grid.n_slots + 1, dtype=np.int64)
        self.exact = np.zeros(self.draft.instance.grid.n_slots, dtype=np.int64)

    @cached_property
    def seats(self) -> Seats:
        """Everybody who takes part."""
        return Seats.of(self.draft, self.programmes)

    @cached_property
    def fair(self) -> list[FairSteps]:
        """What is shared out, as the draft stands."""
        return fair_steps(self.draft.objective.shares, self.draft.shared)

    @cached_property
    def slots(self) -> dict[str, Slots]:
        """What heads cost, by team."""
        return {team: slots_of(demand, self.draft.weights) for team, demand in self.draft.demand.items()}

    def fill(self, given: Collection[AgentId] = ()) -> list[Agent]:
        """Give everybody but those *given* lines a first one, who as they come in share the part of the demand that is theirs.

        Returns those for whom there is none.
        """
        members = Counter(seat.agent.team for seat in self.seats.seats)
        placed = dict.fromkeys(members, 0)
        without = []

        def of_part(team: str, _random: np.random.Generator) -> Goal:
            part = slots_of(self.draft.demand[team] * placed[team] // members[team], self.draft.weights)
            return self._by_slots(part, self.exact)

        if self.tables and not given:
            for team, tables in self.tables.items():
                walk = Walk(tables, self.draft.heads[team], self.random)
                for part in walk.parts(members[team] // STEPS_OF_FILLING + 1):
                    placed[team] += len(part.order)
                    goal = of_part(team, self.random)
                    walk.take(part, goal, goal)
                    self.keep(float("nan"))
                without += [seat.agent for seat in walk.tell()]
            return without
        for seat in self._shuffled():
            placed[seat.agent.team] += 1
            if seat.agent.id not in given:
                if not self._take_best(seat, of_part, of_part):
                    without.append(seat.agent)
                self.keep(float("nan"))
        return without

    def settle(self, fluid: Callable[[], Mapping[str, Fluid]]) -> None:
        """Improve the lines until they settle, or *fluid* knows something worth going for. The best lines of all passes are kept.

        One team after the other: while all wait for *fluid*, whoever looks for it has the better use for processors.
        """
        best, workers, self.workers = _Best(self), self.workers, 1
        if self._pass(self._by_reach(0.0)):
            best.look()
            for share in self._shares(self._passes, PART_OF_TIME):
                if fluid() or not self._pass(self._by_reach(share * REACH, root=True)):
                    break
                best.look()
        best.restore()
        self.workers = workers

    def go_for(self, fluid: Mapping[str, Fluid]) -> None:
        """Let the people of the teams in *fluid* go for it; keep the lines where nothing is gained."""
        best = _Best(self)
        for part in PARTS_OF_TRUTH:
            price = partial(self._aim, fluid, part)
            if not self._pass(price, price, fluid):
                break
            best.look()
        best.restore()

    @property
    def costs(self) -> dict[str, int]:
        """What heads, days and lines cost each team as things stand, in hundredths of a point."""
        draft = self.draft
        found = {
            team: int(slot_cost(heads, draft.demand[team], draft.weights).sum()) for team, heads in draft.heads.items()
        }
        for seat in self.seats.seats:
            found[seat.agent.team] += seat.cost
        return found

    @property
    def _passes(self) -> int:
        return min(MOST_PASSES, max(LEAST_PASSES, TURNS // max(1, len(self.seats.seats))))

    def _shares(self, passes: int, part: float) -> Iterator[float]:
        """Yield for each of *passes* how much of the reach is left; with less time than they need fewer, to end in *part* of it."""
        began = self.seconds_left()
        for number in range(1, passes + 1):
            spent = (began - self.seconds_left()) / (part * began) if 0 < began < float("inf") else float(began <= 0)
            done = max(number / passes, spent * (number + 1) / number)
            yield max(0.0, 1 - done) ** 2
            if done >= 1:
                return

    def finish(self, teams: Collection[str] | None = None) -> None:
        """Let the people of *teams*, everybody by default, take turns at exact values until hardly anything is gained any more."""
        best = _Best(self)
        for _ in range(max(1, TURNS // max(1, len(self.seats.seats)))):
            if not (self._pass(self._by_reach(0.0), teams=teams) and best.look(SETTLED)):
                break
        best.restore()

    def _alive(self) -> bool:
        return self.keep(float("nan")) and self.has_work_left()

    def _shuffled(self) -> list[Seat]:
        seats = self.seats.seats
        return [seats[place] for place in self.random.permutation(len(seats)).tolist()]

    def _pass(self, price: Price, of_breaks: Price | None = None, teams: Collection[str] | None = None) -> bool:
        """Let everybody answer the others at what *price* makes of the heads; return whether to go on.

        Nobody answers who is in none of *teams* where these are given. Breaks lie where *of_breaks* has them, by default where they hurt least as things stand.
        """
        self.pause()
        self.__dict__.pop("fair", None)
        began = monotonic()
        try:
            return self._everybody(price, of_breaks or self._now, teams)
        finally:
            self.seconds += monotonic() - began

    def _everybody(self, price: Price, of_breaks: Price, teams: Collection[str] | None) -> bool:
        if self.tables:
            return self._all_tables(price, of_breaks, [team for team in self.tables if teams is None or team in teams])
        for seat in self._shuffled():
            if teams is not None and seat.agent.team not in teams:
                continue
            before = seat.line, seat.ways, seat.cost
            self._lift(seat)
            if not self._take_best(seat, price, of_breaks):
                seat.line, seat.ways, seat.cost = before
                self._put(seat)
            self.turns += 1
            if not self._alive():
                return False
        return True

    @cached_property
    def tables(self) -> dict[str, list[Table]]:
        """Everybody in tables, by team; none where not everybody can be in one."""
        return tables_of(self.seats, self.draft)

    def _all_tables(self, price: Price, of_breaks: Price, teams: Sequence[str]) -> bool:
        """Let the people of *teams* answer, the teams side by side where time is counted: nothing of one is another's."""
        randoms = dict(zip(teams, self.random.spawn(len(teams)), strict=True))
        walks = {team: Walk(self.tables[team], self.draft.heads[team], randoms[team]) for team in teams}
        going = True

        def of_team(team: str) -> None:
            for part in walks[team].parts(PEOPLE_AT_ONCE):
                if going and self.has_work_left():
                    walks[team].take(part, price(team, randoms[team]), of_breaks(team, randoms[team]))
                    self.turns += len(part.order)

        with ThreadPoolExecutor(max_workers=max(1, self.workers)) as pool:
            largest_first = sorted(teams, key=lambda team: -sum(len(table.seats) for table in self.tables[team]))
            waiting = {pool.submit(of_team, team) for team in largest_first}
            try:
                while waiting:
                    done, waiting = wait(waiting, HEARTBEAT_SECONDS)
                    for one in done:
                        one.result()
                    going = going and self.keep(float("nan"))
            finally:
                going = going and not waiting  # where something was raised the others end, too
        for walk in walks.values():
            walk.tell()
        return going and self._alive()

    def _by_reach(self, reach: float, *, root: bool = False) -> Price:
        """Return the pricing that averages over *reach* heads, or as many times the root of a team's people."""
        members = Counter(seat.agent.team for seat in self.seats.seats)

        def price(team: str, random: np.random.Generator) -> Goal:
            wide = reach * members[team] ** 0.5 if root else reach
            reaches = self.exact if wide <= 0 else (wide + random.random(len(self.exact))).astype(np.int64)
            return self._by_slots(self.slots[team], reaches)

        return price

    def _by_slots(self, slots: Slots, reach: Ints) -> Goal:
        return Goal(slots, reach, self.exact, self.exact, 0, BY_REACH)

    def _now(self, team: str, _random: np.random.Generator) -> Goal:
        return self._by_slots(self.slots[team], self.exact)

    def _aim(self, fluid: Mapping[str, Fluid], part: int, team: str, random: np.random.Generator) -> Goal:
        if team not in fluid:
            return self._now(team, random)
        return Goal(self.slots[team], self.exact, fluid[team].prices, fluid[team].heads, PULL, part)

    def _lift(self, seat: Seat) -> None:
        counts = self.draft.shared.get(seat.agent.id, {})
        for steps in self.fair if counts else ():
            steps.add(seat.agent.id, counts[steps.sharing.burden], -1)
        self.seats.count(seat, -1)

    def _put(self, seat: Seat) -> None:
        self.seats.count(seat, 1)
        for steps in self.fair:
            steps.add(seat.agent.id, self.draft.shared[seat.agent.id][steps.sharing.burden], 1)

    def _take_best(self, seat: Seat, price: Price, of_breaks: Price) -> bool:
        """Give *seat*, who has no shifts, the best line at *price*, its breaks at what *of_breaks* says; return whether there is one."""
        heads = self.draft.heads[seat.agent.team]
        slots_engine().price_goal(price(seat.agent.team, self.random), heads, self.total)
        values = seat.shelf.values(self.total)
        costs = self.seats.costs.common(seat.programme.menu, seat.agent)
        values -= costs
        seat.own.taken_from(values)
        self._value_streams(seat, values)
        days = seat.programme.menu.n_days
        shares = {steps.sharing.burden: steps.worth(seat.agent.id, days) for steps in self.fair}
        lines, worths = best_of_many([seat.programme], [values], shares=[_known(shares)])
        if worths[0] <= POSSIBLE:
            return False
        seat.line = lines[0]
        slots_engine().price_goal(of_breaks(seat.agent.team, self.random), heads, self.total)
        seat.ways = seat.shelf.no_ways()
        seat.shelf.place(self.total, seat.line, seat.ways)
        self._put(seat)
        self._note_cost(seat, values, int(worths[0]), _known(shares), costs)
        return True

    def _value_streams(self, seat: Seat, values: Ints) -> None:
        draft = self.draft
        for number in draft.streams_by_agent[seat.agent.id]:
            stream, heads = draft.streams[number], draft.counts[number]
            under, over = (HARD_HEAD, HARD_HEAD) if stream.hard else (stream.under, stream.over)
            values += self.seats.shelves.worth(seat.programme.menu, stream, price_of(stream, heads, under, over))

    def _note_cost(self, seat: Seat, values: Ints, worth: int, shares: dict[Burden, Ints], costs: Ints) -> None:
        """Note what the terms of days take for the line, and those of lines: what its worth is less than its values."""
        chosen = seat.line[seat.line != NOBODY]
        own = dict(zip(seat.own.places.tolist(), seat.own.costs.tolist(), strict=True))
        of_days = int(costs[chosen].sum()) + sum(own.get(option, 0) for option in chosen.tolist())
        counts = self.draft.shared.get(seat.agent.id, {})
        given = sum(int(gains[min(counts[burden], len(gains) - 1)]) for burden, gains in shares.items())
        seat.cost = seat.own.idle + of_days + int(values[chosen].sum()) + given - worth


def _known(shares: "dict[Burden, Ints | None]") -> dict[Burden, Ints]:
    return {burden: worth for burden, worth in shares.items() if worth is not None}


class _Best:
    """The best lines so far of *sweeps*: by what is missing in hard streams, then by cost."""

    def __init__(self, sweeps: Sweeps) -> None:
        self.sweeps = sweeps
        self.standing = self._now()
        self.lines, self.beside = self._snapshot()

    def look(self, least: float = 0.0) -> bool:
        """Keep the lines as they stand if they are better; return whether they are, by *least* of the cost or more."""
        now, before = self._now(), self.standing
        self.sweeps.keep(float(min(now, before)[1]))
        if now >= before:
            return False
        self.standing = now
        self.lines, self.beside = self._snapshot()
        return now[0] < before[0] or before[1] - now[1] >= least * before[1]

    def restore(self) -> None:
        """Put the best lines back."""
        self.sweeps.seats.restore(self.lines)
        self.sweeps.draft.restore(self.sweeps.beside, self.beside)

    def _snapshot(self) -> tuple[list[tuple[Small, Small, int]], dict[AgentId, dict[date, tuple[Option, int]]]]:
        return self.sweeps.seats.snapshot(), self.sweeps.draft.snapshot(self.sweeps.beside)

    def _now(self) -> tuple[int, int]:
        draft, sweeps = self.sweeps.draft, self.sweeps
        cover = sum(
            int(slot_cost(heads, draft.demand[team], draft.weights).sum()) for team, heads in draft.heads.items()
        )
        soft = sum(
            stream.cost(heads) for stream, heads in zip(draft.streams, draft.counts, strict=True) if not stream.hard
        )
        shared = 0
        for share in draft.objective.shares:
            shared += share.of_counts({agent: counts[share.burden] for agent, counts in draft.shared.items()})
        return draft.missing, cover + soft + shared + sum(seat.cost for seat in sweeps.seats.seats)
