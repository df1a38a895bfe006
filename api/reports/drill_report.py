"""The report of a drill as one HTML file that needs no network and no script, and prints on A4."""

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from api.reports.drill_report_marks import Marker
from api.reports.drill_report_plot import plot_svg
from api.reports.embedding import static_text
from drills.report import DrillReport
from drills.report.items import cited_lines
from drills.report.layout import Block, Row, Table
from drills.scenario.text import DRILL_MARK
from forecasting.messages import Translate

ON_FRONT = frozenset({"verdict"})
PLAN_LINE = 1


def drill_report_html(report: DrillReport, translate: Translate, language: str) -> str:
    """Return *report* as HTML in the language of *translate*. Same report: the same bytes."""
    environment = Environment(
        loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    marker = Marker(translate, language)
    return environment.get_template("drill_report.html").render(
        _=translate,
        lang=language.replace("_", "-"),
        mark=DRILL_MARK,
        report=report,
        title=report.title.in_language(language),
        marker=marker,
        front=[section for section in report.sections if section.id in ON_FRONT],
        sections=[section for section in report.sections if section.id not in ON_FRONT],
        kind=_kind,
        lines=cited_in,
        has_lines=has_references,
        plot=lambda plot: plot_svg(plot, marker),
        static=static_text,
        running=_running(report, translate, language),
        css=_css_text,
    )


def _kind(block: Block) -> str:
    """Return the name by which the template tells the parts of a report apart."""
    return type(block).__name__.lower()


def cited_in(row: Row) -> list[int]:
    """Return the lines that *row* cites beside the plan, which is cited everywhere."""
    return sorted(
        {*row.lines, *(line for cell in row.cells if cell is not None for line in cited_lines(cell))} - {PLAN_LINE}
    )


def has_references(table: Table) -> bool:
    """Tell whether *table* has a column for the lines that its rows rest on."""
    return table.references and any(cited_in(row) for row in table.rows)


def _running(report: DrillReport, _: Translate, language: str) -> str:
    return _("{mark} · Drill report · {title}").format(
        mark=DRILL_MARK,
        title=report.title.in_language(language)
        .removeprefix(f"【{DRILL_MARK}】")
        .removeprefix(f"[{DRILL_MARK} DRILL] "),
    )


def _css_text(text: str) -> Markup:
    """Return *text* as a string of CSS; everything that could end it is escaped."""
    safe = "".join(sign if sign.isalnum() or sign in " ·,.-/()" else f"\\{ord(sign):x} " for sign in text)
    return Markup(f'"{safe}"')  # noqa: S704  # letters and escapes alone
