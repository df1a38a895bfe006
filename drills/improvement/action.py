"""Actions: what is done about findings, by whom and until when, as the lines of the book say it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from drills.errors import LogError
from drills.finding import Finding
from drills.improvement.book_lines import BookKind, BookLine, effective_lines
from drills.improvement.finding_record import finding_of_record, finding_record
from drills.notes import Note
from drills.scenario.acts import Element
from drills.scenario.canonical import Plain, plain
from forecasting.messages import N_, Sentence


class ActionStatus(StrEnum):
    """How far an action has come. *verified*: done, and what it is about was met when it was tested again."""

    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"
    CLOSED = "closed"
    REOPENED = "re-opened"

    @property
    def label(self) -> str:
        """Marked name of the status."""
        return _STATUSES[self]

    @property
    def is_to_do(self) -> bool:
        """Whether it waits for being done."""
        return self in {ActionStatus.OPEN, ActionStatus.REOPENED}


_STATUSES = {
    ActionStatus.OPEN: N_("to be done"),
    ActionStatus.DONE: N_("done"),
    ActionStatus.VERIFIED: N_("verified by re-test"),
    ActionStatus.CLOSED: N_("closed on evidence"),
    ActionStatus.REOPENED: N_("opened again"),
}
NOT_MET = N_("not met when it was tested again in {drill}")
GIVEN = N_("{reason}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that an action was done, in place from the day *on*: a *text*, and the name and SHA-256 of a *file*, empty without one."""

    line: int
    text: str
    file: str
    sha256: str
    on: date


@dataclass(frozen=True, slots=True)
class Verified:
    """A finding that the *drill* tested again and met; *lines* are those of its log, whose last line has the digest *log*."""

    line: int
    finding: str
    drill: str
    log: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """What is done about *findings*. *owner* is empty and *due* None until it is assigned; *verification* says how it will be verified.

    *verified* has the re-tests that were met, by finding, since it was opened or re-opened last; *evidence* all there ever was.
    *reopened_on* is the day of what it was opened again for, *why* the reason, None where it never was. *lines* are those of the book.
    """

    id: str
    findings: tuple[Finding, ...]
    text: str
    element: Element
    verification: str
    added_on: date
    owner: str = ""
    start: date | None = None
    due: date | None = None
    status: ActionStatus = ActionStatus.OPEN
    evidence: tuple[Evidence, ...] = ()
    verified: Mapping[str, Verified] = field(default_factory=lambda: MappingProxyType({}))
    reopened_on: date | None = None
    why: Note | None = None
    closed_on: date | None = None
    lines: tuple[int, ...] = ()

    @property
    def is_owned(self) -> bool:
        """Whether somebody has to do it by a day."""
        return bool(self.owner) and self.due is not None

    @property
    def to_verify(self) -> tuple[Finding, ...]:
        """The findings rated M or U of which no re-test was met since the action was opened or re-opened."""
        return tuple(one for one in self.findings if one.must_be_mended and one.id not in self.verified)

    def is_overdue(self, today: date) -> bool:
        """Tell whether it is not done although its day is past on *today*."""
        return self.status.is_to_do and self.due is not None and self.due < today


def actions_of(lines: Iterable[BookLine]) -> tuple[Action, ...]:
    """Return the actions that *lines* tell of, in the order in which they were added. Raises LogError naming each line that makes no sense."""
    found: dict[str, Action] = {}
    faults: list[Sentence] = []
    known = tuple(lines)
    kept = effective_lines(known)
    void = {_name(line) for line in known if line.kind is BookKind.ADDED} - {
        _name(line) for line in kept if line.kind is BookKind.ADDED
    }
    for line in kept:
        try:
            if _name(line) not in void:
                found[_name(line)] = _after(found, line)
        except (KeyError, TypeError, ValueError) as error:
            template = N_("line {number} of the book cannot be read: {reason}")
            faults.append(Sentence(template, number=line.number, reason=repr(error)))
    if faults:
        raise LogError(faults)
    return tuple(found.values())


def _name(line: BookLine) -> str:
    return str(line.data["action"])


def _after(found: Mapping[str, Action], line: BookLine) -> Action:
    """Return the action of *line* as it is after it."""
    if line.kind is BookKind.ADDED:
        return _added(line)
    action = found[_name(line)]
    return replace(_TOLD[line.kind](action, line, line.data), lines=(*action.lines, line.number))


