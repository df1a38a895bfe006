"""A programme as people read it: ready rows for every table, in the reader's language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from drills.incidents import Family, Level
from drills.programme.coverage import Coverage, coverage_of, fairness_of
from drills.programme.duties import Duties, budget_of, duties_of
from drills.programme.entry import Entry, State
from drills.programme.obligation import Course, Obligation
from drills.programme.programme import Programme
from drills.programme.question import Question
from drills.programme.rehearsals import Rehearsed
from drills.programme.retests import Retested
from drills.programme.yearly import Yearly
from drills.roles import Role
from forecasting.messages import N_, Translate, listed

SHOWN_GAPS = 6
WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
AXIS_NAMES = {
    "family": N_("kind of incident"),
    "level": N_("level"),
    "team": N_("team"),
    "role": N_("role"),
}


@dataclass(frozen=True, slots=True)
class DrillRow:
    """One drill: *state* is empty for one that is planned, *entry* the drill itself."""

    entry: Entry
    when: str
    what: str
    form: str
    level: str
    teams: str
    commander: str
    loss: str
    told: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One obligation: the drills that meet it, or what is lacking; *met* is False only where something is."""

    label: str
    citation: str
    how: str
    met: bool


@dataclass(frozen=True, slots=True)
class YearView:
    """Everything that is shown of a programme; *budget* is planned and granted, in point minutes."""

    title: str
    programme: Programme
    drills: tuple[DrillRow, ...]
    duties: tuple[DutyRow, ...]
    changes: tuple[tuple[str, str, str, str], ...]
    coverage: tuple[tuple[str, str, str], ...]
    people: tuple[tuple[str, str, int, int], ...]
    teams: tuple[tuple[str, int], ...]
    weekdays: tuple[tuple[str, int], ...]
    budget: tuple[str, str]


def year_view(programme: Programme, question: Question, translate: Translate) -> YearView:
    """Return *programme*, the answer to *question*, in the language of *translate*."""
    _ = translate
    entries = [entry for entry in programme.entries if entry.counts]
    fairness = fairness_of(entries, [leader.agent for leader in question.leaders], question.teams)
    spent = sum(entry.loss.point_minutes for entry in entries)
    title = _("Drill programme of {site}").format(site=programme.site)
    return YearView(
        title,
        programme,
        tuple(_drill_row(entry, programme, question, _) for entry in programme.entries),
        tuple(_duty_rows(programme, question, _)),
        tuple(
            (_(change.kind.label), change.drill, _days(change.before, change.after), change.reason.say(_))
            for change in programme.changes
        ),
        tuple(
            _coverage_rows(
                coverage_of(_year(programme, question), question.families, question.teams, programme.last), _
            )
        ),
        tuple(
            (leader.name, leader.team, fairness.people[leader.agent], fairness.commands[leader.agent])
            for leader in question.leaders
        ),
        tuple(fairness.teams.items()),
        tuple((_(name), fairness.weekdays.get(number, 0)) for number, name in enumerate(WEEKDAYS)),
        (f"{spent:.0f}", f"{budget_of(question):.0f}"),
    )


def _year(programme: Programme, question: Question) -> Iterator[Entry]:
    known = {entry.id for entry in programme.entries}
    yield from programme.entries
    yield from (entry for entry in question.past if entry.id not in known)


def _drill_row(entry: Entry, programme: Programme, question: Question, _: Translate) -> DrillRow:
    names = {leader.agent: leader.name for leader in question.leaders}
    commander = "" if entry.commander is None else names.get(entry.commander, str(entry.commander))
    return DrillRow(
        entry,
        when_text(entry, programme),
        listed((_(family.label) for family in entry.families), _),
        _(entry.form.label),
        "" if entry.level is None else _(entry.level.label),
        listed(entry.teams, _),
        commander,
        f"{entry.loss.point_minutes:.0f}",
        _("announced") if entry.announced else _("unannounced"),
        "" if entry.state is State.PLANNED else _(entry.state.label),
        "" if entry.why is None else entry.why.say(_),
    )


def when_text(entry: Entry, programme: Programme) -> str:
    """Return day and, where it is known, time of *entry* on the site's clock."""
    if entry.start is None or entry.end is None:
        return entry.day.isoformat()
    start, end = (moment.astimezone(programme.zone) for moment in (entry.start, entry.end))
    return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"


def _days(before: date | None, after: date | None) -> str:
    return " → ".join(day.isoformat() for day in (before, after) if day is not None)


def _duty_rows(programme: Programme, question: Question, _: Translate) -> Iterator[DutyRow]:
    duties = duties_of(question)
    lacking = {unmet.breach.obligation: unmet for unmet in programme.unmet}
    for duty in duties.all():
        unmet = lacking.get(duty.id)
        if unmet is not None:
            template = _("lacking: {what}, because {reason}")
            how = template.format(what=unmet.breach.note.say(_), reason=unmet.reason.say(_))
            yield DutyRow(duty.label.say(_), _(duty.citation), how, met=False)
        else:
            yield DutyRow(duty.label.say(_), _(duty.citation), _how(duty, duties, programme, question, _), met=True)


def _how(duty: Obligation, duties: Duties, programme: Programme, question: Question, _: Translate) -> str:
    """Return which drills meet *duty* in the windows in which it is owed; limits are kept by all of them."""
    if duty in duties.limits:
        return _("kept")
    assert isinstance(duty, Yearly | Rehearsed | Retested)  # noqa: S101  # the others are limits
    course = Course(programme.first, programme.last, tuple(_year(programme, question)))
    dues = tuple(duty.dues(programme.first, programme.last, [e for e in course.entries if e.day < programme.first]))
    if not dues:
        return _("not owed in this programme")
    windows = [(due.opens, due.closes) for due in dues]
    if isinstance(duty, Rehearsed):
        windows = [(duty.opens, duty.closes)]
    met = [e for e in course.entries if duty.met_by(e) and any(opens <= e.day <= closes for opens, closes in windows)]
    text = [f"{entry.id} ({entry.day.isoformat()})" for entry in met[:3]]
    return listed([*text, *(["…"] if len(met) > 3 else [])], _)


def _coverage_rows(coverage: Coverage, _: Translate) -> Iterable[tuple[str, str, str]]:
    for axes in coverage.pairs():
        gaps = coverage.gaps(*axes)
        names = [" × ".join(_value(axis, value, _) for axis, value in zip(axes, cell, strict=True)) for cell in gaps]
        shown = [
            *names[:SHOWN_GAPS],
            *([_("and {count} more").format(count=len(names) - SHOWN_GAPS)] * (len(names) > SHOWN_GAPS)),
        ]
        yield " × ".join(_(AXIS_NAMES[axis]) for axis in axes), f"{coverage.share(*axes):.0%}", listed(shown, _)


def _value(axis: str, value: str, _: Translate) -> str:
    if axis == "level":
        return Level[value].name
    return _(_LABELS[value]) if value in _LABELS else value


_LABELS = {family.value: family.label for family in Family} | {role.value: role.label for role in Role}
