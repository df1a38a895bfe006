"""What drills there were: who took part, in which role, when; and which findings wait for a re-test."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from drills.drill import Drill
from drills.held import Held, held_in
from drills.incidents import Family
from drills.roles import Form, Role
from forecasting.errors import Fault, InputError
from scheduler.agents import AgentId


@dataclass(frozen=True, slots=True)
class PastDrill:
    """One drill that took place or is planned: half-open [*start*, *end*), kept in UTC; *roles* by person."""

    id: str
    start: datetime
    end: datetime
    family: Family
    form: Form
    roles: Mapping[AgentId, frozenset[Role]]

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"past drill {self.id}: start and end must name their zone")
        if not self.start < self.end:
            raise ValueError(f"past drill {self.id}: end {self.end} is not after start {self.start}")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))

    @staticmethod
    def of(drill: Drill) -> "PastDrill":
        """Return what is remembered of *drill*."""
        roles = {agent: frozenset(seat.role for seat in drill.roles_of(agent)) for agent in drill.away}
        scenario = drill.scenario
        return PastDrill(drill.id, drill.window.start, drill.window.end, scenario.family, scenario.form, roles)


@dataclass(frozen=True, slots=True)
class Retest:
    """Something of *family* that was rated M or U and is to be tested again until *due*."""

    family: Family
    due: date


@dataclass(frozen=True, slots=True)
class DrillHistory:
    """Drills of the past and those already planned, by time, and the re-tests that are due."""

    drills: tuple[PastDrill, ...] = ()
    retests: tuple[Retest, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "drills", tuple(sorted(self.drills, key=lambda drill: (drill.start, drill.id))))

    def with_planned(self, drills: Iterable[Drill]) -> "DrillHistory":
        """Return this with *drills* besides."""
        return DrillHistory((*self.drills, *(PastDrill.of(drill) for drill in drills)), self.retests)


def history_of(records: Iterable[object], retests: Iterable[Retest] = (), source: str = "drills") -> DrillHistory:
    """Return the history in *records*, each as ``drill_json`` writes it.

    InputError names each part that cannot be read, with the number of its record where *source* has several.
    """
    drills: list[PastDrill] = []
    faults: list[Fault] = []
    every = list(records)
    for number, record in enumerate(every, start=1):
        found = held_in(record, source, number if len(every) > 1 else None)
        if isinstance(found, Held):
            drills.append(_past(found))
        else:
            faults += found
    if faults:
        raise InputError(faults)
    return DrillHistory(tuple(drills), tuple(retests))


def _past(held: Held) -> PastDrill:
    roles: dict[AgentId, set[Role]] = {}
    for seat in held.seats:
        roles.setdefault(AgentId(seat.agent), set()).add(seat.role)
    by_person = {agent: frozenset(found) for agent, found in roles.items()}
    scenario, window = held.scenario, held.window
    return PastDrill(held.id, window.start, window.end, scenario.family, scenario.form, by_person)
