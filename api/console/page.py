"""The first page: what it shows, as ready values, and the page itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.charts import agent_hours, named_spans
from api.console.words import script_words
from api.reports.embedding import embedded_json
from api.reports.headline import Figure, key_figures, lawful_line, status_line
from api.reports.wording import day_text, moment_text, span_text
from api.store.records import DrillText, StoredDrill, StoredRoster
from api.translation import LANGUAGES, translator
from api.usecases.plan_views import StoredPlan
from forecasting.messages import Translate


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to show: the plan of a roster, its head as it stands now, the drill next or last; None where there is none."""

    plan: StoredPlan | None = None
    head: StoredRoster | None = None
    drill: StoredDrill | None = None
    drill_text: DrillText | None = None


def make_environment() -> Environment:
    """Return the templates of the package."""
    environment = Environment(
        loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["json"] = embedded_json
    return environment


def first_page(environment: Environment, shown: Shown, language: str, now: datetime) -> str:
    """Return the page in *language*, as things stand at *now*."""
    _ = translator(language)
    context: dict[str, object] = {
        "_": _,
        "lang": language.replace("_", "-"),
        "language": language,
        "languages": LANGUAGES,
        "version": version("watchbill"),
        "words": script_words(_),
        "drill": shown.drill,
        "drill_over": shown.drill is not None and shown.drill.end <= now,
        "drill_section": None if shown.drill_text is None else shown.drill_text.section,
        "plan": None,
    }
    if shown.plan is not None and shown.head is not None:
        context["plan"] = _plan_context(shown.plan, shown.head, language, now, _)
    return environment.get_template("console.html").render(context)


def _plan_context(
    plan: StoredPlan, head: StoredRoster, language: str, now: datetime, _: Translate
) -> Mapping[str, object]:
    view, grid = plan.view, plan.view.grid
    period = _("{first} to {last}")
    return {
        "site": view.site,
        "site_id": head.site_id,
        "roster_id": head.id,
        "version": head.version,
        "period": period.format(first=day_text(grid.first_day, language), last=day_text(grid.last_day, language)),
        "zone": grid.zone.key,
        "published": None if head.published_at is None else moment_text(head.published_at, grid.zone, language),
        "phase": _phase(plan, now, _),
        "lawful": lawful_line(view, _),
        "status": status_line(view, _) if plan.solved else [_by_hand(_)],
        "key_figures": list(key_figures(view, agent_hours(plan.planned.roster, view.instance), language, _)),
        "queues": view.queues,
        "teams": view.teams,
        "days": [(day.isoformat(), day_text(day, language)) for day in grid.dates()],
        "spans": [
            (span.name, span.kind, span_text(span.start, span.end, grid.zone, language))
            for span in named_spans(view.calendar, grid, _)
        ],
        "provisional_years": sorted(view.calendar.provisional_years),
        "forecast_id": plan.planned.question.requirement.forecast_id,
        "requirement_id": head.requirement_id,
    }


def _by_hand(_: Translate) -> Figure:
    return Figure(
        _("Status"), _("read from a file"), _("no solver made this roster; its distance from the best is unknown")
    )


def _phase(plan: StoredPlan, now: datetime, _: Translate) -> str:
    grid = plan.view.grid
    if now < grid.origin:
        days = (grid.first_day - now.astimezone(grid.zone).date()).days
        return _("starts in {days} days").format(days=days)
    return _("under way") if now < grid.end else _("over")
