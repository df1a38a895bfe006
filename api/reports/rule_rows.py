"""The rules that were applied, each with its citation and how often it is broken, and every violation as a row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from api.reports.view import PlanView
from api.reports.wording import day_text
from forecasting.messages import N_, Translate
from scheduler.rules.asked_in_vain import AskedInVain
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.rules.catalogue import titles
from scheduler.rules.scope import Scoped

SEVERITY_NAMES = {Severity.HARD: N_("hard"), Severity.SOFT: N_("soft"), Severity.NOTE: N_("note")}
MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as applied: *parameters* as ``hours = 11``, *count* its violations, none included."""

    title: str
    name: str
    citation: str
    severity: str
    tone: str
    parameters: str
    count: int


@dataclass(frozen=True, slots=True)
class ViolationRow:
    """One violation; *day* and *agent* empty where it has none."""

    title: str
    citation: str
    severity: str
    tone: str
    agent: str
    day: str
    sentence: str


def rule_title(name: str, _: Translate) -> str:
    """Return what people call the rule *name*; a site's own rule keeps its name."""
    known = {**titles(), AskedInVain.name: AskedInVain.text.title}  # it comes with requests, not with a pack
    return _(known[name]) if name in known else name


def rule_rows(view: PlanView, _: Translate) -> list[RuleRow]:
    """Return every rule applied, in order."""
    counts = Counter(violation.rule for violation in view.violations)
    return [
        RuleRow(
            rule_title(rule.name, _),
            rule.name,
            _(rule.citation),
            _(SEVERITY_NAMES[rule.severity]),
            _tone(rule.severity),
            ", ".join(_parameters(rule)),
            counts[rule.name],
        )
        for rule in view.rules
    ]


def _parameters(rule: Rule) -> Iterator[str]:
    if isinstance(rule, Scoped):
        yield from _parameters(rule.rule)
    for parameter in fields(rule):  # type: ignore[arg-type]  # every rule is a dataclass
        value = getattr(rule, parameter.name)
        if isinstance(rule, Scoped) and (value is rule.rule or value is rule.severity or not value):
            continue  # the rule has been shown, the severity has a column of its own
        shown = ", ".join(sorted(map(str, value))) or "–" if isinstance(value, frozenset) else str(value)
        if isinstance(value, tuple):
            shown = " ".join(map(str, value)) or "–"
        yield f"{parameter.name} = {shown}"


def violation_rows(view: PlanView, language: str, _: Translate) -> list[ViolationRow]:
    """Return the violations in the checker's order, hard ones first, MOST_ROWS of them at most."""
    return [_row(violation, view, language, _) for violation in view.violations[:MOST_ROWS]]


def _row(violation: Violation, view: PlanView, language: str, _: Translate) -> ViolationRow:
    agent = view.instance.agent_by_id.get(violation.agent) if violation.agent is not None else None
    return ViolationRow(
        rule_title(violation.rule, _),
        _(violation.citation),
        _(SEVERITY_NAMES[violation.severity]),
        _tone(violation.severity),
        agent.name if agent is not None else violation.agent or "",
        day_text(violation.day, language) if violation.day is not None else "",
        _(violation.template).format(**violation.values),
    )


def _tone(severity: Severity) -> str:
    return {Severity.HARD: "bad", Severity.SOFT: "warn", Severity.NOTE: "note"}[severity]
