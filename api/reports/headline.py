"""The head of the report: how the search for a roster ended, whether the roster is lawful, and the key figures."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from api.charts import AgentHours
from api.reports.view import PlanView
from api.reports.wording import duration_text, moment_text, number, share
from forecasting.messages import N_, Translate, said
from scheduler.coverage import on_duty, shortage
from scheduler.objective import term_label
from scheduler.rules.base import Severity
from scheduler.solution import Status

STATUS_NAMES = {
    Status.OPTIMAL: N_("optimal: proven, no roster is better"),
    Status.FEASIBLE: N_("feasible: a roster was found, a better one is not ruled out"),
    Status.RELAXED: N_("relaxed: no roster keeps every hard rule, this draft gives up the least of them"),
    Status.INFEASIBLE: N_("infeasible: no roster keeps every hard rule"),
    Status.OUT_OF_TIME: N_("out of time: no roster was found in the time allowed"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One labelled value; *note* says what it counts, *tone* is good, bad or empty."""

    label: str
    value: str
    note: str = ""
    tone: str = ""


def status_line(view: PlanView, _: Translate) -> list[Figure]:
    """Return status, objective, bound, gap, wall time and strategy; a dash with its reason where a value does not exist."""
    result = view.result
    none = _("none: no roster was found")
    return [
        Figure(_("Status"), _(STATUS_NAMES[result.status]), _stopped(view, _)),
        Figure(
            _("Objective"),
            _points(result.objective, none, _),
            _terms(view, _),
        ),
        Figure(_("Bound"), _points(result.bound, none, _), _("no roster can have fewer points than this")),
        Figure(
            _("Gap"),
            "–" if result.gap is None else share(result.gap),
            _("share of the objective that a better roster could save at most"),
        ),
        Figure(
            _("Wall time"),
            duration_text(result.wall_seconds, _),
            _("time allowed: {limit}").format(limit=duration_text(result.limits.seconds, _)),
        ),
        Figure(
            _("Strategy"),
            _(result.strategy),
            _("{workers} workers, seed {seed}").format(workers=result.limits.workers, seed=result.limits.seed),
        ),
    ]


def _stopped(view: PlanView, _: Translate) -> str:
    return _("stopped early by hand; the best roster found until then") if view.result.stopped_early else ""


def _terms(view: PlanView, _: Translate) -> str:
    """Return what the objective is made of, term by term."""
    what = _("weighted penalty points of the roster; lower is better")
    terms = [f"{said(term_label(name), _)} {number(points, 1)}" for name, points in view.result.terms.items()]
    return _("{what}: {terms}").format(what=what, terms=" · ".join(terms)) if terms else what


def _points(value: float | None, none: str, _: Translate) -> str:
    return none if value is None else _("{points} points").format(points=number(value, 1))


def lawful_line(view: PlanView, _: Translate) -> Figure:
    """Return whether the roster keeps every hard rule, with counts."""
    if view.roster is None:
        return Figure(
            _("Rules"),
            _("No roster"),
            _("{count} conflicts are named below").format(count=len(view.result.conflicts)),
            "bad",
        )
    counts = {severity: sum(item.severity is severity for item in view.violations) for severity in Severity}
    note = _("{rules} rules applied: {hard} hard violations, {soft} soft ones, {notes} notes").format(
        rules=len(view.rules), hard=counts[Severity.HARD], soft=counts[Severity.SOFT], notes=counts[Severity.NOTE]
    )
    if counts[Severity.HARD]:
        return Figure(_("Rules"), _("Not lawful"), note, "bad")
    return Figure(_("Rules"), _("Keeps every hard rule"), note, "good")


def key_figures(view: PlanView, people: tuple[AgentHours, ...], language: str, _: Translate) -> Iterator[Figure]:
    """Yield what was asked for, what was rostered and what is missing, hours being person-hours over all teams."""
    slot_hours = view.grid.slot_minutes / 60
    required = sum(float(heads.sum()) for heads in view.instance.demand.scheduled.values()) * slot_hours
    hours = _("{hours} h")
    yield Figure(
        _("Required"),
        hours.format(hours=number(required, 1)),
        _("person-hours on duty, sickness and other absence allowed for"),
    )
    if view.roster is None:
        return
    heads = on_duty(view.roster, view.instance)
    present = sum(int(heads[team].sum()) for team in view.teams) * slot_hours
    missing = sum(float(values.sum()) for values in shortage(heads, view.instance).values()) * slot_hours
    yield Figure(
        _("Rostered on duty"), hours.format(hours=number(present, 1)), _("person-hours without breaks and activities")
    )
    yield Figure(
        _("Short"),
        hours.format(hours=number(missing, 1)),
        _("{share} of the required person-hours").format(share=share(missing / required if required else 0)),
        "bad" if missing > 0 else "good",
    )
    yield Figure(
        _("Above the requirement"),
        hours.format(hours=number(present - required + missing, 1)),
        _("person-hours in slots with more people than required"),
    )
    yield _worst_slot(view, language, _)
    working = sum(row.shifts > 0 for row in people)
    yield Figure(
        _("Agents with a shift"),
        _("{working} of {all}").format(working=number(working), all=number(len(people))),
        _("{shifts} shifts, {hours} paid hours").format(
            shifts=number(sum(row.shifts for row in people)),
            hours=number(sum(row.paid_minutes for row in people) / 60, 1),
        ),
    )
    yield Figure(
        _("Night shifts"), number(sum(row.nights for row in people)), _("shifts that touch 22:00–06:00 (LL-61)")
    )


def _worst_slot(view: PlanView, language: str, _: Translate) -> Figure:
    if view.roster is None:
        raise ValueError("worst slot: there is no roster")
    lacking = shortage(on_duty(view.roster, view.instance), view.instance)
    depth = {team: float(values.max()) for team, values in lacking.items()}
    team = max(depth, key=lambda name: depth[name], default=None)
    if team is None or depth[team] <= 0:
        return Figure(_("Worst slot"), _("none"), _("no slot is short"), "good")
    slot = int(np.argmax(lacking[team]))
    when = moment_text(view.grid.instant(slot), view.grid.zone, language)
    required = float(view.instance.demand.scheduled[team][slot])
    return Figure(
        _("Worst slot"),
        _("{missing} people missing").format(missing=number(depth[team], 1)),
        _("{team}, {when}: {rostered} of {required} people").format(
            team=team, when=when, rostered=number(required - depth[team]), required=number(required, 1)
        ),
        "bad",
    )
