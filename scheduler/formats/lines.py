"""The row on which a field of a TOML file stands, found by a look at the text: a help for people, never relied upon."""

import re

HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?")
KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*=""")
LAST_PART = re.compile(r"(\.[^.\[\]]*|\[\d+\])$")


def lines_of(content: str) -> dict[str, int]:
    """Return the rows, counted from 1, of the tables and keys in *content* by their paths (``queues[2].name``)."""
    rows: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(content.splitlines(), start=1):
        header, key = HEADER.fullmatch(line), KEY.match(line)
        if header:
            table = header[2].replace('"', "")
            if header[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = f"{table}[{counts[table]}]"
            rows.setdefault(table, number)
        elif key:
            name = key[1] or key[2] or key[3]
            rows.setdefault(f"{table}.{name}" if table else name, number)
    return rows


def line_of(rows: dict[str, int], path: str) -> int | None:
    """Return the row of *path*, or of the nearest table around it; None where neither is known."""
    while path:
        if path in rows:
            return rows[path]
        shorter = LAST_PART.sub("", path)
        path = shorter if shorter != path else ""
    return None
