"""The shapes of findings, actions, training credit and trends: what is asked, and what is told in the reader's language."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from api.routes.shapes import Asked, Day, Id, Name, Told
from api.usecases.drill_actions import Changed, Found, findings_named
from drills.exercise import Order
from drills.finding import Finding
from drills.improvement import (
    Action,
    Book,
    Credit,
    PersonYear,
    Recurrence,
    RetestDue,
    ScoredDrill,
    Standing,
    TrainingYear,
    action_record,
    add_action,
    apply_retests,
    assign_action,
    close_action,
    correct_entry,
    credit_record,
    finding_record,
    mark_done,
    reopen_action,
)
from drills.scenario.acts import Element
from forecasting.messages import Translate

Said = Annotated[str, Field(max_length=4_000)]
Key = Annotated[str, Field(max_length=100)]
Digest = Annotated[str, Field(pattern="^([0-9a-fA-F]{64})?$")]
Drills = tuple[ScoredDrill, ...]


class BookOrder(Asked):
    """Who gives an order about the book of a site, and its *key*: an order sent again with the same key counts once."""

    site_id: Id
    by: Name
    key: Key = ""


class ActionAsked(BookOrder):
    """A new action about *findings* of the site's drills; its element is that of the first where none is given."""

    findings: Annotated[list[Name], Field(min_length=1, max_length=100)]
    text: Said
    element: Annotated[Element, Field(strict=False)] | None = None
    verification: Said = ""
    owner: Annotated[str, Field(max_length=200)] = ""
    start: Day | None = None
    due: Day | None = None

    def change(self, book: Book, order: Order, drills: Drills) -> Book:
        """Return *book* with the action."""
        about = findings_named(tuple(self.findings), drills)
        days = self.start, self.due
        return add_action(book, order, about, self.text, self.element, self.verification, self.owner, *days)


class AssignmentAsked(BookOrder):
    """Who has to do an action, and until when."""

    owner: Name
    due: Day
    start: Day | None = None

    def change(self, action: str, book: Book, order: Order) -> Book:
        """Return *book* with the assignment."""
        return assign_action(book, order, action, self.owner, self.due, self.start)


class EvidenceAsked(BookOrder):
    """What shows that an action was done, in place from the day *done_on*: words, and a file's name and SHA-256 where there is one."""

    text: Said
    file: Annotated[str, Field(max_length=200)] = ""
    sha256: Digest = ""
    done_on: Day | None = None

    def change(self, action: str, book: Book, order: Order) -> Book:
        """Return *book* with the evidence."""
        return mark_done(book, order, action, self.text, self.sha256, self.file, self.done_on)


class RemarkAsked(BookOrder):
    """Why an action is closed, which may be left out, or opened again, which may not."""

    text: Said = ""

    def close(self, action: str, book: Book, order: Order, drills: Drills) -> Book:
        """Return *book* with the action closed, after what later drills showed of it was written down."""
        return close_action(apply_retests(book, order, drills), order, action, self.text)

    def reopen(self, action: str, book: Book, order: Order) -> Book:
        """Return *book* with the action open again."""
        return reopen_action(book, order, action, self.text)


class EntryCorrectionAsked(BookOrder):
    """What should stand in a line of the book instead, or that it is *void*; *text* says why."""

    line: Annotated[int, Field(ge=1, le=2**31)]
    text: Said
    void: bool = False
    data: Annotated[dict[Name, Said | None], Field(default_factory=dict, max_length=10)]

    def change(self, book: Book, order: Order) -> Book:
        """Return *book* with the correction."""
        return correct_entry(book, order, self.line, self.text, void=self.void, data={**self.data})


class FindingTold(Told):
    """A finding: *told* says what was seen in the reader's language, *text* what its author wanted to see, in both."""

    id: str
    family: str
    found: Day
    rating: str | None
    capability: str | None
    kind: str
    drill: str
    template: str
    of: str
    under: str | None
    incident: str
    level: str | None
    element: str
    text: dict[str, str] | None
    told: str
    target: str | None
    allowed_minutes: int | None
    measured_minutes: float | None
    lines: list[int]

    @staticmethod
    def of_finding(finding: Finding, translate: Translate) -> "FindingTold":
        """Shape *finding*."""
        told = "" if finding.note is None else finding.note.say(translate)
        record = {key: value for key, value in finding_record(finding).items() if key != "note"}
        return FindingTold.model_validate({**record, "told": told})


class FoundTold(FindingTold):
    """A finding of a drill, and whether an action with an owner and a date sees to it."""

    owned: bool

    @staticmethod
    def of_found(found: Found, translate: Translate) -> "FoundTold":
        """Shape *found*."""
        told = FindingTold.of_finding(found.finding, translate)
        return FoundTold(**told.model_dump(), owned=found.is_owned)


class EvidenceTold(Told):
    """What shows that an action was done."""

    line: int
    text: str
    file: str
    sha256: str
    on: Day


class VerifiedTold(Told):
    """A finding that *drill* tested again and met; *lines* of its log, whose last line has the digest *log*."""

    line: int
    finding: str
    drill: str
    log: str
    lines: list[int]


