"""Live service with and without the very people of a drill: the same customers, the same absences, replication by replication."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np

from drills.drill import Window
from drills.felt import GONE_SHARE, MOST_TAIL_MINUTES, ONE_IN_TEN
from drills.placement import Cost
from drills.windows.live import FEWEST_CONTACTS, LiveService
from drills.windows.presence import Presence
from drills.windows.replay import LiveDays
from forecasting.simulation.arrays import Flags, Floats
from scheduler.agents import AgentId

FEWEST, MOST = 20, 40  # replications
WORK = 1_200_000  # contacts simulated for one window, about


@dataclass(frozen=True, slots=True)
class PeopleAway:
    """*away* people, by their team, for *window*."""

    window: Window
    away: Mapping[AgentId, str]


@dataclass(frozen=True, slots=True)
class ServiceVerdict:
    """What an absence costs, and which queues are below their floor too often then."""

    cost: Cost
    below: tuple[str, ...]


@dataclass(frozen=True)
class LiveReplay:
    """*live* service, its people's teams in the staff's order, and the least tail; *workers* replications run at a time.

    Without a number of *replications* there are 20 to 40, fewer where more customers come and chance has less to say.
    """

    live: LiveService
    team_of: tuple[str, ...]
    tail: timedelta
    replications: int | None = None
    workers: int = 2

    @cached_property
    def rounds(self) -> int:
        """How many replications there are."""
        if self.replications is not None:
            return self.replications
        contacts = sum(float(stream.contacts.sum()) for stream in self.live.streams) / self.live.staff.grid.days
        return int(min(max(WORK // max(contacts, 1.0), FEWEST), MOST))

    @cached_property
    def presence(self) -> Presence:
        """Who is there."""
        return Presence(self.live.staff)

    def verdicts(self, absences: Sequence[PeopleAway]) -> tuple[ServiceVerdict, ...]:
        """Return what each of *absences* costs, none of them knowing of another; each lies within one day."""
        days = [self._day(absence.window) for absence in absences]
        found: dict[int, ServiceVerdict] = {}
        for day in sorted(set(days)):
            places = [place for place, of in enumerate(days) if of == day]
            live_days = LiveDays(self.live, self.presence, range(day, day + 1), self.rounds)
            found.update(zip(places, self._on_day(live_days, [absences[place] for place in places]), strict=True))
        return tuple(found[place] for place in range(len(absences)))

    def _day(self, window: Window) -> int:
        grid = self.live.staff.grid
        return (window.local_start.date() - grid.first_day).days

    def _on_day(self, live_days: LiveDays, absences: Sequence[PeopleAway]) -> Iterable[ServiceVerdict]:
        grid = self.live.staff.grid
        last = (
            max(grid.slot_of(absence.window.end) for absence in absences)
            + timedelta(minutes=MOST_TAIL_MINUTES) // grid.slot_length
        )
        end = last + 1 - live_days.slots.start

        def one(replication: int) -> tuple[Floats, Floats, Floats]:
            there = live_days.there(replication)
            floors = [there, *(self.without(there, live_days, each) for each in absences)]
            counted = live_days.counted(replication, floors, end)
            return counted.came[0].astype(float), counted.within.astype(float), counted.left.astype(float)

        with ThreadPoolExecutor(self.workers) as pool:
            came, within, left = (np.stack(part) for part in zip(*pool.map(one, range(self.rounds)), strict=True))
        for place, absence in enumerate(absences, start=1):
            late = within[:, 0] - within[:, place]
            yield self._verdict(_Told(came, within[:, place], late, left[:, place] - left[:, 0]), live_days, absence)

    def without(self, there: Flags, live_days: LiveDays, absence: PeopleAway) -> Flags:
        """Return *there* without the people of *absence*; for who is ill that day somebody of the team goes in their place."""
        presence, steps = live_days.presence, self._steps(live_days, absence.window)
        rows = np.array([presence.rows[agent] for agent in absence.away if agent in presence.rows], np.int64)
        floor = there.copy()
        floor[rows, steps] = False
        teams = np.array(self.team_of)
        for team in sorted({team for team in absence.away.values() if team in self.team_of}):
            of_team = rows[teams[rows] == team]
            lacking = len(of_team) - there[of_team, steps].sum(axis=0)
            others = np.flatnonzero(teams == team)
            present = floor[others, steps]
            floor[others, steps] = present & (np.cumsum(present, axis=0) > lacking)
        return floor

    def _steps(self, live_days: LiveDays, window: Window) -> slice:
        grid, each = self.live.staff.grid, live_days.presence.steps_a_slot
        first, end = (slot - live_days.slots.start for slot in (grid.slot_of(window.start), grid.slot_of(window.end)))
        return slice(first * each, end * each)

    def _verdict(self, told: "_Told", live_days: LiveDays, absence: PeopleAway) -> ServiceVerdict:
        grid = self.live.staff.grid
        first, end = (grid.slot_of(at) - live_days.slots.start for at in (absence.window.start, absence.window.end))
        least = end + -(-self.tail // grid.slot_length)
        until = told.quiet_from(
            min(least, len(live_days.slots)),
            min(end + timedelta(minutes=MOST_TAIL_MINUTES) // grid.slot_length, len(live_days.slots)),
        )
        stretch = slice(first, until)
        came, late = told.came[:, stretch].sum(axis=1), told.late[:, stretch].sum(axis=1)
        chances = self._chances(told.within[:, stretch].sum(axis=1), came)
        total = np.maximum(came.sum(axis=1), 1.0)
        points = 100 * late.sum(axis=1) / total
        names = [stream.name for stream in self.live.streams]
        cost = Cost(
            points=100 * float(late.sum() / np.maximum(came.sum(), 1.0)),
            points_p10=float(np.quantile(points, ONE_IN_TEN)),
            late=float(late.sum(axis=1).mean()),
            abandoned=float(told.left[:, stretch].sum(axis=(1, 2)).mean()),
            chance=min(chances.values(), default=1.0),
            simulated=True,
            tail_minutes=(until - end) * grid.slot_minutes,
            replications=self.rounds,
            by_queue={
                name: 100 * float(late[:, place].sum() / np.maximum(came[:, place].sum(), 1.0))
                for place, name in enumerate(names)
            },
        )
        return ServiceVerdict(cost, tuple(name for name, chance in chances.items() if chance < self.live.least_chance))

    def _chances(self, within: Floats, came: Floats) -> dict[str, float]:
        """Return by judged queue how often the share answered in time reaches the floor."""
        found = {}
        for place, stream in enumerate(self.live.streams):
            if stream.name in self.live.floors and came[:, place].mean() >= FEWEST_CONTACTS:
                reached = within[:, place] >= self.live.floors[stream.name] * came[:, place]
                found[stream.name] = float(reached.mean())
        return found


@dataclass(frozen=True, slots=True)
class _Told:
    """By replication, slot and stream: contacts that *came*, answered *within* their time, and more that are *late* or have *left*."""

    came: Floats
    within: Floats
    late: Floats
    left: Floats

    def quiet_from(self, least: int, most: int) -> int:
        """Return the first slot from *least* on, up to *most*, whose contacts no longer feel that people were away."""
        felt = np.abs(self.late.sum(axis=2).mean(axis=0))
        quiet = felt <= GONE_SHARE * self.came.sum(axis=2).mean(axis=0)
        return next((slot for slot in range(least, most) if quiet[slot]), max(least, most))
