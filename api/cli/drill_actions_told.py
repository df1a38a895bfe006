"""How the command line tells of actions: the list, what nobody sees to, what is late or came back, training and trends."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from drills.finding import Finding
from drills.improvement import Action, ActionStatus, Standing, TrainingYear, Trend, Trends
from drills.improvement.rollups import TIMES
from drills.improvement.training_year import LEAST_PERCENT
from forecasting.messages import Translate

if TYPE_CHECKING:
    from api.cli.console import Console


def tell_actions(actions: Iterable[Action], today: date, console: "Console") -> None:
    """Print a table of *actions*; nothing where there are none."""
    _ = console.translate
    rows = [_action_row(action, today, _) for action in actions]
    if rows:
        heads = [_("action"), _("status"), _("to do"), _("findings"), _("owner"), _("until"), _("waits for")]
        console.table(_("Actions"), heads, rows)


def _action_row(action: Action, today: date, _: Translate) -> tuple[object, ...]:
    due = "-" if action.due is None else action.due.isoformat()
    return (
        action.id,
        _(action.status.label),
        action.text,
        "\n".join(finding.id for finding in action.findings),
        action.owner or "-",
        _("{day}, late").format(day=due) if action.is_overdue(today) else due,
        _waits_for(action, _),
    )


def _waits_for(action: Action, _: Translate) -> str:
    if action.closed_on is not None:
        return "-"
    if not action.is_owned:
        return _("an owner and a day")
    if action.status is ActionStatus.REOPENED and action.why is not None:
        return _("{text} ({remark})").format(text=_("being done"), remark=action.why.say(_))
    if action.status.is_to_do:
        return _("being done")
    return _("a re-test") if action.to_verify else _("being closed")


def finding_told(finding: Finding, console: "Console") -> str:
    """Return what was wanted and what was seen, in the console's language."""
    _ = console.translate
    seen = "" if finding.note is None else finding.note.say(_)
    if finding.text is None:
        return seen
    return _("{text} ({remark})").format(text=finding.text.in_language(console.language), remark=seen)


def tell_standing(found: Standing, console: "Console") -> None:
    """Print the actions, then everything that asks for somebody."""
    _ = console.translate
    tell_actions(found.actions, found.today, console)
    _tell_unowned(found.unowned, console)
    if found.retests:
        due = [(one.finding.id, one.finding.rating, _late(one.due, found.today, _)) for one in found.retests]
        console.table(_("To be tested again"), [_("findings"), _("rating"), _("until")], due)
    if found.back:
        heads = [_("findings"), _("as before"), _("action that was closed"), _("seen to")]
        back = [
            (one.finding.id, one.earlier.id, one.action, _("yes") if one.is_answered else _("no")) for one in found.back
        ]
        console.table(_("Came back"), heads, back)
    sentence = _("{actions} actions, {late} of them late; {unowned} findings without owner; {back} came back")
    counts = {"actions": len(found.actions), "late": len(found.overdue), "unowned": len(found.unowned)}
    console.say(sentence.format(**counts, back=len(found.back)))


def _tell_unowned(findings: Sequence[Finding], console: "Console") -> None:
    _ = console.translate
    if findings:
        heads = [_("findings"), _("rating"), _("element"), _("wanted and seen")]
        rows = [(one.id, one.rating, _(one.element.label), finding_told(one, console)) for one in findings]
        console.table(_("Rated M or U, without an action that has an owner and a date"), heads, rows)


def _late(due: date, today: date, _: Translate) -> str:
    return _("{day}, late").format(day=due) if due < today else due.isoformat()


def tell_year(year: TrainingYear, names: Mapping[str, str], console: "Console") -> None:
    """Print how a year's training stands by person, drills and all else."""
    _ = console.translate
    heads = [_("name"), _("drill"), _("other training"), _("class hours"), _("lacking"), _("courses")]
    rows = [
        (
            names.get(one.agent, one.agent),
            f"{one.drill_hours:.1f}",
            f"{one.other_hours:.1f}",
            f"{one.hours:.1f}",
            f"{one.lacking_hours:.1f}",
            one.courses,
        )
        for one in year.people
    ]
    console.table(_("Class hours of {year}").format(year=year.year), heads, rows)
    told = _("{covered} of {people} people have training ({percent} %, expected {least} %), {drilled} of them a drill")
    percent = "-" if year.covered_percent is None else f"{year.covered_percent:.0f}"
    values = {"covered": year.covered, "people": len(year.people), "drilled": year.drilled}
    console.say(told.format(**values, percent=percent, least=f"{LEAST_PERCENT:.0f}"))


def tell_trends(found: Trends, console: "Console") -> None:
    """Print trends by capability, kind of incident and team, and mean times, each with what it rests on."""
    _ = console.translate
    heads = ["", _("targets met"), _("share, 95 %"), _("predicted"), _("above it, 90 %"), _("change")]
    groups = (
        (_("Capabilities"), (found.everything, *found.capabilities)),
        (_("Kinds of incident"), found.families),
        (_("Teams"), found.teams),
    )
    for title, group in groups:
        console.table(title, heads, [_trend_row(trend, _) for trend in group])
    rows = [(_(TIMES[point]), f"{one.mean:.1f}", one.n, f"{one.spread:.1f}") for point, one in found.times.items()]
    if rows:
        console.table(
            _("Minutes from the onset"), [_("mean time"), _("minutes"), _("drills"), _("standard deviation")], rows
        )


def _trend_row(trend: Trend, _: Translate) -> tuple[object, ...]:
    share = trend.share
    gain = None if trend.estimate is None else trend.estimate.gain
    return (
        _(trend.label) if trend.label else trend.of,
        _("{met} of {n}").format(met=trend.met, n=trend.n),
        _("too few to say") if share is None else f"{share.middle:.0f} % ({share.low:.0f}…{share.high:.0f})",
        "-" if trend.expected is None else f"{trend.expected:.0f} %",
        "-" if gain is None else f"{gain.middle:+.0f} ({gain.low:+.0f}…{gain.high:+.0f})",
        _(trend.course.label),
    )
