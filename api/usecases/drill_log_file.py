"""The log of one drill in a file, and the floor that it took place on, read from the files of its centre."""

from pathlib import Path

from api.usecases.drill_rehearsal import without_drill
from api.usecases.service_files import read_question
from api.usecases.service_question import ServiceQuestion
from drills.drill import Drill
from drills.errors import LogError
from drills.exercise import Log, read_log
from drills.simulation import Floor, floor_of
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from scheduler.service import Trial

BEGINNING = '{"at":"'  # of every line of a log
WANTED = N_("a file that `drill run` wrote")


def log_at(path: Path) -> Log:
    """Return the log at *path*. Raises InputError for a file that is none, and naming every line of one that was changed."""
    try:
        text = path.read_text(encoding="utf-8")
        if text and not text.startswith(BEGINNING):
            raise InputError([Fault(str(path), N_("is no log of a drill"), expected=WANTED)])
        return read_log(text)
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(path), N_("is no UTF-8 text"), expected=N_("the log of a drill"))]) from error
    except LogError as error:
        raise InputError([Fault(str(path), fault) for fault in error.faults]) from error


def floor_at(site: Path, roster: Path, forecast: Path, drill: Drill) -> tuple[ServiceQuestion, Floor]:
    """Return the files of a centre as they were read, and its floor as if *drill* had not been put into the roster."""
    asked = read_question(site, forecast, roster, Trial())
    return asked, floor_of(asked.site, asked.forecast, asked.instance, without_drill(asked.roster, drill))
