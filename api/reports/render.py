"""Puts the report together."""

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.charts import agent_hours, named_spans
from api.charts.people import AgentHours
from api.reports.drill_section import drill_section
from api.reports.embedding import embedded_json, plotly_script, static_text
from api.reports.figures import report_figures
from api.reports.fingerprint import frame_fingerprint, roster_fingerprint
from api.reports.glossary import glossary
from api.reports.headline import key_figures, lawful_line, status_line
from api.reports.roster_grid import roster_grid
from api.reports.rule_rows import rule_rows, violation_rows
from api.reports.service_page import plotly_words, section_figures, service_section
from api.reports.shortfall_rows import shortfall_table
from api.reports.training_rows import training_table
from api.reports.view import PlanView
from api.reports.wording import day_text, moment_text, number, share, span_text
from forecasting.messages import Translate, said


def render_plan_report(view: PlanView, translate: Translate, language: str) -> str:
    """Return *view* as one HTML page with everything inside: styles, scripts, plotly and data; it asks no network.

    *language* is one of ``api.translation.LANGUAGES`` and *translate* its translator.
    """
    environment = Environment(
        loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["json"] = embedded_json
    return environment.get_template("report.html").render(_context(view, language, translate))


def _context(view: PlanView, language: str, _: Translate) -> Mapping[str, object]:
    grid = view.grid
    people = agent_hours(view.roster, view.instance) if view.roster is not None else ()
    return {
        "_": _,
        "lang": language.replace("_", "-"),
        "view": view,
        "said": said,
        "period": _("{first} to {last}").format(
            first=day_text(grid.first_day, language), last=day_text(grid.last_day, language)
        ),
        "created": moment_text(view.created_at, grid.zone, language),
        "lawful": lawful_line(view, _),
        "status": status_line(view, _),
        "key_figures": list(key_figures(view, people, language, _)),
        "gap": None if view.result.gap is None else share(view.result.gap),
        "spans": [
            (span.name, span.kind, span_text(span.start, span.end, grid.zone, language))
            for span in named_spans(view.calendar, grid, _)
        ],
        "figures": report_figures(view, people, _) | ({} if view.service is None else section_figures(view.service, _)),
        "service": None if view.service is None else service_section(view.service, language, _),
        "grid": roster_grid(view, language, _),
        "people": people,
        "hours": _hours,
        "number": number,
        "contract_state": _contract_state,
        "violations": violation_rows(view, language, _),
        "rules": rule_rows(view, _),
        "shortfall": shortfall_table(view, language, _),
        "drill": drill_section(view.drill, language, _) if view.drill is not None else None,
        "training": training_table(view, _),
        "glossary": glossary(_),
        "fingerprints": _fingerprints(view, _),
        "words": _words(_),
        "static": static_text,
        "plotly": plotly_script,
    }


def _hours(minutes: int | None) -> str:
    return "–" if minutes is None else number(minutes / 60, 1)


def _contract_state(row: AgentHours) -> str:
    """Return ``bad`` where the counted minutes leave the contract's bounds."""
    below = row.least_minutes is not None and row.counted_minutes < row.least_minutes
    above = row.most_minutes is not None and row.counted_minutes > row.most_minutes
    return "bad" if below or above else ""


def _fingerprints(view: PlanView, _: Translate) -> list[tuple[str, str]]:
    prints = [
        (_("Fingerprint of the forecast"), frame_fingerprint(view.forecast)),
        (_("Fingerprint of the requirement"), frame_fingerprint(view.requirement)),
    ]
    if view.roster is not None:
        prints.append((_("Fingerprint of the roster"), roster_fingerprint(view.roster)))
    return prints


def _words(_: Translate) -> dict[str, object]:
    """Return what the scripts say: their own words, and plotly's under plotly's keys."""
    return {
        "agent": _("Agent"),
        "leave": _("leave"),
        "shown": _("{shown} of {all} agents shown"),
        "plotly": plotly_words(_),
    }
