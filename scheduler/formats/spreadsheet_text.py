"""Text that a spreadsheet program must not take for a formula.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return gets an apostrophe in front, as people type it to
say "this is text"; reading takes it away again.
"""

import re

LOOKS_LIKE_FORMULA = re.compile(r"'*[=+\-@\t\r]")
GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Return *text* for a cell of a CSV."""
    return f"'{text}" if LOOKS_LIKE_FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a *cell*: the other way of ``guarded``."""
    return cell[1:] if GUARDED.match(cell) else cell
