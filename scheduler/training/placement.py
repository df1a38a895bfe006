"""Training sessions put into a finished roster, where a head less hurts the cover least."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from scheduler.instance import Instance
from scheduler.objective import Weights
from scheduler.roster import Activity, Roster
from scheduler.rules.base import Rule
from scheduler.training.choice import Effort, settle
from scheduler.training.due import LEAST_HOURS, YearPart, year_parts
from scheduler.training.needs import Needs
from scheduler.training.room import Flags, Room
from scheduler.training.seats import seats_in, with_activities
from scheduler.training.sessions import Market, Session, starts_of


def place_training(
    roster: Roster, instance: Instance, rules: Sequence[Rule], weights: Weights, effort: Effort | None = None
) -> Roster:
    """Return *roster* with the training that is due on its days, as far as it is worth its cost in cover.

    Sessions in the roster stay where they are and count. Each new one lies inside the shifts of its people, off their
    breaks and other activities, at a time that its course allows; nobody has two on a day. What an hour due is worth
    stands in ``training-hours``, what cover costs in *weights*; the dates barred by the curriculum stay free.
    """
    for part in year_parts(instance.grid, instance.curriculum.barred):
        if instance.curriculum.courses and part.planned:
            roster = _of_year(roster, instance, rules, weights, part, effort or Effort())
    return roster


def _of_year(
    roster: Roster, instance: Instance, rules: Sequence[Rule], weights: Weights, part: YearPart, effort: Effort
) -> Roster:
    needs = Needs.of(roster, instance, rules, part)
    untouched = Market.of(Room.of(roster, instance, weights), needs, _days_taken(roster, instance))
    if untouched.needs.due.max(initial=0.0) <= LEAST_HOURS:
        return roster
    starts = [starts_of(course, instance.grid, instance.curriculum, part) for course in instance.curriculum.courses]
    best = settle(untouched, starts, effort)
    return _with_sessions(roster, instance, best, untouched.room.places)


def _days_taken(roster: Roster, instance: Instance) -> Flags:
    taken = np.zeros((instance.grid.days, len(instance.agents)), dtype=np.bool_)
    number = {agent.id: index for index, agent in enumerate(instance.agents)}
    for seat in seats_in(roster, instance.curriculum):
        day = (instance.grid.date_of(instance.grid.slot_containing(seat.activity.start)) - instance.grid.first_day).days
        if 0 <= day < instance.grid.days and not seat.teaches:
            taken[day, number[seat.agent]] = True
    return taken


def _with_sessions(
    roster: Roster,
    instance: Instance,
    sessions: Iterable[Session],
    places: npt.NDArray[np.int32],
) -> Roster:
    grid, courses = instance.grid, instance.curriculum.courses
    added: dict[int, list[Activity]] = {}
    for session in sessions:
        course = courses[session.index]
        seats = [(whose, course.activity) for whose in session.people]
        seats += [] if session.trainer is None else [(session.trainer, course.teaching)]
        for whose, name in seats:
            place = int(places[session.first, whose])
            zone = instance.zone_of(instance.agents[whose])
            start, end = (grid.instant(slot).astimezone(zone) for slot in (session.first, session.end))
            added.setdefault(place, []).append(Activity(start, end, name))
    return with_activities(roster, added)