class ActionTold(Told):
    """An action as its lines of the book say it stands; *why* it was opened again, in the reader's language."""

    id: str
    status: str
    text: str
    findings: list[str]
    element: str
    owner: str
    start: Day | None
    due: Day | None
    verification: str
    evidence: list[EvidenceTold]
    verified: list[VerifiedTold]
    added_on: Day
    reopened_on: Day | None
    why: str | None
    closed_on: Day | None
    lines: list[int]

    @staticmethod
    def of_action(action: Action, translate: Translate) -> "ActionTold":
        """Shape *action*."""
        why = None if action.why is None else action.why.say(translate)
        findings = [one.id for one in action.findings]
        return ActionTold.model_validate({**action_record(action), "findings": findings, "why": why})


class RetestTold(Told):
    """A finding that is to be tested again by the day *due*."""

    finding: str
    due: Day

    @staticmethod
    def of_retest(one: RetestDue) -> "RetestTold":
        """Shape *one*."""
        return RetestTold(finding=one.finding.id, due=one.due)


class RecurrenceTold(Told):
    """A finding that came back after *action* about *earlier* was closed, and whether another action sees to it."""

    finding: str
    earlier: str
    action: str
    answered: bool

    @staticmethod
    def of_recurrence(one: Recurrence) -> "RecurrenceTold":
        """Shape *one*."""
        return RecurrenceTold(
            finding=one.finding.id, earlier=one.earlier.id, action=one.action, answered=one.is_answered
        )


class StandingTold(Told):
    """How the actions of a site stand *today*: *in_order* where nothing rated M or U lacks an owner, is late or came back."""

    today: Day
    in_order: bool
    actions: list[ActionTold]
    unowned: list[FindingTold]
    overdue: list[str]
    retests: list[RetestTold]
    came_back: list[RecurrenceTold]

    @staticmethod
    def of_standing(found: Standing, translate: Translate) -> "StandingTold":
        """Shape *found*."""
        return StandingTold(
            today=found.today,
            in_order=found.is_in_order,
            actions=[ActionTold.of_action(one, translate) for one in found.actions],
            unowned=[FindingTold.of_finding(one, translate) for one in found.unowned],
            overdue=[one.id for one in found.overdue],
            retests=[RetestTold.of_retest(one) for one in found.retests],
            came_back=[RecurrenceTold.of_recurrence(one) for one in found.back],
        )


class ChangedTold(Told):
    """The *actions* that an order was about, and the numbers of the *lines* that it wrote."""

    lines: list[int]
    actions: list[ActionTold]

    @staticmethod
    def of_changed(changed: Changed, translate: Translate) -> "ChangedTold":
        """Shape *changed*."""
        actions = [ActionTold.of_action(one, translate) for one in changed.actions]
        return ChangedTold(lines=list(changed.lines), actions=actions)


class CreditTold(Told):
    """What one person has of one drill; *against* says in the reader's language why there is no credit."""

    agent: str
    name: str
    team: str
    drill: str
    title: dict[str, str]
    day: Day
    start: AwareDatetime | None
    end: AwareDatetime | None
    form: str
    families: list[str]
    course: str
    roles: list[str]
    hours: float
    attended: bool
    acts: list[int]
    examined: bool
    met: int
    counted: int
    given: bool
    against: str | None
    valid_until: Day | None
    keep_until: Day

    @staticmethod
    def of_credit(credit: Credit, translate: Translate) -> "CreditTold":
        """Shape *credit*."""
        against = None if credit.against is None else credit.against.say(translate)
        return CreditTold.model_validate({**credit_record(credit), "against": against})


class PersonTold(Told):
    """Class hours of somebody in a year, of drills and of other training, and what is lacking of 40 hours and two courses (OS-5.1, OS-5.3)."""

    agent: str
    drill_hours: float
    other_hours: float
    lacking_hours: float
    courses: int
    lacking_courses: int

    @staticmethod
    def of_person(one: PersonYear) -> "PersonTold":
        """Shape *one*."""
        return PersonTold(
            agent=one.agent,
            drill_hours=round(one.drill_hours, 2),
            other_hours=round(one.other_hours, 2),
            lacking_hours=round(one.lacking_hours, 2),
            courses=one.courses,
            lacking_courses=one.lacking_courses,
        )


class TrainingTold(Told):
    """Training credit for drills, and how a *year* stands for the people of the site."""

    year: int
    covered: int
    drilled: int
    covers_enough: bool
    people: list[PersonTold]
    credits: list[CreditTold]

    @staticmethod
    def of_year(year: TrainingYear, given: tuple[Credit, ...], translate: Translate) -> "TrainingTold":
        """Shape *year* with the credit *given* in it."""
        return TrainingTold(
            year=year.year,
            covered=year.covered,
            drilled=year.drilled,
            covers_enough=year.covers_enough,
            people=[PersonTold.of_person(one) for one in year.people],
            credits=[CreditTold.of_credit(one, translate) for one in given if one.day.year == year.year],
        )
