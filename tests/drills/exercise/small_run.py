"""A drill ready to run: drawn from the catalogue, with people from a small floor."""

from datetime import datetime, timedelta
from functools import cache

from drills.drill import Drill
from drills.exercise import CoverTold, Order, Run, approve, look_both_ways, plan, start
from drills.incidents import Family
from drills.planning import new_drill
from drills.roles import Form, Role
from tests.drills.small_floor import everybody, floor, people

CONTROLLER = "controller"


@cache
def small_drill(family: Family = Family.SYSTEM_OUTAGE, seed: int = 7, form: Form = Form.TABLETOP) -> Drill:
    instance = floor(people(20))
    return new_drill(family, seed, everybody(instance), instance, form=form)


def minute(drill: Drill, minutes: float) -> datetime:
    """Return the instant *minutes* after the drill's window begins."""
    return drill.window.start + timedelta(minutes=minutes)


def order(drill: Drill, minutes: float = 0.0, by: str = CONTROLLER, key: str = "") -> Order:
    return Order(minute(drill, minutes), by, key)


def planned(drill: Drill) -> Run:
    return plan(drill, order(drill, -120), "1", 2.0)


def started(drill: Drill) -> Run:
    """Return the run of *drill*, approved, cleared and started with its window."""
    run = approve(planned(drill), order(drill, -60), CoverTold())
    run = look_both_ways(run, order(drill, -5), CoverTold())
    return start(run, order(drill))


def agent_in(drill: Drill, role: Role) -> str:
    return str(next(seat.agent for seat in drill.seats if seat.role is role))
