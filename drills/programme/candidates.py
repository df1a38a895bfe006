"""Which drill could be on which day: the open days of a programme, with what each form would cost."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import ceil

from drills.notes import Note
from drills.programme.entry import Entry
from drills.programme.months import days_between
from drills.programme.obligation import Choice, Due
from drills.programme.prices import Possible
from drills.programme.question import Question
from drills.roles import Form
from forecasting.messages import N_

MOST_DAYS = 40  # beyond so many, weeks keep their two best days, and all that a short stretch of days needs
DAYS_A_WEEK, FEW_DAYS = 2, 4


@dataclass(frozen=True, slots=True)
class Option:
    """A drill of the kind *choice* on *day*, with what it takes."""

    day: date
    choice: Choice
    possible: Possible

    @property
    def point_minutes(self) -> int:
        """Its loss in whole point minutes, rounded up, so that a budget kept in whole numbers is kept."""
        return ceil(self.possible.loss.point_minutes)


@dataclass(frozen=True)
class Candidates:
    """The *options* by day, and why the other days have none for a form: *refused*."""

    options: Mapping[date, tuple[Option, ...]]
    refused: Mapping[tuple[Form, date], Note]

    def within(self, due: Due) -> Iterator[Option]:
        """Yield the options on the days of *due*."""
        for day, options in self.options.items():
            if due.opens <= day <= due.closes:
                yield from options

    def reasons(self, due: Due, form: Form | None) -> Counter[str]:
        """Return how many days of *due* have which reason against a drill of *form*, of a tabletop where it is None."""
        found = (self.refused.get((form or Form.TABLETOP, day)) for day in days_between(due.opens, due.closes))
        return Counter(note.say() for note in found if note is not None)


def candidates_of(
    question: Question, dues: Sequence[Due], since: date, told: Sequence[Entry], fixed: Sequence[Entry]
) -> Candidates:
    """Return the options of *question* from *since* on; days of *told* drills are kept whatever happens.

    Days that are too near to *fixed* drills have none.
    """
    options: dict[date, tuple[Option, ...]] = {}
    refused: dict[tuple[Form, date], Note] = {}
    for day in days_between(question.first, question.last):
        found = []
        for form in Form:
            possible = _on(question, form, day, since, fixed)
            if isinstance(possible, Note):
                refused[form, day] = possible
            else:
                found += [Option(day, choice, possible) for choice in question.choices if choice.form is form]
        if found:
            options[day] = tuple(found)
    kept = _kept(options, dues, {entry.day for entry in told})
    return Candidates({day: options[day] for day in kept}, refused)


def _on(question: Question, form: Form, day: date, since: date, fixed: Sequence[Entry]) -> Possible | Note:
    if day < since:
        return Note(N_("what is so near stays as it was told"))
    if day in question.closed:
        return question.closed[day]
    near = next((one for one in fixed if abs((one.day - day).days) < question.policy.days_apart), None)
    if near is not None:
        return Note(N_("too near to drill {drill}"), {"drill": near.id})
    return question.prices.on(form, day)


def _kept(options: Mapping[date, tuple[Option, ...]], dues: Sequence[Due], told: set[date]) -> list[date]:
    days = sorted(options)
    if len(days) <= MOST_DAYS:
        return days
    kept = told & set(days)
    for due in dues:
        inside = [day for day in days if due.opens <= day <= due.closes]
        kept |= set(inside if len(inside) <= FEW_DAYS else ())
    for _week, week in groupby(days, key=lambda day: day.isocalendar()[:2]):
        kept |= set(sorted(week, key=lambda day: _worth(options[day], day))[:DAYS_A_WEEK])
    return sorted(kept)


def _worth(options: Sequence[Option], day: date) -> tuple[float, int]:
    """Return what days are sorted by: cheap ones first, and each week another weekday among equals."""
    turn = (day.weekday() - 2 * day.isocalendar().week) % 7
    return min(option.possible.loss.point_minutes for option in options), turn
