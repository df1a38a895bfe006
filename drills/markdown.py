"""Markdown tables whose cells may hold anything that people write."""

from collections.abc import Iterable, Sequence


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a table, with an empty line after it."""
    lines = [_line(columns), _line(["---"] * len(columns))]
    lines += [_line([cell(value) for value in row]) for row in rows]
    return [*lines, ""]


def cell(value: object) -> str:
    """Return *value* on one line, with bars that do not end the cell and marks that start no HTML."""
    text = " ".join(str(value).split())
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
