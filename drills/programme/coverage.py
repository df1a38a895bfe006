"""What the drills of twelve months cover, family by level by team by role, and what they leave out; how fair they are to people."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, product

from drills.incidents import Family, Level
from drills.programme.entry import Entry
from drills.programme.months import quarter_of, year_ending
from drills.roles import Role
from scheduler.agents import AgentId

AXES = ("family", "level", "team", "role")
CAST_ROLES = (Role.COMMANDER, Role.PLAYER, Role.EVALUATOR, Role.CONTROLLER)
Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often each cell of family × level × team × role was or will be drilled; *values* has what each axis could have."""

    values: Mapping[str, tuple[str, ...]]
    cells: Counter[Cell] = field(default_factory=Counter)

    def along(self, *axes: str) -> Counter[Cell]:
        """Return the counts along some *axes*, one drill counted once in each cell that it touches.

        With all four axes these are the cells themselves.
        """
        places = [AXES.index(axis) for axis in axes]
        found: Counter[Cell] = Counter()
        for cell, count in self.cells.items():
            found[tuple(cell[place] for place in places)] += count
        return found

    def gaps(self, *axes: str) -> tuple[Cell, ...]:
        """Return the cells along *axes* that nothing covers."""
        covered = self.along(*axes)
        return tuple(cell for cell in product(*(self.values[axis] for axis in axes)) if not covered[cell])

    def share(self, *axes: str) -> float:
        """Return the part of the cells along *axes* that is covered, 0 to 1."""
        every = 1
        for axis in axes:
            every *= len(self.values[axis])
        return 1.0 - len(self.gaps(*axes)) / every

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each pair of axes."""
        return combinations(AXES, 2)


def coverage_of(
    entries: Iterable[Entry],
    families: Sequence[Family],
    teams: Sequence[str],
    until: date,
    levels: Sequence[Level] = (),
) -> Coverage:
    """Return what *entries* of the twelve months that end with *until* cover."""
    values = {
        "family": tuple(family.value for family in families),
        "level": tuple(level.name for level in levels or Level),
        "team": tuple(teams),
        "role": tuple(role.value for role in CAST_ROLES),
    }
    counted = [entry for entry in entries if entry.counts and year_ending(until) <= entry.day <= until]
    cells: Counter[Cell] = Counter()
    for entry in counted:
        for family, (team, role) in product(entry.families, _teams_in_roles(entry)):
            if entry.level is not None:
                cells[family.value, entry.level.name, team, role] += 1
    return Coverage(values, cells)


def _teams_in_roles(entry: Entry) -> set[tuple[str, str]]:
    return {(share.team, share.role.value) for share in entry.shares}


@dataclass(frozen=True, slots=True)
class Fairness:
    """How drills fall on people, teams, weekdays and quarters: counts by name, weekday (0 is Monday) and (person, quarter)."""

    people: Mapping[AgentId, int]
    commands: Mapping[AgentId, int]
    teams: Mapping[str, int]
    weekdays: Mapping[int, int]
    quarters: Mapping[tuple[AgentId, tuple[int, int]], int]

    @property
    def most_a_quarter(self) -> int:
        """The most drills that anybody has in a quarter."""
        return max(self.quarters.values(), default=0)


def fairness_of(entries: Iterable[Entry], people: Iterable[AgentId], teams: Iterable[str]) -> Fairness:
    """Return how *entries* fall on *people* and *teams*; those without any stand there with 0."""
    counted = [entry for entry in entries if entry.counts]
    everybody = tuple(people)
    return Fairness(
        {agent: sum(agent in entry.people for entry in counted) for agent in everybody},
        {agent: sum(agent == entry.commander for entry in counted) for agent in everybody},
        {team: sum(team in entry.teams for entry in counted) for team in teams},
        Counter(entry.day.weekday() for entry in counted),
        Counter((agent, quarter_of(entry.day)) for entry in counted for agent in entry.people),
    )
