"""Why a programme lacks something: no template, no open day, a limit in the way, nobody free."""

from collections.abc import Callable, Mapping, Sequence

from drills.notes import Note
from drills.programme.candidates import Candidates
from drills.programme.entry import Entry
from drills.programme.obligation import Due, Owed
from drills.programme.question import Question
from drills.programme.rehearsals import Rehearsed
from drills.programme.subjects import LeaderTakesPart
from drills.programme.yearly import Yearly
from drills.roles import Form
from forecasting.messages import N_, Sentence, joined

FIXED = Note(N_("a drill that is held, or too near to be moved, stays as it was told"))
LIMITS = {
    "budget": Note(N_("the budget of service lost does not allow it")),
    "days-apart": Note(N_("other drills are too near")),
    "progress": Note(N_("easier drills would have to come before it, and there is no day for them")),
}
NO_COMMANDER = Note(
    N_("each of those who may command is away then, or has as many drills in that quarter as anybody may have")
)
TOGETHER = Note(N_("the limits and the other obligations together leave no day for it"))


def hopeless(owed: Owed, due: Due, candidates: Candidates, question: Question) -> Note | None:
    """Return why no drill at all can meet *due*, None where some could."""
    fitting = [choice for choice in question.choices if owed.fits(choice)]
    if not fitting:
        return Note(N_("no template gives a drill for it"))
    if any(owed.fits(option.choice) for option in candidates.within(due)):
        return None
    form = Form.FUNCTIONAL if isinstance(owed, Rehearsed) else fitting[0].form
    days = candidates.reasons(due, form)
    told = [
        Sentence(N_("{count} days: {reason}"), count=count, reason=Sentence(reason))
        for reason, count in days.most_common(4)
    ]
    if not told:
        return Note(N_("none of its days lies in the programme"))
    return Note(N_("no day is open: {reasons}"), {"reasons": joined(told)})


def in_the_way(unmet: Sequence[str], lacking_without: Callable[[frozenset[str]], Mapping[str, int]]) -> dict[str, Note]:
    """Return for each obligation in *unmet* the limit without which it would be met.

    *lacking_without* says by obligation what is still lacking where some limits are lifted.
    """
    found: dict[str, Note] = {}
    for limit, note in LIMITS.items():
        left = [obligation for obligation in unmet if obligation not in found]
        if left:
            lacking = lacking_without(frozenset({limit}))
            found |= {obligation: note for obligation in left if not lacking.get(obligation)}
    return {obligation: found.get(obligation, TOGETHER) for obligation in unmet}


def uncast(owed: Yearly, due: Due, entries: Sequence[Entry], question: Question) -> Note:
    """Return why nobody could be found for *due*."""
    inside = [entry for entry in entries if due.opens <= entry.day <= due.closes]
    if not inside:
        return Note(N_("there is no drill on its days"))
    subject = owed.subject
    if isinstance(subject, LeaderTakesPart):
        away = next((leader.away for leader in question.leaders if leader.agent == subject.agent), frozenset())
        if all(entry.day in away for entry in inside):
            return Note(N_("away on the days of all drills"))
    return Note(N_("no part is free in the drills up to {day}"), {"day": due.closes.isoformat()})
