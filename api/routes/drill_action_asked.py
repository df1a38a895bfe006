"""What is asked of the book of actions."""

from typing import Annotated

from pydantic import Field

from api.routes.shapes import Asked, Day, Id, Name
from api.usecases.drill_actions import findings_named
from drills.exercise import Order
from drills.improvement import (
    Book,
    ScoredDrill,
    add_action,
    apply_retests,
    assign_action,
    close_action,
    correct_entry,
    mark_done,
    reopen_action,
)
from drills.scenario.acts import Element

Said = Annotated[str, Field(max_length=4_000)]
Key = Annotated[str, Field(max_length=100)]
Digest = Annotated[str, Field(pattern="^([0-9a-fA-F]{64})?$")]


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

    def change(self, book: Book, order: Order, drills: tuple[ScoredDrill, ...]) -> Book:
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

    def close(self, action: str, book: Book, order: Order, drills: tuple[ScoredDrill, ...]) -> Book:
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
