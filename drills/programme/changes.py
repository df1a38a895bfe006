"""What changed since a programme was told, drill by drill, each with its reason."""

from collections.abc import Mapping, Sequence
from datetime import date

from drills.notes import Note
from drills.programme.entry import Entry
from drills.programme.programme import Change, ChangeKind
from drills.programme.question import Question
from forecasting.messages import N_


def changes_between(
    told: Sequence[Entry], now: Sequence[Entry], cancelled: Mapping[str, Note], question: Question
) -> tuple[Change, ...]:
    """Return the differences between *told* and the drills *now*, by drill; *cancelled* ones with what was said about it."""
    before = {entry.id: entry for entry in told}
    after = {entry.id: entry for entry in now}
    found = []
    for name in sorted({*before, *after}):
        change = _change(before.get(name), after.get(name), cancelled, question)
        if change is not None:
            found.append(change)
    return tuple(found)


def _change(
    before: Entry | None, after: Entry | None, cancelled: Mapping[str, Note], question: Question
) -> Change | None:
    if before is None:
        assert after is not None, "a drill is known from one side at least"  # noqa: S101  # for the type checker
        return Change(ChangeKind.ADDED, after.id, None, after.day, _purpose(after))
    if before.id in cancelled:
        return Change(ChangeKind.CANCELLED, before.id, before.day, None, cancelled[before.id])
    if after is None:
        return Change(ChangeKind.DROPPED, before.id, before.day, None, _closed(before.day, question) or NOT_NEEDED)
    if before.day != after.day:
        reason = _closed(before.day, question) or _purpose(after)
        return Change(ChangeKind.MOVED, before.id, before.day, after.day, reason)
    if before.shares and (before.shares, before.without) != (after.shares, after.without):
        return Change(ChangeKind.RECAST, before.id, before.day, after.day, RECAST)
    return None


NOT_NEEDED = Note(N_("other drills meet what it was for"))
RECAST = Note(N_("so that everybody who has to takes part"))
NEEDED = Note(N_("to keep the rest of the programme whole"))


def _closed(day: date, question: Question) -> Note | None:
    return question.closed.get(day)


def _purpose(entry: Entry) -> Note:
    return NEEDED if entry.why is None else entry.why
