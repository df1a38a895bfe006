"""Rows that say the same thing twice are dropped and counted; rows that contradict each other are refused."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from forecasting.errors import Fault
from forecasting.history.faulty import CAP
from forecasting.history.rows import FIGURES
from forecasting.messages import N_, Sentence

KEY = ["queue", "start"]
FIRST = "_first"


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
    firsts = rows.drop_duplicates(KEY)
    pairs = contradicting.iloc[:CAP].merge(firsts, on=KEY, suffixes=("", FIRST))
    for pair in pairs.to_dict("records"):
        reason = N_("two rows tell different figures for one interval")
        other = f"{pair['file' + FIRST]}, row {pair['row' + FIRST]}"
        yield Fault(
            str(pair["file"]),
            reason,
            row=int(pair["row"]),
            field="offered",
            value=f"{pair['queue']} {pair['wall']:%Y-%m-%d %H:%M}: {_figures(pair, '')}",
            expected=Sentence(
                N_("{figures} as in {other}, or one of the two rows alone"), figures=_figures(pair, FIRST), other=other
            ),
        )
    if len(contradicting) > CAP:
        left = str(len(contradicting) - CAP)
        yield Fault(str(contradicting["file"].iloc[0]), N_("more rows have the same fault"), value=left)


def _figures(pair: Mapping[Hashable, Any], suffix: str) -> str:
    return ", ".join(f"{name} {pair[name + suffix]:g}" for name in FIGURES if pd.notna(pair[name + suffix]))
