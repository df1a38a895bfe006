"""CSV and its relatives: encoding and separator found, rows counted as a spreadsheet does."""

import codecs
import csv
import io
from collections import Counter

import pandas as pd

from forecasting.errors import Fault, HistoryError
from forecasting.history.faulty import CAP
from forecasting.history.table import RawTable, table_of
from forecasting.history.totals import without_titles
from forecasting.messages import N_, Sentence

SEPARATORS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab")}
_SAMPLED_ROWS = 50
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13}


def read_text_table(file: str, content: bytes) -> RawTable:
    """Read *content* as separated text: UTF-8 with or without BOM, UTF-16 with BOM, else GB18030."""
    text, encoding = _decoded(file, content)
    separator = _separator(text)
    rows = without_titles(_rows(file, text, separator))
    if not rows:
        raise HistoryError([Fault(file, N_("the file is empty"), expected=N_("a header and one row an interval"))])
    (_first, header), *body = rows
    _refuse_ragged(file, len(header), body)
    numbers = [number for number, _cells in body]
    columns = zip(*(cells for _number, cells in body), strict=True)
    cells = pd.DataFrame(
        {position: pd.Series(column, index=numbers, dtype=object) for position, column in enumerate(columns)},
        index=numbers,
    )
    return table_of(file, _kind(encoding, separator), header, cells, separator)


def _kind(encoding: str, separator: str) -> Sentence:
    return Sentence(N_("CSV, {encoding}, {separator}"), encoding=encoding, separator=Sentence(SEPARATORS[separator]))


def _decoded(file: str, content: bytes) -> tuple[str, str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = [("utf-16", "UTF-16")]
    else:
        candidates = [("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")]
    for codec, name in candidates:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.intersection(map(ord, set(text))):
            return text, name
    raise HistoryError(
        [
            Fault(
                file,
                N_("the file is not readable text"),
                value=content[:16].hex(" "),
                expected=N_("CSV in UTF-8 or GB18030, XLSX or Parquet"),
            )
        ]
    )


def _separator(text: str) -> str:
    """Return the separator that splits the first rows into equally many cells, and into the most."""
    lines = list(_first_lines(text))
    best = ","
    best_score = (0.0, 0)
    for separator in SEPARATORS:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        if not widths:
            continue
        width, count = Counter(widths).most_common(1)[0]
        score = (count / len(widths), width)
        if width > 1 and score > best_score:
            best, best_score = separator, score
    return best


def _first_lines(text: str) -> list[str]:
    lines = io.StringIO(text)
    return [line for line, _number in zip(lines, range(_SAMPLED_ROWS), strict=False)]


def _rows(file: str, text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return number and cells of every row in which something stands."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cells):
                rows.append((number, cells))
    except csv.Error as error:
        reason = N_("the row cannot be split into cells")
        raise HistoryError(
            [
                Fault(
                    file,
                    reason,
                    row=number + 1,
                    value=str(error),
                    expected=N_("quotes that are closed in the same cell"),
                )
            ]
        ) from error
    return rows


def _refuse_ragged(file: str, width: int, body: list[tuple[int, list[str]]]) -> None:
    ragged = [(number, cells) for number, cells in body if len(cells) != width]
    faults = [
        Fault(
            file,
            N_("the row has another number of cells than the header"),
            row=number,
            value=str(len(cells)),
            expected=str(width),
        )
        for number, cells in ragged[:CAP]
    ]
    if len(ragged) > CAP:
        faults.append(Fault(file, N_("more rows have the same fault"), value=str(len(ragged) - CAP)))
    if faults:
        raise HistoryError(faults)
