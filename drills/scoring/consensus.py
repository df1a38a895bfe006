"""What several evaluators saw, taken together: what most of them say, and among equally many the worse."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from drills.exercise import State
from drills.rating import Rating, worse


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evaluators together say of an expectation: *met* or not, None where nobody does; *lines* of those who say anything."""

    met: bool | None
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter that the evaluators together give an objective, None where nobody does; *lines* of those who give one."""

    rating: Rating | None
    lines: tuple[int, ...]


def verdict(state: State, expectation: str) -> Verdict:
    """Return what the sheets together say of *expectation*."""
    votes = {
        sheet.line: sheet.sheet.marks[expectation].met
        for sheet in state.sheets.values()
        if expectation in sheet.sheet.marks and sheet.sheet.marks[expectation].met is not None
    }
    if not votes:
        return Verdict(None, ())
    return Verdict(2 * sum(met is True for met in votes.values()) > len(votes), tuple(sorted(votes)))


def letter(state: State, objective: str) -> Letter:
    """Return the letter that the sheets together give *objective*."""
    votes = {
        sheet.line: sheet.sheet.ratings[objective]
        for sheet in state.sheets.values()
        if objective in sheet.sheet.ratings
    }
    return Letter(most_votes(votes.values()), tuple(sorted(votes)))


def most_votes(ratings: Iterable[Rating]) -> Rating | None:
    """Return the letter that is named most often, the worst of several that are; None where there is none."""
    counted = Counter(ratings)
    most = max(counted.values(), default=0)
    return worse(*(rating for rating, count in counted.items() if count == most)) if counted else None
