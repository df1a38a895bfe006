"""A roster of long lines as numbers: who has which option on which day, the heads that follow, and what shifts are worth to them."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from scheduler.agents import AgentId
from scheduler.draft import Draft
from scheduler.lines.graph import Small
from scheduler.lines.menu import Ints
from scheduler.lines.yearly import YearLine
from scheduler.strategies.day_costs import DayCosts, OwnCosts
from scheduler.strategies.prices import HARD_HEAD


@dataclass(frozen=True)
class Rows:
    """What heads are counted in: by row the *least* and *most* wanted, and what one too few or too many costs, in hundredths of a point.

    *base* are the heads of the days before, *members* how many people may count. Rows of hard streams cost so much that nothing else pays for them.
    """

    least: Ints
    most: Ints
    under: Ints
    over: Ints
    base: Ints
    members: Ints

    @staticmethod
    def of(draft: Draft) -> "Rows":
        """Return the rows of all streams of *draft*, one after the other."""
        streams = draft.streams
        hard = [np.full(len(stream.least), HARD_HEAD if stream.hard else 0, dtype=np.int64) for stream in streams]
        nothing = [np.zeros(0, dtype=np.int64)]
        return Rows(
            np.concatenate(nothing + [stream.least for stream in streams]),
            np.concatenate(nothing + [stream.most for stream in streams]),
            np.concatenate(
                nothing + [np.maximum(stream.under, more) for stream, more in zip(streams, hard, strict=True)]
            ),
            np.concatenate(
                nothing + [np.maximum(stream.over, more) for stream, more in zip(streams, hard, strict=True)]
            ),
            np.concatenate(nothing + [stream.heads_before(draft.instance) for stream in streams]),
            np.repeat([len(stream.members) for stream in streams], [len(stream.least) for stream in streams]),
        )

    def saving(self, heads: Ints) -> Ints:
        """Return by row what one more head saves where there are *heads*."""
        saving: Ints = np.where(heads < self.least, self.under, 0) - np.where(heads >= self.most, self.over, 0)
        return saving

    def least_cost(self, price: Ints, scale: int) -> int:
        """Return the least that all rows cost where each head is paid *price* for; costs count *scale* times."""
        most = self.base + self.members
        kinks = [self.base, np.clip(self.least, self.base, most), np.clip(self.most, self.base, most), most]
        return int(np.min([scale * self.by_row(heads) + price * (heads - self.base) for heads in kinks], axis=0).sum())

    def cost(self, heads: Ints) -> int:
        """Return what *heads* cost."""
        return int(self.by_row(heads).sum())

    def by_row(self, heads: Ints) -> Ints:
        """Return what *heads* cost by row."""
        cost: Ints = self.under * np.maximum(0, self.least - heads) + self.over * np.maximum(0, heads - self.most)
        return cost


@dataclass
class YearRoster:
    """The options of everybody by day (-1: none), and the heads by row; *touched* is by person which rows options add a head to."""

    lines: Sequence[YearLine]
    rows: Rows
    touched: list[csr_array]
    own: list[OwnCosts]
    heads: Ints
    chosen: list[Small | None] = field(default_factory=list)

    @staticmethod
    def of(draft: Draft, lines: Sequence[YearLine]) -> "YearRoster":
        """Return the roster of those in *draft* whose *lines* are given, nobody having any; others must have none."""
        rows, costs = Rows.of(draft), DayCosts(draft.objective.days)
        starts = np.cumsum([0, *(len(stream.least) for stream in draft.streams)])
        memo: dict[Hashable, csr_array] = {}
        touched = []
        for one in lines:
            numbers = tuple(draft.streams_by_agent[one.agent.id])
            key = id(one.menu), numbers
            if key not in memo:
                memo[key] = _touched(draft, one, numbers, starts, len(rows.least))
            touched.append(memo[key])
        own = [costs.own(one.menu, one.agent) for one in lines]
        return YearRoster(lines, rows, touched, own, rows.base.copy(), [None] * len(lines))

    def copy(self) -> "YearRoster":
        """Return a roster that can be changed by itself."""
        return YearRoster(self.lines, self.rows, self.touched, self.own, self.heads.copy(), list(self.chosen))

    def begin(self, draft: Draft) -> None:
        """Take over the lines that people have in *draft*."""
        for person, one in enumerate(self.lines):
            line = draft.lines.get(one.agent.id)
            if line is not None:
                chosen = np.full(one.menu.n_days, -1, dtype=np.int32)
                for day, (option, _) in line.items():
                    place = one.menu.place_of(day)
                    first, end = one.menu.bounds[place : place + 2].tolist()
                    chosen[place] = first + one.menu.options[first:end].index(option)
                self.put(person, chosen)

    def write(self, draft: Draft, known: dict[AgentId, Small]) -> None:
        """Write to *draft* the lines that differ from those *known* to be in it."""
        for one, chosen in zip(self.lines, self.chosen, strict=True):
            agent = one.agent
            if chosen is None or (agent.id in known and np.array_equal(known[agent.id], chosen)):
                continue
            draft.lift(agent)
            shifts = (one.menu.options[number] for number in chosen[chosen >= 0].tolist())
            draft.put(agent, {option.day: option for option in shifts})
            known[agent.id] = chosen

    def put(self, person: int, chosen: Small) -> None:
        """Give *person*, who has none, the line *chosen*."""
        self.chosen[person] = chosen
        self._count(person, chosen, 1)

    def lift(self, person: int) -> Small | None:
        """Take the line of *person* off and return it."""
        chosen, self.chosen[person] = self.chosen[person], None
        if chosen is not None:
            self._count(person, chosen, -1)
        return chosen

    def heads_without(self, person: int) -> Ints:
        """Return the heads of everybody else."""
        chosen, heads = self.chosen[person], self.heads.copy()
        if chosen is not None:
            np.add.at(heads, self.rows_of(person, chosen[chosen >= 0]), -1)
        return heads

    def values(self, person: int, saving: Ints) -> Ints:
        """Return what options are worth to *person* where one more head saves *saving* by row."""
        values: Ints = self.touched[person] @ saving
        self.own[person].taken_from(values)
        return values

    def gain(self, person: int, saving: Ints, before: Small, found: Small) -> int:
        """Return what the line *found* is worth to *person* more than the one *before*."""
        values = self.values(person, saving)
        return int(values[found[found >= 0]].sum()) - int(values[before[before >= 0]].sum())

    def own_cost(self, person: int, chosen: Small) -> int:
        """Return what *chosen* costs *person* alone, beyond days off."""
        own = self.own[person]
        return int(own.costs[np.isin(own.places, chosen)].sum())

    def cost(self) -> int:
        """Return what the roster costs, days off included."""
        alone = sum(self.own_cost(person, chosen) for person, chosen in enumerate(self.chosen) if chosen is not None)
        return self.rows.cost(self.heads) + alone + self.idle

    @property
    def idle(self) -> int:
        """What a plan of days off costs people by themselves."""
        return sum(own.idle for own in self.own)

    def _count(self, person: int, chosen: Small, sign: int) -> None:
        np.add.at(self.heads, self.rows_of(person, chosen[chosen >= 0]), sign)

    def rows_of(self, person: int, options: Small) -> Ints:
        """Return the rows to which *options* add a head."""
        table = self.touched[person]
        begins, counts = table.indptr[options].astype(np.int64), np.diff(table.indptr)[options].astype(np.int64)
        ends = np.cumsum(counts)
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
        found: Ints = table.indices[np.repeat(begins, counts) + within].astype(np.int64)
        return found


def _touched(draft: Draft, one: YearLine, numbers: Sequence[int], starts: Ints, n_rows: int) -> csr_array:
    """Return by option of the menu of *one* and row whether it adds a head."""
    pairs = [
        (place, int(starts[number]) + bucket)
        for number in numbers
        for place, option in enumerate(one.menu.options)
        for bucket in draft.streams[number].buckets.of_option(option)
    ]
    places = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)
    ones = np.ones(len(pairs), dtype=np.int64)
    return csr_array((ones, (places[:, 0], places[:, 1])), shape=(len(one.menu.options), n_rows))
