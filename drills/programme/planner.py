"""Plans the drills of a year, and plans them anew when the calendar moves, with the fewest changes to what was told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from drills.notes import Note
from drills.programme.candidates import Candidates, candidates_of
from drills.programme.cast_model import CastModel, Place
from drills.programme.changes import changes_between
from drills.programme.course_model import LEADERS_A_DRILL, TEAMS_A_DRILL, CourseModel, Seats
from drills.programme.drafting import drafted
from drills.programme.duties import Duties, duties_of
from drills.programme.entry import Entry, State
from drills.programme.errors import ProgrammeError
from drills.programme.limits import Commanded
from drills.programme.obligation import DrillCourse, Due, Owed
from drills.programme.programme import Change, Programme, Unmet
from drills.programme.purposes import with_purposes, with_retests
from drills.programme.question import Question
from drills.programme.reasons import FIXED, NO_COMMANDER, hopeless, in_the_way, uncast
from drills.programme.solving import least_unmet, solved_cast, solved_course
from drills.programme.subjects import LeaderTakesPart, TeamTakesPart
from drills.programme.yearly import Yearly
from forecasting.messages import N_
from scheduler.agents import AgentId

Owing = tuple[tuple[Owed, Due], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A *programme* that was told. Drills before the day *since* stay, and those that are *made* already, by their names.

    *cancelled* ones are called off, each with its reason.
    """

    programme: Programme
    since: date
    cancelled: Mapping[str, Note] = field(default_factory=dict)
    made: frozenset[str] = frozenset()


def plan(question: Question, now: datetime, told: Told | None = None) -> Programme:
    """Return a programme, told at *now*, that keeps every obligation, or names what it lacks with the reason.

    With *told* as few drills as can be are dropped or added. Same arguments: the same programme.
    """
    return _Planning(_closed_where_called_off(question, told), told, now).programme()


def _closed_where_called_off(question: Question, told: Told | None) -> Question:
    if told is None:
        return question
    off = [entry for entry in told.programme.entries if entry.id in told.cancelled or not entry.counts]
    note = N_("drill {drill} was called off that day")
    return replace(question, closed={**{e.day: Note(note, {"drill": e.id}) for e in off}, **question.closed})


