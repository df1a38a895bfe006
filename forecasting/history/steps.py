"""The length of the intervals, found from the distances between rows; mixed lengths are refused."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from forecasting.errors import Fault
from forecasting.history.faulty import row_faults
from forecasting.messages import N_, Sentence
from forecasting.timegrid import MINUTES_A_DAY, STEPS_MINUTES

_EXPECTED = Sentence(N_("{steps} minutes or one row a day"), steps=", ".join(map(str, STEPS_MINUTES)))
_FEW_OFF = 0.05  # up to this share of rows beside the grid are slips, more are another step
_SURE_ROWS = 12  # rows of a day that show its own step
_SURE_SHARE = 0.75
_SURE_DAYS = 3


def detect_step(rows: pd.DataFrame, *, whole_days: bool, faults: list[Fault]) -> int | None:
    """Return the minutes from one interval to the next, 1440 for daily rows; add faults and return None without one.

    *rows* has ``file``, ``row``, ``queue``, ``wall``, ``start`` and ``length_minutes``. The most frequent distance
    within a day decides; rows beside that grid and whole days in a longer step are named.
    """
    ordered = rows.drop_duplicates(["queue", "start"]).sort_values(["queue", "start"], kind="stable")
    day = ordered["wall"].dt.normalize()
    same = (ordered["queue"].shift() == ordered["queue"]) & (day.shift() == day)
    minutes = (ordered["start"].diff().dt.total_seconds() / 60).where(same)
    if whole_days or _one_a_day(ordered, day):
        return MINUTES_A_DAY
    step = _stated(ordered, faults) or _most_frequent(ordered, minutes, faults)
    if step is None:
        return None
    before = len(faults)
    faults += _beside_grid(rows, step)
    faults += _other_steps(ordered, day, minutes, step)
    return step if len(faults) == before else None


def _one_a_day(ordered: pd.DataFrame, day: pd.Series) -> bool:
    at_midnight = bool((ordered["wall"] == day).all())
    return (
        at_midnight
        and not bool(ordered.duplicated(["queue", "wall"]).any())
        and bool(ordered["length_minutes"].isna().all())
    )


def _stated(ordered: pd.DataFrame, faults: list[Fault]) -> int | None:
    lengths = ordered["length_minutes"].dropna()
    if lengths.empty:
        return None
    step = int(lengths.mode().iloc[0])
    others = ordered.loc[ordered["length_minutes"].notna() & (ordered["length_minutes"] != step)]
    faults += _named_rows(
        others,
        others["length_minutes"],
        N_("the interval has another length"),
        Sentence(N_("{count} minutes"), count=step),
    )
    if step in STEPS_MINUTES:
        return step
    faults.append(_refused(ordered, step))
    return None


def _most_frequent(ordered: pd.DataFrame, minutes: pd.Series, faults: list[Fault]) -> int | None:
    known = minutes.dropna()
    if known.empty:
        first = ordered.iloc[0]
        reason = N_("the length of the intervals cannot be told")
        faults.append(Fault(first["file"], reason, row=int(first["row"]), value=str(first["wall"]), expected=_EXPECTED))
        return None
    step = float(known.mode().iloc[0])
    if step in STEPS_MINUTES:
        return int(step)
    faults.append(_refused(ordered, step))
    return None


def _refused(ordered: pd.DataFrame, step: float) -> Fault:
    reason = N_("the rows are in steps that cannot be read")
    return Fault(
        str(ordered["file"].iloc[0]),
        reason,
        value=Sentence(N_("{count} minutes"), count=f"{step:g}"),
        expected=_EXPECTED,
    )


def _beside_grid(rows: pd.DataFrame, step: int) -> Iterator[Fault]:
    since_midnight = (rows["wall"] - rows["wall"].dt.normalize()).dt.total_seconds() / 60
    beside = rows[since_midnight % step != 0]
    if len(beside) <= _FEW_OFF * len(rows):
        reason = N_("the time is not the start of an interval")
        yield from _named_rows(beside, beside["wall"], reason, Sentence(N_("steps of {minutes} minutes"), minutes=step))
    else:
        yield _mixed(beside.iloc[0], Sentence(N_("{step} minutes and shorter ones"), step=step))


def _other_steps(ordered: pd.DataFrame, day: pd.Series, minutes: pd.Series, step: int) -> Iterator[Fault]:
    """Yield a fault for each file and queue with whole days in another step than *step*."""
    groups = pd.DataFrame(
        {
            "file": ordered["file"],
            "queue": ordered["queue"],
            "day": day,
            "minutes": minutes,
            "row": ordered["row"],
            "wall": ordered["wall"],
        }
    )
    keys = ["file", "queue", "day"]
    for longer in (size for size in STEPS_MINUTES if size > step):
        groups["fits"] = (groups["minutes"] == longer).astype(float)
        daily = groups.groupby(keys, sort=False).agg(
            known=("minutes", "count"), fits=("fits", "sum"), least=("minutes", "min")
        )
        sure = daily[
            (daily["known"] >= min(_SURE_ROWS, MINUTES_A_DAY // longer // 2))
            & (daily["least"] >= longer)
            & (daily["fits"] >= _SURE_SHARE * daily["known"])
        ]
        yield from _first_of(groups, sure, Sentence(N_("{step} and {longer} minutes"), step=step, longer=longer))
    yield from _whole_days(groups, step)


def _whole_days(groups: pd.DataFrame, step: int) -> Iterator[Fault]:
    """A file and queue with nothing but single rows at midnight is daily among intervals of a day."""
    for _key, rows in groups.groupby(["file", "queue"], sort=False):
        at_midnight = bool((rows["wall"] == rows["day"]).all())
        if at_midnight and len(rows) >= _SURE_DAYS and rows["day"].is_unique:
            yield _mixed(rows.iloc[0], Sentence(N_("{step} minutes and whole days"), step=step))


def _first_of(groups: pd.DataFrame, sure: pd.DataFrame, found: str) -> Iterator[Fault]:
    """Yield a fault at the first row of the longer step, for each file and queue with two such days or more."""
    rows = groups.merge(sure.reset_index()[["file", "queue", "day"]], on=["file", "queue", "day"])
    for _key, part in rows.groupby(["file", "queue"], sort=False):
        if not (part["day"] == part["day"].iloc[0]).all():
            yield _mixed(part.iloc[0], found)


def _mixed(first: "pd.Series[Any]", found: str) -> Fault:
    reason = N_("intervals of several lengths are mixed from here on")
    value = f"{first['wall']:%Y-%m-%d %H:%M}: {found}"
    return Fault(str(first["file"]), reason, row=int(first["row"]), value=value, expected=N_("one length in all files"))


def _named_rows(rows: pd.DataFrame, values: pd.Series, reason: str, expected: str) -> Iterator[Fault]:
    for file in rows["file"].unique():
        part = rows["file"] == file
        yield from row_faults(file, "start", values[part].set_axis(rows.loc[part, "row"]), reason, expected)
