"""The drills of a year as a model: one switch for each kind of drill on each open day, obligations owed, limits, soft aims."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from math import ceil, floor

from ortools.sat.python import cp_model

from drills.incidents import Family, Scope
from drills.programme.candidates import Candidates, Option
from drills.programme.duties import Duties, budget_of
from drills.programme.entry import Entry, State
from drills.programme.months import months_after
from drills.programme.obligation import Choice, Due, Owed
from drills.programme.prices import USUAL_SIZES
from drills.programme.question import Question
from drills.programme.weights import CourseTerm
from drills.roles import Form

LEADERS_A_DRILL = 3  # commander, evaluator and controller
TEAMS_A_DRILL: Mapping[Form, int] = {Form.TABLETOP: 2, Form.FUNCTIONAL: 3, Form.FULL: 4}
UNMET = 1000  # of changes: an obligation is worth any number of them

Linear = cp_model.LinearExpr | int


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats that *count* people or teams must find on the days of *due*, in each drill as many as *of* says."""

    due: Due
    count: int
    of: Callable[[Form], int]


class CourseModel:
    """Which drills there are.

    *fixed* drills stand as they are, of *told* ones as few as possible change. *without* names limits that are lifted, to learn what
    stands in the way.
    """

    def __init__(
        self,
        question: Question,
        duties: Duties,
        candidates: Candidates,
        dues: Sequence[tuple[Owed, Due]],
        seats: Sequence[Seats],
        fixed: Sequence[Entry],
        told: Sequence[Entry],
        without: frozenset[str] = frozenset(),
    ) -> None:
        self.model = cp_model.CpModel()
        self.question, self.duties, self.without = question, duties, without
        self.fixed, self.told = tuple(fixed), tuple(told)
        self.options = tuple(option for options in candidates.options.values() for option in options)
        self.days = tuple(candidates.options)
        self.by_day = candidates.options
        self.switch = {
            option: self.model.new_bool_var(f"{option.day} {number}") for number, option in enumerate(self.options)
        }
        self.inside = tuple(entry for entry in self.fixed if question.first <= entry.day <= question.last)
        self.unmet: dict[Due, cp_model.IntVar] = {}
        self._post_owed(dues)
        self._post_seats(seats)
        self._post_days()
        if "progress" not in without:
            self._post_progress()
        if "budget" not in without:
            self._post_budget()

    def where(self, wanted: Callable[[Option], bool], day: date | None = None) -> Linear:
        """Return how many drills there are that are *wanted*, on *day* alone where one is given."""
        options = self.options if day is None else self.by_day[day]
        return sum((self.switch[option] for option in options if wanted(option)), start=0)

    def first_aim(self) -> Linear:
        """Return what is to be least before anything else: obligations not met, then changes to what was told."""
        return sum(self.unmet.values(), start=0) * UNMET + self.changes()

    def changes(self) -> Linear:
        """Return told drills that are gone, and new ones that were not told; nothing where nothing was told."""
        if not self.told:
            return 0
        places = {(entry.day, entry.families, entry.scope, entry.form) for entry in self.told}
        kept = self.where(lambda option: _place(option) in places)
        return len(self.told) - kept + self.where(lambda option: _place(option) not in places)

    def _post_owed(self, dues: Iterable[tuple[Owed, Due]]) -> None:
        for owed, due in dues:
            met = self.where(partial(_meets, owed, due))
            self.unmet[due] = self.model.new_bool_var(f"unmet {due.obligation}")
            self.model.add(met + self.unmet[due] >= 1)

    def _post_seats(self, seats: Iterable[Seats]) -> None:
        for wanted in seats:
            due = wanted.due
            there = sum(
                self.switch[option] * wanted.of(option.choice.form)
                for option in self.options
                if due.opens <= option.day <= due.closes
            )
            self.unmet[due] = self.model.new_int_var(0, wanted.count, f"seats {due.obligation} {due.closes}")
            self.model.add(there + self.unmet[due] >= wanted.count)

    def _post_days(self) -> None:
        on = {day: self.where(lambda _option: True, day) for day in self.days}
        apart = timedelta(days=1 if "days-apart" in self.without else self.question.policy.days_apart)
        for day in self.days:
            near = [on[other] for other in self.days if day <= other < day + apart]
            self.model.add(sum(near) <= 1)

    def _post_progress(self) -> None:
        live = lambda option: option.choice.is_live  # noqa: E731  # two predicates side by side
        combined = lambda option: option.choice.scope is Scope.COMBINED  # noqa: E731
        for family in self.question.families:
            self._post_after(family, live, lambda one: one.form is Form.TABLETOP)
            self._post_after(family, combined, lambda one: one.scope is Scope.SINGLE)

    def _post_after(
        self, family: Family, later: Callable[[Option], bool], easier: "Callable[[Entry | _Kind], bool]"
    ) -> None:
        """Let drills of *family* that are *later* come only behind one that is *easier*."""
        seen: Linear = 0
        previous: date | None = None
        for day in self.days:
            if previous is not None:
                now = self.model.new_bool_var(f"{family} before {day}")
                behind = self.where(
                    lambda option: family in option.choice.families and easier(_Kind.of(option)), previous
                )
                self.model.add(now <= seen + behind)
                seen = now
            previous = day
            since = months_after(day, -self.question.policy.remembered_months)
            if any(family in one.families and since <= one.day < day and easier(one) for one in self.fixed):
                continue
            on_day = self.where(lambda option: family in option.choice.families and later(option), day)
            self.model.add(on_day <= seen)

    def _post_budget(self) -> None:
        spent = sum(ceil(entry.loss.point_minutes) for entry in self.inside)
        left = max(0, floor(budget_of(self.question)) - spent)
        self.model.add(sum(self.switch[option] * option.point_minutes for option in self.options) <= left)

    def terms(self) -> dict[CourseTerm, Linear]:
        """Return the soft aims, each counted in its own unit; ``course_terms`` counts them over a finished course."""
        families, fixed = self.question.families, self.inside
        return {
            CourseTerm.CHANGES: self.changes(),
            CourseTerm.EFFORT: sum(self.switch[option] * hours_of(option.choice.form) for option in self.options)
            + sum(hours_of(entry.form) for entry in fixed),
            CourseTerm.LOSS: sum(self.switch[option] * option.point_minutes for option in self.options)
            + sum(ceil(entry.loss.point_minutes) for entry in fixed),
            CourseTerm.FAMILIES: sum(self._missing(family, live=False) for family in families),
            CourseTerm.PLAYED: sum(self._missing(family, live=True) for family in families),
            CourseTerm.CROWDING: self._crowding(),
            CourseTerm.WEEKDAYS: self._most(self._count(partial(_on_weekday, weekday)) for weekday in range(7)),
            CourseTerm.REPEATS: self._most(self._count(partial(_of_family, family)) for family in families),
            CourseTerm.KINDS: self._kinds_gone(),
        }

    def soft_aim(self) -> Linear:
        """Return the weighed sum of the soft aims, in tenths of points."""
        return weighed(self.terms(), self.question)

    def _missing(self, family: Family, *, live: bool) -> cp_model.IntVar:
        missing = self.model.new_bool_var(f"missing {family} {live}")
        there = self.where(lambda option: family in option.choice.families and (option.choice.is_live or not live))
        known = sum(family in entry.families and (entry.is_live or not live) for entry in self.inside)
        self.model.add(missing + there + known >= 1)
        return missing

    def _kinds_gone(self) -> Linear:
        """Return how many told drills have gone without another of their kind: a drill that moves is better than a new one."""
        total: Linear = 0
        for kind, count in Counter(_kind_of(entry) for entry in self.told).items():
            gone = self.model.new_int_var(0, count, "gone")
            there = self.where(partial(_of_kind, kind))
            self.model.add(gone >= count - there)
            total = total + gone
        return total

    def _crowding(self) -> Linear:
        months: defaultdict[tuple[int, int], list[Linear]] = defaultdict(list)
        for option in self.options:
            months[option.day.year, option.day.month].append(self.switch[option])
        for entry in self.inside:
            months[entry.day.year, entry.day.month].append(1)
        total: Linear = 0
        for month, counted in months.items():
            above = self.model.new_int_var(0, 31, f"above one in {month}")
            self.model.add(above >= sum(counted) - 1)
            total = total + above
        return total

    def _count(self, wanted: Callable[[date, tuple[Family, ...]], bool]) -> Linear:
        there = self.where(lambda option: wanted(option.day, option.choice.families))
        return there + sum(wanted(entry.day, entry.families) for entry in self.inside)

    def _most(self, counts: Iterable[Linear]) -> cp_model.IntVar:
        most = self.model.new_int_var(0, len(self.days) + len(self.inside), "most")
        for count in counts:
            self.model.add(most >= count)
        return most


