"""Records of drills, as options name them: that of one, those of earlier ones in a file or a folder."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from drills.drill import Drill
from drills.held import is_record
from drills.reading import read_drill
from forecasting.errors import Fault, InputError
from forecasting.messages import N_

Read = TypeVar("Read")
WANTED = N_("drill-*.json as `drill new` writes them")


def past_read(
    path: Path, read: Callable[[Sequence[object], str], Iterable[Read]], usable: Callable[[object], bool] = is_record
) -> list[Read]:
    """Return what *read* finds in the records at *path*, file by file; it is given the records and the name of their file.

    Of a folder those files count that hold something *usable*. InputError names every fault of all files, and a folder without any.
    """
    found: list[Read] = []
    faults: list[Fault] = []
    lacking = True
    for file in _files(path):
        try:
            records = _records(file)
            if file == path or any(usable(record) for record in records):
                lacking = False
                found += read(records, str(file))
        except InputError as error:
            faults += error.faults
    if lacking and not faults:
        faults.append(Fault(str(path), N_("holds no record of a drill"), expected=WANTED))
    if faults:
        raise InputError(faults)
    return found


def drill_in(path: Path) -> Drill:
    """Return the drill whose record is the file at *path*; InputError names each part that cannot be read."""
    try:
        return read_drill(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(path), N_("is no UTF-8 text"), expected=N_("what `drill new` writes"))]) from error


def json_in(path: Path) -> object:
    """Return what the JSON file at *path* holds; InputError where it is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError([Fault(str(path), N_("is no JSON"), value=str(error))]) from error


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise InputError([Fault(str(path), N_("there is no such file or folder"), expected=WANTED)])
    return sorted(path.glob("*.json")) if path.is_dir() else [path]


def _records(file: Path) -> list[object]:
    found = json_in(file)
    return found if isinstance(found, list) else [found]
