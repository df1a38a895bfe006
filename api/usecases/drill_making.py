"""A drill made in a stored roster: its window searched by heads and, where a forecast is known, by the service that customers get."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from api.computing import Computing
from api.errors import ConflictError
from api.store import Store, UnitOfWork
from api.store.records import StoredDrill
from api.usecases.basis import peaks_around
from api.usecases.drill_windows import served_windows
from api.usecases.drill_wishes import wishes_of
from api.usecases.drills import busy_roster, store_announced
from api.usecases.rosters import PlannedRoster
from drills.drill import Drill
from drills.incidents import Family, Level
from drills.planning import FindWindows, placed_drill, scenario_of
from drills.roles import Form
from drills.scenario.frozen import Scenario
from drills.timing import Timing
from drills.windows import Wishes, find_windows, history_of
from drills.windows.live import BELOW_TARGET
from forecasting.messages import N_, Sentence
from forecasting.site import Site
from scheduler.instance import Instance
from scheduler.roster import Roster


@dataclass(frozen=True, slots=True)
class DrillOrder:
    """What a planner asks of a stored roster: everything left open is drawn from *seed*, the best time taken where *start* is None.

    Only windows on *day* are looked at, on every day where it is None. *without* are agents who take no part. With *service* the window has to keep every queue above its floor, *below_target* under
    its target, too, where the roster was made for a forecast.
    """

    roster_id: int
    family: Family
    seed: int
    form: Form = Form.TABLETOP
    level: Level | None = None
    announced: bool = True
    start: datetime | None = None
    day: date | None = None
    without: tuple[str, ...] = ()
    service: bool = True
    below_target: float = BELOW_TARGET


@dataclass(frozen=True, slots=True, eq=False)
class DrillQuestion:
    """*order* put to a *roster* with all other drills in it; *forecast* is None where service is not looked at."""

    order: DrillOrder
    roster: Roster
    instance: Instance
    timing: Timing
    wishes: Wishes
    site: Site
    forecast: pd.DataFrame | None


def make_drill(store: Store, computing: Computing, order: DrillOrder, now: datetime) -> StoredDrill:
    """Make a drill in the best window of a stored roster, or in the one that begins at its start, and store it.

    People who had earlier drills of the site make room for others where they can. An announced one makes the roster's next version,
    with the drill in its participants' shifts, published where the roster was; an unannounced one changes nothing that agents see.
    Raises ConflictError where another drill of the site was stored in the meantime.
    """
    with store.snapshot() as unit:
        question, known = drill_question(unit, order)
    drill = computing.run(made_drill, question)
    return keep_drill(store, order, known, drill, now)


def keep_drill(store: Store, order: DrillOrder, known: list[int], drill: Drill, now: datetime) -> StoredDrill:
    """Store *drill*, which was made while the site had the drills in *known*; ConflictError where it has others now."""
    with store.unit() as unit:
        planned = PlannedRoster.of(unit, order.roster_id)
        if [one.id for one in unit.drills.all(planned.head.site_id)] != known:
            raise ConflictError(Sentence(N_("another drill was made in the meantime; ask again")))
        stored = store_announced(unit, planned, drill, now)
        unit.commit()
    return stored


def drill_question(unit: UnitOfWork, order: DrillOrder) -> tuple[DrillQuestion, list[int]]:
    """Return *order* put to what is stored, and the ids of the drills that the site has already."""
    planned = PlannedRoster.of(unit, order.roster_id)
    asked, others = planned.question, unit.drills.all(planned.head.site_id)
    past = history_of(drill.document for drill in others)
    forecast_id = asked.requirement.forecast_id if order.service else None
    peaks = peaks_around(asked.site_file, planned.roster.grid)
    question = DrillQuestion(
        order,
        busy_roster(unit, planned),
        planned.instance,
        Timing(peaks=peaks, starts=order.start, not_before=order.day, not_after=order.day),
        wishes_of(planned.instance, past, order.without),
        asked.site_file.with_calendar(asked.calendar).site,
        None if forecast_id is None else unit.forecasts.frame(forecast_id),
    )
    return question, [drill.id for drill in others]


def made_drill(question: DrillQuestion) -> Drill:
    """Return the drill of *question*; raises what ``new_drill`` raises."""
    order = question.order
    scenario = scenario_of(order.family, order.seed, order.form, order.level)
    return placed_in(question, scenario, f"{order.family.value}-{order.seed}")


def placed_in(question: DrillQuestion, scenario: Scenario, name: str) -> Drill:
    """Return the drill called *name* of *scenario* in the best window of *question*; raises what ``placed_drill`` raises."""
    order = question.order
    find: FindWindows = find_windows
    if question.forecast is not None:
        find = served_windows(question.site, question.forecast, order.below_target, order.seed)
    return placed_drill(
        scenario,
        name,
        question.roster,
        question.instance,
        announced=order.announced,
        timing=question.timing,
        wishes=question.wishes,
        find=find,
    )
