"""What the first page says of a plan, as ready values that stay right for good."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.charts import agent_hours, named_spans
from api.reports.headline import Figure, key_figures, lawful_line, status_line
from api.reports.wording import day_text, span_text
from api.translation import translator
from api.usecases.plan_views import StoredPlan
from forecasting.messages import Translate, said
from scheduler.explain.relaxation import Relaxation


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in one language; *spans* are name, kind and time of events, *days* date and text.

    *draft* says why a roster that breaks hard rules is one, None for a lawful roster, *given_up* what it gives up of the rules.
    """

    site: str
    period: str
    zone: str
    lawful: Figure
    draft: str | None
    given_up: tuple[str, ...]
    status: tuple[Figure, ...]
    key_figures: tuple[Figure, ...]
    queues: tuple[str, ...]
    teams: tuple[str, ...]
    days: tuple[tuple[str, str], ...]
    spans: tuple[tuple[str, str, str], ...]
    provisional_years: tuple[int, ...]
    forecast_id: int | None
    requirement_id: int


def plan_summary(plan: StoredPlan, language: str) -> PlanSummary:
    """Return what there is to say of *plan* in *language*."""
    _ = translator(language)
    view, grid = plan.view, plan.view.grid
    first, last = day_text(grid.first_day, language), day_text(grid.last_day, language)
    return PlanSummary(
        site=view.site,
        period=_("{first} to {last}").format(first=first, last=last),
        zone=grid.zone.key,
        lawful=lawful_line(view, _),
        draft=None if plan.planned.lawful else _draft(view.result.relaxations, _),
        given_up=tuple(said(found.sentence, _) for found in view.result.relaxations),
        status=tuple(status_line(view, _)) if plan.solved else (_by_hand(_),),
        key_figures=tuple(key_figures(view, agent_hours(plan.planned.roster, view.instance), language, _)),
        queues=tuple(view.queues),
        teams=tuple(view.teams),
        days=tuple((day.isoformat(), day_text(day, language)) for day in grid.dates()),
        spans=tuple(
            (span.name, span.kind, span_text(span.start, span.end, grid.zone, language))
            for span in named_spans(view.calendar, grid, _)
        ),
        provisional_years=tuple(sorted(view.calendar.provisional_years)),
        forecast_id=plan.planned.question.requirement.forecast_id,
        requirement_id=plan.planned.head.requirement_id,
    )


def _draft(relaxations: Sequence[Relaxation], _: Translate) -> str:
    if relaxations:
        return _("No lawful roster exists. This is a draft that gives up the least; it cannot be published.")
    return _("This is a draft that breaks rules that must hold; it cannot be published.")


def _by_hand(_: Translate) -> Figure:
    return Figure(
        _("Status"), _("read from a file"), _("no solver made this roster; its distance from the best is unknown")
    )
