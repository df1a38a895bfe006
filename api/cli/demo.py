"""``watchbill demo``: makes up a centre, plans the four weeks around Double 11 for it, and serves the result."""

import argparse
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from api.cli.plan import show_plan
from api.cli.progress import plan_progress
from api.cli.serve import add_service_options, service_settings
from api.compiling import compiling_beside
from api.demo import write_demo_centre
from api.demo.centre import FIRST_DAY, DemoFiles
from api.errors import WorkStoppedError
from api.planning_beside import PlannedDrills, drills_of, planning_beside
from api.service import serve
from api.settings import Settings
from api.store import Store, open_store
from api.usecases.drill_programme import ProgrammeOrder
from api.usecases.plan import Order, Plan, plan_site
from api.usecases.plan_storage import publish_plan
from api.usecases.rosters import list_rosters
from api.usecases.sites import list_sites, site_file_of
from api.usecases.stored_programmes import keep_programme, usual_first_day
from drills.errors import DrillError
from drills.programme.question import Policy
from forecasting.errors import InputError
from forecasting.history import HistoryOptions
from forecasting.messages import Translate, sentence_of
from scheduler.formats import read_site
from scheduler.solution import Limits

if TYPE_CHECKING:
    from api.cli.console import Console

DAYS = 28
DEFAULT_SECONDS = 15.0
DRILL_CAST_WORK = 0.3  # people are as good after a sixteenth of the time
PATIENCE_SECONDS = 3.0  # for drills that are not planned when the roster is


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
        with ExitStack() as beside:
            if _is_planned(store):
                _plan_drills(settings, store, options.seed, console)
            else:
                _plan(settings, store, options, console, beside)
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


def _plan(settings: Settings, store: Store, options: argparse.Namespace, console: "Console", beside: ExitStack) -> None:
    """Plan roster and drills at once; where the drills take longer they come to the page when it is up already."""
    console.say(console.translate("making up the demo centre: three years of history, a site and its people"))
    centre = write_demo_centre(settings.data_dir / "centre", options.seed, FIRST_DAY, DAYS)
    now = settings.clock()
    order = _drill_order(now, read_site(centre.site).site.zone, options.seed)
    keeping = beside.enter_context(ThreadPoolExecutor(1))
    drills = beside.enter_context(planning_beside(centre.site, order, now))
    with compiling_beside():
        plan = _planned(centre, options.seed, options.seconds, console)
    with store.unit() as unit:
        head = publish_plan(unit, plan, settings.clock())
    show_plan(plan, console)
    kept = keeping.submit(_keep_drills, store, head.site_id, drills.result, now, console)
    wait([kept], None if options.no_serve else PATIENCE_SECONDS)


def _plan_drills(settings: Settings, store: Store, seed: int, console: "Console") -> None:
    """Plan the drills of each site that has none, as those of stores of earlier versions."""
    now = settings.clock()
    with store.snapshot() as unit:
        sites = [(site.id, site_file_of(unit, site.id)) for site in list_sites(unit)]
        lacking = [(number, found) for number, found in sites if unit.programmes.latest(number) is None]
    for number, site_file in lacking:
        order = _drill_order(now, site_file.site.zone, seed)
        _keep_drills(store, number, partial(drills_of, site_file, order, now), now, console)


def _drill_order(now: datetime, zone: ZoneInfo, seed: int) -> ProgrammeOrder:
    policy = Policy(cast_work=DRILL_CAST_WORK)
    return ProgrammeOrder(usual_first_day(now.astimezone(zone).date()), policy=policy, seed=seed)


def _keep_drills(
    store: Store, site_id: int, planned: Callable[[], PlannedDrills], now: datetime, console: "Console"
) -> None:
    """Store what was *planned*; where that is nothing the page is shown all the same."""
    try:
        found = planned()
    except (DrillError, InputError) as refused:
        console.error(sentence_of(refused))
        return
    except WorkStoppedError:  # the demo ends before; when it is shown again it plans what is lacking
        return
    with store.unit() as unit:
        keep_programme(unit, site_id, found.order, found.programme, found.basis, now)
        unit.commit()
    met, duties = found.basis.kept, len(found.basis.duties)
    console.say(console.translate("{met} of {all} obligations are met").format(met=met, all=duties))


def _planned(centre: DemoFiles, seed: int, seconds: float, console: "Console") -> Plan:
    order = Order(
        centre.site, (centre.history,), FIRST_DAY, DAYS, Limits(seconds, seed=seed), _as_the_site_says, seed=seed
    )
    with plan_progress(console) as progress:
        return plan_site(order, progress)


def _as_the_site_says(options: HistoryOptions) -> HistoryOptions:
    return options


def _announce(address: str, console: "Console") -> None:
    console.say(console.translate("Watchbill is at {address} (stop with Ctrl-C)").format(address=address))
