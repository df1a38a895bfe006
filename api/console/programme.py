"""The programme of drills as the first page shows it: its year at a glance, what it owes, the drills to come. For planners' eyes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.reports.headline import Figure
from api.reports.wording import day_text, moment_text, number
from api.usecases.stored_programmes import KeptProgramme
from drills.programme.basis import Basis, DutyGroup
from drills.programme.entry import Entry, State
from drills.programme.months import days_between, months_after
from drills.programme.programme import Programme
from drills.programme.year_view import DrillRow, DutyRow, YearView, year_on
from forecasting.messages import Translate

COMING = 4  # drills in the table; all of them are a click away
MONTH_DAYS = 31


@dataclass(frozen=True, slots=True)
class YearDay:
    """One day of the year; *marks* are its classes, *sign* stands in it, *title* says what it is."""

    marks: str
    sign: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class YearMonth:
    """One month: a day for each of 31 columns, None where it has none."""

    name: str
    days: tuple[YearDay | None, ...]


@dataclass(frozen=True, slots=True)
class GroupKept:
    """How many obligations of a kind are kept; *lacking* ones in words."""

    label: str
    kept: int
    owed: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeSection:
    """Everything that the page shows of a programme, as ready values."""

    id: int
    period: str
    told: str
    figures: tuple[Figure, ...]
    months: tuple[YearMonth, ...]
    groups: tuple[GroupKept, ...]
    coming: tuple[DrillRow, ...]
    later: int
    duties: tuple[DutyRow, ...]


def programme_section(kept: KeptProgramme, today: date, language: str, _: Translate) -> ProgrammeSection:
    """Return the section for *kept* as things stand on *today*."""
    programme, basis = kept.programme, kept.basis
    view = year_on(programme, basis, _)
    coming = [row for row in view.drills if row.entry.state is State.PLANNED and row.entry.day >= today]
    first, last = day_text(programme.first, language), day_text(programme.last, language)
    return ProgrammeSection(
        kept.head.id,
        _("{first} to {last}").format(first=first, last=last),
        _("version {version}, told {when}").format(
            version=kept.head.version, when=moment_text(kept.head.told_at, programme.zone, language)
        ),
        tuple(_figures(programme, basis, view, today, _)),
        tuple(_months(programme, basis, view, today, _)),
        tuple(_groups(basis, view, _)),
        tuple(coming[:COMING]),
        len(coming[COMING:]),
        view.duties,
    )


def _figures(programme: Programme, basis: Basis, view: YearView, today: date, _: Translate) -> Iterator[Figure]:
    owed, kept = len(basis.duties), basis.kept
    good = kept == owed
    note = _("every one of them") if good else _("what is lacking stands below, with the reason")
    share = _("{part} of {whole}").format(part=kept, whole=owed)
    yield Figure(_("Obligations kept"), share, note, "good" if good else "bad")
    counted = [entry for entry in programme.entries if entry.counts]
    to_come = sum(entry.state is State.PLANNED and entry.day >= today for entry in counted)
    yield Figure(_("Drills of the year"), number(len(counted)), _("{count} of them to come").format(count=to_come))
    hidden = sum(not entry.announced for entry in counted)
    yield Figure(_("Unannounced"), number(hidden), _("only planners see them, here and in their calendar"))
    planned, granted = view.budget
    note = _("of {granted} that are granted").format(granted=granted)
    over = "bad" if float(planned) > float(granted) else ""
    yield Figure(_("Point minutes of service planned to be lost"), planned, note, over)


def _groups(basis: Basis, view: YearView, _: Translate) -> Iterator[GroupKept]:
    pairs = list(zip(basis.duties, view.duties, strict=True))
    for group in DutyGroup:
        rows = [row for duty, row in pairs if duty.group is group]
        if rows:
            lacking = tuple(_("{what}: {how}").format(what=row.label, how=row.how) for row in rows if not row.met)
            yield GroupKept(_(group.label), sum(row.met for row in rows), len(rows), lacking)


def _months(programme: Programme, basis: Basis, view: YearView, today: date, _: Translate) -> Iterator[YearMonth]:
    rows = {row.entry.day: row for row in reversed(view.drills)}
    month = programme.first.replace(day=1)
    while month <= programme.last:
        days = days_between(month, months_after(month, 1))
        cells = [
            _day(day, rows.get(day), programme, basis, today, _) if day.month == month.month else None for day in days
        ]
        yield YearMonth(f"{month:%Y-%m}", (*cells[:MONTH_DAYS], *[None] * (MONTH_DAYS - len(cells))))
        month = months_after(month, 1)


def _day(
    day: date, row: DrillRow | None, programme: Programme, basis: Basis, today: date, _: Translate
) -> YearDay | None:
    if not programme.first <= day <= programme.last:
        return None
    now = ("today",) if day == today else ()
    occasion = [_(one.name) for one in basis.occasions if one.day == day]
    marks = (*now, *(("occasion",) if occasion else ()))
    if row is not None:
        return YearDay(" ".join((*marks, *_drill_marks(row.entry))), _sign(row.entry), _drill_title(row, _))
    closed = basis.closed.get(day)
    said = [*occasion, *([] if closed is None else [closed.say(_)])]
    title = " · ".join((day.isoformat(), *said)) if said else ""
    return YearDay(" ".join((*marks, *(() if closed is None else ("closed",)))), "", title)


def _drill_marks(entry: Entry) -> Sequence[str]:
    if not entry.counts:
        return ("cancelled",)
    return (entry.form.value, *(() if entry.announced else ("unannounced",)))


def _sign(entry: Entry) -> str:
    """Return the number within the drill's name, which tells it from others in the year's table."""
    return entry.id.rsplit("-D", 1)[-1].lstrip("0") if "-D" in entry.id else "•"


def _drill_title(row: DrillRow, _: Translate) -> str:
    words = (row.entry.id, row.when, row.form, row.what, row.told, row.state)
    return " · ".join(word for word in words if word)
