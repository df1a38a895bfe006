"""The demo centre on any day of a year: every week is rostered, and as busy, as the one that was planned.

A planner who wants to hold drills keeps people for them: on weekday afternoons the week's roster has some more than the requirement.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd

from api.demo import write_demo_centre
from api.usecases.basis import began, known_history, people_by_queue, people_by_team, site_calendar
from api.usecases.drill_windows import served_windows
from api.usecases.forecast_making import Question, Recipe, make
from drills.planning import FindWindows
from drills.simulation import Floor, floor_of
from drills.windows import find_windows
from forecasting.history import read_history
from forecasting.site import Site
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent
from scheduler.demand import Demand
from scheduler.formats import SiteFile, read_site
from scheduler.instance import Instance
from scheduler.roster import Activity, Assignment, Break, Roster
from scheduler.solution import Limits
from scheduler.solve import solve

WEEK = date(2026, 9, 14)  # a Monday away from festivals, as days of drills are
WORK = 15.0  # for the roster; less than a planner would give it, and lawful all the same
DAYS, SATURDAY = 7, 5
RESERVED, RESERVE = (13 * 60, 17 * 60), 10.0  # minutes after midnight; people more than the requirement
BELOW_TARGET = 0.10


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a centre: who works when, what is needed, how windows are found, and the live service where it is known."""

    instance: Instance
    roster: Roster
    find: FindWindows
    floor: Floor | None


class Centre(Protocol):
    """A centre whose drills are played for a year."""

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Its people."""

    def on(self, day: date) -> Day:
        """Return the centre on *day*."""


@dataclass(frozen=True, slots=True, eq=False)
class DemoCentre:
    """The demo centre's *site_file*, and a planned week: *instance*, *roster* and *forecast*."""

    site_file: SiteFile
    site: Site
    instance: Instance
    roster: Roster
    forecast: pd.DataFrame
    seed: int

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Its people."""
        return self.instance.agents

    def on(self, day: date) -> Day:
        """Return the planned week's day of the same weekday, as if it were *day*."""
        first = self.instance.grid.first_day
        like = first + timedelta(days=(day - first).days % 7)
        instance, roster = one_day(self.instance, self.roster, like, day)
        starts = self.forecast["start"]
        inside = self.forecast[starts.dt.tz_convert(str(instance.grid.zone)).dt.date == like]
        forecast = inside.assign(start=inside["start"] + pd.Timedelta(days=(day - like).days))
        return Day(
            instance,
            roster,
            served_windows(self.site, forecast, BELOW_TARGET, self.seed),
            floor_of(self.site, forecast, instance, roster),
        )


def demo_centre(folder: Path, seed: int) -> DemoCentre:
    """Return the demo centre, written to *folder*, its week forecast from three years of history, staffed and rostered."""
    files = write_demo_centre(folder, seed, WEEK, DAYS)
    plain = read_site(files.site)
    grid = TimeGrid(plain.site.zone, WEEK, DAYS, plain.site.slot_minutes)
    read = read_history((files.history,), plain.history)
    history = known_history(read.complete(), grid, files.history)
    calendar = site_calendar(plain, began(history, grid), grid.last_day)
    dated = plain.with_calendar(calendar)
    asked = Question(history, read.step_minutes, dated.site, calendar, grid, dated.containment, Recipe(()))
    forecast = make(asked).forecast
    needed = people_by_team(people_by_queue(forecast, dated, grid), dated, grid)
    instance = dated.instance(grid, needed, calendar, must_be_possible=False)
    roomy = replace(instance, demand=with_reserve(instance.demand))
    result = solve(roomy, dated.rules, Limits(600.0, 2, seed, WORK), objective=dated.aims.objective(roomy, None))
    assert result.roster is not None, "the demo centre has a lawful roster"
    return DemoCentre(dated, dated.site, instance, result.roster, forecast, seed)


def with_reserve(demand: Demand) -> Demand:
    """Return *demand* with the people whom a planner keeps for drills on weekday afternoons: RESERVE heads a team."""
    grid = demand.grid
    extra = np.zeros(grid.n_slots)
    for day in grid.dates():
        if day.weekday() < SATURDAY:
            first, last = (grid.slot_at(day, minute) for minute in RESERVED)
            extra[first:last] = RESERVE
    return Demand(grid, {team: heads + extra for team, heads in demand.scheduled.items()})


@dataclass(frozen=True, slots=True, eq=False)
class HeadsAlone:
    """A centre whose every day is one of *instance* and *roster*; nothing is known of its service."""

    instance: Instance
    roster: Roster

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Its people."""
        return self.instance.agents

    def on(self, day: date) -> Day:
        """Return the week's day of the same weekday, as if it were *day*."""
        first = self.instance.grid.first_day
        like = first + timedelta(days=(day - first).days % 7)
        return Day(*one_day(self.instance, self.roster, like, day), find_windows, None)


def one_day(instance: Instance, roster: Roster, like: date, day: date) -> tuple[Instance, Roster]:
    """Return the day *like* of *instance* and *roster* as if it were *day*, where the clock is not changed between them."""
    grid = TimeGrid(instance.grid.zone, day, 1, instance.grid.slot_minutes)
    slots = instance.grid.slots_of(like)
    heads = {name: np.array(values[slots.start : slots.stop]) for name, values in instance.demand.scheduled.items()}
    alone = Instance(grid, instance.teams, instance.kinds, instance.agents, Demand(grid, heads), homes=instance.homes)
    moved = timedelta(days=(day - like).days)
    return alone, Roster.of(grid, _moved(roster, like, moved))


def _moved(roster: Roster, like: date, by: timedelta) -> Iterator[Assignment]:
    for one in roster.assignments:
        if one.day == like:
            yield replace(
                one,
                day=one.day + by,
                start=one.start + by,
                end=one.end + by,
                breaks=tuple(Break(each.start + by, each.end + by, each.paid) for each in one.breaks),
                activities=tuple(Activity(each.start + by, each.end + by, each.name) for each in one.activities),
            )
