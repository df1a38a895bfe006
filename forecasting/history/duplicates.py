"""Rows that say the same thing twice are dropped and counted; rows that contradict each other are refused."""

from collections.abc import Iterator

import pandas as pd

from forecasting.errors import Fault
from forecasting.history.faulty import CAP
from forecasting.history.rows import FIGURES
from forecasting.messages import N_

KEY = ["queue", "start"]


def without_duplicates(rows: pd.DataFrame, faults: list[Fault]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return *rows* with one row a queue and start, and the repeated rows that were dropped.

    Two rows contradict each other where a figure that both have differs; each later one is named in *faults*.
    """
    repeated = rows.duplicated(KEY, keep=False)
    if not bool(repeated.any()):
        return rows, rows.iloc[:0]
    groups = rows[repeated].groupby(KEY, sort=False)
    first = groups[list(FIGURES)].transform("first")
    same = ((rows.loc[repeated, list(FIGURES)] == first) | rows.loc[repeated, list(FIGURES)].isna()).all(axis=1)
    contradicting = rows[repeated][~same]
    faults += _contradictions(rows, contradicting)
    filled = rows.copy()
    filled.loc[repeated, list(FIGURES)] = first
    later = filled.duplicated(KEY)
    return filled[~later], filled[later]


def _contradictions(rows: pd.DataFrame, contradicting: pd.DataFrame) -> Iterator[Fault]:
    firsts = rows.drop_duplicates(KEY).set_index(KEY)
    for row in contradicting.iloc[:CAP].itertuples():
        first = firsts.loc[(row.queue, row.start)]
        reason = N_("two rows tell different figures for one interval")
        yield Fault(
            str(row.file),
            reason,
            row=int(row.row),
            field="offered",
            value=f"{row.queue} {row.wall:%Y-%m-%d %H:%M}: {_figures(row._asdict())}",
            expected=f"as in {first['file']}, row {first['row']}: {_figures(first)}, or only one of the two",
        )
    if len(contradicting) > CAP:
        left = str(len(contradicting) - CAP)
        yield Fault(str(contradicting["file"].iloc[0]), N_("more rows have the same fault"), value=left)


def _figures(row: "pd.Series | dict[str, object]") -> str:
    return ", ".join(f"{name} {row[name]:g}" for name in FIGURES if pd.notna(row[name]))
