"""What each person, role and time costs by the soft rules that need no simulation, in whole units of a point."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from drills.cast import Needs, Part, leads
from drills.placement import Term
from drills.roles import Role
from drills.scenario.streams import named_number
from drills.windows.history import DrillHistory, PastDrill
from drills.windows.weights import LOT, UNIT, Weights, units
from scheduler.agents import Agent

Units = npt.NDArray[np.int64]
YEAR = timedelta(days=365)
WEEK_DAYS = 7
NOON, EVENING = 12, 17  # hours at which one part of the day gives way to the next
DAY_PARTS = 3
CANNOT = np.int64(-1)


@dataclass(frozen=True)
class Prices:
    """Prices of the *agents*, in their order, for the parts of *needs* after what *history* tells; *zone* is the site's clock."""

    needs: Needs
    agents: tuple[Agent, ...]
    history: DrillHistory
    weights: Weights
    zone: ZoneInfo

    @cached_property
    def parts(self) -> tuple[tuple[Part, int], ...]:
        """The different parts, each with the number of people wanted for it, in the order of the needs."""
        return tuple((part, self.needs.parts.count(part)) for part in dict.fromkeys(self.needs.parts))

    @property
    def wanted(self) -> int:
        """How many people the drill takes."""
        return len(self.needs.parts)

    @property
    def units_of_backup(self) -> int:
        """What it costs that nobody on live work could take over from the commander."""
        return units(self.weights.backup)

    def team_of(self, teams: Sequence[str]) -> Units:
        """Return by agent the place of their team among *teams*."""
        known = self._places_of.get(tuple(teams))
        if known is None:
            places = {team: place for place, team in enumerate(teams)}
            known = np.array([places[agent.team] for agent in self.agents], np.int64)
            self._places_of[tuple(teams)] = known
        return known

    @cached_property
    def _places_of(self) -> dict[tuple[str, ...], Units]:
        return {}

    @cached_property
    def leading(self) -> npt.NDArray[np.bool_]:
        """Whether an agent is of a grade that leads."""
        return np.array([leads(agent) for agent in self.agents], np.bool_)

    @cached_property
    def kinds(self) -> Units:
        """A number by agent that is the same for those of one team whom every part takes at the same price, but for their own."""
        seen: dict[object, int] = {}
        rows = self.skill.tolist()
        keys = [(agent.team, agent.level, leads(agent), *row) for agent, row in zip(self.agents, rows, strict=True)]
        return np.array([seen.setdefault(key, len(seen)) for key in keys], np.int64)

    @cached_property
    def fillings(self) -> dict[Hashable, int]:
        """How many parts can be filled, by what that depends on; what a bench has found."""
        return {}

    @cached_property
    def lots(self) -> Units:
        """What settles between people whom nothing else tells apart, by agent: below LOT."""
        seed = self.needs.seed
        order = sorted(range(len(self.agents)), key=lambda row: named_number(seed, "cast", self.agents[row].id))
        lots = np.zeros(len(order), np.int64)
        lots[order] = np.arange(len(order)) * LOT // max(len(order), 1)
        return lots

    @cached_property
    def skill(self) -> Units:
        """What it costs that the person of a row takes the part of a column, as far as levels go; CANNOT for missing languages."""
        return np.array(
            [[self._skill(agent, part) for part, _count in self.parts] for agent in self.agents], np.int64
        ).reshape(len(self.agents), len(self.parts))

    def _skill(self, agent: Agent, part: Part) -> int:
        if not set(part.languages) <= set(agent.languages):
            return int(CANNOT)
        short, over = part.least_level - agent.level, agent.level - part.least_level
        price = self.weights.below_level * max(short, 0) + self.weights.above_level * max(over, 0)
        if part.commands:
            return units(self.weights.below_level * max(short, 0))
        return units(price + self.weights.leader * leads(agent))

    def people(self, day: date) -> Mapping[Term, Units]:
        """Return by soft rule and agent what it costs that the agent takes any part on *day*."""
        weights = self.weights
        had = self._had(day)
        load = np.array([had.get(str(agent.id), 0) for agent in self.agents], np.float64)
        quarter = self._in_quarter(day)
        capped = np.array([quarter.get(str(agent.id), 0) >= weights.most_a_quarter for agent in self.agents])
        return {
            Term.LOAD: _units(weights.load * load),
            Term.CAP: _units(weights.cap * capped.astype(np.float64)),
            Term.TEAMS: _units(weights.teams * self._team_excess(load)),
        }

    def commanders(self, day: date) -> Units:
        """Return by agent what it costs that they command on *day*: halved for each drill since they last did."""
        price = np.zeros(len(self.agents))
        rows = {str(agent.id): row for row, agent in enumerate(self.agents)}
        for since, drill in enumerate(reversed(self._year_before(day))):
            for agent, roles in drill.roles.items():
                row = rows.get(str(agent))
                if row is not None and Role.COMMANDER in roles:
                    price[row] = max(price[row], self.weights.commander / 2**since)
        return _units(price)

    def window(self, start: datetime) -> dict[Term, int]:
        """Return by soft rule what the time of a window that begins at *start* costs."""
        local = start.astimezone(self.zone)
        year = self._year_before(local.date())
        last = [drill.start.astimezone(self.zone) for drill in year[-self.weights.remembered :]]
        weights = self.weights
        return {
            Term.WEEKDAY: units(weights.weekday * _share(one.weekday() == local.weekday() for one in last)),
            Term.HOUR: units(
                weights.hour * _share(abs(_hours(one) - _hours(local)) <= weights.near_hours for one in last)
            ),
            Term.SHIFTS: units(weights.shifts * _excess([_day_part(one.astimezone(self.zone)) for one in last], local)),
            Term.RETEST: units(weights.retest * self._weeks_overdue(local.date())),
        }

    def _weeks_overdue(self, day: date) -> float:
        due = [item.due for item in self.history.retests if item.family is self.needs.family]
        return max((max(0, (day - one).days) / WEEK_DAYS for one in due), default=0.0)

    def _year_before(self, day: date) -> list[PastDrill]:
        return [drill for drill in self.history.drills if day - YEAR < self._day(drill) <= day]

    def _had(self, day: date) -> dict[str, int]:
        """Return how many drills each person had in the year before *day*, or is to have after it."""
        return _counted([drill for drill in self.history.drills if self._day(drill) > day - YEAR])

    def _in_quarter(self, day: date) -> dict[str, int]:
        quarter = _quarter(day)
        return _counted([drill for drill in self.history.drills if _quarter(self._day(drill)) == quarter])

    def _day(self, drill: PastDrill) -> date:
        return drill.start.astimezone(self.zone).date()

    def _team_excess(self, load: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return by agent by how many times the drills a head of their team exceed those a head of everybody."""
        teams = np.array([agent.home_team for agent in self.agents])
        everybody = load.mean() if len(load) else 0.0
        if everybody == 0:
            return np.zeros(len(load))
        excess = np.zeros(len(load))
        for team in np.unique(teams):
            members = teams == team
            excess[members] = max(0.0, load[members].mean() / everybody - 1)
        return excess


def _counted(drills: Sequence[PastDrill]) -> dict[str, int]:
    found: dict[str, int] = {}
    for drill in drills:
        for agent in drill.roles:
            found[str(agent)] = found.get(str(agent), 0) + 1
    return found


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _hours(moment: datetime) -> float:
    return moment.hour + moment.minute / 60


def _day_part(moment: datetime) -> int:
    return (moment.hour >= NOON) + (moment.hour >= EVENING)


def _excess(parts: Sequence[int], local: datetime) -> float:
    """Return by how many times the share of *parts* that are that of *local* exceeds an even one."""
    return max(0.0, _share(part == _day_part(local) for part in parts) * DAY_PARTS - 1)


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found) if found else 0.0


def _units(points: npt.NDArray[np.float64]) -> Units:
    return np.rint(points * UNIT).astype(np.int64)
