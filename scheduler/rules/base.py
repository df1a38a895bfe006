"""What a rule is: an object with a citation, a check over finished rosters and a post over the model."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol, runtime_checkable

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from scheduler.agents import Agent, AgentId
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.streams import Stream
from scheduler.variables import Variables


class Severity(StrEnum):
    """HARD: no roster is stored that breaks it. SOFT: shown and paid for. NOTE: to be known, breaks nothing."""

    HARD = "hard"
    SOFT = "soft"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The severity in words, to be translated."""
        return _LABELS[self]


_LABELS = {
    Severity.HARD: N_("hard violations"),
    Severity.SOFT: N_("soft violations"),
    Severity.NOTE: N_("notes"),
}


@dataclass(frozen=True, slots=True)
class Violation:
    """Where a roster breaks a rule. *template* is a marked sentence with *values* for its places, to be translated."""

    rule: str
    citation: str
    severity: Severity
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    agent: AgentId | None = None
    day: date | None = None

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.values)


def broken(rule: "Rule", agent: Agent, day: date | None, template: str, /, **values: object) -> Violation:
    """Return that *agent*, named first in *values*, breaks *rule* on *day*."""
    told = {"agent": agent.name, **values}
    return Violation(rule.name, rule.citation, rule.severity, template, told, agent.id, day)


class Rule(Protocol):
    """A rule of law, contract or site. Its fields are its parameters, with the source's value as default."""

    @property
    def name(self) -> str:
        """Short name, unique among rules: ``daily-rest``."""

    @property
    def citation(self) -> str:
        """Article or clause: ``LL-38``."""

    @property
    def severity(self) -> Severity:
        """How much a violation weighs."""

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield what *roster* breaks; never looks at the model."""

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid in *model* what ``check`` would yield."""


@runtime_checkable
class Counting(Protocol):
    """A rule that wants heads of several people, beside what every rule has."""

    def streams(self, instance: Instance) -> tuple[Stream, ...]:
        """Return what is counted; strategies value, plan and repair lines by it."""


@runtime_checkable
class Tying(Protocol):
    """A rule by which what some people work decides what others may, beside what every rule has.

    Its ``post`` looks at ``Variables.on`` and ``works`` of everybody in a tie, decided or fixed, and asks nothing where
    ``Variables.knows`` says that somebody's shifts are open.
    """

    def ties(self, instance: Instance) -> Iterable[frozenset[AgentId]]:
        """Return groups of people whose lines must be planned together."""
