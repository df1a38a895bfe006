"""Lists of injects as people edit them: rows in, rows changed, bytes out."""

import csv
import io
from collections.abc import Callable

from drills.msel import msel_csv
from drills.msel.columns import COLUMNS
from drills.scenario.frozen import Scenario

Rows = list[dict[str, str]]


def rows_in(content: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def written(rows: Rows, columns: tuple[str, ...] = COLUMNS, separator: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=separator, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def edited(scenario: Scenario, change: Callable[[Rows], None]) -> bytes:
    rows = rows_in(msel_csv(scenario))
    change(rows)
    return written(rows)


def row_of(rows: Rows, name: str) -> dict[str, str]:
    return next(row for row in rows if row["id"] == name)
