"""Tries people of several skill sets on the customers of one day, drawn once, and tells by how much each queue keeps its targets."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from forecasting.simulation import Centre, Person, Routing
from forecasting.simulation.arrays import Records
from forecasting.simulation.carry import next_day
from forecasting.simulation.draws import Draws, draw_day
from forecasting.simulation.engine import engine
from forecasting.simulation.estimates import ratio_of
from forecasting.simulation.plan import plan_of
from forecasting.simulation.tables import empty_tally, first_state
from forecasting.site import Queue
from forecasting.staffing.backlog_reasons import NO_CONTACTS
from forecasting.staffing.measures import Measure, targets_of
from forecasting.staffing.pooled_load import PooledLoad, streams_of_load
from forecasting.staffing.skills import SkillSet
from forecasting.staffing.tails import Floats

People = npt.NDArray[np.int64]  # (sets, slots)
LEAD_SLOTS = 4  # of a service that runs through midnight, so that the day does not begin with free lines
WORKERS = 4  # days at the same time; the compiled loop lets other threads go on
AFTER_SLOTS = 4  # in which who is there at closing serves those who wait


@dataclass(frozen=True)
class Trial:
    """The same customers for every trial of people of *sets*: *replications* days like *load*, drawn from *seed*."""

    load: PooledLoad
    sets: tuple[SkillSet, ...]
    replications: int
    seed: int

    @cached_property
    def _lead(self) -> int:
        return LEAD_SLOTS if bool(self.load.is_open[:, 0].any()) else 0

    @cached_property
    def _around(self) -> npt.NDArray[np.intp]:
        """The slots that are simulated: those before the day are like its first one."""
        return np.concatenate([np.zeros(self._lead, np.intp), np.arange(self.load.contacts.shape[1])])

    @cached_property
    def _lengthened(self) -> PooledLoad:
        return self.load.of(self._around)

    @cached_property
    def _draws(self) -> tuple[Draws, ...]:
        centre = self._centre(np.zeros((len(self.sets), self.load.contacts.shape[1]), np.int64))
        return tuple(draw_day(centre, self.seed, number, 0) for number in range(self.replications))

    def first(self, replications: int) -> "Trial":
        """Return the trial of the first *replications* days alone."""
        few = Trial(self.load, self.sets, replications, self.seed)
        few.__dict__["_draws"] = self._draws[:replications]
        return few

    def _centre(self, people: People) -> Centre:
        lengthened = self._lengthened
        on_duty = staying(people[:, self._around], lengthened)
        return Centre(
            streams_of_load(lengthened), _persons(self.sets, on_duty, lengthened), lengthened.slot_seconds,
            routing=Routing.BY_LEVEL,
        )  # fmt: skip

    def margins(self, people: People, level: float) -> Floats:
        """Return by queue and slot how far the worst of its targets is kept, below 0 where it is missed, infinite where nobody comes.

        A target counts as kept where the lower end of its interval at *level* keeps it (the upper end for a *level* below 0):
        shares in shares, waits in parts of the target's wait.
        """
        counts = self._counts(people)
        worst = np.full(self.load.contacts.shape, np.inf)
        for number, queue in enumerate(self.load.queues):
            for margin in _margins(queue, counts[..., number], level).values():
                worst[number] = np.fmin(worst[number], margin)
        return worst

    def narrowest(self, people: People) -> tuple[Floats, npt.NDArray[np.object_]]:
        """Return by queue and slot the mean margin of the target that is kept most narrowly, and that target in short."""
        counts = self._counts(people)
        worst = np.full(self.load.contacts.shape, np.inf)
        shorts = np.full(worst.shape, NO_CONTACTS, dtype=object)
        for number, queue in enumerate(self.load.queues):
            for short, margin in _margins(queue, counts[..., number], 0.0).items():
                shorts[number] = np.where(margin < worst[number], short, shorts[number])
                worst[number] = np.fmin(worst[number], margin)
        return worst, shorts

    def _counts(self, people: People) -> Records:
        centre = self._centre(people)
        plan, advance = plan_of(centre), engine()

        def of_day(draws: Draws) -> Records:
            state, tally = first_state(plan), empty_tally(plan)
            advance(plan, state, next_day(None, state, draws), tally, np.inf)
            return tally.counts[self._lead :]

        with ThreadPoolExecutor(WORKERS) as pool:
            return np.stack(list(pool.map(of_day, self._draws)))


def _margins(queue: Queue, counts: Records, level: float) -> dict[str, Floats]:
    """Return by target of *queue*, in short, the margin by slot; NaN where nobody came."""
    target, came = queue.target, counts["offered"] - counts["turned_away"]
    found = {}
    for one in targets_of(queue):
        if one.measure is Measure.ANSWERED:
            found[one.short] = _lower(counts["within"], came, level) - target.share
        elif one.measure is Measure.WAIT and target.mean_wait_seconds is not None:
            # who leaves before anybody could answer waits for nothing, and is not in the mean that is asked for
            answered = (counts["served"] + counts["left"]) - queue.balk_share * came
            waited = (counts["wait_served"] + counts["wait_left"]) / target.mean_wait_seconds
            found[one.short] = 1.0 + _lower(-waited, answered, level)
        elif one.measure is Measure.ABANDONED and target.abandoned is not None:
            found[one.short] = target.abandoned + _lower(-counts["left"].astype(float), came, level)
    return found


def _lower(above: Floats, below: Floats, level: float) -> Floats:
    found = ratio_of(above, below, abs(level))
    return found.low if level >= 0 else found.high


def staying(people: People, load: PooledLoad) -> People:
    """Return *people*, those of a last open slot also in the slots after it while everything is closed."""
    stay = people.copy()
    is_open = np.asarray(load.is_open.any(axis=0))
    for slot in np.flatnonzero(is_open[:-1] & ~is_open[1:]):
        for later in range(slot + 1, min(slot + 1 + AFTER_SLOTS, people.shape[1])):
            if is_open[later]:
                break
            stay[:, later] = people[:, slot]
    return stay


def _persons(sets: Sequence[SkillSet], people: People, load: PooledLoad) -> tuple[Person, ...]:
    live = {queue.name for queue in load.queues}
    found = []
    for one, heads in zip(sets, people, strict=True):
        levels = {queue: one.level for queue in one.queues if queue in live}
        for rank in range(int(heads.max(initial=0))):
            there = np.concatenate(([False], heads > rank, [False])).astype(np.int8)
            edges = np.flatnonzero(np.diff(there)) * load.slot_seconds
            duty = tuple(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
            found.append(Person(f"{one.name} {rank}", levels, duty))
    return tuple(found)
