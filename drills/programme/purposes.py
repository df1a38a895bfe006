"""What each drill of a programme is for: obligations that it meets, findings that it tests again, the reason for its day."""

from collections.abc import Sequence
from dataclasses import replace

from drills.notes import Note
from drills.programme.entry import Entry
from drills.programme.obligation import Due, Owed
from drills.programme.rehearsals import Rehearsed
from drills.programme.retests import Retested
from drills.programme.subjects import FullDrill
from drills.programme.yearly import Yearly
from forecasting.messages import N_


def with_retests(entries: Sequence[Entry], dues: Sequence[tuple[Owed, Due]]) -> tuple[Entry, ...]:
    """Return *entries*, by day, with what their scenarios have to show: the first drill that can takes a finding that is due."""
    found = [replace(entry, retests=(), capabilities=()) for entry in entries]
    for owed, due in dues:
        if not isinstance(owed, Retested):
            continue
        finding = owed.finding
        for number, entry in enumerate(found):
            if due.opens <= entry.day <= due.closes and finding.family in entry.families:
                shown = {*entry.capabilities, finding.capability}
                retests = (*entry.retests, finding.id)
                found[number] = replace(
                    entry, retests=retests, capabilities=tuple(sorted(one for one in shown if one is not None))
                )
                break
    return tuple(found)


def with_purposes(entries: Sequence[Entry], dues: Sequence[tuple[Owed, Due]]) -> tuple[Entry, ...]:
    """Return *entries*, by day, each with the obligations that it is the first to meet, and the reason for its day."""
    served: dict[str, list[Owed]] = {entry.id: [] for entry in entries}
    for owed, due in dues:
        meets = (entry for entry in entries if due.opens <= entry.day <= due.closes and owed.met_by(entry))
        first = next(meets, None)
        if first is not None and owed not in served[first.id]:
            served[first.id].append(owed)
    return tuple(
        replace(entry, serves=tuple(owed.id for owed in served[entry.id]), why=_why(entry, served[entry.id]))
        for entry in entries
    )


def _why(entry: Entry, served: Sequence[Owed]) -> Note:
    """Return the weightiest reason: a rehearsal, a re-test, the full exercise, a content, or a kind of incident to practise."""
    for kind in (Rehearsed, Retested):
        for owed in served:
            if isinstance(owed, kind):
                return owed.label
    for owed in sorted(served, key=lambda owed: not (isinstance(owed, Yearly) and isinstance(owed.subject, FullDrill))):
        return owed.label
    template = N_("practises {family}") if entry.is_live else N_("talks {family} through before it is played")
    return Note(template, {}, {"family": entry.families[0].label})
