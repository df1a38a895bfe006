from forecasting.simulation.centre import Centre, Person, Routing, Stream
from forecasting.simulation.comparison import Differences, compare
from forecasting.simulation.estimates import (
    Estimate,
    abandoned_share,
    mean_wait_seconds,
    occupancy,
    service_level,
    target_met,
    wait_quantile,
)
from forecasting.simulation.from_forecast import day_starts, names_of, streams_of
from forecasting.simulation.log import ContactLog
from forecasting.simulation.outcome import Outcome
from forecasting.simulation.outcome_frames import day_frame, outcome_frame
from forecasting.simulation.simulate import simulate

__all__ = [
    "Centre",
    "ContactLog",
    "Differences",
    "Estimate",
    "Outcome",
    "Person",
    "Routing",
    "Stream",
    "abandoned_share",
    "compare",
    "day_frame",
    "day_starts",
    "mean_wait_seconds",
    "names_of",
    "occupancy",
    "outcome_frame",
    "service_level",
    "simulate",
    "streams_of",
    "target_met",
    "wait_quantile",
]
