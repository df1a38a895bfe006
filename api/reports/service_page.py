"""The page of a simulation: what service customers will get, by queue, day and slot, and where it is worst."""

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.charts.figure import Figure
from api.charts.service import level_figure, met_figure, people_figure, service_heatmap, wait_figure
from api.charts.spans import NamedSpan, named_spans
from api.reports.embedding import embedded_json, plotly_script, static_text
from api.reports.service_rows import (
    case_name,
    day_columns,
    day_rows,
    difference_columns,
    difference_rows,
    hour_columns,
    hour_rows,
    notes,
    one_more_sentences,
    total_columns,
    total_rows,
)
from api.reports.wording import day_text
from api.usecases.simulation import ServiceFound
from forecasting.messages import Translate


def render_service(found: ServiceFound, translate: Translate, language: str) -> str:
    """Return *found* as one HTML page with everything inside; it asks no network."""
    environment = Environment(
        loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["json"] = embedded_json
    _ = translate
    difference = None if found.differences is None else list(difference_rows(found.differences, language, _))
    return environment.get_template("simulation.html").render(
        {
            "_": _,
            "lang": language.replace("_", "-"),
            "found": found,
            "period": _("{first} to {last}").format(
                first=day_text(found.grid.first_day, language), last=day_text(found.grid.last_day, language)
            ),
            "notes": notes(found, _),
            "totals": (total_columns(_), list(total_rows(found, _))),
            "hours": (hour_columns(_), list(hour_rows(found, language))),
            "one_more": one_more_sentences(found, language, _),
            "days": [(case_name(case, _), day_columns(_), list(day_rows(case, language, _))) for case in found.cases],
            "differences": (difference_columns(_), difference),
            "figures": service_figures(found, named_spans(found.calendar, found.grid, _), _),
            "words": {"plotly": plotly_words(_)},
            "static": static_text,
            "plotly": plotly_script,
        }
    )


def service_figures(found: ServiceFound, spans: Sequence[NamedSpan], _: Translate) -> dict[str, dict[str, Figure]]:
    """Return the figures as ``{chart: {queue: figure}}``."""
    grid = found.grid
    slots = {case_name(case, _): case.slots for case in found.cases}
    days = {case_name(case, _): case.days for case in found.cases}
    expected, targets = found.expected, targets_of(found)
    return {
        "met": {queue: met_figure(days, queue, _) for queue in found.queues},
        "level": {queue: level_figure(slots, queue, targets[queue], grid, spans, _) for queue in found.queues},
        "service-heat": {
            queue: service_heatmap(expected.slots, queue, targets[queue], grid, _) for queue in found.queues
        },
        "waits": {queue: wait_figure(expected.slots, queue, grid, _) for queue in found.queues},
        "people": {queue: people_figure(expected.slots, queue, grid, _) for queue in found.queues},
    }


def targets_of(found: ServiceFound) -> dict[str, float]:
    """Return the share of contacts to answer in time by queue."""
    return dict(zip(found.queues, found.expected.total["target_share"].tolist(), strict=True))


def service_section(found: ServiceFound, language: str, _: Translate) -> dict[str, object]:
    """Return what the report of a plan says of its service: notes, totals, worst hours and one more person."""
    return {
        "queues": found.queues,
        "notes": notes(found, _),
        "totals": (total_columns(_), list(total_rows(found, _))),
        "hours": (hour_columns(_), list(hour_rows(found, language))),
        "one_more": one_more_sentences(found, language, _),
    }


def section_figures(found: ServiceFound, _: Translate) -> dict[str, dict[str, Figure]]:
    """Return the figures of the report's section: the chance of the target by day, and days by time of day."""
    case, grid = found.expected, found.grid
    targets = targets_of(found)
    return {
        "met": {queue: met_figure({case_name(case, _): case.days}, queue, _) for queue in found.queues},
        "service-heat": {queue: service_heatmap(case.slots, queue, targets[queue], grid, _) for queue in found.queues},
    }


def plotly_words(_: Translate) -> dict[str, str]:
    """Return plotly's own words under its keys."""
    return {
        "Zoom in": _("Zoom in"),
        "Zoom out": _("Zoom out"),
        "Reset axes": _("Reset axes"),
        "Download plot as a PNG": _("Download plot as a PNG"),
        "Download plot": _("Download plot"),
    }
