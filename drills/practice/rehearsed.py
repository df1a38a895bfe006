"""A whole drill played by simulated people, in no time: from plan to evaluation, every act through the orders of a run.

The simulation says who does what when, and whether rightly. When injects come, clocks start and run out, and what follows for the
score, the run finds out by itself. Same drill, seed and people: the same log to the byte.
"""

from drills.drill import Drill
from drills.exercise import Order, Run, end
from drills.practice.acting import Acting
from drills.practice.circumstances import USUAL, Circumstances
from drills.practice.conductor import Conductor
from drills.practice.crew import absences, crew_of, replaced
from drills.practice.deeds import deeds, milliseconds
from drills.practice.pausing import pauses
from drills.practice.people import holder
from drills.practice.preparing import started
from drills.roles import Role
from drills.simulation import Crew, Habits
from drills.simulation.course import course_of
from drills.simulation.human_draws import human_draws
from drills.simulation.steps import rehearsal


def rehearsed_run(
    drill: Drill,
    seed: int,
    crew: Crew | None = None,
    habits: Habits | None = None,
    circumstances: Circumstances = USUAL,
) -> Run:
    """Return the run of *drill* as simulated people play it; *crew* has the ids of those who sit in the players' seats.

    Without a crew they are of the level that their seats ask for. Raises RequestError where nobody sits in a seat of which
    something is expected, or where nobody controls or evaluates.
    """
    away = absences(drill, seed, circumstances)
    course = course_of(drill.scenario, replaced(crew or crew_of(drill), away), habits)
    one = rehearsal(course, human_draws(course, seed, 1), 0)
    conductor = Conductor(started(drill, away, circumstances), drill.window.start)
    planned = [*Acting(drill, seed, circumstances).planned(course, deeds(course, one))]
    taken = {item.ms for item in planned}
    planned += pauses(conductor, seed, circumstances.pauses, circumstances.language, taken)
    conductor.play(planned)
    last = milliseconds(course.minutes)
    conductor.let_come(last)
    return end(conductor.run, Order(conductor.now(last), holder(drill, Role.CONTROLLER)))
