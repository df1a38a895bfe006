"""Which streams and shared burdens are about one team alone, and who of it they treat alike."""

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from scheduler.agents import AgentId
from scheduler.fairness import PARTS, Burden
from scheduler.fluid.beside import Beside, BurdenBeside, HeadsBeside
from scheduler.fluid.crews import Crew
from scheduler.instance import Instance
from scheduler.lines.menu import Ints, Menu
from scheduler.objective import Objective
from scheduler.objective.parting import Parting
from scheduler.objective.shares import Sharing
from scheduler.rules.base import Rule
from scheduler.rules.several import hard_streams
from scheduler.strategies.shelves import Shelves
from scheduler.streams import Stream

MOST_ROWS = 1_000  # of a stream: with more the programme takes too long
Group = tuple[Sharing, tuple[AgentId, ...]]


@dataclass(frozen=True)
class Gathering:
    """The streams of *rules* and *objective*, and what it shares out but for weekends, of which shifts cannot tell alone."""

    instance: Instance
    rules: Sequence[Rule]
    objective: Objective
    shelves: Shelves

    @cached_property
    def streams(self) -> tuple[Stream, ...]:
        """The streams that cost something or are hard."""
        soft = (stream for stream in self.objective.streams if (stream.under + stream.over).any())
        return (*hard_streams(self.rules, self.instance), *soft)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The burdens with the groups that share them."""
        sharings = (sharing for sharing in self.objective.shares if sharing.burden is not Burden.WEEKENDS)
        return tuple((sharing, group) for sharing in sharings for group in sharing.groups)

    @cached_property
    def _marks(self) -> dict[AgentId, tuple[int, ...]]:
        found: dict[AgentId, list[int]] = {}
        sets = [*(stream.members for stream in self.streams), *(group for _, group in self.groups)]
        for number, members in enumerate(sets):
            for agent in members:
                found.setdefault(agent, []).append(number)
        return {agent: tuple(numbers) for agent, numbers in found.items()}

    def apart(self, agent: AgentId) -> Hashable:
        """Return what tells *agent* from others: the streams and groups of which they are."""
        return self._marks.get(agent)

    def beside(self, crews: Sequence[Crew]) -> Iterator[Beside]:
        """Yield what is about people of *crews*, those of one team, and nobody else."""
        people = {agent for crew in crews for agent in crew.people}
        for stream in self.streams:
            if stream.members and stream.members <= people:
                heads = self._heads(stream, crews)
                if heads is not None:
                    yield heads
        for sharing, group in self.groups:
            burden = self._burden(sharing, group, crews) if people.issuperset(group) else None
            if burden is not None and any(bool(counts.any()) for counts in burden.counts):
                yield burden

    def _heads(self, stream: Stream, crews: Sequence[Crew]) -> HeadsBeside | None:
        touched = [self._touched(stream, crew) for crew in crews]
        together = csc_array(vstack(touched))
        before = stream.heads_before(self.instance)
        alike: dict[Hashable, list[int]] = {}
        for bucket in np.flatnonzero(np.diff(together.indptr)).tolist():
            options = together.indices[together.indptr[bucket] : together.indptr[bucket + 1]]
            values = (stream.least, stream.most, stream.under, stream.over, before)
            alike.setdefault((options.tobytes(), *(int(each[bucket]) for each in values)), []).append(bucket)
        first = np.array([buckets[0] for buckets in alike.values()], dtype=np.int64)
        if not 0 < len(first) <= MOST_ROWS:
            return None
        times = np.array([len(buckets) for buckets in alike.values()], dtype=np.int64)
        middles = np.concatenate([(crew.shelf.menu.first + crew.shelf.menu.end) / 2 for crew in crews])
        return HeadsBeside(
            [csr_array(each.tocsc()[:, first]) for each in touched],
            (together[:, first].T @ middles) / np.diff(together[:, first].indptr),
            stream.least[first],
            stream.most[first],
            stream.under[first] * times,
            stream.over[first] * times,
            before[first],
            len(stream.members),
            stream.hard,
        )

    def _touched(self, stream: Stream, crew: Crew) -> csr_array:
        if crew.people[0] in stream.members:
            return self.shelves.touched(crew.shelf.menu, stream)
        return csr_array((len(crew.common), stream.buckets.size), dtype=np.int64)

    def _burden(self, sharing: Sharing, group: Collection[AgentId], crews: Sequence[Crew]) -> BurdenBeside:
        known = frozenset(group)
        members = [[agent for agent in crew.people if agent in known] for crew in crews]
        parts = Parting.of(sharing.presence[agent] for crew in members for agent in crew)
        shares = np.array(parts.parts) / parts.whole
        ends = np.cumsum([len(crew) for crew in members])
        return BurdenBeside(
            sharing.cost,
            [
                self._counts(sharing.burden, crew.shelf.menu) * bool(mine)
                for crew, mine in zip(crews, members, strict=True)
            ],
            np.split(shares, ends[:-1]),
            [np.array([sharing.earlier[agent] for agent in crew], dtype=float) for crew in members],
        )

    def _counts(self, burden: Burden, menu: Menu) -> Ints:
        """Return by option whether it brings *burden*."""
        if burden is Burden.HOLIDAYS:
            holidays = [place for place, day in enumerate(menu.days) if day in self.instance.statutory_holidays]
            return np.isin(menu.day, holidays).astype(np.int64)
        of_kinds = np.array([kind.part is PARTS[burden] for kind in menu.kinds], dtype=np.int64)
        counts: Ints = of_kinds[menu.kind]
        return counts
