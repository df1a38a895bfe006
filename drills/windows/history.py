"""What drills there were: who took part, in which role, when; and which findings wait for a re-test."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from drills.drill import Drill
from drills.errors import RequestError
from drills.incidents import Family
from drills.roles import Form, Role
from forecasting.messages import N_, Sentence, joined
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


def history_of(records: Iterable[Mapping[str, object]], retests: Iterable[Retest] = ()) -> DrillHistory:
    """Return the history in *records*, each as ``drill_json`` writes it; RequestError names each that cannot be read."""
    drills, faults = [], []
    for number, record in enumerate(records, start=1):
        try:
            drills.append(_past(record))
        except (KeyError, TypeError, ValueError) as error:
            template = N_("drill record {number} cannot be read: {error}")
            faults.append(Sentence(template, number=number, error=str(error)))
    if faults:
        raise RequestError(joined(faults))
    return DrillHistory(tuple(drills), tuple(retests))


def _past(record: Mapping[str, object]) -> PastDrill:
    window, scenario = _table(record, "window"), _table(record, "scenario")
    start, end = (datetime.fromisoformat(str(window[name])) for name in ("start", "end"))
    held: dict[AgentId, set[Role]] = {}
    for agent, role in _seats(record):
        held.setdefault(agent, set()).add(role)
    roles = {agent: frozenset(found) for agent, found in held.items()}
    return PastDrill(str(record["id"]), start, end, Family(str(scenario["family"])), Form(str(scenario["form"])), roles)


def _table(record: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = record[name]
    if not isinstance(table, dict):
        raise TypeError(f"{name} is no object")
    return table


def _seats(record: Mapping[str, object]) -> Iterator[tuple[AgentId, Role]]:
    seats = record["seats"]
    if not isinstance(seats, list):
        raise TypeError("seats is no list")
    for seat in seats:
        yield AgentId(str(seat["agent"])), Role(str(seat["role"]))
