"""From the rows in which something is wrong to faults that name them."""

import pandas as pd

from forecasting.errors import Fault
from forecasting.messages import N_

CAP = 200  # faults named for one column and reason; the rest is counted


def row_faults(file: str, field: str, wrong: pd.Series, reason: str, expected: str | None = None) -> list[Fault]:
    """Return a fault for each of the *wrong* cells, whose index is the spreadsheet's row.

    Beyond the first 200 one more fault counts the rest.
    """
    faults = [
        Fault(
            file, reason, row=int(str(row)), field=field, value=None if cell is None else str(cell), expected=expected
        )
        for row, cell in wrong.iloc[:CAP].items()
    ]
    if len(wrong) > CAP:
        faults.append(Fault(file, N_("more rows have the same fault"), field=field, value=str(len(wrong) - CAP)))
    return faults
