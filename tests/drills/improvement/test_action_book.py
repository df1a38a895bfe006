"""The book of actions: orders, refusals, its chain, and what no sequence of orders can do."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from drills.errors import LogError, OrderError
from drills.exercise import Order
from drills.finding import Finding, FindingKind
from drills.improvement import (
    ActionStatus,
    Book,
    BookKind,
    ScoredDrill,
    action_record,
    add_action,
    apply_retests,
    assign_action,
    book_text,
    close_action,
    correct_entry,
    mark_done,
    overdue,
    read_book,
    reopen_action,
)
from drills.incidents import Family
from drills.rating import Rating
from drills.scenario.acts import Capability, Element
from tests.drills.improvement.held_drills import FIRST_DAY, held_drill

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
GRADING = Finding(
    "D1/2026-03-02/target/graded",
    Family.SYSTEM_OUTAGE,
    FIRST_DAY,
    Rating.U,
    Capability.GRADING,
    FindingKind.TARGET,
    "D1",
    element=Element.PLAN,
)
LATE = Finding(
    "D1/2026-03-02/late/x",
    Family.SYSTEM_OUTAGE,
    FIRST_DAY,
    None,
    None,
    FindingKind.LATE,
    "D1",
    element=Element.EQUIPMENT,
)
DIGEST = "ab" * 32


def order(days: float = 0, by: str = "lead", key: str = "") -> Order:
    return Order(NOON + timedelta(days=days), by, key)


def added(*findings: Finding, owner: str = "Li", due: date | None = date(2026, 3, 20)) -> Book:
    return add_action(Book(), order(), findings or (GRADING,), "A card with the levels", owner=owner, due=due)


def test_an_action_has_the_element_of_its_first_finding_and_is_open_until_it_is_done() -> None:
    action = added().action("A1")
    assert (action.element, action.status, action.owner, action.due) == (
        Element.PLAN,
        ActionStatus.OPEN,
        "Li",
        date(2026, 3, 20),
    )
    assert action.findings == (GRADING,)


def test_every_reason_against_an_action_is_named() -> None:
    with pytest.raises(OrderError) as refused:
        add_action(Book(), order(by=" "), (), " ", start=date(2026, 3, 9), due=date(2026, 3, 8))
    assert [str(reason) for reason in refused.value.reasons] == [
        "expected who says so",
        "expected what is to be done",
        "it begins on 2026-03-09 and is due on 2026-03-08 before",
        "expected at least one finding that it is about",
    ]


def test_an_action_about_what_is_not_rated_closes_on_evidence_alone() -> None:
    book = added(LATE)
    with pytest.raises(OrderError, match="no evidence"):
        close_action(book, order(1), "A1")
    book = close_action(mark_done(book, order(1), "A1", "Server moved"), order(2), "A1")
    assert book.action("A1").status is ActionStatus.CLOSED


def test_evidence_names_a_file_by_its_fingerprint_or_none() -> None:
    book = mark_done(added(), order(1), "A1", "Card printed", DIGEST, "card.pdf", date(2026, 3, 3))
    (evidence,) = book.action("A1").evidence
    assert (evidence.file, evidence.sha256, evidence.on) == ("card.pdf", DIGEST, date(2026, 3, 3))
    with pytest.raises(OrderError) as refused:
        mark_done(added(), order(1), "A9", " ", "xyz", "", date(2026, 5, 1))
    assert len(refused.value.reasons) == 5


def test_an_action_is_overdue_from_the_day_after_its_last_until_it_is_done() -> None:
    book = added(due=date(2026, 3, 20))
    assert overdue(book, date(2026, 3, 20)) == ()
    assert [one.id for one in overdue(book, date(2026, 3, 21))] == ["A1"]
    assert overdue(mark_done(book, order(1), "A1", "Card printed"), date(2026, 3, 21)) == ()


def test_an_action_gets_another_owner_and_day() -> None:
    action = assign_action(added(), order(1), "A1", "Wang", date(2026, 4, 1)).action("A1")
    assert (action.owner, action.due) == ("Wang", date(2026, 4, 1))


def test_a_correction_leaves_the_line_and_changes_what_follows_from_it() -> None:
    book = correct_entry(added(), order(1), 1, "wrong person", data={"owner": "Zhao"})
    assert book.action("A1").owner == "Zhao"
    assert book.lines[0].data["owner"] == "Li"
    gone = correct_entry(book, order(2), 1, "not ours", void=True)
    assert gone.actions == ()
    assert len(gone) == 3


def test_what_an_action_was_closed_on_is_not_corrected() -> None:
    book = close_action(mark_done(added(LATE), order(1), "A1", "Server moved"), order(2), "A1")
    with pytest.raises(OrderError, match="before a re-test or a closing"):
        correct_entry(book, order(3), 2, "no, it was not", void=True)
    with pytest.raises(OrderError, match="cannot be corrected"):
        correct_entry(book, order(3), 3, "not closed", void=True)


@pytest.mark.parametrize("data", [{"due": "soon"}, {"element": "luck"}, {"text": " "}, {"action": "A2"}])
def test_a_correction_that_makes_no_sense_is_refused(data: dict[str, str]) -> None:
    with pytest.raises(OrderError):
        correct_entry(added(), order(1), 1, "why not", data=dict(data))


def test_an_order_with_a_known_key_changes_nothing() -> None:
    book = add_action(Book(), order(key="k"), [GRADING], "Card")
    assert add_action(book, order(1, key="k"), [GRADING], "Card") is book


def test_the_same_orders_make_the_same_bytes_and_are_read_back() -> None:
    book = mark_done(added(), order(1), "A1", "Card printed\u2028in Chinese: 卡片")
    assert book_text(book) == book_text(mark_done(added(), order(1), "A1", "Card printed\u2028in Chinese: 卡片"))
    assert read_book(book_text(book)) == book
    assert read_book("") == Book()


def test_a_changed_line_is_named_and_so_is_a_missing_one() -> None:
    text = book_text(mark_done(added(), order(1), "A1", "Card printed"))
    with pytest.raises(LogError, match="line 2 was changed"):
        read_book(text.replace("Card printed", "Card drawn"))
    with pytest.raises(LogError, match="a line was added or taken out"):
        read_book(text.split("\n", 1)[1])
    with pytest.raises(LogError, match="line 1 is none of a book"):
        read_book("{}\n")
    with pytest.raises(LogError, match="line 2 is none of a book"):
        read_book(text.replace(read_book(text).lines[1].digest, ""))


def test_a_book_whose_lines_close_without_evidence_is_none_even_with_a_whole_chain() -> None:
    data: dict[str, str] = {"action": "A1", "text": "", "on": "2026-03-05"}
    with pytest.raises(LogError, match="line 2 of the book cannot be read"):
        added().with_line(NOON, BookKind.CLOSED, "lead", dict(data))


def test_an_action_as_data_tells_everything_that_a_report_needs() -> None:
    record = action_record(mark_done(added(), order(1), "A1", "Card printed").action("A1"))
    assert (record["id"], record["status"], record["owner"], record["due"]) == ("A1", "done", "Li", "2026-03-20")
    assert record["lines"] == [1, 2]


@cache
def drills() -> tuple[ScoredDrill, ...]:
    """Return two later drills, the first of which misses the grading again."""
    return (held_drill(["graded"], 10, "D2"), held_drill((), 20, "D3"))


class AnyOrders(RuleBasedStateMachine):
    """Whatever is ordered, an action never closes without evidence, nor, where it is about M or U, without a re-test that was met."""

    def __init__(self) -> None:
        super().__init__()
        self.book = Book()
        self.day = 0.0
        self.longest = Book()

    def give(self, book: Book) -> None:
        self.book = book

    def now(self, key: str = "") -> Order:
        self.day += 0.5
        return order(self.day, key=key)

    def names(self) -> list[str]:
        return [one.id for one in self.book.actions] or ["A1"]

    @precondition(lambda self: len(self.book.actions) < 2)  # few, so that some come to their end
    @rule(which=st.sampled_from([(GRADING,), (LATE,), (GRADING, LATE)]), owned=st.booleans())
    def add(self, which: tuple[Finding, ...], *, owned: bool) -> None:
        due = FIRST_DAY + timedelta(days=9)
        self.give(
            add_action(self.book, self.now(), which, "x", owner="Li" if owned else "", due=due if owned else None)
        )

    @rule(data=st.data(), verb=st.sampled_from(["assign", "done", "done", "close", "close", "reopen"]))
    def act(self, data: st.DataObject, verb: str) -> None:
        name, now = data.draw(st.sampled_from(self.names())), self.now()
        verbs = {
            "assign": lambda: assign_action(self.book, now, name, "Wang", FIRST_DAY + timedelta(days=30)),
            "done": lambda: mark_done(self.book, now, name, "seen", DIGEST, "x.pdf"),
            "close": lambda: close_action(self.book, now, name),
            "reopen": lambda: reopen_action(self.book, now, name, "again"),
        }
        try:
            self.give(verbs[verb]())
        except OrderError as error:
            assert error.reasons  # noqa: PT017  # what is refused is refused for a reason

    @rule(which=st.sampled_from([(0,), (1,), (0, 1)]))
    def retest(self, which: tuple[int, ...]) -> None:
        self.give(apply_retests(self.book, self.now(), [drills()[at] for at in which]))

    @rule(data=st.data(), void=st.booleans())
    def correct(self, data: st.DataObject, *, void: bool) -> None:
        line = data.draw(st.integers(1, max(1, len(self.book))))
        changed = {} if void else {"text": data.draw(st.sampled_from(["y", ""])), "on": "2026-03-03"}
        try:
            self.give(correct_entry(self.book, self.now(), line, "slip", void=void, data=dict(changed)))
        except OrderError as error:
            assert error.reasons  # noqa: PT017

    @invariant()
    def test_13_nothing_closes_without_evidence_and_a_met_retest(self) -> None:
        for action in self.book.actions:
            if action.status is ActionStatus.CLOSED:
                assert action.evidence
                assert action.is_owned
                assert not action.to_verify
                assert {one.id for one in action.findings if one.must_be_mended} <= set(action.verified)
            if action.status is ActionStatus.VERIFIED:
                assert not action.to_verify

    @invariant()
    def the_book_only_grows_and_is_read_back(self) -> None:
        assert self.book.lines[: len(self.longest)] == self.longest.lines
        self.longest = self.book
        assert read_book(book_text(self.book)).actions == self.book.actions


AnyOrders.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestAnyOrders = AnyOrders.TestCase
