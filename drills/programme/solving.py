"""Solves the models of a programme: workers that take turns, a bound in deterministic seconds, so that the same question has the same answer."""

from collections.abc import Mapping

from ortools.sat.python import cp_model

from drills.programme.cast_model import CastModel
from drills.programme.course_model import CourseModel
from drills.programme.errors import ProgrammeError

SEEDS = 97  # what is equally good is settled by the seed; more of them say no more
WORKERS = 2  # that take turns: how many there are changes nothing in the result


def solved_course(course: CourseModel, work: float, seed: int) -> cp_model.CpSolver:
    """Return the best drills found: as few obligations unmet and changes made as can be, then the soft aims."""
    told = {(entry.day, entry.families, entry.scope, entry.form) for entry in course.told}
    for option, switch in course.switch.items():
        kept = (option.day, option.choice.families, option.choice.scope, option.choice.form) in told
        course.model.add_hint(switch, kept)
    first = course.first_aim()
    course.model.minimize(first)
    found = _solve(course.model, work, seed)
    course.model.add(first <= round(found.objective_value))
    course.model.clear_hints()  # type: ignore[no-untyped-call]  # of the library
    for switch in (*course.switch.values(), *course.unmet.values()):
        course.model.add_hint(switch, found.value(switch))
    course.model.minimize(course.soft_aim())
    return _solve(course.model, work, seed)


def least_unmet(course: CourseModel, work: float, seed: int) -> Mapping[str, int]:
    """Return by obligation what cannot be met in *course*, soft aims aside."""
    course.model.minimize(course.first_aim())
    found = _solve(course.model, work, seed)
    return {due.obligation: found.value(lacking) for due, lacking in course.unmet.items()}


def solved_cast(cast: CastModel, work: float, seed: int) -> cp_model.CpSolver:
    """Return the best cast found."""
    cast.model.minimize(cast.aim())
    cast.hint()
    return _solve(cast.model, work, seed)


def _solve(model: cp_model.CpModel, work: float, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.interleave_search = WORKERS, True
    solver.parameters.max_deterministic_time = work
    solver.parameters.random_seed = seed % SEEDS
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        raise ProgrammeError(f"programme: the solver found nothing ({solver.status_name(status)})")
    return solver
