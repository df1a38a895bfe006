"""Who is missing in a roster, and why, as the page shows it."""

from api.computing import Computing
from api.console.recent import RecentPlans
from api.reports.shortfall_rows import shortfall_rows
from api.reports.wording import number
from api.store import UnitOfWork
from api.usecases.explained import Missing, who_is_missing
from api.usecases.plan_views import StoredPlan
from forecasting.messages import Translate

MOST_ROWS = 20


def found_missing(plans: RecentPlans, unit: UnitOfWork, computing: Computing, roster_id: int) -> Missing:
    """Return the worst shortages of a stored roster with their reasons, looked for the first time only."""

    def looked_for(plan: StoredPlan) -> Missing:
        return computing.run(who_is_missing, plan.planned.explained(unit), MOST_ROWS)

    return plans.kept(unit, roster_id, ("missing",), looked_for)


def missing_document(plan: StoredPlan, missing: Missing, language: str, _: Translate) -> dict[str, object]:
    """Return the rows of the table and a sentence on what is not in it, or that nobody is missing."""
    rows = shortfall_rows(missing.told, plan.view, language, _)
    rest = missing.runs - len(rows)
    note = "" if missing.runs else _("Nobody is missing at any time.")
    if rest:
        hours = number(missing.hours - sum(row.hours for row in rows), 1)
        template = _("{count} further rows with {hours} missing person-hours in all are not listed.")
        note = template.format(count=rest, hours=hours)
    return {
        "rows": [
            [row.team, row.when, number(row.hours, 1), row.at, row.required, row.rostered, row.reason] for row in rows
        ],
        "note": note,
    }