@dataclass(frozen=True, slots=True)
class _Kind:
    """What an option and an entry have in common."""

    form: Form
    scope: Scope

    @staticmethod
    def of(option: Option) -> "_Kind":
        return _Kind(option.choice.form, option.choice.scope)


def _meets(owed: Owed, due: Due, option: Option) -> bool:
    return due.opens <= option.day <= due.closes and owed.fits(option.choice)


def _of_kind(kind: Choice, option: Option) -> bool:
    return option.choice == kind


def _kind_of(entry: Entry) -> Choice:
    return Choice(entry.families, entry.scope, entry.form)


def _on_weekday(weekday: int, day: date, _families: tuple[Family, ...]) -> bool:
    return day.weekday() == weekday


def _of_family(family: Family, _day: date, families: tuple[Family, ...]) -> bool:
    return family in families


def hours_of(form: Form) -> int:
    """Return the hours of all people of a drill of *form*, in tenths, so that they are whole."""
    return USUAL_SIZES[form].person_minutes // 6


def course_terms(
    entries: Sequence[Entry], told: Sequence[Entry], since: date, question: Question
) -> dict[CourseTerm, int]:
    """Return the soft aims of the drills *entries*, counted anew; of these, those before *since* were fixed beforehand."""
    inside = [entry for entry in entries if entry.counts and question.first <= entry.day <= question.last]
    families = question.families
    moving = [entry for entry in inside if entry.state is State.PLANNED and entry.day >= since]
    places, new = {_place_of(entry) for entry in told}, {_place_of(entry) for entry in moving}
    kinds_gone = Counter(map(_kind_of, told)) - Counter(map(_kind_of, moving))
    months: defaultdict[tuple[int, int], int] = defaultdict(int)
    for entry in inside:
        months[entry.day.year, entry.day.month] += 1
    return {
        CourseTerm.CHANGES: len(places ^ new) if told else 0,
        CourseTerm.EFFORT: sum(hours_of(entry.form) for entry in inside),
        CourseTerm.LOSS: sum(ceil(entry.loss.point_minutes) for entry in inside),
        CourseTerm.FAMILIES: sum(not any(family in entry.families for entry in inside) for family in families),
        CourseTerm.PLAYED: sum(
            not any(family in entry.families and entry.is_live for entry in inside) for family in families
        ),
        CourseTerm.CROWDING: sum(max(0, count - 1) for count in months.values()),
        CourseTerm.WEEKDAYS: max((sum(e.day.weekday() == day for e in inside) for day in range(7)), default=0),
        CourseTerm.REPEATS: max((sum(family in e.families for e in inside) for family in families), default=0),
        CourseTerm.KINDS: kinds_gone.total(),
    }


def weighed(terms: Mapping[CourseTerm, Linear], question: Question) -> Linear:
    """Return the sum of *terms* in tenths of points; changes are settled before and weigh nothing here."""
    weights = question.policy.weights
    return (
        weights.effort * terms[CourseTerm.EFFORT]
        + weights.loss * terms[CourseTerm.LOSS]
        + 10 * weights.families * terms[CourseTerm.FAMILIES]
        + 10 * weights.played * terms[CourseTerm.PLAYED]
        + 10 * weights.crowding * terms[CourseTerm.CROWDING]
        + 10 * weights.weekdays * terms[CourseTerm.WEEKDAYS]
        + 10 * weights.repeats * terms[CourseTerm.REPEATS]
        + 10 * weights.kinds * terms[CourseTerm.KINDS]
    )


def _place(option: Option) -> tuple[object, ...]:
    choice = option.choice
    return option.day, choice.families, choice.scope, choice.form


def _place_of(entry: Entry) -> tuple[object, ...]:
    return entry.day, entry.families, entry.scope, entry.form
