"""What is done about what drills of a stored site showed: findings, the book of actions, training credit, trends."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from api.errors import ConflictError, NotFoundError
from api.store import UnitOfWork
from api.usecases.drill_programme import ProgrammeOrder
from api.usecases.sites import site_file_of
from drills.exercise import Log, Order, Run
from drills.finding import Finding
from drills.improvement import (
    Action,
    Book,
    Credit,
    ScoredDrill,
    Standing,
    TrainingYear,
    Trends,
    apply_retests,
    credits_of,
    held,
    owned_of,
    scored_drill,
    standing,
    training_year,
    trends,
    unowned_of,
    with_held,
    with_owed,
)
from drills.programme.reading import read_held
from forecasting.messages import N_, Sentence

Change = Callable[[Book, Order, tuple[ScoredDrill, ...]], Book]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A log known by the digest of its last line, on which all others hang."""

    digest: str
    log: Log = field(compare=False)


@lru_cache(maxsize=512)
def _scored(kept: _Kept) -> ScoredDrill:
    return scored_drill(kept.log)


def scored_of(log: Log) -> ScoredDrill:
    """Return the drill of *log*, scored once however often it is asked for."""
    return _scored(_Kept(log.last.digest, log))


def drills_of(unit: UnitOfWork, site_id: int) -> tuple[ScoredDrill, ...]:
    """Return the drills of a site that were held, scored, by day."""
    unit.sites.get(site_id)
    phases = unit.drill_runs.phases()
    logs = [unit.drill_runs.log(one.id) for one in unit.drills.all(site_id) if one.id in phases and phases[one.id].over]
    return held(scored_of(log) for log in logs)


def site_of_drill(unit: UnitOfWork, drill_id: int) -> int:
    """Return the site of a drill."""
    return unit.rosters.get(unit.drills.get(drill_id).roster_id).site_id


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a drill and whether an action with an owner and a date sees to it."""

    finding: Finding
    is_owned: bool


def findings_in(unit: UnitOfWork, drill_id: int) -> tuple[Found, ...]:
    """Return what a drill showed so far; NotFoundError where it has no run."""
    site_id = site_of_drill(unit, drill_id)
    findings = scored_of(unit.drill_runs.log(drill_id)).findings
    owned = owned_of(findings, unit.drill_actions.book(site_id))
    return tuple(Found(finding, finding.id in owned) for finding in findings)


def unowned_in(unit: UnitOfWork, drill_id: int, run: Run) -> tuple[str, ...]:
    """Return the findings of *run*, that of a drill, that stand against closing its report: M or U without an owned and dated action."""
    book = unit.drill_actions.book(site_of_drill(unit, drill_id))
    return tuple(finding.id for finding in unowned_of(scored_of(run.log).findings, book))


def book_of(unit: UnitOfWork, site_id: int) -> Book:
    """Return the book of actions of a site."""
    return unit.drill_actions.book(unit.sites.get(site_id).id)


def zone_of(unit: UnitOfWork, site_id: int) -> ZoneInfo:
    """Return the clock of a site."""
    return site_file_of(unit, site_id).site.zone


def standing_of(unit: UnitOfWork, site_id: int, now: datetime) -> Standing:
    """Return how the actions of a site stand at *now*, on its own clock."""
    today = now.astimezone(zone_of(unit, site_id)).date()
    return standing(book_of(unit, site_id), drills_of(unit, site_id), today)


@dataclass(frozen=True, slots=True)
class Changed:
    """The *book* after an order, and the numbers of the *lines* that the order wrote, the same ones when it comes again."""

    book: Book
    lines: tuple[int, ...]

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions that the lines are about."""
        return tuple(action for action in self.book.actions if set(self.lines) & set(action.lines))


def change_actions(unit: UnitOfWork, site_id: int, order: Order, change: Change, action: str | None = None) -> Changed:
    """Carry out an order on the book of a site and commit; with a key that the book knows, change nothing.

    *change* is given the order on the site's clock. NotFoundError for an *action* that the book does not have; ActionError with every
    reason against the order; ConflictError where somebody else used its key.
    """
    book = book_of(unit, site_id)
    if action is not None and book.find(action) is None:
        raise NotFoundError("drill action", action)
    _refuse_foreign(book, order)
    local = Order(order.now.astimezone(zone_of(unit, site_id)), order.by, order.key)
    changed = change(book, local, drills_of(unit, site_id))
    new = changed.lines[len(book) :]
    unit.drill_actions.add(site_id, new)
    unit.commit()
    return Changed(changed, tuple(line.number for line in new) or _lines_of(book, order))


def _lines_of(book: Book, order: Order) -> tuple[int, ...]:
    """Return the lines that *order* wrote when it came before."""
    return tuple(line.number for line in book.lines if order.key and line.data.get("key") == order.key)


def _refuse_foreign(book: Book, order: Order) -> None:
    others = [line for line in book.lines if order.key and line.data.get("key") == order.key and line.by != order.by]
    if others:
        template = N_("key {key} names an order of somebody else; expected a new key for each order")
        raise ConflictError(Sentence(template, key=order.key))


def findings_named(names: tuple[str, ...], drills: tuple[ScoredDrill, ...]) -> tuple[Finding, ...]:
    """Return the findings called *names*; NotFoundError for the first that no drill has."""
    known = {finding.id: finding for drill in drills for finding in drill.findings}
    missing = next((name for name in names if name not in known), None)
    if missing is not None:
        raise NotFoundError("finding", missing)
    return tuple(known[name] for name in names)


def retested(book: Book, order: Order, drills: tuple[ScoredDrill, ...]) -> Book:
    """Return *book* with what *drills* say of its actions that are done."""
    return apply_retests(book, order, drills)


def credits_in(unit: UnitOfWork, site_id: int) -> tuple[Credit, ...]:
    """Return the training credit of everybody in every drill of a site that was held."""
    return tuple(one for drill in drills_of(unit, site_id) for one in credits_of(drill.log, drill.score))


def training_in(unit: UnitOfWork, site_id: int, year: int) -> TrainingYear:
    """Return how the training of a *year* stands for the people of a site, drills and its own record together."""
    site_file = site_file_of(unit, site_id)
    people = [str(agent.id) for agent in site_file.agents]
    return training_year(credits_in(unit, site_id), year, people, site_file.curriculum.record)


def trends_in(unit: UnitOfWork, site_id: int) -> Trends:
    """Return the trends over the drills of a site."""
    return trends(drills_of(unit, site_id))


def with_logs(unit: UnitOfWork, site_id: int, order: ProgrammeOrder, now: datetime) -> ProgrammeOrder:
    """Return *order* for a programme with what is stored of the site: drills of the past until *now*, and what is owed a re-test for them.

    A drill that was run counts as its log says it went, one without a run as it was planned.
    """
    stored = unit.drills.all(site_id)
    phases = unit.drill_runs.phases()
    planned = [drill.document for drill in stored if drill.end <= now and drill.id not in phases]
    drills = drills_of(unit, site_id)
    past = with_held((*order.past, *read_held(planned, zone_of(unit, site_id), "store")), drills)
    return replace(order, past=past, findings=with_owed(order.findings, drills))
