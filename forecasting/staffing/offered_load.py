"""The work in progress over time: contacts that began before and are not finished are still load.

With as many people as contacts, every contact is served at once, and the number in service at time t has the mean
m(t) = ∫ λ(t-u) P(S > u) du, exactly, for arrivals in any rhythm and a handling time S of any law. Staffing for m(t) as if it
were a steady load is the modified-offered-load approximation (Jagerman 1975; Massey and Whitt, "An analysis of the
modified offered-load approximation for the nonstationary Erlang loss model", 1994; with waiting: Feldman, Mandelbaum, Massey and Whitt,
"Staffing of time-varying queues to achieve time-stable performance", 2008).
"""

import numpy as np
from scipy import special

from forecasting.staffing.tails import Floats

MOMENTS = 4  # looks at each slot; by benchmarks.staffing the share that waits is flatter than with more or fewer
_FINISHED = 1e-9  # of a contact, left to do: forgotten
_LONGEST_TAIL = 64.0  # mean handling times after which a contact is finished in any case


def load_over_time(
    contacts: Floats,
    aht_seconds: Floats,
    slot_seconds: float,
    spread: float | None = None,
    *,
    running: bool = False,
    moments: int = MOMENTS,
) -> Floats:
    """Return the erlangs in progress at the ends of *moments* equal parts of each slot, shape (slots, moments).

    The ends, not the middles: with them the share that waits stays flattest after a jump, by ``benchmarks.staffing``.
    *contacts* arrive evenly within their slot and take *aht_seconds* of it on average: an exponential time, or a lognormal one of
    standard deviation *spread* × mean. Before the first slot nothing was in progress, or with *running* the first
    slot's rhythm had always been there.
    """
    rates = contacts / slot_seconds
    looks = (np.arange(moments) + 1) / moments * slot_seconds
    slots = len(contacts)
    load = np.zeros((slots, moments))
    for lag in range(_slots_until_finished(aht_seconds, slot_seconds, spread, slots)):
        begun = rates[: slots - lag, np.newaxis]
        aht = aht_seconds[: slots - lag, np.newaxis]
        since_start = lag * slot_seconds + looks
        done = seconds_in_progress(since_start, aht, spread)
        over = seconds_in_progress(since_start - slot_seconds, aht, spread) if lag else 0.0
        load[lag:] += begun * (done - over)
    if running and slots:
        since_start = np.arange(slots)[:, np.newaxis] * slot_seconds + looks
        load += rates[0] * (aht_seconds[0] - seconds_in_progress(since_start, aht_seconds[0], spread))
    return load


def seconds_in_progress(seconds: Floats, aht_seconds: Floats, spread: float | None) -> Floats:
    """Return the integral of P(S > u) over u from 0 to *seconds*: how long a contact is in progress by then, on average."""
    elapsed = np.maximum(seconds, 0.0)
    if spread is None:
        return np.asarray(-aht_seconds * np.expm1(-elapsed / aht_seconds))
    variance = np.log1p(spread**2)
    logs = np.log(np.where(elapsed > 0, elapsed, 1.0) / aht_seconds)
    deviation = np.sqrt(variance)
    longer = special.ndtr(-(logs + variance / 2) / deviation)
    finished = aht_seconds * special.ndtr((logs - variance / 2) / deviation)
    return np.where(elapsed > 0, elapsed * longer + finished, 0.0)


def _slots_until_finished(aht_seconds: Floats, slot_seconds: float, spread: float | None, slots: int) -> int:
    """Return after how many slots next to nothing is left of a contact, at most *slots*."""
    longest = np.asarray(aht_seconds.max(initial=0.0))
    for lag in range(1, slots):
        since_end = np.asarray((lag - 1) * slot_seconds)
        left = longest - seconds_in_progress(since_end, np.maximum(longest, 1e-9), spread)
        if left <= _FINISHED * longest or since_end > _LONGEST_TAIL * longest:
            return lag
    return slots
