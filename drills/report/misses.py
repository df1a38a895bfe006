"""Which target was missed worst, and how far a target was from its limit."""

from math import inf

from drills.exercise import ClockStatus
from drills.report.basis import PLANNED, Basis
from drills.report.items import Item, Label, Number, Told, Unit
from drills.report.telling import expected
from drills.scoring.drill_score import TargetScore
from forecasting.messages import N_


def missed(basis: Basis) -> tuple[TargetScore, ...]:
    """Return the targets that count and were not met, the worst first: critical ones, then by time taken over time allowed."""
    unmet = [target for target in basis.score.targets if target.met is False]
    return tuple(sorted(unmet, key=lambda target: (not target.critical, -_times(target), target.expectation)))


def met_well(basis: Basis) -> tuple[TargetScore, ...]:
    """Return the met targets, the one with most of its time left first."""
    met = [target for target in basis.score.targets if target.met and target.response is not None]
    return tuple(sorted(met, key=lambda target: (_times(target), target.expectation)))


def _times(target: TargetScore) -> float:
    """Return time taken over time allowed; infinite where nothing was seen."""
    if target.response is None:
        return inf
    return target.response.value / (60 * target.within_minutes)


def measured(target: TargetScore) -> Item:
    """Return what was measured of *target*: a duration, or that nothing was seen."""
    if target.response is not None:
        time = Number(target.response.value, Unit.SECONDS, target.response.lines)
        judged_wrong = target.met is False and target.response.value <= 60 * target.within_minutes
        return Told(N_("{time}, judged not to meet it"), {"time": time}) if judged_wrong else time
    if target.status is ClockStatus.NOT_STARTED:
        return Label(N_("was not called for"))
    return Label(N_("nothing seen"))


def within(target: TargetScore) -> Number:
    """Return the time allowed."""
    clock = [line for line in target.lines if line != 1]
    return Number(float(target.within_minutes), Unit.MINUTES, (*PLANNED, *clock[:1]))


def name_of(basis: Basis, target: TargetScore) -> Item:
    """Return the target as a report names it: its short name and what was expected."""
    return expected(basis, target.expectation)


def against(basis: Basis, target: TargetScore) -> Item:
    """Return a sentence: what was measured of *target* against what it allows."""
    values = {"target": name_of(basis, target), "measured": measured(target), "within": within(target)}
    return Told(N_("{target}: {measured}, allowed {within}"), values)
