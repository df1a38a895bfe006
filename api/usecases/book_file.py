"""The book of actions as a file: one JSON object a line, written by one process at a time, every line on the disk before it is told."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from api.errors import ConflictError
from api.exclusive import hold
from drills.errors import LogError
from drills.improvement import Book, BookKind, line_text, read_book
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence


def book_at(path: Path) -> Book:
    """Return the book at *path*, an empty one where there is no such file; raises LogError for one that was changed."""
    return _book(path.read_bytes(), path)[0] if path.exists() else Book()


def is_book(content: bytes | str) -> bool:
    """Tell whether *content* begins as a book of actions does."""
    try:
        first = json.loads(content.splitlines()[0]) if content else None
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and first.get("kind") == BookKind.ADDED.value


def change_book(path: Path, change: Callable[[Book], Book]) -> Book:
    """Write the lines that *change* adds to the book at *path*, made where there is none, and return the book.

    Nothing is written where it raises. ConflictError where another process is writing. A last line that was never wholly written, since
    the machine stopped meanwhile, is cut off.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if not hold(file):
            raise ConflictError(Sentence(N_("{file} is being written by another process"), file=path))
        try:
            file.seek(0)
            book, whole = _book(file.read(), path)
            changed = change(book)
            file.truncate(whole)
            file.seek(0, os.SEEK_END)
            file.write("".join(line_text(line) for line in changed.lines[len(book) :]).encode())
            file.flush()
            os.fsync(file.fileno())
        finally:
            if os.fstat(file.fileno()).st_size == 0:
                path.unlink(missing_ok=True)
    return changed


def _book(content: bytes, path: Path) -> tuple[Book, int]:
    """Return the book in *content*, and how many bytes of it are whole lines."""
    whole = content[: content.rfind(b"\n") + 1]
    if (whole and not is_book(whole)) or (content and not whole and not content.startswith(b'{"at":"')):
        raise LogError([Sentence(N_("{file} is no book of actions; it stays as it is"), file=path)])
    try:
        return read_book(whole.decode("utf-8")), len(whole)
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(path), N_("is not UTF-8"), value=error.reason)]) from error
    except LogError as error:
        told = Sentence(N_("{file} is no book of actions, or was changed; it stays as it is"), file=path)
        raise LogError([told, *error.faults]) from error
