"""Hints that a search can begin from at once: a value of every variable, not of those alone that somebody thought of."""

from ortools.sat.python.cp_model import CpModel, CpSolver

WITH_VALUES = {"OPTIMAL", "FEASIBLE"}


def complete_hint(model: CpModel) -> bool:
    """Hint at a value of every variable of *model*, those hinted at as they are; return whether there are such values.

    A search may take longer to find them itself than it has. Where there are none, nothing changes.
    """
    fixed, hint = model.clone(), model.proto.solution_hint
    for number, value in zip(list(hint.vars), list(hint.values), strict=True):
        domain = fixed.proto.variables[number].domain
        domain[0], domain[1] = value, value
    solver = quick_solver()
    if str(solver.status_name(solver.solve(fixed))) not in WITH_VALUES:
        return False
    values = list(solver.response_proto.solution)
    model.clear_hints()  # type: ignore[no-untyped-call]  # of the library
    hint = model.proto.solution_hint
    hint.vars.extend(range(len(values)))
    hint.values.extend(values)
    return True


def quick_solver() -> CpSolver:
    """Return a solver of one thread that presolves little: probing took longer than many a window."""
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    return solver
