"""A whole drill played by simulated people, in no time: from plan to evaluation, every act through the orders of a run.

The simulation says who does what when, and whether rightly. When injects come, clocks start and run out, and what follows for the
score, the run finds out by itself. Same drill, seed and people: the same log to the byte.
"""

from collections.abc import Sequence

from drills.drill import Drill
from drills.exercise import Order, Run, end, measure_live
from drills.practice.acting import Acting
from drills.practice.circumstances import USUAL, Circumstances
from drills.practice.conductor import Conductor
from drills.practice.conversations import Conversation, conversations
from drills.practice.crew import Absence, absences, crew_of, replaced
from drills.practice.deeds import deeds, milliseconds
from drills.practice.live import MEASURED_AFTER, live_rows
from drills.practice.pausing import pauses
from drills.practice.people import holder
from drills.practice.preparing import started
from drills.practice.sheets import evaluated
from drills.practice.talking import spoken
from drills.roles import Role
from drills.simulation import Crew, Floor, Habits
from drills.simulation.course import course_of
from drills.simulation.human_draws import human_draws
from drills.simulation.steps import rehearsal
from scheduler.agents import AgentId


def rehearsed_run(
    drill: Drill,
    seed: int,
    crew: Crew | None = None,
    habits: Habits | None = None,
    *,
    circumstances: Circumstances = USUAL,
    floor: Floor | None = None,
) -> Run:
    """Return the run of *drill* as simulated people play it; *crew* has the ids of those who sit in the players' seats.

    Without a crew they are of the level that their seats ask for. On a *floor* live service is measured, too. Raises RequestError where
    nobody sits in a seat of which something is expected, or where nobody plans, controls or evaluates.
    """
    away = absences(drill, seed, circumstances)
    conductor, talks = _played(drill, seed, replaced(crew or crew_of(drill), away), habits, away, circumstances)
    over, controller = conductor.now(milliseconds(drill.scenario.minutes)), holder(drill, Role.CONTROLLER)
    run = end(conductor.run, Order(over, controller))
    rows = () if floor is None else live_rows(drill, floor, _there(drill, away), seed)
    if rows:
        run = measure_live(run, Order(over + MEASURED_AFTER, controller), rows)
    if circumstances.sheets:
        run = evaluated(run, talks, over, seed, circumstances)
    return run


def _played(
    drill: Drill,
    seed: int,
    crew: Crew,
    habits: Habits | None,
    away: Sequence[Absence],
    circumstances: Circumstances,
) -> tuple[Conductor, tuple[Conversation, ...]]:
    """Return the run of *drill* up to its last moment, and the talks of its *crew* with scripted customers."""
    course = course_of(drill.scenario, crew, habits)
    one = rehearsal(course, human_draws(course, seed, 1), 0)
    talks = tuple(conversations(drill.scenario.roleplays, course, one, seed, circumstances.forbidden_every))
    conductor = Conductor(started(drill, away, circumstances), drill.window.start)
    planned = [*Acting(drill, seed, circumstances).planned(course, deeds(course, one))]
    for number, talk in enumerate(talks):
        planned += spoken(drill, talk, number, circumstances.language)
    taken = {item.ms for item in planned}
    planned += pauses(conductor, seed, circumstances.pauses, circumstances.language, taken)
    conductor.play(planned)
    conductor.let_come(milliseconds(course.minutes))
    return conductor, talks


def _there(drill: Drill, away: Sequence[Absence]) -> tuple[AgentId, ...]:
    """Return who is off the floor for *drill*: its people, backups in the place of those who stay away."""
    instead = {absence.agent: absence.backup for absence in away}
    return tuple(AgentId(instead.get(str(agent), str(agent))) for agent in drill.away)