def _added(line: BookLine) -> Action:
    data: Mapping[str, Any] = line.data
    return Action(
        id=str(data["action"]),
        findings=tuple(finding_of_record(record) for record in data["findings"]),
        text=str(data["text"]),
        element=Element(data["element"]),
        verification=str(data["verification"]),
        added_on=date.fromisoformat(data["on"]),
        owner=str(data["owner"]),
        start=day_of_text(data["start"]),
        due=day_of_text(data["due"]),
        lines=(line.number,),
    )


def _assigned(action: Action, _line: BookLine, data: Mapping[str, Any]) -> Action:
    start, due = day_of_text(data["start"]), day_of_text(data["due"])
    return replace(action, owner=str(data["owner"]), start=start, due=due)


def _done(action: Action, line: BookLine, data: Mapping[str, Any]) -> Action:
    on = date.fromisoformat(data["on"])
    evidence = Evidence(line.number, str(data["text"]), str(data["file"]), str(data["sha256"]), on)
    status = ActionStatus.VERIFIED if action.verified and not action.to_verify else ActionStatus.DONE
    return replace(action, status=status, evidence=(*action.evidence, evidence))


def _verified(action: Action, line: BookLine, data: Mapping[str, Any]) -> Action:
    lines = tuple(int(number) for number in data["lines"])
    met = Verified(line.number, str(data["finding"]), str(data["drill"]), str(data["log"]), lines)
    action = replace(action, verified={**action.verified, met.finding: met})
    return action if action.to_verify else replace(action, status=ActionStatus.VERIFIED)


def against_closing(action: Action) -> Iterator[Sentence]:
    """Yield everything that stands against closing *action*: it closes on evidence and, for M and U, after its re-tests were met."""
    if action.status is ActionStatus.CLOSED:
        yield Sentence(N_("action {action} is closed already"), action=action.id)
    elif action.status.is_to_do:
        yield Sentence(N_("action {action} has no evidence that it was done"), action=action.id)
    if not action.is_owned:
        yield Sentence(N_("action {action} has no owner or no day by which it is due"), action=action.id)
    for finding in action.to_verify:
        template = N_("finding {finding} was not met in a re-test yet")
        yield Sentence(template, finding=finding.id)


def _closed(action: Action, _line: BookLine, data: Mapping[str, Any]) -> Action:
    against = list(against_closing(action))
    if against:
        raise ValueError("; ".join(against))
    return replace(action, status=ActionStatus.CLOSED, closed_on=date.fromisoformat(data["on"]))


def _reopened(action: Action, _line: BookLine, data: Mapping[str, Any]) -> Action:
    day = date.fromisoformat(data["on"])
    why = Note(NOT_MET, {"drill": data["drill"]}) if data["drill"] else Note(GIVEN, {"reason": data["text"]})
    return replace(action, status=ActionStatus.REOPENED, verified={}, reopened_on=day, why=why, closed_on=None)


_Told = Callable[[Action, BookLine, Mapping[str, Any]], Action]
_TOLD: Mapping[BookKind, _Told] = {
    BookKind.ASSIGNED: _assigned,
    BookKind.DONE: _done,
    BookKind.VERIFIED: _verified,
    BookKind.CLOSED: _closed,
    BookKind.REOPENED: _reopened,
}


def day_of_text(text: str | None) -> date | None:
    """Return the day that *text* names, None without one."""
    return None if text is None else date.fromisoformat(text)


def text_of_day(day: date | None) -> str | None:
    """Return *day* in ISO 8601, None without one."""
    return None if day is None else day.isoformat()


def action_record(action: Action) -> dict[str, Plain]:
    """Return *action* as plain data, for reports and other programs."""
    return {
        "id": action.id,
        "status": action.status.value,
        "text": action.text,
        "findings": [finding_record(finding) for finding in action.findings],
        "element": action.element.value,
        "owner": action.owner,
        "start": text_of_day(action.start),
        "due": text_of_day(action.due),
        "verification": action.verification,
        "evidence": [
            {"line": one.line, "text": one.text, "file": one.file, "sha256": one.sha256, "on": one.on.isoformat()}
            for one in action.evidence
        ],
        "verified": [plain(one) for one in action.verified.values()],
        "added_on": action.added_on.isoformat(),
        "reopened_on": text_of_day(action.reopened_on),
        "why": None if action.why is None else action.why.say(),
        "closed_on": text_of_day(action.closed_on),
        "lines": list(action.lines),
    }
