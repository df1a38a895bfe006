"""The service of a roster as the page shows it: sentences, and figures of each queue."""

from api.computing import Computing
from api.console.recent import RecentPlans
from api.reports.service_page import section_figures
from api.reports.service_rows import notes, one_more_sentences, service_lines
from api.store import UnitOfWork
from api.usecases.plan_service import affordable, plan_service, service_question
from api.usecases.plan_views import StoredPlan
from api.usecases.simulation import ServiceFound
from forecasting.messages import Translate

SEED = 1


def found_service(plans: RecentPlans, unit: UnitOfWork, computing: Computing, roster_id: int) -> ServiceFound | None:
    """Return the service of a stored roster, simulated the first time; None where nobody waits on the line."""

    def simulated(plan: StoredPlan) -> ServiceFound | None:
        asked, view = plan.planned.question, plan.view
        site_file = asked.site_file.with_calendar(asked.calendar)
        trial = affordable(view.planned_forecast, SEED)
        question = service_question(
            plan.planned.roster, plan.planned.instance, site_file, asked.calendar, view.forecast, trial
        )
        return computing.run(plan_service, question)

    return plans.kept(unit, roster_id, ("service",), simulated)


def service_document(found: ServiceFound | None, language: str, _: Translate) -> dict[str, object]:
    """Return what there is to say of the service, and by chart and queue the figures."""
    if found is None:
        return {"sentences": [_("No queue of this roster has customers who wait on the line.")], "queues": []}
    return {
        "sentences": [*service_lines(found, _), *one_more_sentences(found, language, _), *notes(found, _)],
        "queues": found.queues,
        **section_figures(found, _),
    }
