"""What was not covered and why, as rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from api.reports.binding_targets import binding_target
from api.reports.rule_rows import rule_title
from api.reports.view import PlanView
from api.reports.wording import moment_text, number, span_text
from forecasting.messages import Translate
from scheduler.shortfall import Shortfall, short_runs, why_short

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class ShortfallRow:
    """One run of short slots: the heads are those of its worst slot *at*, *hours* the person-hours missing in all of it."""

    team: str
    when: str
    start: str
    at: str
    required: str
    rostered: str
    missing: str
    hours: float
    reason: str
    target: str


@dataclass(frozen=True, slots=True)
class ShortfallTable:
    """The longest runs as *rows*; *unlisted* further ones miss *unlisted_hours* person-hours."""

    rows: tuple[ShortfallRow, ...]
    unlisted: int
    unlisted_hours: float


def shortfall_table(view: PlanView, language: str, _: Translate) -> ShortfallTable:
    """Return the runs of short slots with most missing person-hours first, MOST_ROWS of them at most."""
    if view.roster is None:
        return ShortfallTable((), 0, 0.0)
    runs = short_runs(view.roster, view.instance)
    reasons = why_short(runs[:MOST_ROWS], view.roster, view.instance, view.rules)
    rest = runs[MOST_ROWS:]
    return ShortfallTable(shortfall_rows(reasons, view, language, _), len(rest), sum(run.missing_hours for run in rest))


def shortfall_rows(
    reasons: Iterable[Shortfall], view: PlanView, language: str, _: Translate
) -> tuple[ShortfallRow, ...]:
    """Return *reasons* of the roster in *view* as they are shown."""
    frame = view.requirement
    targets = dict(zip(zip(frame["skill"], frame["start"], strict=True), frame["reason"], strict=True))
    return tuple(_row(shortfall, view, targets, language, _) for shortfall in reasons)


def _row(
    shortfall: Shortfall, view: PlanView, targets: Mapping[tuple[str, datetime], str], language: str, _: Translate
) -> ShortfallRow:
    run, grid = shortfall.run, view.grid
    hard, soft = (
        {rule_title(name, _): count for name, count in rules.items()}
        for rules in (shortfall.rules, shortfall.soft_rules)
    )
    return ShortfallRow(
        run.team,
        span_text(grid.instant(run.first), grid.instant(run.end), grid.zone, language),
        grid.instant(run.first).isoformat(),
        moment_text(grid.instant(run.worst), grid.zone, language),
        number(run.required, 1),
        number(run.rostered),
        number(run.missing, 1),
        run.missing_hours,
        replace(shortfall, rules=hard, soft_rules=soft).sentence(_),
        binding_target(targets.get((run.team, grid.instant(run.worst)), ""), _),
    )
