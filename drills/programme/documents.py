"""A programme as a Markdown year view and as a table for spreadsheets."""

import csv
import io
from itertools import groupby

from drills.markdown import table
from drills.programme.entry import Entry
from drills.programme.programme import Programme
from drills.programme.year_view import DrillRow, YearView
from drills.scenario.text import DRILL_MARK
from forecasting.messages import Translate, english

COLUMNS = (
    "id", "day", "start", "end", "families", "scope", "form", "level", "state", "announced", "teams", "commander",
    "people", "without", "retests", "serves", "point_minutes", "loss_source", "why",
)  # fmt: skip


def programme_markdown(view: YearView, translate: Translate) -> str:
    """Return *view* as Markdown: drills by month, obligations, changes, coverage, people, budget. For planners alone."""
    _, programme = translate, view.programme
    lines = [f"# {DRILL_MARK} {view.title}", ""]
    period = _("{first} to {last}").format(first=programme.first, last=programme.last)
    lines += [_("{period}, revision {revision}").format(period=period, revision=programme.revision), ""]
    lines += _changes(view, _)
    for month, rows in groupby(view.drills, key=lambda row: row.entry.day.strftime("%Y-%m")):
        lines += [_heading(month), "", *table(_drill_heads(_), [_drill_cells(row) for row in rows])]
    duties = [(duty.label, duty.citation, duty.how) for duty in view.duties]
    lines += [_heading(_("Obligations")), "", *table([_("what"), _("source"), _("met by")], duties)]
    lines += _spread(view, _)
    return "\n".join(lines).rstrip("\n") + "\n"


def _heading(text: str) -> str:
    return f"## {text}"


def _changes(view: YearView, _: Translate) -> list[str]:
    if not view.changes:
        return []
    heads = [_("change"), _("drill"), _("day"), _("reason")]
    return [_heading(_("What changed")), "", *table(heads, view.changes)]


def _drill_heads(_: Translate) -> list[str]:
    return [
        _("drill"), _("when"), _("form"), _("about"), _("level"), _("teams"), _("commander"), _("point minutes"), _("why"),
    ]  # fmt: skip


def _drill_cells(row: DrillRow) -> list[str]:
    name = " · ".join(part for part in (row.entry.id, row.state, "" if row.entry.announced else row.told) if part)
    return [name, row.when, row.form, row.what, row.level, row.teams, row.commander, row.loss, row.why]


def _spread(view: YearView, _: Translate) -> list[str]:
    planned, granted = view.budget
    budget = _("{planned} of {granted} point minutes are planned to be lost.").format(planned=planned, granted=granted)
    return [
        _heading(_("What the drills cover")),
        "",
        *table([_("of"), _("covered"), _("gaps")], view.coverage),
        _heading(_("People and teams")),
        "",
        *table([_("name"), _("team"), _("drills"), _("as commander")], view.people),
        *table([_("team"), _("drills")], view.teams),
        *table([_("weekday"), _("drills")], view.weekdays),
        _heading(_("Live service")),
        "",
        budget,
    ]


def programme_csv(programme: Programme, translate: Translate = english) -> str:
    """Return the drills of *programme* as CSV, one a row: instants with the site's offset, several names in one cell joined by ``;``.

    Why a drill is held on its day is said in the language of *translate*.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(_row(entry, programme, translate) for entry in programme.entries)
    return out.getvalue()


def _row(entry: Entry, programme: Programme, translate: Translate) -> list[object]:
    start, end = (
        "" if moment is None else moment.astimezone(programme.zone).isoformat(timespec="minutes")
        for moment in (entry.start, entry.end)
    )
    return [
        entry.id,
        entry.day.isoformat(),
        start,
        end,
        ";".join(family.value for family in entry.families),
        entry.scope.value,
        entry.form.value,
        "" if entry.level is None else entry.level.name,
        entry.state.value,
        "yes" if entry.announced else "no",
        ";".join(entry.teams),
        entry.commander or "",
        ";".join(sorted(entry.people)),
        entry.without or "",
        ";".join(entry.retests),
        ";".join(entry.serves),
        f"{entry.loss.point_minutes:.1f}",
        entry.loss.source.value,
        "" if entry.why is None else entry.why.say(translate),
    ]
