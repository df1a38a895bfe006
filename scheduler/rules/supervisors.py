"""A supervisor is there whenever customers are served."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent, Grade, Team
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.several import post_streams
from scheduler.rules.wanted import Told, Wanted, about, open_slots, people_of, teams_named, wrong_slots
from scheduler.rules.weekdays import refuse_unknown_weekdays
from scheduler.rules.wording import PEOPLE, POINTS, Figure, RuleText
from scheduler.rules.work_days import Weekday
from scheduler.streams import Stream
from scheduler.variables import Variables

RANKS = tuple(Grade)  # from agent to director (GR)


@dataclass(frozen=True, slots=True)
class SupervisorOnDuty:
    """At least *least* people of *grade* or above on shift whenever one of *teams* is open, of each team by itself where *each_team*."""

    least: int = 1
    grade: Grade = Grade.SUPERVISOR
    each_team: bool = False
    weekdays: frozenset[Weekday] = frozenset(Weekday)
    teams: frozenset[str] = frozenset()
    severity: Severity = Severity.HARD
    weight: float = 20.0
    name: ClassVar[str] = "supervisor-on-duty"
    citation: ClassVar[str] = "GR, OS-7.1"
    text: ClassVar[RuleText] = RuleText(
        N_("Supervisor on duty"),
        N_(
            "Whenever the site is open so many people of a grade or above are on shift, in the whole site or in each team by itself."
        ),
        differs=N_(
            "The texts give supervisors the floor, incidents and complaints; that one is there in every slot is how the site holds them to it."
        ),
        note=N_(
            "The grades rise from agent to supervisor, manager and director. People on a break count, those on call do not. Slots of the first day that shifts of the evening before may cover ask for nobody where those shifts are not known."
        ),
        figures={
            "least": Figure(N_("least people of the grade or above"), PEOPLE),
            "grade": Figure(N_("the least grade")),
            "each_team": Figure(N_("whether each team needs its own, while it is open itself")),
            "weekdays": Figure(N_("days of the week on which it holds")),
            "teams": Figure(N_("teams that count, and whose opening hours do; all where none is named")),
            "severity": Figure(N_("soft where it is paid for rather than kept")),
            "weight": Figure(N_("what each person too few costs in a slot where the rule is soft"), POINTS),
        },
    )

    def __post_init__(self) -> None:
        refuse_unknown_weekdays(self.weekdays)

    @property
    def team_names(self) -> frozenset[str]:
        """The names of the teams that the rule speaks of."""
        return self.teams

    @property
    def _wanted(self) -> Wanted:
        return Wanted(self.name, self.severity, self.least, points_under=self.weight)

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each stretch of slots with too few of them."""
        for teams, stream in self._of_teams(instance):
            values: dict[str, object] = {"grade": self.grade.value, "teams": ", ".join(team.name for team in teams)}
            told = Told(
                N_(
                    "{count} of grade {grade} or above of {teams} are on shift on {day} from {start} to {end}; at least {least} are asked for"
                ),
                values,
            )
            yield from wrong_slots(self._wanted, self.citation, stream, roster, instance, told)

    def streams(self, instance: Instance) -> tuple[Stream, ...]:
        """Return one stream for all teams, or one for each."""
        return tuple(stream for _, stream in self._of_teams(instance))

    def post(self, model: CpModel, variables: Variables) -> None:
        """Ask for the people in every slot where the rule is hard."""
        post_streams(model, variables, self.streams(variables.instance))

    def _counts(self, agent: Agent) -> bool:
        return RANKS.index(agent.grade) >= RANKS.index(self.grade)

    def _of_teams(self, instance: Instance) -> Iterator[tuple[list[Team], Stream]]:
        named = teams_named(self.teams, instance)
        for teams in [[team] for team in named] if self.each_team else [named]:
            names = {team.name for team in teams}
            people = [agent for agent in people_of(teams, instance) if self._counts(agent)]
            asked = open_slots(teams, self.weekdays, people, instance)
            values = {"least": self.least, "grade": self.grade.value, "teams": ", ".join(sorted(names))}
            asks = Sentence(N_("at least {least} of grade {grade} or above of {teams} on shift"), **values)
            team = teams[0].name if len(teams) == 1 else None
            yield teams, self._wanted.in_slots(about(self, *sorted(names)), people, instance.grid, asked, asks, team)
