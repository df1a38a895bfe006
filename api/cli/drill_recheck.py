"""``watchbill drill recheck``: go or no go just before a drill starts, with the people and the customers of the day."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.drill_past import drill_in
from api.cli.drill_wishes import add_below_target, below_target
from api.cli.options import add_history_options, history_options
from api.usecases.basis import site_calendar
from api.usecases.drill_forecast import forecast_for
from drills.drill import Drill
from drills.windows.recheck import DayTold, Decision, recheck
from forecasting.errors import Fault, InputError
from forecasting.history import read_history
from forecasting.messages import N_, Translate
from forecasting.staffing.requirement_file import read_requirement
from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.formats import SiteFile, read_roster, read_site, roster_days
from scheduler.instance import Instance

if TYPE_CHECKING:
    from api.cli.console import Console

GO, NO_GO = 0, 1


def add_recheck(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser("recheck", help=_("say just before its start whether the day still carries a drill"))
    parser.add_argument("drill", metavar="DRILL", type=Path, help=_("record of the drill, as `drill new` writes it"))
    parser.add_argument("--site", type=Path, required=True, help=_("site file"))
    parser.add_argument("--roster", type=Path, required=True, help=_("roster file: .csv, .xlsx or .json"))
    parser.add_argument("--requirement", type=Path, required=True, help=_("people needed, by team"))
    parser.add_argument("--forecast", type=Path, help=_("forecast; without it nothing is said of live service"))
    parser.add_argument("--actuals", type=Path, nargs="+", default=[], help=_("volume exports of the day so far"))
    parser.add_argument(
        "--absent",
        metavar="AGENT",
        action="append",
        default=[],
        help=_("somebody who has not come today; may be given again"),
    )
    as_of = _("the time now, on the site's clock, such as 2026-04-28T13:30; the computer's clock when not given")
    parser.add_argument("--as-of", metavar="TIME", type=datetime.fromisoformat, help=as_of)
    add_below_target(parser, _)
    add_history_options(parser, _)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Decide, say why, and return 1 for no go."""
    site_file = read_site(options.site)
    drill = drill_in(options.drill)
    instance = _instance(options, site_file)
    absent = _absent(options.absent, instance)
    roster = read_roster(options.roster, instance)
    told = _told(options, site_file, instance.grid)
    decision = recheck(
        drill, roster, instance, _now(options, site_file), told, absent, below_target=below_target(options)
    )
    _show(decision, drill, console)
    return GO if decision.go else NO_GO


def _instance(options: argparse.Namespace, site_file: SiteFile) -> Instance:
    first, last = roster_days(options.roster)
    grid = TimeGrid(site_file.site.zone, first, (last - first).days + 1, site_file.site.slot_minutes)
    calendar = site_calendar(site_file, grid.first_day, grid.last_day)
    return site_file.instance(grid, read_requirement(options.requirement), calendar, must_be_possible=False)


def _absent(names: list[str], instance: Instance) -> frozenset[AgentId]:
    known = {str(agent.id) for agent in instance.agents}
    unknown = [name for name in dict.fromkeys(names) if name not in known]
    if unknown:
        expected = N_("an agent's id")
        reason = N_("is no agent of the site")
        raise InputError([Fault("--absent", reason, value=name, expected=expected) for name in unknown])
    return frozenset(AgentId(name) for name in names)


def _told(options: argparse.Namespace, site_file: SiteFile, grid: TimeGrid) -> DayTold | None:
    if options.forecast is None:
        if options.actuals:
            raise InputError([Fault("--actuals", N_("tell nothing without a forecast"), expected="--forecast")])
        return None
    site = site_file.with_calendar(site_calendar(site_file, grid.first_day, grid.last_day)).site
    actuals = None
    if options.actuals:
        actuals = read_history(options.actuals, history_options(options, site_file.history)).complete()
    return DayTold(site, forecast_for(options.forecast, site, grid), actuals)


def _now(options: argparse.Namespace, site_file: SiteFile) -> datetime:
    as_of: datetime | None = options.as_of
    if as_of is None:
        return datetime.now(UTC)
    return as_of if as_of.tzinfo else as_of.replace(tzinfo=site_file.site.zone)


def _show(decision: Decision, drill: Drill, console: "Console") -> None:
    _ = console.translate
    window = drill.window
    when = f"{window.local_start:%Y-%m-%d %H:%M}-{window.local_end:%H:%M}"
    console.say(_("{first}, {rest}").format(first=drill.title.in_language(console.language), rest=when))
    cover = [(team.team, team.away, f"{team.least_spare:.1f}") for team in decision.cover]
    console.table(_("live cover"), [_("team"), _("people away"), _("least to spare in any slot")], cover)
    for queue, factor in decision.busier.items():
        sentence = _("{queue}: {factor} of the contacts that were forecast are expected during the drill")
        console.say(sentence.format(queue=queue, factor=f"{factor:.0%}"))
    if decision.cost is not None:
        sentence = _(
            "service: {points} percentage points less in time, in one case of ten more than {worst}; floor kept: {chance}"
        )
        cost = decision.cost
        numbers = {"points": f"{cost.points:.1f}", "worst": f"{cost.points_p10:.1f}", "chance": f"{cost.chance:.0%}"}
        console.say(sentence.format(**numbers))
    console.say(_("GO") if decision.go else _("NO GO"))
    for reason in decision.reasons:
        console.say(reason.say(_))
