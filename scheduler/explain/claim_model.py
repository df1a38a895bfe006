"""One model in which every claim has a literal that enforces it: asks what can hold together, and what is least to give up."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExpr

from scheduler.agents import Agent
from scheduler.explain.claims import PHYSICAL, Claim, Side, in_order
from scheduler.explain.posting import Posting, is_measured
from scheduler.instance import Instance
from scheduler.options import Option
from scheduler.rules.base import Rule
from scheduler.variables import Variables

WORK_LIMIT = 10.0  # deterministic seconds of the main question; a month of one person takes a hundredth of it
SIDE_LIMIT = 0.5  # of each of the many questions beside it
OPTIMAL, INFEASIBLE = "OPTIMAL", "INFEASIBLE"
MOST_MEASURE = 10**6
GiveUp = frozenset[Claim]


class TooHardError(Exception):
    """A question that was not answered within its work limit."""


@dataclass
class ClaimModel:
    """The shifts of some agents with a literal for each claim on them; physical rules always hold.

    *proven* tells whether the last answer of :meth:`least` is the least.
    """

    model: CpModel
    variables: Variables
    places: dict[Claim, list[int]]
    kept: dict[Claim, IntVar] = field(default_factory=dict)
    proven: bool = True

    @staticmethod
    def of(instance: Instance, agents: Iterable[Agent], rules: Iterable[Rule]) -> "ClaimModel":
        """Build the model of *agents* under the hard rules of *rules*."""
        model = CpModel()
        variables = Variables.build(model, instance, agents)
        posting = Posting(model, variables)
        posting.post(rules)
        places = {claim: indices for claim, indices in posting.places.items() if claim.rule not in PHYSICAL}
        asked = ClaimModel(model, variables, places)
        for claim, indices in places.items():
            literal = asked.kept[claim] = model.new_bool_var("")
            for index in indices:
                model.proto.constraints[index].enforcement_literal.append(literal.index)
        return asked

    def force(self, options: Collection[Option]) -> None:
        """Ask for one of *options*, all of one day of the only agent."""
        (agent,) = self.variables.agents
        day = next(iter(options)).day
        self.model.add_bool_or([var for option, var in self.variables.on(agent, day) if option in options])

    def least(
        self, keep: Collection[Claim] = (), blocked: Sequence[GiveUp] = (), free: GiveUp = frozenset()
    ) -> GiveUp | None:
        """Return the claims of least weight that must be given up; None where that is impossible.

        Those of *keep* are kept. *free* ones are given up already and cost nothing. What is given up differs from each
        of *blocked* in at least one claim of it that is kept, together with all of its family. Raises TooHardError where
        nothing was found within the work limit.
        """
        given = [claim for claim in self.kept if claim not in free]
        self.model.minimize(
            LinearExpr.weighted_sum([self.kept[claim].negated() for claim in given], [claim.weight for claim in given])
        )
        model = self.model.clone()
        for families in ({claim.family for claim in block} for block in blocked):
            untouched = []
            for family in families:
                whole = model.new_bool_var("")
                for claim in given:
                    if claim.family == family:
                        model.add_implication(whole, self._in(model, claim))
                untouched.append(whole)
            model.add_bool_or(untouched)
        for claim in keep:
            model.add(self._in(model, claim) == 1)
        for claim in free:
            model.add(self._in(model, claim) == 0)
        solver, status = _solved(model, SIDE_LIMIT if blocked else WORK_LIMIT)
        self.proven = status == OPTIMAL
        if status == INFEASIBLE:
            return None
        return frozenset(claim for claim in given if not solver.boolean_value(self._in(model, claim)))

    def hold_together(self, claims: Collection[Claim]) -> bool:
        """Tell whether *claims* can all be kept when nothing else has to be; a question too hard counts as yes."""
        model = self.model.clone()
        model.clear_objective()  # type: ignore[no-untyped-call]  # of the library
        for claim in self.kept:
            model.add(self._in(model, claim) == (claim in claims))
        try:
            return _solved(model, SIDE_LIMIT)[1] != INFEASIBLE
        except TooHardError:
            return True

    def cannot_hold(self, claims: Iterable[Claim]) -> list[Claim]:
        """Return those of *claims*, which cannot all be kept, that are each needed for that, as far as was found."""
        kept = in_order(claims)
        families = list(dict.fromkeys(claim.family for claim in kept))
        for family in families:
            fewer = [claim for claim in kept if claim.family != family]
            if len(fewer) < len(kept) and not self.hold_together(fewer):
                kept = fewer
        return self._without_needless(kept)

    def _without_needless(self, claims: list[Claim]) -> list[Claim]:
        """Leave out of *claims* halves, quarters and so on down to single ones, as long as the rest cannot be kept."""
        size = len(claims) // 2
        while size:
            at = 0
            while at < len(claims):
                fewer = claims[:at] + claims[at + size :]
                if fewer and not self.hold_together(fewer):
                    claims = fewer
                else:
                    at += size
            size //= 2
        return claims

    def amounts(self, given_up: GiveUp) -> dict[Claim, int]:
        """Return by how much each of *given_up* has to be missed at least, in its own unit; 0 for what has no measure."""
        model = self.model.clone()
        missed: dict[Claim, IntVar] = {}
        for claim in self.kept:
            measured = [index for index in self.places[claim] if is_measured(claim, model.proto.constraints[index])]
            model.add(self._in(model, claim) == (claim not in given_up or bool(measured)))
            if claim not in given_up or not measured:
                continue
            missed[claim] = model.new_int_var(0, MOST_MEASURE, "")
            for index in measured:
                linear = model.proto.constraints[index].linear
                linear.vars.append(missed[claim].index)
                linear.coeffs.append(1 if claim.side is Side.LEAST else -1)
        model.minimize(LinearExpr.sum(list(missed.values())))
        try:
            solver, status = _solved(model, WORK_LIMIT)
        except TooHardError:
            return dict.fromkeys(given_up, 0)
        if status == INFEASIBLE:
            return dict.fromkeys(given_up, 0)
        return {claim: solver.value(missed[claim]) if claim in missed else 0 for claim in given_up}

    def _in(self, model: CpModel, claim: Claim) -> IntVar:
        """Return the literal of *claim* in *model*, a clone."""
        return model.get_bool_var_from_proto_index(self.kept[claim].index)


def _solved(model: CpModel, work: float) -> tuple[CpSolver, str]:
    """Return the solver with the best answer found by *work*, and OPTIMAL, FEASIBLE or INFEASIBLE."""
    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2  # sums of hours under literals: seconds become hundredths
    solver.parameters.max_deterministic_time = work
    solver.parameters.catch_sigint_signal = False
    status = str(solver.status_name(solver.solve(model)))
    if status not in {OPTIMAL, INFEASIBLE, "FEASIBLE"}:
        raise TooHardError
    return solver, status
