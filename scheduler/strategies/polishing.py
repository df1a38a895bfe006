"""Makes a lawful draft better by whatever suits its size: columns, one model for everybody, windows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic

from scheduler.columns.pricing import Known
from scheduler.draft import Draft
from scheduler.objective import SCALE
from scheduler.rules.base import Rule
from scheduler.solution import Limits
from scheduler.strategies import columns, exact, first_lines, neighbourhood_search
from scheduler.strategies.neighbourhood_search import Tell
from scheduler.strategies.proof import Proof

SHARE_OF_COLUMNS = 0.3  # of the time; the rest is for windows, unless a proof is near


def polish(
    draft: Draft,
    rules: Sequence[Rule],
    limits: Limits,
    keep: Callable[[], bool],
    tell: Tell = lambda _standing: None,
    known: Known | None = None,
) -> Proof:
    """Make *draft*, which is lawful, cheaper within *limits*; return what is proven of every roster.

    *known* are line programmes of the same people and rules, where there are any.
    Lines of a year go to windows alone. Where only heads of shifts are wanted, columns find most and prove a bound; windows
    go on from there. Small rosters are solved in one model; what wants heads by the slot is left to the turns.
    """
    if first_lines.is_long(draft.instance, rules):
        return first_lines.improve(draft, rules, limits, keep, tell)
    weights = draft.objective.weights
    if draft.objective.streams and len(draft.objective.levels) == 1 and not (weights.shortage or weights.excess):
        return _by_columns(draft, rules, limits, keep, tell, known)
    if exact.choices_in(draft.instance) > exact.MOST_CHOICES:
        return Proof()
    return Proof(possible=exact.improve(draft, rules, limits, keep, tell))


def _by_columns(
    draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Callable[[], bool], tell: Tell, known: Known | None
) -> Proof:
    began = monotonic()
    proof = columns.improve(
        draft, rules, limits, keep, lambda standing, _bound: tell(standing), SHARE_OF_COLUMNS, known
    )
    tell(draft.standing)
    taken = monotonic() - began
    left = limits.seconds - taken
    proven = draft.cost() <= SCALE * proof.bound
    if left > 0 and not proven and keep():
        neighbourhood_search.improve(draft, rules, replace(limits, seconds=left), keep, tell)
    return proof
