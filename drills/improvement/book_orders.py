"""What people do with the book of actions: orders in, a longer book out. The clock is a parameter.

An order with a *key* that the book knows changes nothing. Days are those of the zone in which the order's instant is given.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from drills.errors import ActionError, LogError
from drills.exercise import Order
from drills.finding import Finding
from drills.improvement.action import Action, against_closing, text_of_day
from drills.improvement.book import Book
from drills.improvement.book_lines import BookKind, BookLine
from drills.improvement.finding_record import finding_record
from drills.scenario.acts import Element
from drills.scenario.canonical import Plain
from forecasting.messages import N_, Sentence

DIGEST_LENGTH = 64
CORRECTABLE = {
    BookKind.ADDED: frozenset({"text", "element", "verification", "owner", "start", "due"}),
    BookKind.ASSIGNED: frozenset({"owner", "start", "due"}),
    BookKind.DONE: frozenset({"text", "file", "sha256", "on"}),
}


def add_action(
    book: Book,
    order: Order,
    findings: Iterable[Finding],
    text: str,
    element: Element | None = None,
    verification: str = "",
    owner: str = "",
    start: date | None = None,
    due: date | None = None,
) -> Book:
    """Return *book* with a new action about *findings*, called A1, A2 and so on; its element is that of the first finding where none is given.

    Raises ActionError naming every reason against it.
    """
    about = tuple({finding.id: finding for finding in findings}.values())
    against = [*_blank(text, N_("expected what is to be done")), *_days(start, due)]
    if not about:
        against.append(Sentence(N_("expected at least one finding that it is about")))
    data: dict[str, Plain] = {
        "action": f"A{1 + sum(line.kind is BookKind.ADDED for line in book.lines)}",
        "findings": [finding_record(finding) for finding in about],
        "text": text.strip(),
        "element": (element or (about[0].element if about else Element.TRAINING)).value,
        "verification": verification.strip(),
        "owner": owner.strip(),
        "start": text_of_day(start),
        "due": text_of_day(due),
        "on": order.now.date().isoformat(),
    }
    return _ordered(book, order, BookKind.ADDED, data, against)


def assign_action(book: Book, order: Order, action: str, owner: str, due: date, start: date | None = None) -> Book:
    """Return *book* with *owner* having to do *action* by the day *due*, as late as *start* at first."""
    found = book.find(action)
    against = [*_unknown(found, action), *_blank(owner, N_("expected who has to do it")), *_days(start, due)]
    if found is not None and found.closed_on is not None:
        against.append(Sentence(N_("action {action} is closed already"), action=action))
    data: dict[str, Plain] = {
        "action": action,
        "owner": owner.strip(),
        "start": text_of_day(start),
        "due": due.isoformat(),
    }
    return _ordered(book, order, BookKind.ASSIGNED, data, against)


def mark_done(
    book: Book, order: Order, action: str, text: str, sha256: str = "", file: str = "", done_on: date | None = None
) -> Book:
    """Return *book* with the evidence that *action* was done: in words, and the name and SHA-256 of a file where there is one.

    *done_on* is the day from which the measure was in place, the order's where none is given. Evidence may be added to evidence.
    """
    found, on = book.find(action), done_on or order.now.date()
    against = [*_unknown(found, action), *_blank(text, N_("expected the evidence that it was done, in words"))]
    if found is not None and found.closed_on is not None:
        against.append(Sentence(N_("action {action} is closed already"), action=action))
    if on > order.now.date():
        against.append(Sentence(N_("{day} is still to come"), day=on.isoformat()))
    if bool(sha256) is not bool(file.strip()):
        against.append(Sentence(N_("expected a file's name together with its SHA-256")))
    if sha256 and not _is_digest(sha256):
        against.append(Sentence(N_("{text} is no SHA-256; expected 64 hexadecimal digits"), text=sha256))
    data: dict[str, Plain] = {
        "action": action,
        "text": text.strip(),
        "file": file.strip(),
        "sha256": sha256.lower(),
        "on": on.isoformat(),
    }
    return _ordered(book, order, BookKind.DONE, data, against)


def close_action(book: Book, order: Order, action: str, text: str = "") -> Book:
    """Return *book* with *action* closed, on evidence and, for findings rated M or U, after their re-tests were met."""
    found = book.find(action)
    against = list(_unknown(found, action)) if found is None else list(against_closing(found))
    data: dict[str, Plain] = {"action": action, "text": text.strip(), "on": order.now.date().isoformat()}
    return _ordered(book, order, BookKind.CLOSED, data, against)


def reopen_action(book: Book, order: Order, action: str, text: str) -> Book:
    """Return *book* with *action*, done or closed, open again for the reason in *text*: evidence and re-tests begin anew."""
    found = book.find(action)
    against = [*_unknown(found, action), *_blank(text, N_("expected why it is opened again"))]
    if found is not None and found.status.is_to_do:
        against.append(Sentence(N_("action {action} is open already"), action=action))
    data: dict[str, Plain] = {"action": action, "text": text.strip(), "on": order.now.date().isoformat(), "drill": ""}
    return _ordered(book, order, BookKind.REOPENED, data, against)


def correct_entry(
    book: Book, order: Order, line: int, text: str, *, void: bool = False, data: Mapping[str, Plain] | None = None
) -> Book:
    """Return *book* with a correction of *line*: void, or with other *data*, and why (*text*). The line itself stays as it was written.

    What was closed stands: lines before an action's closing are corrected by opening it again and doing it anew.
    """
    told: dict[str, Plain] = {"line": line, "void": void, "data": dict(data or {}), "text": text.strip()}
    against = [*_blank(text, N_("expected the reason for the correction")), *_against_correction(book, told)]
    if not against:
        against = list(_nonsense(book, order, told))
    return _ordered(book, order, BookKind.CORRECTED, told, against)


def _against_correction(book: Book, told: Mapping[str, Plain]) -> Iterator[Sentence]:
    number, data = int(str(told["line"])), told["data"]
    if not 1 <= number <= len(book):
        yield Sentence(N_("there is no line {line}"), line=number)
        return
    line = book.lines[number - 1]
    if line.kind not in CORRECTABLE:
        yield Sentence(N_("line {line} ({kind}) cannot be corrected"), line=number, kind=line.kind.value)
        return
    unknown = sorted(set(data if isinstance(data, dict) else ()) - CORRECTABLE[line.kind])
    if unknown:
        yield Sentence(N_("line {line} has no {fields} to correct"), line=number, fields=", ".join(unknown))
    if any(number < later for later in _settled(book, line)):
        yield Sentence(N_("line {line} lies before a re-test or a closing"), line=number)


def _settled(book: Book, line: BookLine) -> Iterator[int]:
    """Yield the lines by which the action of *line* was verified or closed."""
    ends = {BookKind.VERIFIED, BookKind.CLOSED}
    return (one.number for one in book.lines if one.kind in ends and one.data["action"] == line.data["action"])


def _nonsense(book: Book, order: Order, told: Mapping[str, Plain]) -> Iterator[Sentence]:
    """Yield why *book* could not be read any more after the correction *told*."""
    try:
        corrected = book.with_line(order.now, BookKind.CORRECTED, order.by, told)
    except LogError as error:
        yield from (Sentence(str(fault)) for fault in error.faults)
        return
    for action in corrected.actions:
        yield from _days(action.start, action.due)
        yield from _blank(action.text, N_("expected what is to be done"))
        for one in action.evidence:
            yield from _blank(one.text, N_("expected the evidence that it was done, in words"))


def _ordered(book: Book, order: Order, kind: BookKind, data: Mapping[str, Plain], against: Iterable[Sentence]) -> Book:
    if order.key and order.key in book.keys:
        return book
    reasons = [*_blank(order.by, N_("expected who says so")), *against]
    if reasons:
        raise ActionError(reasons)
    return book.with_line(order.now, kind, order.by, {**data, "key": order.key} if order.key else data)


def _unknown(found: Action | None, action: str) -> Iterator[Sentence]:
    if found is None:
        yield Sentence(N_("there is no action {action}"), action=action)


def _blank(text: str, sentence: str) -> Iterator[Sentence]:
    if not text.strip():
        yield Sentence(sentence)


def _days(start: date | None, due: date | None) -> Iterator[Sentence]:
    if start is not None and due is not None and start > due:
        yield Sentence(N_("it begins on {start} and is due on {due} before"), start=start, due=due)


def _is_digest(text: str) -> bool:
    return len(text) == DIGEST_LENGTH and all(sign in "0123456789abcdef" for sign in text.lower())
