"""How a forecast is made from what is stored: a question of plain data, answered the same way as often as it is asked."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from api.store.cleanings import finding_of, plain_finding
from api.store.records import Making
from forecasting.calendar import EventCalendar
from forecasting.cleaning import Cleaning, Finding
from forecasting.containment import Containment
from forecasting.errors import Fault, InputError, ModelError
from forecasting.intraday import Reforecast, Today, reforecast
from forecasting.messages import N_, Sentence
from forecasting.models import LogLinear
from forecasting.provenance import Provenance, provenance_of
from forecasting.site import Site
from forecasting.timegrid import TimeGrid
from forecasting.whatif import WhatIf, planned_forecast
from scheduler.formats.sections import FaultReport
from scheduler.formats.what_if import what_if_of


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was asked beyond history and days: findings *left_out* of the fit, a *change*, the instant of actuals.

    *change* is laid out as a what-if file; None is none. The forecast follows the day of *as_of* up to that instant.
    """

    left_out: tuple[Finding, ...] = ()
    change: Mapping[str, object] | None = None
    as_of: datetime | None = None

    def what_if(self, zone: ZoneInfo) -> WhatIf:
        """Return the change, local times being those of *zone*; raises SiteFileError naming every fault."""
        return WhatIf() if self.change is None else what_if_of(self.change, zone, FaultReport(N_("request")))

    def as_json(self) -> dict[str, object]:
        """Return plain values that ``recipe_of`` reads."""
        return {
            "left_out": [plain_finding(finding) for finding in self.left_out],
            "change": self.change,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
        }

    def settings(self, step_minutes: int, moves: tuple[Containment, ...]) -> dict[str, object]:
        """Return what provenance tells of it."""
        told = "" if self.change is None else json.dumps(self.change, ensure_ascii=False, sort_keys=True)
        return {
            "step_minutes": step_minutes,
            "containment": moves,
            "left_out": tuple(finding.key for finding in self.left_out),
            "what_if": hashlib.sha256(told.encode()).hexdigest() if told else "",
            "as_of": self.as_of,
        }


def recipe_of(document: Mapping[str, object]) -> Recipe:
    """Return the recipe that ``as_json`` made *document* of."""
    found: list[dict[str, str | float]] = document["left_out"]  # type: ignore[assignment]  # as_json wrote it
    change: Mapping[str, object] | None = document["change"]  # type: ignore[assignment]  # as_json wrote it
    moment = document["as_of"]
    as_of = None if moment is None else datetime.fromisoformat(str(moment))
    return Recipe(tuple(finding_of(one) for one in found), change, as_of)


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be forecast: the *history* before *grid* as it came, laid out as HISTORY, and all that the answer rests on.

    *moves* are those of the bots' share. *actuals*, laid out as HISTORY, belong to the recipe's ``as_of``.
    """

    history: pd.DataFrame
    step_minutes: int
    site: Site
    calendar: EventCalendar
    grid: TimeGrid
    moves: tuple[Containment, ...] = ()
    recipe: Recipe = field(default_factory=Recipe)
    actuals: pd.DataFrame | None = None

    @property
    def cleaned(self) -> pd.DataFrame:
        """The history that a fit sees."""
        return Cleaning(self.recipe.left_out).applied(self.history) if self.recipe.left_out else self.history

    @property
    def model(self) -> LogLinear:
        """The model that answers."""
        return LogLinear(self.step_minutes)

    def changed(self, change: Mapping[str, object] | None) -> "Question":
        """Return the same question with another *change*."""
        return replace(self, recipe=replace(self.recipe, change=change))

    def followed(self, actuals: pd.DataFrame, as_of: datetime) -> "Question":
        """Return the same question with what came of the day of *as_of*."""
        return replace(self, recipe=replace(self.recipe, as_of=as_of), actuals=actuals)


@dataclass(frozen=True, slots=True)
class Made:
    """A *forecast*, laid out as FORECAST, where it comes from, and what it knows of *today* by queue."""

    forecast: pd.DataFrame
    provenance: Provenance
    today: tuple[Today, ...] = ()

    def making(self, question: Question, base_id: int | None = None) -> Making:
        """Return what is stored beside the forecast that answers *question*."""
        return Making(question.recipe.as_json(), self.provenance, base_id, question.actuals)


def make(question: Question) -> Made:
    """Answer *question*; the same question gives the same forecast, bit for bit, with the same versions."""
    asked = (question.cleaned, question.site, question.calendar, question.grid)
    change = question.recipe.what_if(question.grid.zone)
    change = replace(change, containment=(*question.moves, *change.containment))
    with told_unsolvable():
        forecast = planned_forecast(*asked, change, question.model)
    today: tuple[Today, ...] = ()
    if question.actuals is not None and question.recipe.as_of is not None:
        found = _following(forecast, question.actuals, question.recipe.as_of, question.grid)
        forecast, today = found.forecast, found.queues
    return Made(forecast, made_from(question, forecast), today)


@contextmanager
def told_unsolvable() -> Iterator[None]:
    """Within the block say in words that the effects of a history cannot be told apart, instead of how a matrix looks."""
    try:
        yield
    except np.linalg.LinAlgError as error:
        reason = N_("the effects of these events cannot be worked out from this history: its days are too much alike")
        raise ModelError(Sentence(reason)) from error


def made_from(question: Question, forecast: pd.DataFrame) -> Provenance:
    """Return where *forecast*, the answer to *question*, comes from."""
    settings = question.recipe.settings(question.step_minutes, question.moves)
    return provenance_of(question.history, question.site, question.calendar, question.grid, forecast, settings)


def _following(forecast: pd.DataFrame, actuals: pd.DataFrame, as_of: datetime, grid: TimeGrid) -> Reforecast:
    unknown = sorted(set(actuals["queue"]) - set(forecast["queue"]))
    if unknown:
        expected = ", ".join(sorted(forecast["queue"].unique()))
        reason = N_("the forecast has no such queue")
        raise InputError([Fault("actuals", reason, None, "queue", name, expected) for name in unknown])
    return reforecast(forecast, actuals, as_of, grid)
