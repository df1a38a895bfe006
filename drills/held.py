"""A drill that was held, as its record tells: what the next drill and the programme have to know of it."""

from collections.abc import Mapping

from pydantic import model_validator
from pydantic.dataclasses import dataclass

from drills.incidents import Family, Scope
from drills.layouts import LAYOUT, Moment, laid_out
from drills.roles import Form, Role
from drills.scenario.acts import Capability
from drills.scenario.fields import Numeral, Whole
from forecasting.errors import Fault
from forecasting.messages import N_


@dataclass(frozen=True, slots=True, config=LAYOUT)
class HeldWindow:
    """When it was: half-open."""

    start: Moment
    end: Moment

    @model_validator(mode="after")
    def _lasts(self) -> "HeldWindow":
        if self.start >= self.end:
            raise ValueError(N_("the end is not after the start"))
        return self


@dataclass(frozen=True, slots=True, config=LAYOUT)
class HeldSeat:
    """Who took part, as what."""

    role: Role
    team: str
    agent: str


@dataclass(frozen=True, slots=True, config=LAYOUT)
class HeldIncident:
    """One of its incidents."""

    family: Family


@dataclass(frozen=True, slots=True, config=LAYOUT)
class HeldExpectation:
    """What it was to show."""

    capability: Capability


@dataclass(frozen=True, slots=True, config=LAYOUT)
class HeldScenario:
    """What it was about."""

    family: Family
    form: Form
    scope: Scope
    level: Numeral
    seed: Whole
    incidents: tuple[HeldIncident, ...]
    expectations: tuple[HeldExpectation, ...]


@dataclass(frozen=True, slots=True, config=LAYOUT)
class Held:
    """The parts of a record that ``drill_json`` wrote."""

    id: str
    announced: bool
    window: HeldWindow
    seats: tuple[HeldSeat, ...]
    scenario: HeldScenario


def held_in(record: object, file: str, row: int | None = None) -> Held | list[Fault]:
    """Return the drill in *record*, as ``drill_json`` writes it; else a fault for each part that cannot be read."""
    return laid_out(Held, record, file, row)


def is_record(record: object) -> bool:
    """Tell whether *record* means to be one of a drill, whole or not."""
    return isinstance(record, Mapping) and not {"window", "seats"}.isdisjoint(record)
