"""The logs of drills in a folder, scored."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from api.usecases.book_file import is_book
from api.usecases.drill_log_file import log_at
from drills.errors import DrillError, LogError
from drills.improvement import ScoredDrill, scored_drill
from drills.scoring.counterfactual import is_what_if
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, sentence_of

PATTERN = "*.jsonl"
_Found = dict[tuple[str, date], tuple[Path, ScoredDrill]]
WANTED = N_("logs of drills, *.jsonl, as `drill run` writes them")


def drills_in(folder: Path) -> tuple[ScoredDrill, ...]:
    """Return the drills whose logs are in *folder* and the folders in it, scored; copies of one log count once, the longest of them.

    Practices, books of actions and empty files among them are passed over. InputError names every file that cannot be read, two logs of one drill of one day, and a folder
    without any.
    """
    if not folder.is_dir():
        raise InputError([Fault(str(folder), N_("there is no such folder"), expected=WANTED)])
    faults: list[Fault] = []
    found: _Found = {}
    for path in sorted(folder.rglob(PATTERN)):
        try:
            for drill in _drill_at(path):
                _take(path, drill, found, faults)
        except (DrillError, InputError) as error:
            faults += _faults(path, error)
    if not found and not faults:
        faults.append(Fault(str(folder), N_("holds no log of a drill"), expected=WANTED))
    if faults:
        raise InputError(faults)
    return tuple(drill for _path, drill in found.values())


def _take(path: Path, drill: ScoredDrill, found: _Found, faults: list[Fault]) -> None:
    there = found.get((drill.id, drill.day))
    if there is None:
        found[drill.id, drill.day] = path, drill
        return
    one, other = sorted((there[1].log, drill.log), key=len)
    if other.lines[: len(one)] != one.lines:
        expected = N_("one log a drill; a drill that is run again is a clone with a name of its own")
        faults.append(
            Fault(str(path), N_("is a second log of one drill, with other lines"), None, "drill", drill.id, expected)
        )
    elif other is drill.log:
        found[drill.id, drill.day] = path, drill


def _drill_at(path: Path) -> Iterator[ScoredDrill]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(path), N_("is not UTF-8"), value=error.reason)]) from error
    if text and not is_book(text):
        log = log_at(path)
        if is_what_if(log):
            expected = N_("logs of drills that were held")
            raise InputError([Fault(str(path), N_("tells what would have been"), expected=expected)])
        drill = scored_drill(log)
        if not drill.run.is_practice:
            yield drill


def _faults(path: Path, error: DrillError | InputError) -> list[Fault]:
    if isinstance(error, InputError):
        return list(error.faults)
    if isinstance(error, LogError):
        return [Fault(str(path), fault) for fault in error.faults]
    return [Fault(str(path), sentence_of(error))]