class _Planning:
    def __init__(self, question: Question, told: Told | None, now: datetime) -> None:
        self.question, self.told = question, told
        self.told_at = (*(() if told is None else told.programme.told_at), now)
        self.since = question.first if told is None else max(question.first, told.since)
        entries = () if told is None else told.programme.entries
        cancelled = {} if told is None else told.cancelled
        made = frozenset() if told is None else told.made
        self.off = tuple(
            replace(entry, state=State.CANCELLED) for entry in entries if entry.id in cancelled or not entry.counts
        )
        gone = {entry.id for entry in self.off}
        going = [entry for entry in entries if entry.id not in gone]
        self.stays = tuple(
            _as_held(entry, question.past)
            for entry in going
            if entry.state is State.HELD or entry.day < self.since or entry.id in made
        )
        self.kept = tuple(
            entry
            for entry in going
            if entry.state is State.PLANNED and self.since <= entry.day <= question.last and entry.id not in made
        )
        past = (one for one in question.past if one.counts and not any(_same(one, stays) for stays in self.stays))
        self.fixed = (*past, *self.stays)
        self.duties: Duties = duties_of(question)
        self.reasons: dict[str, Note] = {}

    def programme(self) -> Programme:
        """Return the programme, checked."""
        dues = self._owing(self.duties.held)
        candidates = candidates_of(self.question, [due for _o, due in dues], self.since, self.kept, self.fixed)
        drafts = self._course(dues, candidates)
        entries = with_purposes(with_retests(self._cast(drafts, candidates), dues), dues)
        entries = tuple(self._as_told(entry) for entry in entries)
        inside = tuple(entry for entry in self.stays if entry.day >= self.question.first)
        every = tuple(self._stamped(entry) for entry in (*inside, *self.off, *entries))
        return Programme(
            self.question.site,
            self.question.zone,
            self.question.first,
            self.question.last,
            every,
            self._unmet(DrillCourse(self.question.first, self.question.last, (*self.fixed, *entries))),
            self._changes(entries),
            self.told_at,
        )

    def _owing(self, obligations: Sequence[Owed]) -> Owing:
        """Return what is owed and not met by drills that stand."""
        first, last = self.question.first, self.question.last
        past = [entry for entry in self.fixed if entry.day < first]
        return tuple(
            (owed, due)
            for owed in obligations
            for due in owed.dues(first, last, past)
            if not any(due.opens <= entry.day <= due.closes and owed.met_by(entry) for entry in self.fixed)
        )

    def _course(self, dues: Owing, candidates: Candidates) -> tuple[Entry, ...]:
        hopes: list[tuple[Owed, Due]] = []
        for owed, due in dues:
            reason = hopeless(owed, due, candidates, self.question)
            if reason is None:
                hopes.append((owed, due))
            else:
                self.reasons.setdefault(owed.id, reason)
        work, seed = self.question.policy.work, self.question.seed

        def model(without: frozenset[str] = frozenset()) -> CourseModel:
            seats = self._seats()
            return CourseModel(self.question, self.duties, candidates, hopes, seats, self.fixed, self.kept, without)

        course = model()
        solver = solved_course(course, work, seed)
        chosen = [option for option, switch in course.switch.items() if solver.boolean_value(switch)]
        unmet = {due.obligation: None for due, lacking in course.unmet.items() if solver.value(lacking)}
        if unmet:
            found = in_the_way(tuple(unmet), lambda lifted: least_unmet(model(lifted), work, seed))
            self.reasons = found | self.reasons
        taken = [entry.id for entry in (*self.fixed, *self.off)]
        return drafted(chosen, self.kept, self.fixed, taken, self.question)

    def _seats(self) -> list[Seats]:
        """Return how many parts have to be there, and by when, so that everybody who has to can take part."""
        groups: dict[tuple[type, date, date], list[Due]] = {}
        for owed, due in self._owing(self.duties.cast):
            assert isinstance(owed, Yearly)  # noqa: S101  # duties.cast holds nothing else
            groups.setdefault((type(owed.subject), due.opens, due.closes), []).append(due)
        found = []
        for (kind, opens, closes), _dues in sorted(groups.items(), key=lambda item: (item[0][0].__name__, item[0][1:])):
            owed_by_then = [
                due
                for (one, o, c), dues in groups.items()
                for due in dues
                if one is kind and opens <= o and c <= closes
            ]
            due = Due(kind.__name__, opens, closes)
            if kind is LeaderTakesPart:
                found.append(Seats(due, len(owed_by_then), lambda _form: LEADERS_A_DRILL))
            elif kind is TeamTakesPart:
                found.append(Seats(due, len(owed_by_then), lambda form: TEAMS_A_DRILL[form]))
            else:
                found.append(Seats(due, 1, lambda _form: 1))
        return found

    def _cast(self, drafts: Sequence[Entry], candidates: Candidates) -> tuple[Entry, ...]:
        owing = [(owed, due) for owed, due in self._owing(self.duties.cast) if isinstance(owed, Yearly)]
        places = [Place(entry, _free(entry, candidates)) for entry in drafts]
        model = CastModel(self.question, places, self.fixed, owing)
        solver = solved_cast(model, self.question.policy.cast_work, self.question.seed)
        for owed, due in owing:
            if solver.value(model.unmet[due]):
                self.reasons.setdefault(owed.id, uncast(owed, due, drafts, self.question))
        cast = model.cast(solver)
        if any(entry.commander is None for entry in cast):
            self.reasons.setdefault(Commanded().id, NO_COMMANDER)
        return cast

    def _as_told(self, entry: Entry) -> Entry:
        """Return *entry* with the reason that it was told with, where it stands as it stood."""
        before = next((one for one in self.kept if one.id == entry.id and one.day == entry.day), None)
        return entry if before is None or before.why is None else replace(entry, why=before.why)

    def _stamped(self, entry: Entry) -> Entry:
        """Return *entry* with the revisions in which it, and what everybody sees of it, changed last: this one unless told just so."""
        now = len(self.told_at)
        before = next(
            (one for one in (() if self.told is None else self.told.programme.entries) if one.id == entry.id), None
        )
        if before is None:
            return replace(entry, changed_in=now, shown_in=now)
        return replace(
            entry,
            changed_in=before.changed_in if _known(before) == _known(entry) else now,
            shown_in=before.shown_in if _shown(before) == _shown(entry) else now,
        )

    def _unmet(self, course: DrillCourse) -> tuple[Unmet, ...]:
        limits = {limit.id for limit in self.duties.limits}
        found = []
        for breach in self.duties.breaches(course):
            reason = self.reasons.get(breach.obligation, FIXED if breach.obligation in limits and self.fixed else None)
            if reason is None:
                raise ProgrammeError(f"programme breaks {breach.obligation}: {breach.note.say()}")
            found.append(Unmet(breach, reason))
        return tuple(found)

    def _changes(self, entries: Sequence[Entry]) -> tuple[Change, ...]:
        if self.told is None:
            return ()
        fresh = tuple(entry for entry in self.off if entry.id in self.told.cancelled)
        before = (*self.kept, *fresh)
        return changes_between(before, entries, self.told.cancelled, self.question)


def _free(entry: Entry, candidates: Candidates) -> frozenset[AgentId] | None:
    for option in candidates.options.get(entry.day, ()):
        if option.choice.form is entry.form:
            return option.possible.free
    return None


def _shown(entry: Entry) -> tuple[object, ...]:
    return entry.day, entry.start, entry.end, entry.form, entry.state is State.CANCELLED, entry.announced


def _known(entry: Entry) -> tuple[object, ...]:
    return *_shown(entry), entry.families, entry.level, entry.shares, entry.without


def _as_held(entry: Entry, past: Sequence[Entry]) -> Entry:
    """Return *entry* with what its record says where it was held: the one of its day, form and families."""
    record = next((one for one in past if one.counts and _same(one, entry)), None)
    if record is None:
        return entry
    held = replace(
        entry, state=State.HELD, start=record.start, end=record.end, level=record.level, shares=record.shares
    )
    return replace(
        held, capabilities=record.capabilities, without=None if entry.without in record.people else entry.without
    )


def _same(record: Entry, entry: Entry) -> bool:
    return (record.day, record.form, set(record.families)) == (entry.day, entry.form, set(entry.families))
