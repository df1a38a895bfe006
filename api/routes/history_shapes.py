"""What is told of a history beyond itself: its findings, and how accurate forecasts of it would have been."""

import math
from datetime import date

import pandas as pd
from pydantic import AwareDatetime

from api.reports.accuracy_page import AccuracyView
from api.routes.shapes import Told
from api.usecases.cleaning import Judged
from forecasting.cleaning import Finding, Kind


class FindingTold(Told):
    """A stretch of one queue, half-open [start, end), with far fewer or more contacts than expected.

    *key* is what it is called in a request; *left_out* tells whether forecasts are made without it.
    """

    key: str
    queue: str
    kind: Kind
    start: AwareDatetime
    end: AwareDatetime
    observed: float
    expected: float
    left_out: bool

    @staticmethod
    def of(finding: Finding, *, left_out: bool) -> "FindingTold":
        """Shape *finding*."""
        return FindingTold(
            key=finding.key,
            queue=finding.queue,
            kind=finding.kind,
            start=finding.start,
            end=finding.end,
            observed=finding.observed,
            expected=round(finding.expected, 1),
            left_out=left_out,
        )


class CleaningTold(Told):
    """The outages and spikes found in a history."""

    history_id: int
    findings: list[FindingTold]

    @staticmethod
    def of(history_id: int, judged: Judged) -> "CleaningTold":
        """Shape *judged*."""
        found = [FindingTold.of(one, left_out=one.key in judged.left_out) for one in judged.findings]
        return CleaningTold(history_id=history_id, findings=found)


class FiguresTold(Told):
    """The accuracy of a *model* where the column *by* has *value*; both are empty for all days together.

    *wape*, *bias* and *pinball* are shares of the contacts that *came*, *coverage* is the share of *rows* within the 90 %
    band, *floor_wape* what chance alone leaves to the best model. Null where it cannot be said.
    """

    model: str
    by: str
    value: str
    rows: int
    came: float
    wape: float | None
    bias: float | None
    pinball: float | None
    coverage: float | None
    floor_wape: float | None


class AccuracyTold(Told):
    """How accurate models have been over *origins* horizons of *horizon_days* between *first_day* and *last_day*.

    *by* in figures is empty, ``lead_week``, ``queue``, ``site`` (the sum of several queues), ``event`` or ``local_hour``;
    the latter counts slots, the others day totals.
    """

    site: str
    origins: int
    horizon_days: int
    first_day: date
    last_day: date
    models: list[str]
    reference: str
    figures: list[FiguresTold]

    @staticmethod
    def of(view: AccuracyView) -> "AccuracyTold":
        """Shape *view*."""
        return AccuracyTold(
            site=view.site,
            origins=view.origins,
            horizon_days=view.horizon_days,
            first_day=view.first,
            last_day=view.last,
            models=list(view.models),
            reference=view.reference,
            figures=[told for by, table in view.report.items() for told in _figures(by, table)],
        )


def _figures(by: str, table: pd.DataFrame) -> list[FiguresTold]:
    return [
        FiguresTold(
            model=row["model"],
            by=by,
            value=str(row[by]) if by else "",
            rows=int(row["rows"]),
            came=float(row["came"]),
            wape=_number(row["wape"]),
            bias=_number(row["bias"]),
            pinball=_number(row["pinball"]),
            coverage=_number(row["coverage"]),
            floor_wape=_number(row["floor_wape"]),
        )
        for row in table.to_dict("records")
    ]


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)
