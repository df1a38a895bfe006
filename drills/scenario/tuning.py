"""How hard a scenario is: its intensity set so that the targets are met with a chosen chance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from drills.notes import Note
from drills.scenario.frozen import Scenario
from drills.scenario.generator import frozen
from drills.scenario.loads import FULL_PERCENT
from forecasting.messages import N_

Chance = Callable[[Scenario], float]

WANTED_CHANCE = 0.7
TOLERANCE = 0.05
INTENSITIES = range(20, 401)  # percent of the loads as written


@dataclass(frozen=True, slots=True)
class Tuned:
    """The *scenario* at the intensity found, frozen again; its *chance*; a *note* where the band was not reached."""

    scenario: Scenario
    chance: float
    reached: bool
    note: Note


def at_intensity(scenario: Scenario, percent: int) -> Scenario:
    """Return *scenario* with its loads at *percent* of what is written, frozen."""
    if percent not in INTENSITIES:
        raise ValueError(f"intensity {percent}: expected {INTENSITIES[0]} to {INTENSITIES[-1]} percent")
    return frozen(replace(scenario, intensity_percent=percent))


def tune(scenario: Scenario, chance: Chance, *, wanted: float = WANTED_CHANCE, tolerance: float = TOLERANCE) -> Tuned:
    """Return *scenario* at the intensity whose chance comes nearest to *wanted*, by bisection over whole percents.

    *chance* says with which probability the targets are met; more load must not make that likelier, for which it
    should draw common random numbers for all intensities. As written wins where that lies in the band already. Where
    no intensity reaches *wanted* ± *tolerance* the nearest is taken, and the note says so.
    """
    _check(wanted, tolerance)
    measured = _Measured(scenario, chance)
    if abs(measured(FULL_PERCENT) - wanted) <= tolerance:
        return measured.outcome(FULL_PERCENT, wanted, tolerance)
    easy, hard = INTENSITIES[0], INTENSITIES[-1]
    if measured(easy) <= wanted:
        return measured.outcome(measured.nearest(wanted, FULL_PERCENT, easy), wanted, tolerance)
    if measured(hard) >= wanted:
        return measured.outcome(measured.nearest(wanted, FULL_PERCENT, hard), wanted, tolerance)
    while hard - easy > 1:  # the chance is above wanted at easy, below it at hard
        middle = (easy + hard) // 2
        if measured(middle) > wanted:
            easy = middle
        else:
            hard = middle
    return measured.outcome(measured.nearest(wanted, easy, hard), wanted, tolerance)


def tune_first(
    draws: Sequence[Scenario], chance: Chance, *, wanted: float = WANTED_CHANCE, tolerance: float = TOLERANCE
) -> Tuned:
    """Return the first of *draws*, at least one, that can be made as hard as wanted, as ``tune`` does it.

    Draws of one template differ in when its messages come and in the size of what happens. Where none of them can, the one
    that comes nearest is taken, and the note says of how many.
    """
    tried: list[Tuned] = []
    for scenario in draws:
        tried.append(tune(scenario, chance, wanted=wanted, tolerance=tolerance))
        if tried[-1].reached:
            return tried[-1]
    nearest = min(tried, key=lambda tuned: abs(tuned.chance - wanted))
    if len(tried) == 1:
        return nearest
    template = N_("none of {draws} draws can be made as hard as wanted; the nearest: {reason}")
    return replace(nearest, note=Note(template, {"draws": len(tried), "reason": nearest.note.sentence}))


def _check(wanted: float, tolerance: float) -> None:
    if not 0 < wanted < 1 or not 0 < tolerance < 1:
        raise ValueError(f"chance {wanted} ± {tolerance}: expected both between 0 and 1")


class _Measured:
    """The chances of one scenario by intensity, each asked for once."""

    def __init__(self, scenario: Scenario, chance: Chance) -> None:
        self.scenario, self.chance = scenario, chance
        self.known: dict[int, float] = {}

    def __call__(self, percent: int) -> float:
        if percent not in self.known:
            value = self.chance(at_intensity(self.scenario, percent))
            if not 0 <= value <= 1:
                raise ValueError(f"chance {value} at intensity {percent}: expected 0 to 1")
            self.known[percent] = value
        return self.known[percent]

    def nearest(self, wanted: float, *percents: int) -> int:
        """Return which of *percents* comes nearest to *wanted*, the first of equals."""
        return min(percents, key=lambda percent: abs(self(percent) - wanted))

    def outcome(self, percent: int, wanted: float, tolerance: float) -> Tuned:
        value = self(percent)
        reached = abs(value - wanted) <= tolerance
        if reached:
            sentence = N_("the targets are met with a chance of {chance} at {intensity} % of the load as written")
        elif self(INTENSITIES[0]) <= wanted:
            sentence = N_("too hard at any load: {chance} instead of {wanted} at {intensity} % of the load as written")
        elif self(INTENSITIES[-1]) >= wanted:
            sentence = N_("too easy at any load: {chance} instead of {wanted} at {intensity} % of the load as written")
        else:
            sentence = N_("no load comes nearer: {chance} instead of {wanted} at {intensity} % of the load as written")
        said = {"chance": f"{value:.0%}", "wanted": f"{wanted:.0%}", "intensity": percent}
        return Tuned(at_intensity(self.scenario, percent), value, reached, Note(sentence, said))
