"""How many people of a team have a shift of a kind on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_, Sentence
from scheduler.agents import Team
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.several import post_streams
from scheduler.rules.succession import PARTS
from scheduler.rules.wanted import Told, Wanted, about, kinds_wanted, open_days, people_of, teams_named, wrong_shifts
from scheduler.rules.weekdays import refuse_unknown_weekdays
from scheduler.rules.wording import PEOPLE, POINTS, Figure, RuleText
from scheduler.rules.work_days import Weekday
from scheduler.streams import Stream
from scheduler.variables import Variables

UNBOUNDED = 100_000  # people; more than any shift has


@dataclass(frozen=True, slots=True)
class HeadsPerShift:
    """From *least* to *most* people of each team on each of its shift kinds a day."""

    least: int = 2
    most: int = UNBOUNDED
    kinds: frozenset[str] = frozenset()
    weekdays: frozenset[Weekday] = frozenset(Weekday)
    teams: frozenset[str] = frozenset()
    severity: Severity = Severity.HARD
    weight: float = 100.0
    weight_over: float = 100.0
    name: ClassVar[str] = "heads-per-shift"
    citation: ClassVar[str] = "OS-2.1"
    text: ClassVar[RuleText] = RuleText(
        N_("Heads on a shift"),
        N_("On each day so many people of a team at least, and so many at most, have a shift of a kind."),
        differs=N_(
            "The text asks for two to three agents on every shift of a team. Here every kind that is named is asked for on every day named on which the team is open, whether or not anybody works it."
        ),
        note=N_(
            "Each kind is counted by itself; a part of the day (early, late, night) counts all kinds of the part together. Without kinds, every kind that the team's contracts have is meant, those on call left out. A shift belongs to the day on which it starts."
        ),
        figures={
            "least": Figure(N_("least people on the shift"), PEOPLE),
            "most": Figure(N_("most people on the shift"), PEOPLE),
            "kinds": Figure(N_("shift kinds or parts of the day; all kinds where none is named")),
            "weekdays": Figure(N_("days of the week on which it holds")),
            "teams": Figure(N_("teams for which it holds; all where none is named")),
            "severity": Figure(N_("soft where it is paid for rather than kept")),
            "weight": Figure(N_("what each person too few costs where the rule is soft"), POINTS),
            "weight_over": Figure(N_("what each person too many costs where the rule is soft"), POINTS),
        },
    )

    def __post_init__(self) -> None:
        refuse_unknown_weekdays(self.weekdays)
        if self.least > self.most:
            template = N_("least {least} no more than most {most}")
            raise ValueError(Sentence(template, least=self.least, most=self.most))

    @property
    def kind_names(self) -> frozenset[str]:
        """The names of shift kinds among *kinds*."""
        return self.kinds - PARTS

    @property
    def team_names(self) -> frozenset[str]:
        """The names of the teams that the rule speaks of."""
        return self.teams

    @property
    def _wanted(self) -> Wanted:
        return Wanted(self.name, self.severity, self.least, self.most, self.weight, self.weight_over)

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each day, team and kind with too few or too many people."""
        for team in teams_named(self.teams, instance):
            for kind, stream in self._of_team(team, instance):
                told = Told(
                    N_("{count} of team {team} have the shift {kind} on {day}; at least {least} are asked for"),
                    {"team": team.name, "kind": kind},
                    N_("{count} of team {team} have the shift {kind} on {day}; at most {most} are allowed"),
                )
                yield from wrong_shifts(self._wanted, self.citation, stream, roster, instance, told)

    def streams(self, instance: Instance) -> tuple[Stream, ...]:
        """Return one stream a team and kind."""
        return tuple(
            stream for team in teams_named(self.teams, instance) for _, stream in self._of_team(team, instance)
        )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Bound the heads of each day and kind where the rule is hard."""
        post_streams(model, variables, self.streams(variables.instance))

    def _of_team(self, team: Team, instance: Instance) -> Iterator[tuple[str, Stream]]:
        people = people_of([team], instance)
        days = open_days([team], self.weekdays, instance)
        for kind, names in kinds_wanted(self.kinds, people, instance):
            yield (
                kind,
                self._wanted.in_shifts(
                    about(self, team.name, kind), people, days, names, self._asks(team, kind), team.name
                ),
            )

    def _asks(self, team: Team, kind: str) -> Sentence:
        if self.most >= UNBOUNDED:
            template = N_("at least {least} people of {team} on the {kind} shift")
            return Sentence(template, least=self.least, team=team.name, kind=kind)
        template = N_("{least} to {most} people of {team} on the {kind} shift")
        return Sentence(template, least=self.least, most=self.most, team=team.name, kind=kind)
