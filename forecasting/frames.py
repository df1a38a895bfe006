"""The layouts of the frames that cross package borders, written once as data and checked at the border.

Instants are UTC and mark the start of a half-open interval. Index: a plain RangeIndex.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from forecasting.errors import FrameError
from forecasting.messages import N_, Sentence

UTC_TIME = "datetime64[us, UTC]"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its *dtype* (pandas name), *unit* or meaning, and whether a value may be missing or the column too."""

    name: str
    dtype: str
    unit: str
    nullable: bool = False
    required: bool = True
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a frame and the *key* that is unique in it. More columns may follow."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return *frame* when it is laid out as declared; raise FrameError naming every difference otherwise."""
        faults = list(self._faults(frame))
        if faults:
            raise FrameError(self.name, faults)
        return frame

    def _faults(self, frame: pd.DataFrame) -> Iterator[str]:
        for column in self.columns:
            if column.name not in frame.columns:
                if column.required:
                    yield f"column {column.name} is missing"
                continue
            values = frame[column.name]
            if not _same_kind(values, column.dtype):
                yield f"column {column.name} has dtype {values.dtype}, expected {column.dtype}"
                continue
            missing = int(values.isna().sum())
            if missing and not column.nullable:
                yield f"column {column.name} has {missing} missing values"
            if column.least is not None and bool((values < column.least).any()):
                yield f"column {column.name} has values below {column.least}"
        if all(name in frame.columns for name in self.key):
            doubled = int(frame.duplicated(list(self.key)).sum())
            if doubled:
                yield f"{doubled} rows repeat the key {', '.join(self.key)}"


def _same_kind(values: pd.Series, dtype: str) -> bool:
    if dtype == "str":
        return pd.api.types.is_string_dtype(values)
    if dtype == UTC_TIME:
        return isinstance(values.dtype, pd.DatetimeTZDtype) and str(values.dtype.tz) == "UTC"
    return str(values.dtype) == dtype


HISTORY = Layout(
    "HISTORY",
    (
        Column("queue", "str", N_("queue name")),
        Column("start", UTC_TIME, "start of the interval"),
        Column("offered", "int64", "contacts that arrived", least=0),
        Column("aht_seconds", "float64", "seconds; missing where nothing was handled", nullable=True, least=0),
        Column("handled", "int64", "contacts answered", required=False, least=0),
        Column("abandoned", "int64", "contacts that left", required=False, least=0),
    ),
    key=("queue", "start"),
)

QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p95": 0.95}

FORECAST = Layout(
    "FORECAST",
    (
        Column("queue", "str", N_("queue name")),
        Column("start", UTC_TIME, N_("start of the slot")),
        Column("mean", "float64", N_("expected contacts in the slot"), least=0),
        *(
            Column(
                name, "float64", Sentence(N_("{share} quantile of contacts in the slot"), share=f"{share:.0%}"), least=0
            )
            for name, share in QUANTILES.items()
        ),
        Column("aht_seconds", "float64", N_("expected handling time, seconds"), least=0),
        Column(
            "day_p05",
            "float64",
            N_("5% quantile of the local day's total, on the day's first row"),
            nullable=True,
            least=0,
        ),
        Column(
            "day_p95",
            "float64",
            N_("95% quantile of the local day's total, on the day's first row"),
            nullable=True,
            least=0,
        ),
    ),
    key=("queue", "start"),
)

REQUIREMENT = Layout(
    "REQUIREMENT",
    (
        Column("start", UTC_TIME, N_("start of the slot")),
        Column("skill", "str", N_("a queue or a named skill set")),
        Column("agents", "float64", N_("people on the floor"), least=0),
        Column("scheduled", "float64", N_("people to roster, with shrinkage"), least=0),
        Column("reason", "str", N_("the binding target")),
    ),
    key=("start", "skill"),
)

_SHARES = {
    "service_level": N_("share answered within the target's time"),
    "abandoned_share": N_("share that leaves without an answer"),
    "mean_wait_seconds": N_("mean wait until answered or left, seconds"),
    "occupancy": N_("share of their time in which people of the queue serve"),
}
_AROUND = {
    "low": N_("{share}: lower end of the 95% confidence interval"),
    "high": N_("{share}: upper end of the 95% confidence interval"),
    "p05": N_("{share}: 5% of the simulated days stay below"),
    "p95": N_("{share}: 5% of the simulated days exceed it"),
}


def _share_columns(name: str) -> Iterator[Column]:
    unit = Sentence(_SHARES[name])
    yield Column(name, "float64", unit, nullable=True, least=0)
    for ending, told in _AROUND.items():
        yield Column(f"{name}_{ending}", "float64", Sentence(told, share=unit), nullable=True, least=0)


OUTCOME = Layout(
    "OUTCOME",
    (
        Column("queue", "str", N_("queue name")),
        Column("start", UTC_TIME, N_("start of the slot")),
        Column(
            "offered",
            "float64",
            N_("contacts that come in the slot, on average; those who come again included"),
            least=0,
        ),
        Column("answered", "float64", N_("contacts of the slot that are answered"), least=0),
        Column(
            "answered_within", "float64", N_("contacts of the slot that are answered within the target's time"), least=0
        ),
        Column("abandoned", "float64", N_("contacts of the slot that leave without an answer"), least=0),
        Column("retried", "float64", N_("contacts of the slot that leave and come again later"), least=0),
        Column("turned_away", "float64", N_("contacts that come while the queue is closed"), least=0),
        Column("sent_away", "float64", N_("contacts of the slot that still wait when the queue closes"), least=0),
        *(column for name in _SHARES for column in _share_columns(name)),
        Column(
            "wait_p50", "float64", N_("wait that half of those answered do not exceed, seconds"), nullable=True, least=0
        ),
        Column(
            "wait_p90", "float64", N_("wait that 90% of those answered do not exceed, seconds"), nullable=True, least=0
        ),
        Column(
            "wait_p95", "float64", N_("wait that 95% of those answered do not exceed, seconds"), nullable=True, least=0
        ),
        Column("staff", "float64", N_("people of the queue who are there, on average"), least=0),
    ),
    key=("queue", "start"),
)
