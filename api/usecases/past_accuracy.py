"""How accurate forecasts of a stored history would have been."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.computing import Computing
from api.reports.accuracy_page import AccuracyView
from api.settings import Bounds
from api.store import Store
from api.translation import translator
from api.usecases.backtests import Past, try_models
from api.usecases.cleaning import past_of
from forecasting.backtest import Origins
from forecasting.cleaning import Cleaning
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence


@dataclass(frozen=True, slots=True)
class Trial:
    """What to try: *models* by name from *origins*, without what the planner left out of the history if *cleaned*."""

    models: tuple[str, ...]
    origins: Origins
    cleaned: bool = True


def try_history(
    store: Store, computing: Computing, history_id: int, trial: Trial, language: str, bounds: Bounds
) -> AccuracyView:
    """Try the models on a stored history and return how accurate they were, events named in *language*; stores nothing."""
    sizes = (
        (N_("too many origins"), "origins", trial.origins.count, bounds.origins),
        (N_("too many days"), "horizon_days", trial.origins.horizon_days, bounds.days),
    )
    faults = [
        Fault("request", reason, None, name, str(size), Sentence(N_("at most {most}"), most=most))
        for reason, name, size, most in sizes
        if size > most
    ]
    if faults:
        raise InputError(faults)
    with store.snapshot() as unit:
        past = past_of(unit, unit.histories.get(history_id))
        left_out = unit.cleanings.latest(history_id) if trial.cleaned else ()
    if left_out:
        past = replace(past, history=Cleaning(left_out).applied(past.history))
    return computing.run(_tried, past, trial.models, trial.origins, language)


def _tried(past: Past, models: Sequence[str], origins: Origins, language: str) -> AccuracyView:
    return try_models(past, models, origins, translator(language))
