"""Where a drill fits: every window of a roster, usable ones with people and price, best first, the others with every reason.

Hard: nobody on leave, in a break, in training, on call, resting after a night or in another drill is taken; every team keeps its heads
in every slot of drill and tail; service stays above its floor; no drill near a peak. Soft rules add up to points of service level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from drills.availability import Availability, Cause, slot_from, whole_people
from drills.cast import Needs, leads, needs_of
from drills.drill import Window
from drills.placement import Placement, Refusal, Search, Term
from drills.scenario.frozen import Scenario
from drills.scenario.streams import named_number
from drills.timing import Timing
from drills.windows.bench import Bench, Taken
from drills.windows.estimate import LiveEstimate
from drills.windows.network import Rows, Units
from drills.windows.prices import Prices
from drills.windows.refusing import lacking, too_short, wrong_day
from drills.windows.seating import seated
from drills.windows.weights import UNIT, units
from drills.windows.wishes import USUAL, Wishes
from forecasting.timegrid import local_instant
from scheduler.instance import Instance
from scheduler.roster import Roster

GRAIN = UNIT // 1000  # windows that differ by less than a thousandth of a point are equals


def find_windows(
    asked: Scenario | Needs,
    roster: Roster,
    instance: Instance,
    timing: Timing,
    wishes: Wishes = USUAL,
    estimate: LiveEstimate | None = None,
) -> Search:
    """Try what is *asked* at every slot of every day of *roster*, which has all other drills in it as activities.

    Without an *estimate* of live service only heads are looked at. Same arguments: the same search.
    """
    needs = asked if isinstance(asked, Needs) else needs_of(asked)
    return Finder(needs, roster, instance, timing, wishes, estimate).search()


@dataclass(frozen=True)
class Finder:
    """One drill against one roster."""

    needs: Needs
    roster: Roster
    instance: Instance
    timing: Timing
    wishes: Wishes = USUAL
    estimate: LiveEstimate | None = None

    def search(self) -> Search:
        """Return every candidate window, usable ones best first."""
        dates = self.instance.grid.dates()
        tried = [
            self.attempt(first, day)
            for day in dates
            for first in starts_on(day, self.needs, self.instance, self.timing)
        ]
        placements = [found for found in tried if isinstance(found, Placement)]
        refusals = tuple(found for found in tried if isinstance(found, Refusal))
        return Search(tuple(sorted(placements, key=self.rank)), refusals)

    def rank(self, placement: Placement) -> tuple[int, int]:
        """Return what placements are sorted by: their value, then the seed's choice among equals."""
        lot = named_number(self.needs.seed, "window", placement.window.start.isoformat())
        return units(placement.value) // GRAIN, lot

    def attempt(self, first: int, day: date) -> Placement | Refusal:
        """Return the window that begins with slot *first* of *day*, with its cheapest cast or the reasons against it."""
        grid = self.instance.grid
        window = Window(grid.instant(first), grid.instant(first + self.length), grid.zone)
        end = min(first + self.length + self.tail, grid.n_slots)
        reasons = [
            *wrong_day(self.timing, day),
            *too_short(self.available.least_spare(first, end), self.estimate, first),
        ]
        bench = self.bench(first, day)
        taken = None if reasons else bench.cast()
        if taken is None:
            return Refusal(window, (*reasons, *lacking(bench, self.estimate, first, alone=not reasons)))
        return self._placement(window, first, taken, bench)

    def bench(self, first: int, day: date) -> Bench:
        """Return who is on offer in the window that begins with slot *first* of *day*."""
        free = (self.available.causes(first, first + self.length) == Cause.FREE) & ~self._left_out
        _people, base, command = self._prices_on(day)
        spare = self.available.least_spare(first, first + self.length)
        return Bench(
            prices=self.prices,
            teams=tuple(spare),
            free=np.flatnonzero(free),
            base=base,
            command=command,
            steps=tuple(self._cover_steps(heads) for heads in spare.values()),
            group_of=self._group_of,
            group_steps=self._live_steps(first),
            leaders=self.leaders,
            never_both=self._pairs,
        )

    @property
    def length(self) -> int:
        """Slots that the drill lasts."""
        return slots_for(self.needs.minutes, self.instance)

    @property
    def tail(self) -> int:
        """Slots of the least tail."""
        return slots_for(self.timing.tail_minutes, self.instance)

    @cached_property
    def available(self) -> Availability:
        """Who is where."""
        return Availability.of(self.roster, self.instance, timedelta(hours=self.timing.rest_after_night_hours))

    @cached_property
    def prices(self) -> Prices:
        """What people, roles and times cost."""
        wishes, agents = self.wishes, self.instance.agents
        return Prices(self.needs, agents, wishes.history, wishes.weights, self.instance.grid.zone)

    @cached_property
    def leaders(self) -> bool:
        """Whether anybody of a leading grade is rostered."""
        rostered = {shift.agent for shift in self.roster.assignments}
        return any(leads(agent) for agent in self.instance.agents if agent.id in rostered)

    @cached_property
    def _left_out(self) -> Rows:
        return np.array([agent.id in self.wishes.without for agent in self.instance.agents], np.bool_)

    @cached_property
    def _pairs(self) -> tuple[frozenset[int], ...]:
        rows = {agent.id: row for row, agent in enumerate(self.instance.agents)}
        pairs = (frozenset(rows[name] for name in pair if name in rows) for pair in self.wishes.never_both)
        return tuple(pair for pair in pairs if len(pair) == 2)

    @cached_property
    def _group_of(self) -> tuple[int, ...]:
        """By team its group; those in none get one of their own behind the others."""
        known = () if self.estimate is None else self.estimate.groups
        places = {team: number for number, teams in enumerate(known) for team in teams}
        teams = tuple(self.available.spare)
        return tuple(places.get(team, len(known) + number) for number, team in enumerate(teams))

    @cached_property
    def _of_day(self) -> dict[date, tuple[dict[Term, Units], Units, Units]]:
        return {}

    def _prices_on(self, day: date) -> tuple[dict[Term, Units], Units, Units]:
        """Return what people cost on *day* by soft rule, together with their lots, and as commanders besides."""
        if day not in self._of_day:
            people = dict(self.prices.people(day))
            base = sum(people.values(), self.prices.lots)
            self._of_day[day] = people, base, self.prices.commanders(day)
        return self._of_day[day]

    def _cover_steps(self, heads: float) -> Units:
        """Return what each further person costs who leaves a team with *heads* to spare: the more, the fewer are left."""
        left = heads - np.arange(1, min(whole_people(heads), self.prices.wanted) + 1)
        return np.array([units(self.wishes.weights.cover / (1 + max(one, 0.0))) for one in left.tolist()], np.int64)

    def _live_steps(self, first: int) -> tuple[Units, ...]:
        known: Sequence[Units] = () if self.estimate is None else self.estimate.steps(first)
        nothing = np.zeros(self.prices.wanted, np.int64)
        weight = self.wishes.weights.live
        return (*(_weighed(steps, weight) for steps in known), *(nothing for _team in self.available.spare))

    def _placement(self, window: Window, first: int, taken: Taken, bench: Bench) -> Placement:
        away = np.bincount(self.prices.team_of(bench.teams)[list(taken.rows)], minlength=len(bench.teams))
        spare = self.available.least_spare(first, first + self.length)
        terms = self._terms(window, taken, bench, away)
        cost = None
        if self.estimate is not None:
            groups = np.bincount(bench.group_of, weights=away, minlength=len(bench.group_steps)).astype(int)
            cost = self.estimate.cost(first, groups[: len(self.estimate.groups)].tolist())
        return Placement(
            window,
            seated(taken, bench),
            round(min(heads - gone for heads, gone in zip(spare.values(), away.tolist(), strict=True)), 6),
            sum(terms.values()) / UNIT,
            {term: price / UNIT for term, price in terms.items()},
            cost,
        )

    def _terms(self, window: Window, taken: Taken, bench: Bench, away: Rows) -> dict[Term, int]:
        people, _base, command = self._prices_on(window.local_start.date())
        rows, parts = list(taken.rows), list(taken.parts)
        commanding = [row for row, part in zip(rows, parts, strict=True) if self.prices.parts[part][0].commands]
        groups = np.bincount(bench.group_of, weights=away, minlength=len(bench.group_steps)).astype(int)
        return {
            Term.LIVE: _paid(bench.group_steps, groups),
            Term.COVER: _paid(bench.steps, away),
            **{term: int(price[rows].sum()) for term, price in people.items()},
            Term.COMMANDER: int(command[commanding].sum()),
            Term.SKILL: int(self.prices.skill[rows, parts].sum()),
            Term.BACKUP: taken.backup_price,
            **self.prices.window(window.start),
        }


def starts_on(day: date, needs: Needs, instance: Instance, timing: Timing) -> range:
    """Return the slots of *day* at which a drill may start so that it ends within the hours and the horizon."""
    if not timing.looks_at(day):
        return range(0)
    grid = instance.grid
    opens, closes = (local_instant(day, at, grid.zone) for at in (timing.hours.opens, timing.hours.closes))
    end = min(grid.slot_containing(closes), grid.n_slots)
    starts = range(slot_from(grid, opens), end - slots_for(needs.minutes, instance) + 1)
    if timing.starts is None:
        return starts
    only = slot_from(grid, timing.starts)
    return range(only, only + (only in starts and grid.instant(only) == timing.starts))


def slots_for(minutes: int, instance: Instance) -> int:
    """Return the fewest whole slots that hold *minutes*."""
    return -(-minutes // instance.grid.slot_minutes)


def _paid(steps: Sequence[Units], away: Rows) -> int:
    return int(sum(int(prices[:gone].sum()) for prices, gone in zip(steps, away.tolist(), strict=True)))


def _weighed(steps: Units, weight: float) -> Units:
    return steps if weight == 1 else np.rint(steps * weight).astype(np.int64)
