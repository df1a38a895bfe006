"""The same customers before several floors: days played through with people away and without, by the simulation kernel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.special import gammaincinv

from drills.windows.floor_replay import FloorReplay, parting
from drills.windows.live import LiveService
from drills.windows.presence import Presence
from forecasting.simulation import Centre, Person, Stream, day_starts
from forecasting.simulation.arrays import Flags, Floats, Ints, Records
from forecasting.simulation.draws import Draws, draw_day, generator
from forecasting.simulation.plan import CLOSES, COMES, Plan, plan_of
from forecasting.simulation.tables import empty_tally

BUSYNESS = 0x0B57  # what the ranks of busy days are drawn for, beside the purposes of customers
KINDS = COMES + 1
APART = 1_000_003  # between the seeds of stretches that begin on different days


@dataclass(frozen=True, slots=True)
class FloorCounts:
    """Contacts by floor, slot and stream: those let in, answered in time, and gone without an answer."""

    came: Ints
    within: Ints
    left: Ints


@dataclass(frozen=True)
class LiveDays:
    """*days* of *live* service, numbers of days of its grid, in *replications* that take every part of how busy a day can be.

    Each day's busyness is drawn from as many equal parts of its distribution as there are replications, each part once; streams
    are busy together. Nobody waits or is served when the first of the days begins.
    """

    live: LiveService
    presence: Presence
    days: range
    replications: int

    @cached_property
    def slots(self) -> range:
        """The slots of the grid that are played through."""
        grid = self.live.staff.grid
        dates = list(grid.dates())
        return range(grid.slots_of(dates[self.days.start]).start, grid.slots_of(dates[self.days.stop - 1]).stop)

    @cached_property
    def steps(self) -> slice:
        """The steps of the presence that are played through."""
        each = self.presence.steps_a_slot
        return slice(self.slots.start * each, self.slots.stop * each)

    def there(self, replication: int) -> Flags:
        """Return who is there in *replication*, by row and step of these days."""
        return self.presence.there(self.live.seed, replication, self.steps)

    def counted(self, replication: int, floors: Sequence[Flags], end: int | None = None) -> FloorCounts:
        """Return what happens to the customers of *replication* before each of *floors*, by row and step of these days.

        Nothing is played through from the slot *end* of the last day on; None goes on until everybody has gone.
        """
        plans = [self.plan_before(floor) for floor in floors]
        apart = [parting(plans[0], plan) for plan in plans]
        replays = {0: FloorReplay.of(plans[0], empty_tally(plans[0]))}
        for draws, until in self._drawn(replication, end):
            for replay in replays.values():
                replay.begin(draws)
            for at in sorted(range(1, len(plans)), key=apart.__getitem__):
                if at not in replays and apart[at] < until:
                    replays[0].play(apart[at])
                    replays[at] = replays[0].forked(plans[at])
            for replay in replays.values():
                replay.play(until)
        counts = np.stack([replays.get(at, replays[0]).tally.counts for at in range(len(plans))])
        return FloorCounts(counts["offered"] - counts["turned_away"], counts["within"], counts["left"])

    def _drawn(self, replication: int, end: int | None) -> Iterator[tuple[Draws, float]]:
        """Yield the customers of each day, and the seconds up to which it is played through."""
        centre = self.centre_in(replication)
        spans, seed = centre.days(), self.live.seed + APART * self.days.start
        for day, slots in enumerate(spans):
            until = slots.stop * centre.slot_seconds
            if day == len(spans) - 1:
                until = np.inf if end is None else end * centre.slot_seconds
            yield draw_day(centre, seed, replication, day), until

    @cached_property
    def _calm(self) -> Centre:
        """The days as expected, and people who are never there: their time comes with each floor."""
        people = tuple(Person(str(agent), levels, ()) for agent, levels in self.live.staff.levels.items())
        starts = day_starts(self.live.staff.grid)[self.days.start : self.days.stop]
        streams = tuple(_cut(stream, self.slots) for stream in self.live.streams)
        seconds = self.live.staff.grid.slot_length.total_seconds()
        return Centre(streams, people, seconds, tuple(start - starts[0] for start in starts))

    @cached_property
    def _plan(self) -> Plan:
        return plan_of(self._calm)

    def plan_before(self, floor: Flags) -> Plan:
        """Return the plan with the people of *floor*, beside the streams that close."""
        closing = self._plan.changes[self._plan.changes["kind"] == CLOSES]
        changes = self.presence.changes(floor)
        places = np.searchsorted(_moments(changes), _moments(closing))
        return self._plan._replace(changes=np.insert(changes, places, closing))

    def centre_in(self, replication: int) -> Centre:
        """Return the days as busy as *replication* has them."""
        calm, factors = self._calm, []
        for stream in self.live.streams:
            spreads = np.array([stream.busyness_on(day) for day in self.days])
            factors.append(np.repeat(_gamma(spreads, self._busyness[replication]), [len(day) for day in calm.days()]))
        streams = zip(calm.streams, factors, strict=True)
        return replace(
            calm, streams=tuple(replace(stream, contacts=stream.contacts * factor) for stream, factor in streams)
        )

    @cached_property
    def _busyness(self) -> Floats:
        """How busy each day is in each replication, as a share of its distribution: (replication, day)."""
        ranks = [generator(self.live.seed, day, BUSYNESS).permutation(self.replications) for day in self.days]
        return np.stack([(rank + 0.5) / self.replications for rank in ranks], axis=1)


def _gamma(spreads: Floats, shares: Floats) -> Floats:
    """Return the quantiles at *shares* of gamma factors of mean 1 with these *spreads*; 1 where there is none."""
    shape = np.maximum(spreads, 1e-9) ** -2
    return np.where(spreads > 0, gammaincinv(np.minimum(shape, 1e12), shares) / np.minimum(shape, 1e12), 1.0)


def _moments(changes: Records) -> Floats:
    """Return what rises with time and, at the same time, with the kind of change; times are whole seconds."""
    return np.asarray(changes["time"] * KINDS + changes["kind"])


def _cut(stream: Stream, slots: range) -> Stream:
    """Return *stream* over *slots* alone, no day busier than expected."""
    of = slice(slots.start, slots.stop)
    return replace(
        stream,
        contacts=stream.contacts[of],
        handling_seconds=stream.handling_seconds[of],
        busyness_cv=0.0,
        open_slots=None if stream.open_slots is None else stream.open_slots[of],
        profile=None if stream.profile is None else stream.profile[of],
        retrial_share=_by_slot(stream.retrial_share, of),
        retrial_seconds=_by_slot(stream.retrial_seconds, of),
    )


def _by_slot(value: float | Floats, slots: slice) -> float | Floats:
    return value[slots] if isinstance(value, np.ndarray) else value
