"""The best roster of a plan under way, kept in its folder until the plan is done: what is left when a run is killed."""

from collections.abc import Callable
from pathlib import Path

from scheduler.formats import write_roster
from scheduler.instance import Instance
from scheduler.roster import Roster

SO_FAR = "roster-so-far.csv"


def keeper(directory: Path) -> Callable[[Roster, Instance], None]:
    """Return what writes rosters into *directory*, each whole, in the place of the one before."""

    def keep(roster: Roster, instance: Instance) -> None:
        write_roster(roster, instance, directory / SO_FAR)

    return keep


def left_behind(directory: Path) -> Path | None:
    """Return the roster of a run that was ended before its plan was written; None where there is none."""
    path = directory / SO_FAR
    return path if path.is_file() else None


def remains(directory: Path) -> set[Path]:
    """Return every file of runs that were ended early, parts of them included."""
    parts = directory.glob(f".{SO_FAR}.*.part")
    kept = left_behind(directory)
    return {*parts, *([] if kept is None else [kept])}
