"""Frames that cross a package border are laid out as declared, or every difference is named."""

from typing import Any

import pandas as pd
import pytest

from forecasting.errors import FrameError
from forecasting.frames import HISTORY, REQUIREMENT


def history(**columns: Any) -> pd.DataFrame:
    """Return two good rows of HISTORY, with *columns* put in place of the good ones."""
    good = {
        "queue": ["phone", "phone"],
        "start": pd.date_range("2026-11-11", periods=2, freq="15min", tz="UTC", unit="us"),
        "offered": [3, 0],
        "aht_seconds": [180.0, float("nan")],
    }
    return pd.DataFrame({**good, **columns})


def test_a_frame_laid_out_as_declared_comes_back() -> None:
    frame = history()
    assert HISTORY.check(frame) is frame


def test_more_columns_may_follow() -> None:
    assert "note" in HISTORY.check(history(note=["", ""])).columns


@pytest.mark.parametrize(
    ("frame", "fault"),
    [
        (history().drop(columns="offered"), "column offered is missing"),
        (history(offered=[1.5, 2.0]), "column offered has dtype float64, expected int64"),
        (history(offered=[-1, 2]), "column offered has values below 0"),
        (history(queue=["phone", None]), "column queue has 1 missing values"),
        (
            history(start=pd.date_range("2026-11-11", periods=2, tz="Asia/Shanghai", unit="us")),
            "column start has dtype",
        ),
        (history(start=[pd.Timestamp("2026-11-11", tz="UTC")] * 2), "1 rows repeat the key queue, start"),
    ],
)
def test_a_difference_is_named(frame: pd.DataFrame, fault: str) -> None:
    with pytest.raises(FrameError) as refused:
        HISTORY.check(frame)
    assert any(fault in found for found in map(str, refused.value.faults)), refused.value.faults


def test_all_differences_are_named_at_once() -> None:
    with pytest.raises(FrameError) as refused:
        REQUIREMENT.check(pd.DataFrame({"start": ["today"], "skill": [1]}))
    assert len(refused.value.faults) == 5
