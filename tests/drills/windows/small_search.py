"""Tiny floors on which every cast of every window can be counted out by hand, without the finder's code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import numpy as np

from drills.cast import Needs, Part
from drills.incidents import Family
from drills.placement import Cost, ReasonKind, Term
from drills.roles import Form, Role
from drills.timing import Timing
from drills.windows.finder import Finder
from drills.windows.history import DrillHistory, PastDrill
from drills.windows.network import Units
from drills.windows.weights import units
from scheduler.agents import Agent, AgentId, Grade, SkillLevel
from scheduler.instance import Instance
from scheduler.roster import Activity, Assignment, Break, Roster

COMMAND = Part((Role.COMMANDER,), "commander", SkillLevel.INTERMEDIATE)
EVALUATE = Part((Role.EVALUATOR,), None, SkillLevel.INTERMEDIATE)
PLAY = Part((Role.PLAYER,), "agent", SkillLevel.JUNIOR, single=False)
SPEAK = Part((Role.PLAYER,), "agent", SkillLevel.JUNIOR, single=False, languages=("en",))


def needs(parts: Sequence[Part] = (COMMAND, EVALUATE, PLAY), minutes: int = 60, seed: int = 3) -> Needs:
    return Needs(tuple(parts), minutes, Family.SYSTEM_OUTAGE, Form.TABLETOP, seed)


def past(number: int, day: date, roles: dict[str, Role], hour: int = 6) -> PastDrill:
    start = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    held = {AgentId(name): frozenset({role}) for name, role in roles.items()}
    return PastDrill(f"past-{number}", start, start + timedelta(hours=1), Family.SYSTEM_OUTAGE, Form.TABLETOP, held)


@dataclass(frozen=True)
class KnownService:
    """An estimate that somebody wrote down: the price of each further person, the same for every window."""

    groups: tuple[frozenset[str], ...]
    prices: tuple[tuple[int, ...], ...]
    low: tuple[str, ...] = ()

    def steps(self, _first: int) -> tuple[Units, ...]:
        return tuple(np.array(prices, np.int64) for prices in self.prices)

    def already(self, _first: int) -> tuple[str, ...]:
        return self.low

    def limits(self, _first: int) -> tuple[str, ...]:
        return ("phone",)

    def cost(self, _first: int, away: Sequence[int]) -> Cost:
        return Cost(0.0, 0.0, 0.0, float(sum(away)), 1.0, simulated=False, tail_minutes=30, replications=1)


Filled = tuple[int | None, ...]


@dataclass(frozen=True)
class Counted:
    """One window counted out: the least price in units, None where there is no cast, and the kinds of reasons against it."""

    price: int | None
    kinds: frozenset[ReasonKind]


class Count:
    """Every way to fill the parts of one window, by plain loops."""

    def __init__(self, finder: Finder, first: int, day: date) -> None:
        self.finder, self.first, self.day = finder, first, day
        self.instance: Instance = finder.instance
        self.parts = finder.needs.parts
        self.end = first + finder.length
        self.free = [row for row, agent in enumerate(self.instance.agents) if self._is_free(agent)]
        self.heads = {team.name: self._least(team.name, self.end) for team in self.instance.teams}

    def result(self) -> Counted:
        kinds = set(self._wrong_day()) | set(self._already())
        fillings = list(self._fillings())
        whole = [one for one in fillings if None not in one and self._by_heads(one) and self._by_service(one)]
        lawful = [one for one in whole if not self._breaks_pair(one)]
        if lawful and not kinds:
            return Counted(min(self._price(one) for one in lawful), frozenset())
        lacking = self._lacking(fillings, whole=bool(whole))
        if not kinds and not lacking:
            lacking = {ReasonKind.PAIR}
        return Counted(None, frozenset(kinds | lacking))

    def _is_free(self, agent: Agent) -> bool:
        grid = self.instance.grid
        if agent.id in self.finder.wishes.without or self.day in agent.leave:
            return False
        start, end = grid.instant(self.first), grid.instant(self.end)
        own = [shift for shift in self.finder.roster.assignments if shift.agent == agent.id]
        inside = [shift for shift in own if shift.start <= start and end <= shift.end and not shift.on_call]
        away = [(one.start, one.end) for shift in own for one in _pauses(shift)]
        away += [(shift.start, shift.end) for shift in own if shift.on_call]
        return bool(inside) and not any(begin < end and start < stop for begin, stop in away)

    def _least(self, team: str, end: int) -> float:
        grid, required = self.instance.grid, self.instance.demand.scheduled[team]
        members = {agent.id: agent for agent in self.instance.agents if agent.team == team}
        spare = []
        for slot in range(self.first, min(end, grid.n_slots)):
            start, stop = grid.instant(slot), grid.instant(slot + 1)
            working = [
                shift
                for shift in self.finder.roster.assignments
                if shift.agent in members
                and shift.day not in members[shift.agent].leave
                and not shift.on_call
                and shift.start <= start
                and stop <= shift.end
                and not any(one.start < stop and start < one.end for one in _pauses(shift))
            ]
            spare.append(len(working) - float(required[slot]))
        return min(spare)

    def _wrong_day(self) -> Iterator[ReasonKind]:
        timing = self.finder.timing
        if any(-timing.days_before_peak <= (self.day - peak).days <= timing.days_after_peak for peak in timing.peaks):
            yield ReasonKind.PEAK
        if timing.rehearses is not None and not 10 <= (timing.rehearses - self.day).days <= 45:
            yield ReasonKind.REHEARSAL

    def _already(self) -> Iterator[ReasonKind]:
        if any(self._least(team.name, self.end + self.finder.tail) < -1e-6 for team in self.instance.teams):
            yield ReasonKind.SHORT_ALREADY
        if self.finder.estimate is not None and self.finder.estimate.already(self.first):
            yield ReasonKind.SERVICE_ALREADY

    def _fillings(self) -> Iterator[Filled]:
        choices = [[None, *(row for row in self.free if self._can(row, place))] for place in range(len(self.parts))]
        for one in product(*choices):
            taken = [row for row in one if row is not None]
            if len(set(taken)) == len(taken):
                yield one

    def _can(self, row: int, place: int) -> bool:
        agent, part = self.instance.agents[row], self.parts[place]
        if not set(part.languages) <= set(agent.languages):
            return False
        return not part.commands or self._may_command(row)

    def _may_command(self, row: int) -> bool:
        agents = self.instance.agents
        rostered = {shift.agent for shift in self.finder.roster.assignments}
        if any(agent.grade is not Grade.AGENT for agent in agents if agent.id in rostered):
            return agents[row].grade is not Grade.AGENT
        return agents[row].level == max(agents[other].level for other in self.free)

    def _away(self, filled: Filled) -> dict[str, int]:
        teams = [self.instance.agents[row].team for row in filled if row is not None]
        return {team.name: teams.count(team.name) for team in self.instance.teams}

    def _by_heads(self, filled: Filled) -> bool:
        return all(gone == 0 or self.heads[team] - gone >= -1e-6 for team, gone in self._away(filled).items())

    def _group_prices(self) -> list[tuple[frozenset[str], list[int]]]:
        estimate = self.finder.estimate
        if estimate is None:
            return []
        return [
            (teams, prices.tolist()) for teams, prices in zip(estimate.groups, estimate.steps(self.first), strict=True)
        ]

    def _by_service(self, filled: Filled) -> bool:
        away = self._away(filled)
        return all(sum(away[team] for team in teams) <= len(prices) for teams, prices in self._group_prices())

    def _breaks_pair(self, filled: Filled) -> bool:
        names = {self.instance.agents[row].id for row in filled if row is not None}
        return any(pair <= names for pair in self.finder.wishes.never_both)

    def _lacking(self, fillings: list[Filled], *, whole: bool) -> set[ReasonKind]:
        wanted = len(self.parts)

        def most(*tests: bool) -> int:
            heads, service = tests
            fitting = [
                one for one in fillings if (not heads or self._by_heads(one)) and (not service or self._by_service(one))
            ]
            return max(sum(row is not None for row in one) for one in fitting)

        missing = wanted - most(True, False)
        found = set()
        if missing == wanted:
            found.add(ReasonKind.PEOPLE)
        elif missing:
            movable = [row for row in self.free if self.heads[self.instance.agents[row].team] >= 1 - 1e-6]
            nobody = [
                part for place, part in enumerate(self.parts) if not any(self._can(row, place) for row in movable)
            ]
            found |= {ReasonKind.COMMANDER if part.commands else ReasonKind.SEAT for part in nobody}
            if missing > len(nobody):
                found.add(ReasonKind.PEOPLE)
        if (not missing and not whole) or most(False, True) < most(False, False):
            found.add(ReasonKind.SERVICE)
        return found

    def _price(self, filled: Filled) -> int:
        rows = [row for row in filled if row is not None]
        agents, weights = self.instance.agents, self.finder.wishes.weights
        total = sum(int(self.finder.prices.lots[row]) for row in rows)
        for team, gone in self._away(filled).items():
            total += sum(units(weights.cover / (1 + max(self.heads[team] - one, 0.0))) for one in range(1, gone + 1))
        away = self._away(filled)
        total += sum(sum(prices[: sum(away[team] for team in teams)]) for teams, prices in self._group_prices())
        drills = self.finder.wishes.history.drills
        for place, row in enumerate(filled):
            assert row is not None
            agent, part = agents[row], self.parts[place]
            total += self._history_price(agent, drills, commands=part.commands)
            short = max(part.least_level - agent.level, 0)
            over = 0 if part.commands else max(agent.level - part.least_level, 0)
            leader = agent.grade is not Grade.AGENT and not part.commands
            total += units(weights.below_level * short + weights.above_level * over + weights.leader * leader)
        may = [row for row in self.free if self._may_command(row)]
        if any(part.commands for part in self.parts) and not set(may) - set(rows):
            total += units(weights.backup)
        return total

    def _history_price(self, agent: Agent, drills: Sequence[PastDrill], *, commands: bool) -> int:
        weights, zone = self.finder.wishes.weights, self.instance.grid.zone
        days = [drill.start.astimezone(zone).date() for drill in drills]
        recent = [drill for drill, day in zip(drills, days, strict=True) if day > self.day - timedelta(days=365)]

        def had(who: Agent) -> int:
            return sum(who.id in drill.roles for drill in recent)

        quarter = [
            drill
            for drill, day in zip(drills, days, strict=True)
            if (day.year, (day.month + 2) // 3) == (self.day.year, (self.day.month + 2) // 3)
        ]
        price = units(weights.load * had(agent))
        price += units(weights.cap * (sum(agent.id in drill.roles for drill in quarter) >= weights.most_a_quarter))
        crew = [who for who in self.instance.agents if who.home_team == agent.home_team]
        everybody = sum(had(who) for who in self.instance.agents) / len(self.instance.agents)
        if everybody:
            price += units(weights.teams * max(0.0, sum(had(who) for who in crew) / len(crew) / everybody - 1))
        if commands:
            before = [drill for drill in recent if drill.start.astimezone(zone).date() <= self.day]
            led = [
                since
                for since, drill in enumerate(reversed(before))
                if Role.COMMANDER in drill.roles.get(agent.id, frozenset())
            ]
            price += units(weights.commander / 2 ** led[0]) if led else 0
        return price


def _pauses(shift: Assignment) -> tuple[Break | Activity, ...]:
    return (*shift.breaks, *shift.activities)


def paid(terms: dict[Term, float]) -> int:
    """Return what people and heads cost in units, the terms of the time left out."""
    of_time = {Term.WEEKDAY, Term.HOUR, Term.SHIFTS, Term.RETEST}
    return units(sum(price for term, price in terms.items() if term not in of_time))


def finder(instance: Instance, roster: Roster, asked: Needs, timing: Timing | None = None, **other: object) -> Finder:
    return replace(Finder(asked, roster, instance, timing or Timing()), **other)  # type: ignore[arg-type]  # fields by name


__all__ = [
    "COMMAND", "EVALUATE", "PLAY", "SPEAK", "Count", "Counted", "DrillHistory", "KnownService", "finder", "needs", "paid", "past",
]  # fmt: skip
