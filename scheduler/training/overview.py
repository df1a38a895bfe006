"""How the year's training stands by team: class hours so far, planned and due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Rule
from scheduler.training.courses import TRAINING
from scheduler.training.due import standings, year_parts
from scheduler.training.needs import duty_of


@dataclass(frozen=True, slots=True)
class TeamYear:
    """Class hours of *team* in *year*: attended *so_far*, *planned* in the roster, *due* in its days, *missing* in the year when they began.

    *trained* of the *people* have a session of the year, those planned among them.
    """

    team: str
    year: int
    people: int
    trained: int
    so_far: float
    planned: float
    due: float
    missing: float


def team_years(roster: Roster, instance: Instance, rules: Iterable[Rule]) -> Iterator[TeamYear]:
    """Yield how each team stands in each year that *roster* touches, in the order of the teams."""
    held = list(rules)
    wanted = {agent.id: duty_of(agent, held).hours for agent in instance.agents}
    for part in year_parts(instance.grid, instance.curriculum.barred):
        found = standings(roster, instance, part.year)
        for team in instance.teams:
            members = [agent.id for agent in instance.agents if agent.team == team.name]
            mine = [found[agent] for agent in members]
            missing = sum(found[agent].missing(wanted[agent]) for agent in members)
            yield TeamYear(
                team.name,
                part.year,
                len(members),
                sum(standing.hours > 0 for standing in mine),
                sum(standing.before for standing in mine),
                sum(standing.planned for standing in mine),
                missing * part.share,
                missing,
            )


def sessions_in(roster: Roster) -> int:
    """Count the times at which training of *roster* takes place, one for all who learn the same at the same time."""
    learnt = (item for shift in roster.assignments for item in shift.activities if item.name.startswith(TRAINING))
    return len({(item.name, item.start.astimezone(UTC)) for item in learnt})
