"""``watchbill demo``: makes up a centre, plans the four weeks around Double 11 for it, and serves the result."""

import argparse
from typing import TYPE_CHECKING

from api.cli.plan import show_plan
from api.cli.progress import plan_progress
from api.cli.serve import add_service_options, service_settings
from api.compiling import compiling_beside
from api.computing import Computing
from api.demo import write_demo_centre
from api.demo.centre import FIRST_DAY
from api.service import serve
from api.settings import Settings
from api.store import Store, open_store
from api.usecases.drill_programme import ProgrammeOrder
from api.usecases.plan import Order, Plan, plan_site
from api.usecases.plan_storage import publish_plan
from api.usecases.rosters import list_rosters
from api.usecases.sites import list_sites, site_file_of
from api.usecases.stored_programmes import list_programmes, plan_stored, usual_first_day
from drills.errors import DrillError
from drills.programme.question import Policy
from forecasting.errors import InputError
from forecasting.history import HistoryOptions
from forecasting.messages import Translate, sentence_of
from scheduler.solution import Limits

if TYPE_CHECKING:
    from api.cli.console import Console

DAYS = 28
DEFAULT_SECONDS = 15.0
# Keeps every obligation in some three seconds; five times as much finds drills a little cheaper.
DRILL_WORK, DRILL_CAST_WORK = 1.0, 0.3


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("demo", help=_("make up a centre, plan four weeks for it and serve the result"))
    add_service_options(parser, _)
    parser.add_argument(
        "--seed", type=int, default=1, help=_("whole number; draws the centre, the roster and the drill")
    )
    parser.add_argument("--seconds", type=float, default=DEFAULT_SECONDS, help=_("time for the roster (default 15)"))
    parser.add_argument("--fresh", action="store_true", help=_("plan anew instead of showing what is stored"))
    parser.add_argument("--no-serve", action="store_true", help=_("store the plan and end"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Plan the demo centre where that is not done yet, then serve it until the process is asked to stop."""
    settings = service_settings(options)
    if options.fresh:
        forget(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = open_store(settings.store_url)
    try:
        if not _is_planned(store):
            _plan(settings, store, options.seed, options.seconds, console)
        _plan_drills(settings, store, options.seed, console)
        if not options.no_serve:
            serve(settings, lambda address: _announce(address, console), store)
    finally:
        store.close()
    return 0


def forget(settings: Settings) -> None:
    """Remove the store of an earlier demo; no other process may have it open."""
    for path in settings.data_dir.glob("watchbill.sqlite3*"):
        path.unlink()


def _is_planned(store: Store) -> bool:
    with store.snapshot() as unit:
        return bool(list_rosters(unit))


def _plan(settings: Settings, store: Store, seed: int, seconds: float, console: "Console") -> None:
    console.say(console.translate("making up the demo centre: three years of history, a site and its people"))
    with compiling_beside():
        plan = _planned(settings, seed, seconds, console)
    with store.unit() as unit:
        publish_plan(unit, plan, settings.clock())
    show_plan(plan, console)


def _plan_drills(settings: Settings, store: Store, seed: int, console: "Console") -> None:
    """Plan the drills of the twelve months to come, unless the store has some; without them the page is shown all the same."""
    now = settings.clock()
    with store.snapshot() as unit:
        sites = [] if list_programmes(unit) else list_sites(unit)
        zones = {site.id: site_file_of(unit, site.id).site.zone for site in sites}
    for site_id, zone in zones.items():
        console.say(console.translate("planning the drills of the year"))
        policy = Policy(work=DRILL_WORK, cast_work=DRILL_CAST_WORK)
        order = ProgrammeOrder(usual_first_day(now.astimezone(zone).date()), policy=policy, seed=seed)
        try:
            plan_stored(store, Computing(0, 0, settings.work_seconds), site_id, order, now)
        except (DrillError, InputError) as refused:
            console.error(sentence_of(refused))


def _planned(settings: Settings, seed: int, seconds: float, console: "Console") -> Plan:
    centre = write_demo_centre(settings.data_dir / "centre", seed, FIRST_DAY, DAYS)
    order = Order(
        centre.site, (centre.history,), FIRST_DAY, DAYS, Limits(seconds, seed=seed), _as_the_site_says, seed=seed
    )
    with plan_progress(console) as progress:
        return plan_site(order, progress)


def _as_the_site_says(options: HistoryOptions) -> HistoryOptions:
    return options


def _announce(address: str, console: "Console") -> None:
    console.say(console.translate("Watchbill is at {address} (stop with Ctrl-C)").format(address=address))
