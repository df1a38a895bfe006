"""What a programme was measured against: how it keeps each obligation, the days of its year, its people; kept beside the programme."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from drills.notes import Note
from drills.programme.coverage import Cell, coverage_of
from drills.programme.duties import Duties, budget_of, duties_of
from drills.programme.entry import Entry
from drills.programme.obligation import DrillCourse, Obligation
from drills.programme.occasions import Occasion
from drills.programme.programme import Programme, Unmet
from drills.programme.question import Leader, Question
from drills.programme.rehearsals import Rehearsed
from drills.programme.retests import Retested
from drills.programme.yearly import Yearly
from forecasting.messages import N_


class Keeping(StrEnum):
    """How a programme stands to an obligation: drills meet it, all drills keep to it, it is not owed, or something is lacking."""

    MET = "met"
    KEPT = "kept"
    NOT_OWED = "not owed"
    LACKING = "lacking"


class DutyGroup(StrEnum):
    """What an obligation is about."""

    KINDS = "kinds"
    REHEARSALS = "rehearsals"
    RETESTS = "retests"
    PEOPLE = "people"
    LIMITS = "limits"

    @property
    def label(self) -> str:
        """Marked name of the group."""
        return _GROUPS[self]


_GROUPS = {
    DutyGroup.KINDS: N_("a full exercise and each content every year"),
    DutyGroup.REHEARSALS: N_("rehearsals before festivals and long holidays"),
    DutyGroup.RETESTS: N_("what was rated M or U is tested again"),
    DutyGroup.PEOPLE: N_("teams and those who may command take part"),
    DutyGroup.LIMITS: N_("open days, distances, shares and budget"),
}


@dataclass(frozen=True, slots=True)
class DutyKept:
    """One obligation and how it is kept: the *drills* that meet it with their days; what is *lacking* and the *reason*, where it is not."""

    id: str
    group: DutyGroup
    label: Note
    citation: str
    keeping: Keeping
    drills: tuple[tuple[str, date], ...] = ()
    lacking: Note | None = None
    reason: Note | None = None

    @property
    def is_kept(self) -> bool:
        """Whether nothing is lacking."""
        return self.keeping is not Keeping.LACKING


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of two *axes* drills of the last twelve months cover, 0 to 1, and the cells that they leave out."""

    axes: tuple[str, str]
    share: float
    gaps: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What the programme's question says and its tables show, so that they can be shown without it: *granted* in point minutes."""

    duties: tuple[DutyKept, ...]
    occasions: tuple[Occasion, ...]
    closed: Mapping[date, Note]
    leaders: tuple[Leader, ...]
    teams: tuple[str, ...]
    coverage: tuple[Covered, ...] = ()
    granted: float = 0.0
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> int:
        """The number of obligations of which nothing is lacking."""
        return sum(duty.is_kept for duty in self.duties)

    def name_of(self, agent: str) -> str:
        """Return the name of *agent*, their id where it is not known."""
        return self.names.get(agent, agent)


def basis_of(programme: Programme, question: Question) -> Basis:
    """Return what *programme*, the answer to *question*, was measured against."""
    year = tuple(_year(programme, question))
    coverage = coverage_of(year, question.families, question.teams, programme.last)
    return Basis(
        tuple(_duties(programme, question, year)),
        tuple(one for one in question.occasions if programme.first <= one.day <= programme.last),
        dict(question.closed),
        question.leaders,
        question.teams,
        tuple(Covered(axes, coverage.share(*axes), coverage.gaps(*axes)) for axes in coverage.pairs()),
        budget_of(question),
        {str(leader.agent): leader.name for leader in question.leaders},
    )


def _year(programme: Programme, question: Question) -> Iterator[Entry]:
    known = {entry.id for entry in programme.entries}
    yield from programme.entries
    yield from (entry for entry in question.past if entry.id not in known)


def _duties(programme: Programme, question: Question, year: Sequence[Entry]) -> Iterator[DutyKept]:
    duties = duties_of(question)
    lacking = {unmet.breach.obligation: unmet for unmet in programme.unmet}
    course = DrillCourse(programme.first, programme.last, tuple(year))
    for duty in duties.all():
        yield _duty(duty, duties, course, lacking.get(duty.id))


def _duty(duty: Obligation, duties: Duties, course: DrillCourse, unmet: Unmet | None) -> DutyKept:
    """Return which drills meet *duty* in the windows in which it is owed; limits are kept by all of them."""
    group = _group(duty, duties)
    if unmet is not None:
        lacking, reason = unmet.breach.note, unmet.reason
        return DutyKept(duty.id, group, duty.label, duty.citation, Keeping.LACKING, (), lacking, reason)
    if duty in duties.limits:
        return DutyKept(duty.id, group, duty.label, duty.citation, Keeping.KEPT)
    assert isinstance(duty, Yearly | Rehearsed | Retested)  # noqa: S101  # the others are limits
    dues = tuple(duty.dues(course.first, course.last, course.before()))
    if not dues:
        return DutyKept(duty.id, group, duty.label, duty.citation, Keeping.NOT_OWED)
    windows = [(due.opens, due.closes) for due in dues]
    if isinstance(duty, Rehearsed):
        windows = [(duty.opens, duty.closes)]
    met = [e for e in course.entries if duty.met_by(e) and any(opens <= e.day <= closes for opens, closes in windows)]
    drills = tuple((entry.id, entry.day) for entry in met)
    return DutyKept(duty.id, group, duty.label, duty.citation, Keeping.MET, drills)


def _group(duty: Obligation, duties: Duties) -> DutyGroup:
    if isinstance(duty, Rehearsed):
        return DutyGroup.REHEARSALS
    if isinstance(duty, Retested):
        return DutyGroup.RETESTS
    if duty in duties.limits:
        return DutyGroup.LIMITS
    return DutyGroup.PEOPLE if duty in duties.cast else DutyGroup.KINDS
