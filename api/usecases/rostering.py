"""Rosters made for a stored requirement in a process of its own, and drafts where no lawful one exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.computing import Computing
from api.settings import Bounds
from api.store import Store, UnitOfWork
from api.store.records import SolveSummary, StoredRoster
from api.usecases.published import shared_days
from api.usecases.rosters import Question, store_draft, store_roster
from api.usecases.training import keeping
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from scheduler.errors import InfeasibleError
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.roster import Roster
from scheduler.rules.base import Rule
from scheduler.solution import Limits, Result, Status
from scheduler.solve import solve


@dataclass(frozen=True, slots=True)
class RosterOrder:
    """A roster to make for a stored requirement within *limits*; *published_id* is one that people know already, None for none."""

    requirement_id: int
    limits: Limits
    published_id: int | None = None


def make_roster(store: Store, computing: Computing, order: RosterOrder, now: datetime, bounds: Bounds) -> StoredRoster:
    """Make a roster and store it as the site's next version: a draft, which is never published, where no lawful one exists.

    Raises InputError for a time limit above the bound or a roster that is none to hold changes against, InfeasibleError
    naming rules and people where not even a draft was found.
    """
    if order.limits.seconds > bounds.roster_seconds:
        expected = Sentence(N_("at most {most}"), most=f"{bounds.roster_seconds:g}")
        found = f"{order.limits.seconds:g}"
        raise InputError(
            [Fault("request", N_("is no time to plan in"), field="seconds", value=found, expected=expected)]
        )
    with store.snapshot() as unit:
        question = Question.of(unit, order.requirement_id)
        published = _known(unit, question, order.published_id)
    site_file = keeping(question.site_file, published)
    aims = site_file.aims.objective(question.instance, published)
    result = computing.run(_solved, question.instance, site_file.rules, order.limits, aims)
    if result.roster is None:
        proven = result.status is Status.INFEASIBLE
        raise InfeasibleError((conflict.message for conflict in result.conflicts), proven=proven)
    summary, add = SolveSummary.of(result, order.published_id), store_roster
    if result.status is Status.RELAXED:
        add = store_draft
    with store.unit() as unit:
        head = add(unit, Question.of(unit, order.requirement_id), result.roster, summary, now)
        unit.commit()
    return head


def _solved(instance: Instance, rules: Sequence[Rule], limits: Limits, aims: Objective) -> Result:
    return solve(instance, rules, limits, objective=aims)


def _known(unit: UnitOfWork, question: Question, published_id: int | None) -> Roster | None:
    """Return what people know of the days of *question* from a published roster of its site; refuse any other one."""
    if published_id is None:
        return None
    head, grid = unit.rosters.get(published_id), question.requirement.grid
    published = shared_days(unit.rosters.roster(published_id), grid)
    if published is None or head.published_at is None or head.site_id != question.requirement.site_id:
        expected = Sentence(
            N_("a published roster of the same site with days from {first} to {last}"),
            first=grid.first_day,
            last=grid.last_day,
        )
        reason = N_("is no roster to hold changes against")
        raise InputError([Fault("request", reason, field="published", value=str(published_id), expected=expected)])
    return published
