"""A year of drills played from its programme: drill, report, actions, training, re-tests by planning anew, and closing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from benchmarks.drills_bench.year_actions import agreed, done, judged, people_of
from benchmarks.drills_bench.year_centre import Centre
from benchmarks.drills_bench.year_drill import Staged, staged
from benchmarks.drills_bench.year_people import Practised
from drills.errors import NoWindowError
from drills.exercise import Order, Run, close, report
from drills.finding import Finding
from drills.improvement import (
    ActionStatus,
    Book,
    ScoredDrill,
    held_entries,
    scored_drill,
    to_retest,
    unowned,
)
from drills.practice.people import holder
from drills.programme import Entry, Programme, State
from drills.report import report_fingerprint
from drills.roles import Role
from drills.scenario.catalogue import Catalogue

MOVED_DAYS, SATURDAY = 4, 5  # a drill may be held so many days late
REPORTED_DAYS, CLOSED_DAYS, REPLANNED_DAYS, TRAINED_DAYS = 1, 2, 3, 14  # after the drill


@dataclass(frozen=True, slots=True)
class Planned:
    """A *programme*, how many of the obligations *owed* it meets, which are *lacking*, and the days that are *closed* to drills."""

    programme: Programme
    met: int
    owed: int
    lacking: tuple[str, ...] = ()
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Planning:
    """A programme asked for on *day*: *past* drills, *findings* to be tested again, the one *told* last, and what is *cancelled* of it."""

    day: date
    past: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    told: Programme | None = None
    cancelled: tuple[str, ...] = ()


Planner = Callable[[Planning], Planned]


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A drill that was held: how it was *staged*, what it *scored*, and its *actions* by name."""

    staged: Staged
    scored: ScoredDrill
    actions: tuple[str, ...]


@dataclass(slots=True)
class Year:
    """A year of *centre* under way; *programmes* are its versions, *missed* why no window was found for a drill."""

    centre: Centre
    known: Catalogue
    planner: Planner
    language: str = "zh_CN"
    plans: list[Planned] = field(default_factory=list)
    drills: list[Held] = field(default_factory=list)
    missed: dict[str, str] = field(default_factory=dict)
    book: Book = field(default_factory=Book)
    practised: Practised = field(default_factory=Practised)
    to_train: list[tuple[date, str]] = field(default_factory=list)

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """The versions of the programme."""
        return tuple(one.programme for one in self.plans)

    @property
    def planned(self) -> Planned:
        """The last version, with what it meets."""
        return self.plans[-1]

    @property
    def scored(self) -> tuple[ScoredDrill, ...]:
        """The drills that were held."""
        return tuple(one.scored for one in self.drills)

    def play(self, first: date, most: int | None = None, told: Callable[[Held], None] = lambda _: None) -> None:
        """Play the year that begins on *first*, or its first *most* drills."""
        self.plans.append(self.planner(Planning(first)))
        while (entry := self._next()) is not None and (most is None or len(self.drills) < most):
            self._train(entry.day)
            ready = self._staged(entry)
            if ready is None:
                self._plan(entry.day, entry.id)
                continue
            self.missed.pop(entry.id, None)
            self._hold(ready)
            told(self.drills[-1])
            self._plan_anew(entry.day)
        self._train(date.max)

    def _staged(self, entry: Entry) -> Staged | None:
        """Return the drill of *entry* on its day, or on one of the open days after it that carries it; None where none does."""
        past = tuple(one.staged.drill for one in self.drills)
        days = [entry.day + timedelta(days=later) for later in range(MOVED_DAYS + 1)]
        for day in (day for day in days if day.weekday() < SATURDAY and day not in self.planned.closed):
            try:
                return staged(replace(entry, day=day), self.centre, self.known, self.practised, past)
            except NoWindowError as error:
                self.missed[entry.id] = str(error)
        return None

    def _next(self) -> Entry | None:
        past = {one.staged.entry.id for one in self.drills} | set(self.missed)
        last = max((one.scored.day for one in self.drills), default=date.min)
        coming = [
            entry
            for entry in self.programmes[-1].entries
            if entry.state is State.PLANNED and entry.id not in past and entry.day > last
        ]
        return min(coming, key=lambda entry: entry.day, default=None)

    def _hold(self, ready: Staged) -> None:
        run = ready.played(self.language)
        scored = scored_drill(run.log)
        known = {action.id for action in self.book.actions}
        self.book = agreed(self.book, scored, self.language)
        names = tuple(action.id for action in self.book.actions if action.id not in known)
        ended = scored_drill(finished(run, scored, self.book).log, scored.score)
        self.drills.append(Held(ready, ended, names))
        before = {action.id: action.status for action in self.book.actions}
        self.book = judged(self.book, self.scored)
        again = [
            action.id
            for action in self.book.actions
            if action.status is ActionStatus.REOPENED and before.get(action.id) is not ActionStatus.REOPENED
        ]
        due = ended.day + timedelta(days=TRAINED_DAYS)
        self.to_train += [(due, name) for name in (*names, *again)]

    def _train(self, until: date) -> None:
        """Let everybody practise what is due before *until*."""
        for day, name in sorted(self.to_train):
            if day <= until:
                action = self.book.action(name)
                drill = next(one.scored for one in self.drills if one.scored.id == action.findings[0].drill)
                self.book = done(self.book, drill, [name], day, self.language)
                self.practised = self.practised.after(people_of(action, drill))
        self.to_train = [item for item in self.to_train if item[0] > until]

    def _plan_anew(self, day: date) -> None:
        """Plan the rest of the year anew where something is to be tested again that no drill to come tests."""
        waiting = to_retest(self.scored)
        told = self.programmes[-1]
        planned = {name for entry in told.entries if entry.day > day for name in entry.retests}
        if any(finding.id not in planned for finding in waiting):
            self._plan(day + timedelta(days=REPLANNED_DAYS))

    def _plan(self, day: date, *cancelled: str) -> None:
        past, waiting = held_entries(self.scored), to_retest(self.scored)
        self.plans.append(self.planner(Planning(day, past, waiting, self.programmes[-1], cancelled)))


def finished(run: Run, scored: ScoredDrill, book: Book) -> Run:
    """Return *run* reported and closed: every finding that has to be mended has an owner by then."""
    at, by = _evening(scored), holder(run.drill, Role.CONTROLLER)
    run = report(run, Order(at + timedelta(days=REPORTED_DAYS), by), report_fingerprint(run.log))
    return close(run, Order(at + timedelta(days=CLOSED_DAYS), by), unowned(run.log, scored.score, book))


def _evening(drill: ScoredDrill) -> datetime:
    return datetime.combine(drill.day, time(20), tzinfo=drill.run.drill.window.zone)
