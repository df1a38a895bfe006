"""What the live service really did, read from the exports that planners have: contacts offered and answered in time, by queue and interval."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd

from forecasting.errors import Fault, HistoryError
from forecasting.frames import UTC_TIME, Column, Layout
from forecasting.history import HistoryOptions, HistoryRead, read_history
from forecasting.history.names import plain_name
from forecasting.messages import N_, Sentence

ACTUALS = Layout(
    "ACTUALS",
    (
        Column("queue", "str", N_("queue name")),
        Column("start", UTC_TIME, "start of the interval"),
        Column("offered", "int64", "contacts that arrived", least=0),
        Column("within", "int64", "contacts answered within the target's time", least=0),
    ),
    key=("queue", "start"),
)
# What exporters call contacts answered in time, as ``plain_name`` leaves it: "Answered within 20 s", "20秒内接通量".
_ENGLISH = r"(calls|contacts)?(answered|handled|ans)?(calls|contacts)?(within|in)(target|sl|servicelevel|threshold|time|\d+)?(s|secs?|seconds?)?"
_CHINESE = r"(\d+(s|秒)内?|及时|达标|服务水平内)(接起|接通|接听|应答|回复)?(量|数)"
WITHIN = re.compile(f"{_ENGLISH}|{_CHINESE}")


@dataclass(frozen=True, slots=True, eq=False)
class Actuals:
    """*rows* laid out as ACTUALS, each about the time [start, start + *step*); *file* names where they came from."""

    rows: pd.DataFrame
    step: timedelta
    file: str = "actuals"

    def __post_init__(self) -> None:
        ACTUALS.check(self.rows)

    def counts(self) -> Mapping[tuple[str, datetime], tuple[int, int]]:
        """Return by queue and start how many contacts came, and how many of them were answered in time."""
        starts = [start.to_pydatetime() for start in self.rows["start"].tolist()]
        keys = zip(self.rows["queue"].tolist(), starts, strict=True)
        values = zip(self.rows["offered"].tolist(), self.rows["within"].tolist(), strict=True)
        return dict(zip(keys, values, strict=True))


def read_actuals(path: str | Path, options: HistoryOptions | None = None, within: str | None = None) -> Actuals:
    """Return the actuals in the export at *path*, read as exports of volumes are; *within* names the column of contacts in time.

    Raises HistoryError naming every fault: those of any export, no such column, more answered in time than came.
    """
    known = options or HistoryOptions()
    offered = read_history([path], known)
    column = within or _column(offered, Path(path).name)
    answered = read_history([path], replace(known, columns={**known.columns, "offered": column})).history
    rows = offered.history[["queue", "start", "offered"]].merge(
        answered[["queue", "start", "offered"]].rename(columns={"offered": "within"}), how="left", on=["queue", "start"]
    )
    faults = list(_faults(rows, Path(path).name, column))
    if faults:
        raise HistoryError(faults)
    rows["within"] = rows["within"].astype("int64")
    return Actuals(rows, timedelta(minutes=offered.step_minutes), Path(path).name)


def _column(read: HistoryRead, file: str) -> str:
    """Return the column of *read* that is named like contacts answered in time."""
    names = [name for mapping in read.mapping for name in mapping.ignored]
    found = [name for name in names if WITHIN.fullmatch(plain_name(name))]
    if len(found) == 1:
        return found[0]
    reason = N_("no column is named like contacts answered within the target's time")
    if found:
        reason = N_("several columns are named like contacts answered within the target's time")
    expected = Sentence(N_("the name of one of {columns}"), columns=", ".join(found or names) or "?")
    raise HistoryError([Fault(file, reason, expected=expected)])


def _faults(rows: pd.DataFrame, file: str, column: str) -> Iterator[Fault]:
    missing, more = rows["within"].isna(), rows["within"] > rows["offered"]
    for reason, wrong in (
        (N_("nothing says how many were answered in time"), missing),
        (N_("more were answered in time than came"), more),
    ):
        told = rows[wrong]
        for queue, start, offered, count in zip(
            told["queue"], told["start"].dt.strftime("%Y-%m-%d %H:%M UTC"), told["offered"], told["within"], strict=True
        ):
            place = Sentence(N_("{queue}, {start}: {reason}"), queue=queue, start=start, reason=Sentence(reason))
            value = None if pd.isna(count) else f"{count:g}"
            yield Fault(file, place, field=column, value=value, expected=Sentence(N_("0 to {most}"), most=offered))
