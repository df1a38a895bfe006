"""A programme as people read it: ready rows for every table, in the reader's language."""

from dataclasses import dataclass
from datetime import date

from drills.incidents import Family, Level
from drills.programme.basis import Basis, Covered, DutyKept, Keeping, basis_of
from drills.programme.coverage import fairness_of
from drills.programme.entry import Entry, State
from drills.programme.programme import Programme
from drills.programme.question import Question
from drills.roles import Role
from forecasting.messages import N_, Translate, listed

SHOWN_GAPS, SHOWN_DRILLS = 6, 3
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
    return year_on(programme, basis_of(programme, question), translate)


def year_on(programme: Programme, basis: Basis, translate: Translate) -> YearView:
    """Return *programme* with its *basis* in the language of *translate*."""
    _ = translate
    entries = [entry for entry in programme.entries if entry.counts]
    fairness = fairness_of(entries, [leader.agent for leader in basis.leaders], basis.teams)
    spent = sum(entry.loss.point_minutes for entry in entries)
    title = _("Drill programme of {site}").format(site=programme.site)
    return YearView(
        title,
        programme,
        tuple(_drill_row(entry, programme, basis, _) for entry in programme.entries),
        tuple(_duty_row(duty, _) for duty in basis.duties),
        tuple(
            (_(change.kind.label), change.drill, _days(change.before, change.after), change.reason.say(_))
            for change in programme.changes
        ),
        tuple(_coverage_row(covered, _) for covered in basis.coverage),
        tuple(
            (leader.name, leader.team, fairness.people[leader.agent], fairness.commands[leader.agent])
            for leader in basis.leaders
        ),
        tuple(fairness.teams.items()),
        tuple((_(name), fairness.weekdays.get(number, 0)) for number, name in enumerate(WEEKDAYS)),
        (f"{spent:.0f}", f"{basis.granted:.0f}"),
    )


def _drill_row(entry: Entry, programme: Programme, basis: Basis, _: Translate) -> DrillRow:
    commander = "" if entry.commander is None else basis.name_of(entry.commander)
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


def _duty_row(duty: DutyKept, _: Translate) -> DutyRow:
    return DutyRow(duty.label.say(_), _(duty.citation), how_kept(duty, _), duty.is_kept)


def how_kept(duty: DutyKept, _: Translate) -> str:
    """Return how *duty* is kept, in the reader's language: the first drills that meet it, or what is lacking and why."""
    if duty.lacking is not None and duty.reason is not None:
        template = _("lacking: {what}, because {reason}")
        return template.format(what=duty.lacking.say(_), reason=duty.reason.say(_))
    if duty.keeping is Keeping.KEPT:
        return _("kept")
    if duty.keeping is Keeping.NOT_OWED:
        return _("not owed in this programme")
    text = [f"{name} ({day.isoformat()})" for name, day in duty.drills[:SHOWN_DRILLS]]
    return listed([*text, *(["…"] if len(duty.drills) > SHOWN_DRILLS else [])], _)


def _coverage_row(covered: Covered, _: Translate) -> tuple[str, str, str]:
    axes = covered.axes
    names = [
        " × ".join(_value(axis, value, _) for axis, value in zip(axes, cell, strict=True)) for cell in covered.gaps
    ]
    shown = [
        *names[:SHOWN_GAPS],
        *([_("and {count} more").format(count=len(names) - SHOWN_GAPS)] * (len(names) > SHOWN_GAPS)),
    ]
    return " × ".join(_(AXIS_NAMES[axis]) for axis in axes), f"{covered.share:.0%}", listed(shown, _)


def _value(axis: str, value: str, _: Translate) -> str:
    if axis == "level":
        return Level[value].name
    return _(_LABELS[value]) if value in _LABELS else value


_LABELS = {family.value: family.label for family in Family} | {role.value: role.label for role in Role}
