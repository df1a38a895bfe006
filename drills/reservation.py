"""What a drill does to a roster, and whether a roster still carries the drill."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from drills.availability import HEAD_TOLERANCE, Availability, spare
from drills.drill import Drill, TeamCover, Window
from drills.notes import Note
from drills.scenario.text import DRILL_MARK
from forecasting.messages import N_
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Activity, Assignment, Roster, elapsed


def activity_of(drill: Drill) -> Activity:
    """Return what stands in a shift for *drill*: the drill mark and a code that gives nothing of the scenario away."""
    return Activity(drill.window.start, drill.window.end, f"drill {DRILL_MARK} {drill.scenario.digest[:6]}")


def published_roster(roster: Roster, drill: Drill) -> Roster:
    """Return the roster that agents see: with the drill where it is announced, *roster* itself where it is not."""
    return with_drill(roster, drill) if drill.announced else roster


def with_drill(roster: Roster, drill: Drill) -> Roster:
    """Return *roster* with the time of *drill* as an activity of its participants; given twice, it stands once."""
    return _with_activity(roster, drill.away, activity_of(drill))


def _with_activity(roster: Roster, away: Iterable[AgentId], activity: Activity) -> Roster:
    people = set(away)
    return Roster(
        roster.grid,
        tuple(_added(shift, activity) if shift.agent in people else shift for shift in roster.assignments),
    )


def _added(shift: Assignment, activity: Activity) -> Assignment:
    before, after = elapsed(shift.start, activity.start), elapsed(activity.end, shift.end)
    if min(before, after) < timedelta(0) or activity in shift.activities:
        return shift
    return replace(shift, activities=tuple(sorted((*shift.activities, activity))))


def cover_in(window: Window, away: tuple[AgentId, ...], roster: Roster, instance: Instance) -> tuple[TeamCover, ...]:
    """Return what each team keeps in *window* once the people *away* are taken off it, counted from the roster anew."""
    grid = instance.grid
    first, end = grid.slot_of(window.start), grid.slot_of(window.end)
    left = spare(_with_activity(roster, away, Activity(window.start, window.end, DRILL_MARK)), instance)
    teams = [instance.agent_by_id[agent].team for agent in away]
    return tuple(
        TeamCover(team, teams.count(team), round(float(heads[first:end].min()), 6)) for team, heads in left.items()
    )


def breaches(drill: Drill, roster: Roster, instance: Instance) -> tuple[Note, ...]:
    """Return why *roster*, without the drill in it, no longer carries *drill*; nothing where it does.

    To be asked at approval and again just before the start.
    """
    return (*_absent(drill, roster, instance), *_short(drill, roster, instance))


def _absent(drill: Drill, roster: Roster, instance: Instance) -> Iterator[Note]:
    grid = instance.grid
    free = Availability.of(roster, instance).free(grid.slot_of(drill.window.start), grid.slot_of(drill.window.end))
    there = {agent.id for agent in free}
    for seat in drill.seats:
        if seat.agent not in there:
            yield Note(
                N_("{name} ({role}) is not on duty for the whole drill"), {"name": seat.name}, {"role": seat.role.label}
            )


def _short(drill: Drill, roster: Roster, instance: Instance) -> Iterator[Note]:
    for cover in cover_in(drill.window, drill.away, roster, instance):
        if cover.least_spare < -HEAD_TOLERANCE:
            yield Note(
                N_("team {team} would be {people:.1f} people short of its required heads"),
                {"team": cover.team, "people": -cover.least_spare},
            )
