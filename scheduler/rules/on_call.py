"""A reserve of people on call, who come in when others fall out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent, Team
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.levels import Level, who_of
from scheduler.rules.several import post_streams
from scheduler.rules.wanted import Told, Wanted, about, days_of, people_of, teams_named, wrong_shifts
from scheduler.rules.weekdays import refuse_unknown_weekdays
from scheduler.rules.wording import PEOPLE, POINTS, Figure, RuleText
from scheduler.rules.work_days import Weekday
from scheduler.streams import Stream
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class OnCallReserve:
    """At least *least* people of *level* or above of each team on call a day, in shift kinds that are marked as such."""

    least: int = 1
    level: Level = Level.JUNIOR
    weekdays: frozenset[Weekday] = frozenset(Weekday)
    teams: frozenset[str] = frozenset()
    severity: Severity = Severity.HARD
    weight: float = 100.0
    name: ClassVar[str] = "on-call-reserve"
    citation: ClassVar[str] = N_("site")
    text: ClassVar[RuleText] = RuleText(
        N_("Reserve on call"),
        N_("On each day so many people of each team, of a skill level or above, are on call."),
        note=N_(
            "On call is who has a shift of a kind with on_call = true. It serves nobody, brings no paid time and may lie outside the opening hours, but it keeps the rests of a shift, and its day counts as a working day. Teams whose contracts have no such kind are asked for nothing."
        ),
        figures={
            "least": Figure(N_("least people on call a day"), PEOPLE),
            "level": Figure(N_("the least skill level")),
            "weekdays": Figure(N_("days of the week on which it holds")),
            "teams": Figure(N_("teams for which it holds; all where none is named")),
            "severity": Figure(N_("soft where it is paid for rather than kept")),
            "weight": Figure(N_("what each person too few costs where the rule is soft"), POINTS),
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
        """Yield each day and team with too few on call."""
        template = N_(
            "{count} of level {level} or above of team {team} are on call on {day}; at least {least} are asked for"
        )
        for team, stream in self._of_teams(instance):
            told = Told(template, {"team": team.name, "level": self.level.value})
            yield from wrong_shifts(self._wanted, self.citation, stream, roster, instance, told)

    def streams(self, instance: Instance) -> tuple[Stream, ...]:
        """Return one stream a team that has people who can be on call."""
        return tuple(stream for _, stream in self._of_teams(instance))

    def post(self, model: CpModel, variables: Variables) -> None:
        """Ask for the people of every day where the rule is hard."""
        post_streams(model, variables, self.streams(variables.instance))

    def _of_teams(self, instance: Instance) -> Iterator[tuple[Team, Stream]]:
        days = days_of(self.weekdays, instance)
        for team in teams_named(self.teams, instance):
            everybody = people_of([team], instance)
            kinds = frozenset(name for agent in everybody for name in _on_call(agent, instance))
            if kinds:
                people = [agent for agent in everybody if agent.level >= self.level.skill]
                values = {"least": self.least, "who": who_of(self.level, self.least), "team": team.name}
                asks = Sentence(N_("at least {least} {who} of {team} on call"), **values)
                yield team, self._wanted.in_shifts(about(self, team.name), people, days, kinds, asks, team.name)


def _on_call(agent: Agent, instance: Instance) -> Iterator[str]:
    return (name for name in agent.contract.kinds if instance.kind_by_name[name].on_call)
