"""Models by the names that people type: ours, what they have to beat, and a class in somebody's own file."""

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from forecasting.models import Forecaster, LogLinear
from forecasting.models.naive import WeeklyAverage

OURS = "watchbill"
SEASONAL_NAIVE = "seasonal-naive"
WEEKLY_MEAN = "four-week-mean"
WITHOUT = N_("a class that is made without arguments")
RUNS = N_("a Python file that runs by itself")
NAMES = (OURS, SEASONAL_NAIVE, WEEKLY_MEAN)


def named_models(names: Sequence[str], step_minutes: int) -> dict[str, Forecaster]:
    """Return the models called *names* for a history in steps of *step_minutes*.

    A name with a colon is a class of one's own: ``FILE.py:Class`` or ``package.module:Class``, made without arguments
    and called by the class's name, or by the whole where that is taken. Running it runs that code. Raises InputError naming every model that is not there.
    """
    own: dict[str, Forecaster] = {
        OURS: LogLinear(step_minutes),
        SEASONAL_NAIVE: WeeklyAverage(1, step_minutes),
        WEEKLY_MEAN: WeeklyAverage(4, step_minutes),
    }
    models: dict[str, Forecaster] = {}
    faults: list[Fault] = []
    for name in names:
        if name in own:
            models[name] = own[name]
            continue
        try:
            called = name.rpartition(":")[2]
            models[name if called in models or called in own else called] = _foreign(name)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return models


def _foreign(name: str) -> Forecaster:
    place, colon, class_name = name.rpartition(":")
    if not colon:
        raise _refused(name, N_("no such model is known"), ", ".join((*NAMES, "FILE.py:Class")))
    made = getattr(_module(name, place), class_name, None)
    if not isinstance(made, type) or not callable(getattr(made, "fit", None)):
        raise _refused(name, N_("there is no class with fit under this name"), N_("a class as in docs/backtest.md"))
    try:
        model: Forecaster = made()
    except TypeError as error:
        raise _refused(name, Sentence(N_("the class cannot be made: {error}"), error=error), WITHOUT) from error
    return model


def _module(name: str, place: str) -> ModuleType:
    if not place.endswith(".py"):
        try:
            return importlib.import_module(place)
        except ImportError as error:
            raise _refused(name, N_("the module cannot be imported"), str(error)) from error
    path = Path(place)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise _refused(name, N_("there is no such file"), N_("a Python file"))
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (ImportError, SyntaxError) as error:
        raise _refused(name, Sentence(N_("the file cannot be run: {error}"), error=error), RUNS) from error
    return module


def _refused(name: str, reason: str, expected: str) -> InputError:
    return InputError([Fault("--models", reason, value=name, expected=expected)])
