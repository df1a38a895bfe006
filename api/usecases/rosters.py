"""Rosters: checked by every rule, stored as a version, published to calendars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from api.errors import RosterRefusedError
from api.feeds import EventRevision, revisions_by_agent
from api.store import UnitOfWork
from api.store.records import SolveSummary, StoredRequirement, StoredRoster
from api.usecases.basis import site_calendar
from api.usecases.before import published_before
from api.usecases.published import shared_days
from api.usecases.rostered import Rostered
from api.usecases.sites import site_file_of
from api.usecases.worked import worked_before
from forecasting.calendar import EventCalendar
from scheduler.checking import check_roster, is_lawful
from scheduler.formats import SiteFile
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Violation


@dataclass(frozen=True)
class Question:
    """What a stored requirement asks of a roster: the site, its events, and the instance made of them."""

    requirement: StoredRequirement
    site_file: SiteFile
    calendar: EventCalendar
    instance: Instance

    @staticmethod
    def of(unit: UnitOfWork, requirement_id: int) -> "Question":
        """Read a question from the store."""
        head = unit.requirements.get(requirement_id)
        site_file = worked_before(site_file_of(unit, head.site_id), head.grid.first_day, None, None)
        calendar = site_calendar(site_file, head.grid.first_day, head.grid.last_day)
        before = published_before(unit, head.site_id, site_file, head.grid)
        teams = unit.requirements.teams(requirement_id)
        # Months in which a contract cannot be kept have drafts, which are read and checked like any roster.
        instance = site_file.instance(head.grid, teams, calendar, before=before, must_be_possible=False)
        return Question(head, site_file, calendar, instance)


@dataclass(frozen=True)
class PlannedRoster:
    """A stored roster with the question that it answers."""

    head: StoredRoster
    roster: Roster
    question: Question
    violations: tuple[Violation, ...]

    @staticmethod
    def of(unit: UnitOfWork, roster_id: int) -> "PlannedRoster":
        """Read a roster from the store."""
        head = unit.rosters.get(roster_id)
        question = Question.of(unit, head.requirement_id)
        return PlannedRoster(head, unit.rosters.roster(roster_id), question, unit.rosters.violations(roster_id))

    @property
    def instance(self) -> Instance:
        """The instance that the roster is measured against."""
        return self.question.instance

    @cached_property
    def lawful(self) -> bool:
        """Whether no hard rule is broken."""
        return is_lawful(self.violations)

    def explained(self, unit: UnitOfWork) -> Rostered:
        """Return the roster as questions about it take it, with the published one that it was held against."""
        against = None if self.head.solve is None else self.head.solve.published_id
        published = None if against is None else shared_days(unit.rosters.roster(against), self.head.grid)
        return Rostered(self.question.site_file, self.instance, self.roster, published)


def store_roster(
    unit: UnitOfWork, question: Question, roster: Roster, solve: SolveSummary | None, now: datetime
) -> StoredRoster:
    """Store *roster* as the site's next version once every rule has seen it; part of a larger transaction."""
    violations = check(roster, question)
    if not is_lawful(violations):
        raise RosterRefusedError(violations)
    head = question.requirement
    return unit.rosters.add(head.site_id, head.id, roster, violations, solve, now)


def store_draft(
    unit: UnitOfWork, question: Question, roster: Roster, solve: SolveSummary | None, now: datetime
) -> StoredRoster:
    """Store *roster* as the site's next version with all that it breaks; one that breaks a hard rule is never published."""
    head = question.requirement
    return unit.rosters.add(head.site_id, head.id, roster, check(roster, question), solve, now)


def publish_roster(unit: UnitOfWork, roster_id: int, now: datetime) -> StoredRoster:
    """Make a roster known: every agent's calendar shows it from now on."""
    head = publish(unit, PlannedRoster.of(unit, roster_id), now)
    unit.commit()
    return head


def publish(unit: UnitOfWork, planned: PlannedRoster, now: datetime) -> StoredRoster:
    """Publish *planned*; part of a larger transaction. Raises RosterRefusedError for a draft that breaks a hard rule."""
    if not planned.lawful:
        raise RosterRefusedError(planned.violations)
    head, site = planned.head, planned.question.site_file.site
    known = unit.publications.latest_of_site(head.site_id)
    revisions = revisions_by_agent(planned.roster, planned.instance, now, known, site=site.name)
    fresh = {agent: _fresh(made, known.get(agent, ())) for agent, made in revisions.items()}
    unit.publications.add(head.site_id, head.id, fresh, now)
    return unit.rosters.get(head.id)


def _fresh(made: Sequence[EventRevision], known: Sequence[EventRevision]) -> list[EventRevision]:
    stored = {(revision.uid, revision.sequence) for revision in known}
    return [revision for revision in made if (revision.uid, revision.sequence) not in stored]


def list_rosters(unit: UnitOfWork, site_id: int | None = None) -> list[StoredRoster]:
    """Return the heads of rosters, the newest first."""
    return unit.rosters.all(site_id)


def check(roster: Roster, question: Question) -> tuple[Violation, ...]:
    """Return what *roster* breaks of the site's rules, hard violations first."""
    return check_roster(roster, question.instance, question.site_file.rules)
