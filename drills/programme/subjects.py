"""What has to come round once a year: a full drill, each content of OS-7.3, each team, each leader, a drill without a key person."""

from dataclasses import dataclass
from enum import StrEnum

from drills.incidents import Family, Scope
from drills.notes import Note
from drills.programme.entry import Entry
from drills.programme.obligation import OS_DRILLS, PRACTICE, Choice
from drills.roles import Form
from forecasting.messages import N_
from scheduler.agents import AgentId


class Content(StrEnum):
    """What drills have to be about (OS-7.3)."""

    SYSTEM_FAILURE = "system-failure"
    COMPLAINTS = "complaints"
    PUBLIC_OPINION = "public-opinion"
    SEVERAL = "several-at-once"

    @property
    def label(self) -> str:
        """Marked name of the content."""
        return _CONTENTS[self]

    def within(self, families: tuple[Family, ...], scope: Scope) -> bool:
        """Tell whether a drill of *families* and *scope* has it."""
        if self is Content.SEVERAL:
            return scope is Scope.COMBINED
        return bool(_FAMILIES[self] & set(families))


_CONTENTS = {
    Content.SYSTEM_FAILURE: N_("system failure"),
    Content.COMPLAINTS: N_("customer complaints"),
    Content.PUBLIC_OPINION: N_("public-opinion crisis"),
    Content.SEVERAL: N_("several incidents at once"),
}
# A channel that is lost is a system that fails, seen by the customer.
_FAMILIES = {
    Content.SYSTEM_FAILURE: frozenset({Family.SYSTEM_OUTAGE, Family.CHANNEL_LOSS}),
    Content.COMPLAINTS: frozenset({Family.COMPLAINT_SURGE}),
    Content.PUBLIC_OPINION: frozenset({Family.PUBLIC_OPINION}),
}


class _OfAnyKind:
    """What a drill of any kind can have."""

    __slots__ = ()

    def fits(self, choice: Choice) -> bool:  # noqa: ARG002  # of any kind
        """Tell whether *choice* may do: any may."""
        return True


@dataclass(frozen=True, slots=True)
class FullDrill:
    """A full exercise (OS-7.3)."""

    id: str = "full"
    citation: str = OS_DRILLS
    grace_weeks: int = 8

    @property
    def label(self) -> Note:
        """What comes round."""
        return Note(N_("a full exercise in any 12 months"))

    def met_by(self, entry: Entry) -> bool:
        """Tell whether *entry* is one."""
        return entry.form is Form.FULL

    def fits(self, choice: Choice) -> bool:
        """Tell whether *choice* is one."""
        return choice.form is Form.FULL


@dataclass(frozen=True, slots=True)
class AboutContent:
    """A drill about *content* (OS-7.3)."""

    content: Content
    citation: str = OS_DRILLS
    grace_weeks: int = 26

    @property
    def id(self) -> str:
        """Name of the obligation."""
        return f"content:{self.content.value}"

    @property
    def label(self) -> Note:
        """What comes round."""
        return Note(N_("a drill about {content} once a year"), {}, {"content": self.content.label})

    def met_by(self, entry: Entry) -> bool:
        """Tell whether *entry* is about it."""
        return self.content.within(entry.families, entry.scope)

    def fits(self, choice: Choice) -> bool:
        """Tell whether *choice* is about it."""
        return self.content.within(choice.families, choice.scope)


@dataclass(frozen=True, slots=True)
class WithoutKeyPerson(_OfAnyKind):
    """A drill that leaves out somebody on whom much depends."""

    id: str = "without-key-person"
    citation: str = PRACTICE
    grace_weeks: int = 52

    @property
    def label(self) -> Note:
        """What comes round."""
        return Note(N_("a drill without a key person once a year"))

    def met_by(self, entry: Entry) -> bool:
        """Tell whether *entry* leaves somebody out, and they really take no part."""
        return entry.without is not None and entry.without not in entry.people


@dataclass(frozen=True, slots=True)
class TeamTakesPart(_OfAnyKind):
    """A drill in which *team* takes part."""

    team: str
    citation: str = PRACTICE
    grace_weeks: int = 52

    @property
    def id(self) -> str:
        """Name of the obligation."""
        return f"team:{self.team}"

    @property
    def label(self) -> Note:
        """What comes round."""
        return Note(N_("team {team} takes part once a year"), {"team": self.team})

    def met_by(self, entry: Entry) -> bool:
        """Tell whether the team is in *entry*."""
        return self.team in entry.teams


@dataclass(frozen=True, slots=True)
class LeaderTakesPart(_OfAnyKind):
    """A drill in which *agent*, who is of a commanding grade, takes part."""

    agent: AgentId
    name: str
    citation: str = PRACTICE
    grace_weeks: int = 52

    @property
    def id(self) -> str:
        """Name of the obligation."""
        return f"leader:{self.agent}"

    @property
    def label(self) -> Note:
        """What comes round."""
        return Note(N_("{name}, who may command, takes part once a year"), {"name": self.name})

    def met_by(self, entry: Entry) -> bool:
        """Tell whether the person is in *entry*."""
        return self.agent in entry.people
