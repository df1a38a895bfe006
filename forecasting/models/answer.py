"""What a model answers, checked before anybody compares it: a model that leaves out what is hard would seem the best."""

from collections.abc import Iterable

import pandas as pd

from forecasting.errors import FrameError, ModelError
from forecasting.frames import FORECAST
from forecasting.messages import N_, Sentence
from forecasting.timegrid import TimeGrid

SHOWN = 5


def checked_answer(model: str, forecast: pd.DataFrame, queues: Iterable[str], grid: TimeGrid) -> pd.DataFrame:
    """Return *forecast* of the *model* called so when it is laid out as FORECAST and has every slot of *grid* for *queues*.

    Raises ModelError naming the model and what is wrong.
    """
    try:
        FORECAST.check(forecast)
    except FrameError as error:
        raise ModelError(Sentence(N_("model {model}: {fault}"), model=model, fault=str(error))) from error
    starts = pd.date_range(grid.origin, periods=grid.n_slots, freq=pd.Timedelta(grid.slot_length), unit="us")
    slots = forecast[forecast["start"].isin(starts)].groupby("queue").size()
    short = [f"{name} ({int(slots.get(name, 0))})" for name in sorted(queues) if slots.get(name, 0) != grid.n_slots]
    if short:
        raise ModelError(
            Sentence(
                N_("model {model} does not answer for every slot; expected {expected} for each queue, found {found}"),
                model=model,
                expected=grid.n_slots,
                found=", ".join(short[:SHOWN]) + (", ..." if len(short) > SHOWN else ""),
            )
        )
    return forecast
