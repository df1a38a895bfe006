"""Whether somebody experienced enough, or who speaks a language, is there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent, SkillLevel, Team
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.several import post_streams
from scheduler.rules.succession import PARTS
from scheduler.rules.wanted import (
    Told,
    Wanted,
    about,
    kinds_wanted,
    open_days,
    open_slots,
    people_of,
    teams_named,
    wrong_shifts,
    wrong_slots,
)
from scheduler.rules.weekdays import refuse_unknown_weekdays
from scheduler.rules.wording import PEOPLE, POINTS, Figure, RuleText
from scheduler.rules.work_days import Weekday
from scheduler.streams import Stream
from scheduler.variables import Variables


class Level(StrEnum):
    """The skill levels by name; a higher one covers a lower one (SK)."""

    JUNIOR = "junior"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"

    @property
    def skill(self) -> SkillLevel:
        """The level itself."""
        return SkillLevel[self.name]


WHO = {
    Level.JUNIOR: (N_("person"), N_("people")),
    Level.INTERMEDIATE: (N_("person of intermediate level or above"), N_("people of intermediate level or above")),
    Level.SENIOR: (N_("senior"), N_("seniors")),
}


@dataclass(frozen=True, slots=True)
class LevelsOnDuty:
    """At least *least* people of *level* or above, who speak *language* where one is named, in each team, or all teams of *queue*, and slot or shift."""

    least: int = 1
    level: Level = Level.SENIOR
    language: str = ""
    queue: str = ""
    kinds: frozenset[str] = frozenset()
    weekdays: frozenset[Weekday] = frozenset(Weekday)
    teams: frozenset[str] = frozenset()
    severity: Severity = Severity.HARD
    weight: float = 20.0
    name: ClassVar[str] = "levels-on-duty"
    citation: ClassVar[str] = "SK"
    text: ClassVar[RuleText] = RuleText(
        N_("Levels on duty"),
        N_(
            "Of each team so many people of a skill level or above, and who speak a language where one is named, are on shift in every slot in which the team is open; where shift kinds are named, so many have a shift of the kind on each day."
        ),
        differs=N_(
            "The text says what each level may handle, not how many of them are there; that is for the site to say."
        ),
        note=N_(
            "A higher level covers a lower one. People on a break count, those on call do not, unless their kind is named. A part of the day (early, late, night) among the kinds counts all kinds of the part together. A shift belongs to the day on which it starts. Slots of the first day that shifts of the evening before may cover ask for nobody where those shifts are not known."
        ),
        figures={
            "least": Figure(N_("least people of the level or above"), PEOPLE),
            "level": Figure(N_("the least skill level")),
            "language": Figure(N_("a language that they speak, as the agents have it; any where none is named")),
            "queue": Figure(N_("a queue, whose teams count together; each team by itself where none is named")),
            "kinds": Figure(N_("shift kinds or parts of the day; every slot of the opening hours where none is named")),
            "weekdays": Figure(N_("days of the week on which it holds")),
            "teams": Figure(N_("teams for which it holds; all where none is named")),
            "severity": Figure(N_("soft where it is paid for rather than kept")),
            "weight": Figure(
                N_("what each person too few costs in a slot or on a shift where the rule is soft"), POINTS
            ),
        },
    )

    def __post_init__(self) -> None:
        refuse_unknown_weekdays(self.weekdays)

    @property
    def kind_names(self) -> frozenset[str]:
        """The names of shift kinds among *kinds*."""
        return self.kinds - PARTS

    @property
    def team_names(self) -> frozenset[str]:
        """The names of the teams that the rule speaks of."""
        return self.teams

    @property
    def queue_names(self) -> frozenset[str]:
        """The name of the queue that the rule speaks of."""
        return frozenset({self.queue} if self.queue else ())

    @property
    def _wanted(self) -> Wanted:
        return Wanted(self.name, self.severity, self.least, points_under=self.weight)

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each day and shift kind, or stretch of slots, of a team with too few of them."""
        for teams in self._crews(instance):
            values: dict[str, object] = {"team": _named(teams), "level": self.level.value, "language": self.language}
            for kind, stream in self._in_shifts(teams, instance):
                told = Told(FEW_IN_SHIFT[bool(self.language)], values | {"kind": kind})
                yield from wrong_shifts(self._wanted, self.citation, stream, roster, instance, told)
            if not self.kinds:
                told, stream = Told(FEW_IN_SLOTS[bool(self.language)], values), self._in_slots(teams, instance)
                yield from wrong_slots(self._wanted, self.citation, stream, roster, instance, told)

    def streams(self, instance: Instance) -> tuple[Stream, ...]:
        """Return one stream a team, or for all that serve the queue, and shift kind where kinds are named."""
        if not self.kinds:
            return tuple(self._in_slots(teams, instance) for teams in self._crews(instance))
        return tuple(stream for teams in self._crews(instance) for _, stream in self._in_shifts(teams, instance))

    def post(self, model: CpModel, variables: Variables) -> None:
        """Ask for the people in every slot, or of every day and kind, where the rule is hard."""
        post_streams(model, variables, self.streams(variables.instance))

    def _crews(self, instance: Instance) -> list[list[Team]]:
        """Return the teams whose people count together: each by itself, or all that serve the queue."""
        named = teams_named(self.teams, instance)
        if not self.queue:
            return [[team] for team in named]
        serving = [team for team in named if self.queue in team.queues]
        return [serving] if serving else []

    def _counts(self, agent: Agent) -> bool:
        return agent.level >= self.level.skill and (not self.language or self.language in agent.languages)

    def _in_shifts(self, teams: Sequence[Team], instance: Instance) -> Iterator[tuple[str, Stream]]:
        """Yield the heads of each of *kinds* in the shifts of *teams*."""
        everybody, days = people_of(teams, instance), open_days(teams, self.weekdays, instance)
        people = [agent for agent in everybody if self._counts(agent)]
        for kind, names in kinds_wanted(self.kinds, everybody, instance) if self.kinds else ():
            values = {"least": self.least, "who": self._who(), "kind": kind, "team": _named(teams)}
            template = N_("at least {least} {who} on the {kind} shift")
            if len(instance.home_teams) > 1:
                template = N_("at least {least} {who} of {team} on the {kind} shift")
            of, asks = about(self, _named(teams), kind), Sentence(template, **values)
            yield kind, self._wanted.in_shifts(of, people, days, names, asks, _only(teams))

    def _in_slots(self, teams: Sequence[Team], instance: Instance) -> Stream:
        people = [agent for agent in people_of(teams, instance) if self._counts(agent)]
        asked = open_slots(teams, self.weekdays, people, instance)
        template = N_("at least {least} {who} of {team} on shift in opening hours")
        asks = Sentence(template, least=self.least, who=self._who(), team=_named(teams))
        of = about(self, _named(teams))
        return self._wanted.in_slots(of, people, instance.grid, asked, asks, _only(teams))

    def _who(self) -> Sentence:
        """Return who is wanted, in words."""
        if not self.language:
            return who_of(self.level, self.least)
        return Sentence(
            N_("{who} with the language {language}"), who=who_of(self.level, self.least), language=self.language
        )


def _named(teams: Sequence[Team]) -> str:
    return ", ".join(team.name for team in teams)


def _only(teams: Sequence[Team]) -> str | None:
    return teams[0].name if len(teams) == 1 else None


def who_of(level: Level, count: int) -> Sentence:
    """Return *count* people of *level* or above, in words."""
    return Sentence(WHO[level][count != 1])


FEW_IN_SHIFT = {
    False: N_(
        "{count} of level {level} or above of team {team} have the shift {kind} on {day}; at least {least} are asked for"
    ),
    True: N_(
        "{count} of level {level} or above who speak {language} of team {team} have the shift {kind} on {day}; at least {least} are asked for"
    ),
}
FEW_IN_SLOTS = {
    False: N_(
        "team {team} has {count} of level {level} or above on shift on {day} from {start} to {end}; at least {least} are asked for"
    ),
    True: N_(
        "team {team} has {count} of level {level} or above who speak {language} on shift on {day} from {start} to {end}; at least {least} are asked for"
    ),
}
