"""The lines of a CSV in UTF-8, with or without a byte order mark."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from forecasting.messages import N_, Sentence
from scheduler.formats.sections import FaultReport


def csv_lines(path: Path, report: FaultReport) -> Iterator[tuple[int, list[str]]]:
    """Yield row numbers, the header's being 1, and cells of the CSV at *path*, blank rows left out.

    What keeps the file from being read is noted in *report*, and nothing more is yielded.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
        lines = csv.reader(io.StringIO(content, newline=""), strict=True)
        for number, cells in enumerate(lines, start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except UnicodeDecodeError as error:
        report.add(None, N_("is not written in UTF-8"), value=f"byte {error.start}", expected=N_("a CSV in UTF-8"))
    except csv.Error as error:
        report.add(None, Sentence(N_("is no CSV: {error}"), error=error), row=lines.line_num)
    except OSError as error:
        report.add(None, N_("cannot be opened"), value=error.strerror, expected=N_("a CSV in UTF-8"))
