"""Trends over drills by capability, kind of incident and team: how often targets were met, against how hard they were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from drills.improvement.rollups import RollUp, mean_times
from drills.improvement.scored import ScoredDrill, held
from drills.improvement.trend_estimate import Estimate, Interval, estimate, wilson
from drills.incidents import Family
from drills.scenario.acts import Capability
from forecasting.messages import N_

LEAST_TARGETS, LEAST_DRILLS = 8, 3  # our figures: below them nothing is said of a change
LEAST_SHOWN = 5  # nor, below so many, of a share
CERTAIN = 0.95
EVERYTHING = "all"
YEAR_DAYS = 365.25


class Direction(StrEnum):
    """What can be said of a change."""

    RISING = "rising"
    FALLING = "falling"
    EVEN = "even"
    TOO_FEW = "too-few"

    @property
    def label(self) -> str:
        """Marked sentence."""
        return _COURSES[self]


_COURSES = {
    Direction.RISING: N_("rising"),
    Direction.FALLING: N_("falling"),
    Direction.EVEN: N_("no change to be seen"),
    Direction.TOO_FEW: N_("too few to say"),
}


@dataclass(frozen=True, slots=True)
class Observation:
    """One target that counted, *predicted* to be met with a chance of 0 to 1, None where nothing was told."""

    drill: str
    day: date
    capability: Capability
    family: Family
    team: str
    met: bool
    predicted: float | None


@dataclass(frozen=True, slots=True)
class DrillPoint:
    """What one drill has of a trend: *met* of *n* targets; *expected* is the mean of what was predicted, None where something was not."""

    drill: str
    day: date
    met: int
    n: int
    expected: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """*of* what, with its marked name, None for a team: *met* of *n* targets over *points*, one a drill, by day.

    *share* in percent with its 95 % interval, None below five targets. *estimate* sets what was met against what was predicted; it rests on
    the *told* targets for which something was, None where they are too few.
    """

    of: str
    label: str | None
    met: int
    n: int
    told: int
    expected: float | None
    share: Interval | None
    estimate: Estimate | None
    course: Direction
    points: tuple[DrillPoint, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """The trend of all targets, those by capability, by kind of incident and by team, and mean times with n and spread by time point."""

    drills: int
    everything: Trend
    capabilities: tuple[Trend, ...]
    families: tuple[Trend, ...]
    teams: tuple[Trend, ...]
    times: dict[str, RollUp]


def trends(drills: Iterable[ScoredDrill]) -> Trends:
    """Return the trends over those of *drills* that were held, aborted ones with what counted in them."""
    known = held(drills)
    seen = [item for drill in known for item in observations(drill)]
    return Trends(
        len(known),
        _trend(EVERYTHING, N_("all targets"), seen),
        tuple(
            _trend(one.value, one.label, [item for item in seen if item.capability is one])
            for one in Capability
            if any(item.capability is one for item in seen)
        ),
        tuple(
            _trend(one.value, one.label, [item for item in seen if item.family is one])
            for one in Family
            if any(item.family is one for item in seen)
        ),
        tuple(
            _trend(name, None, [item for item in seen if item.team == name])
            for name in sorted({item.team for item in seen})
        ),
        mean_times(known),
    )


def observations(drill: ScoredDrill) -> tuple[Observation, ...]:
    """Return the targets of *drill* that count. The team is that of who acted, else of who holds the seat first."""
    teams = {str(seat.agent): seat.team for seat in drill.run.drill.seats}
    return tuple(
        Observation(
            drill.id,
            drill.day,
            item.capability,
            drill.families_of(item)[0],
            teams.get(target.agent or "") or drill.run.drill.holders(item.seat)[0].team,
            target.met is True,
            target.predicted,
        )
        for item, target in drill.counted()
    )


def _trend(of: str, label: str | None, seen: Sequence[Observation]) -> Trend:
    told = [item for item in seen if item.predicted is not None]
    chances = [item.predicted for item in told if item.predicted is not None]
    enough = len(told) >= LEAST_TARGETS and len({item.drill for item in told}) >= LEAST_DRILLS
    found = None
    if enough:
        days = [item.day.toordinal() / YEAR_DAYS for item in told]
        found = estimate([item.met for item in told], chances, days)
    met = sum(item.met for item in seen)
    return Trend(
        of=of,
        label=label,
        met=met,
        n=len(seen),
        told=len(told),
        expected=100 * sum(chances) / len(chances) if chances else None,
        share=wilson(met, len(seen)) if len(seen) >= LEAST_SHOWN else None,
        estimate=found,
        course=_course(found),
        points=tuple(_points(seen)),
    )


def _course(found: Estimate | None) -> Direction:
    if found is None:
        return Direction.TOO_FEW
    if found.rising >= CERTAIN:
        return Direction.RISING
    return Direction.FALLING if found.rising <= 1 - CERTAIN else Direction.EVEN


def _points(seen: Sequence[Observation]) -> Iterable[DrillPoint]:
    by_drill: dict[str, list[Observation]] = {}
    for item in seen:
        by_drill.setdefault(item.drill, []).append(item)
    for drill, items in by_drill.items():
        chances = [item.predicted for item in items if item.predicted is not None]
        expected = 100 * sum(chances) / len(chances) if len(chances) == len(items) else None
        yield DrillPoint(drill, items[0].day, sum(item.met for item in items), len(items), expected)
