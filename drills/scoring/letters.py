"""The letters of objectives and drills (HSEEP), for what was played and for what is only simulated alike."""

from collections.abc import Collection, Iterable

from drills.rating import Rating, worse
from drills.scoring.rules import Rules


def objective_letter(targets: Collection[tuple[bool, bool]], rules: Rules) -> Rating:
    """Return the letter of an objective whose *targets*, at least one, count as (met, critical).

    P where all are met, S where all critical ones and at least ``some_share`` of all are, else U.
    """
    met = sum(each for each, _critical in targets)
    if met == len(targets):
        return Rating.P
    critical = all(each for each, critical in targets if critical)
    return Rating.S if critical and met >= rules.some_share * len(targets) else Rating.U


def drill_letter(letters: Collection[Rating], rules: Rules) -> Rating:
    """Return the letter of a drill whose objectives have *letters*, at least one.

    P where none is U and at least ``best_share`` are P; else S where more than ``passed_share`` are S or better, M where so many are M or
    better, else U: what half of its objectives did not meet was not met. A critical target that fails makes its objective U and so rules P out.
    """
    share = {letter: sum(worse(each, letter) is letter for each in letters) / len(letters) for letter in Rating}
    if Rating.U not in letters and share[Rating.P] >= rules.best_share:
        return Rating.P
    passed = (letter for letter in (Rating.S, Rating.M) if share[letter] > rules.passed_share)
    return next(passed, Rating.U)


def drill_points(letters: Collection[Rating], rules: Rules) -> float:
    """Return the points of a drill whose objectives have *letters*, at least one: the mean of what each letter is worth."""
    return sum(rules.points[letter] for letter in letters) / len(letters)


def capped(letters: Iterable[Rating], *, over_budget: bool) -> list[Rating]:
    """Return *letters*, none better than M where the live service has lost more than its budget."""
    return [worse(letter, Rating.M) if over_budget else letter for letter in letters]
