"""The rules that were applied, each with its citation and how often it is broken, and every violation as a row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from api.reports.view import PlanView
from api.reports.wording import day_text
from forecasting.messages import N_, Translate
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.rules.scope import Scoped

RULE_TITLES = {
    "one-shift-a-day": N_("One shift a day"),
    "no-overlap": N_("No two shifts at once"),
    "shift-of-contract": N_("Shifts that the contract offers"),
    "breaks-as-planned": N_("Breaks in their windows"),
    "leave": N_("No duty on leave"),
    "availability": N_("Shifts when people can work"),
    "locked": N_("Locked days"),
    "period-hours": N_("Contract hours of the period"),
    "days-in-row": N_("Working days in a row"),
    "days-off-in-row": N_("Days off in a row"),
    "within-opening-hours": N_("Duty within opening hours"),
    "heads-on-duty": N_("Least heads on duty"),
    "daily-hours": N_("Hours a day"),
    "rest-in-shift": N_("Rest inside a shift"),
    "rest-after-shift": N_("Rest after a shift"),
    "daily-rest": N_("Rest between two working days"),
    "weekly-hours": N_("Hours a week"),
    "average-weekly-hours": N_("Average hours a week"),
    "weekly-rest": N_("A day of rest a week"),
    "overtime": N_("Overtime"),
    "no-night-for-protected": N_("No night work for protected people"),
    "no-overtime-for-protected": N_("No overtime for protected people"),
    "holiday-pay": N_("Pay on statutory holidays"),
    "comprehensive-hours": N_("Comprehensive working hours"),
    "weekly-rest-eu": N_("A day and eleven hours of rest a week"),
    "breaks-of-long-shifts": N_("Breaks in long shifts"),
    "night-work": N_("Hours of night work"),
    "hours-of-reference-period": N_("Average hours over four months"),
    "start-window": N_("Window of starts"),
    "start-distance": N_("Starts of one day and the next"),
    "steady-starts": N_("Steady starts within a week"),
    "nights-in-row": N_("Nights in a row"),
    "recovery-after-nights": N_("Recovery after nights"),
    "forward-rotation": N_("Forward rotation"),
    "forbidden-successions": N_("Forbidden successions"),
    "weekends-worked": N_("Weekends worked"),
    "weekends-in-row": N_("Weekends in a row"),
    "whole-weekends": N_("Whole weekends"),
    "shifts-of-kind": N_("Shifts of a kind"),
    "hours-of-day": N_("Agreed hours of a day"),
    "hours-of-week": N_("Agreed hours of a week"),
    "hours-of-month": N_("Agreed hours of a month"),
    "hours-of-window": N_("Agreed hours of days in a row"),
    "work-days": N_("Working days of the week"),
    "rotation": N_("Rotation"),
    "staggered-breaks": N_("Staggered breaks"),
}
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
    return _(RULE_TITLES[name]) if name in RULE_TITLES else name


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
