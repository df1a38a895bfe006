"""The list of injects as a CSV file: out for Excel, and back as rows, however a spreadsheet saved it."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping

from drills.drill import Drill
from drills.msel.columns import COLUMNS
from drills.msel.rows import rows_of
from drills.scenario.frozen import Scenario
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence

BOM = "\ufeff"
ENCODINGS = ("utf-8-sig", "gb18030")  # what spreadsheets save, the Chinese ones included
SEPARATORS = ",;\t"
WRITTEN = N_("what `drill msel` writes")
FIRST_ROW = 2  # below the header, as a spreadsheet counts


def msel_csv(scenario: Scenario, drill: Drill | None = None) -> bytes:
    """Return the list of injects of *scenario* as CSV in UTF-8 with a byte-order mark; times of *drill*'s day where it is given.

    Same scenario and window: the same bytes. Names the cause of the incident, so it is not for players.
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows_of(scenario, drill))
    return (BOM + out.getvalue()).encode()


def read_rows(content: bytes, file: str) -> list[tuple[int, Mapping[str, str]]]:
    """Return the rows of a list of injects with their numbers in the file; empty ones are left out.

    Raises InputError where *content* is no such table: another encoding, columns missing, unknown or twice, rows too long.
    """
    text = _text(content, file)
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        lines = []
    columns = [name.strip() for name in lines[0]] if lines else []
    if not set(columns) & set(COLUMNS):
        raise InputError([Fault(file, N_("is no list of injects"), expected=WRITTEN)])
    faults = [*_columns(columns, file), *_long(lines, len(columns), file)]
    if faults:
        raise InputError(faults)
    return [
        (number, {**dict.fromkeys(COLUMNS, ""), **dict(zip(columns, line, strict=False))})
        for number, line in enumerate(lines[1:], start=FIRST_ROW)
        if any(cell.strip() for cell in line)
    ]


def _text(content: bytes, file: str) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError([Fault(file, N_("is no text in UTF-8 or GB 18030"), expected=WRITTEN)])


def _columns(columns: list[str], file: str) -> Iterator[Fault]:
    expected = Sentence(N_("one of {names}"), names=", ".join(COLUMNS))
    for name, count in Counter(columns).items():
        if name not in COLUMNS:
            yield Fault(file, N_("there is no such column"), row=1, value=name, expected=expected)
        elif count > 1:
            yield Fault(file, N_("the column stands there twice"), row=1, field=name)
    for name in COLUMNS:
        if name not in columns:
            yield Fault(file, N_("the column is missing"), row=1, field=name)


def _long(lines: list[list[str]], columns: int, file: str) -> Iterator[Fault]:
    for number, line in enumerate(lines[1:], start=FIRST_ROW):
        if len(line) > columns and any(cell.strip() for cell in line[columns:]):
            found = ", ".join(cell for cell in line[columns:] if cell.strip())
            yield Fault(file, N_("there is more in the row than columns"), row=number, value=found)
