"""Several contacts at once: an agent with fewer of them answers each one faster.

Contacts are spread evenly (the least busy agent takes the next one), so that with j of them on n agents each has j/n at
once and every contact ends at the rate that the curve gives for it: a birth and death process. Once every agent is full the queue
is Erlang's, with the handling time of a full agent; only the weight of the states below differs from Erlang's.
"""

from collections.abc import Sequence

import numpy as np
from scipy import optimize, special

from forecasting.concurrency import ConcurrencyCurve
from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.staffing.tails import Floats

_POINTS = 128  # states looked at; each one where there are no more, else evenly over those that matter
_FAR = 9.0  # standard deviations below the usual number at work


def states_below(curve: ConcurrencyCurve, load: Floats, agents: Floats, at_once: float) -> tuple[Floats, Floats]:
    """Return log of how much likelier than Erlang's the states below full are, and the mean contacts in service there.

    *load* is in erlangs with the handling time of full agents, who serve *at_once*; all arrays of one shape.
    """
    highest = agents * at_once - 1.0
    usual = np.minimum(load, highest)
    for _round in range(4):
        usual = np.minimum(load * _relative(curve, usual / np.maximum(agents, 1e-9), at_once), np.maximum(highest, 0.0))
    lowest = np.maximum(usual - _FAR * np.sqrt(usual) - 10.0, 0.0)
    apart = np.maximum((highest - lowest) / _POINTS, 1.0)[..., np.newaxis]
    states = highest[..., np.newaxis] - apart * np.arange(_POINTS + 1)
    known = states >= 0
    held = np.where(known, states, 0.0)
    faster = -np.log(_relative(curve, held / np.maximum(agents, 1e-9)[..., np.newaxis], at_once))
    steps = (faster[..., 1:] + faster[..., :-1]) / 2 * apart
    eased = np.concatenate([np.zeros_like(apart), np.cumsum(steps, axis=-1)], axis=-1)
    eased += (faster[..., :1] - faster) / 2
    logs = special.gammaln(highest + 1.0)[..., np.newaxis] - special.gammaln(held + 1.0)
    logs -= (highest[..., np.newaxis] - held) * np.log(np.maximum(load, 1e-100))[..., np.newaxis]
    weight = np.where(np.arange(_POINTS + 1) == 0, (apart + 1.0) / 2, apart)
    plain = np.where(known, logs + np.log(weight), -np.inf)
    full = highest < 0
    plain[full, 0] = 0.0
    both = special.logsumexp(plain + eased, axis=-1)
    share = np.exp(plain + eased - both[..., np.newaxis])
    return np.asarray(both - special.logsumexp(plain, axis=-1)), np.asarray((share * held).sum(axis=-1))


def _relative(curve: ConcurrencyCurve, each: Floats, at_once: float) -> Floats:
    """Return the handling time with *each* contacts an agent, in those of a full agent."""
    places = np.array([point for point, _ in curve.points if point < at_once] + [at_once])
    times = np.array([curve.seconds_at(float(place)) for place in places]) / curve.seconds_at(at_once)
    return np.asarray(np.interp(each, places, times))


def fitted_curve(
    at_once: Sequence[float], seconds: Sequence[float], contacts: Sequence[float] | None = None
) -> ConcurrencyCurve:
    """Return the curve nearest to measured handling *seconds* by contacts *at_once* that never falls.

    Least squares, weighted by *contacts* where they are given (isotonic regression: Barlow et al. 1972). The curve starts at 1:
    where that was never measured, at the seconds of the fewest. Its ``measured_at`` is the mean at once over the
    contacts. Raise StaffingError where nothing was measured, or what no agent can have.
    """
    places, times = np.asarray(at_once, float), np.asarray(seconds, float)
    weights = np.ones_like(places) if contacts is None else np.asarray(contacts, float)
    if not len(places) == len(times) == len(weights) > 0:
        raise StaffingError(N_("handling times by contacts at once: nothing was measured"))
    good = np.isfinite(places + times + weights) & (places >= 1) & (times > 0) & (weights > 0)
    if not bool(good.all()):
        first = int(np.argmin(good))
        raise StaffingError(
            Sentence(
                N_(
                    "handling times by contacts at once, row {row}: {at_once} at once, {seconds} s, {contacts} contacts; "
                    "expected 1 or more at once, and seconds and contacts above 0"
                ),
                row=first + 1,
                at_once=f"{places[first]:g}",
                seconds=f"{times[first]:g}",
                contacts=f"{weights[first]:g}",
            )
        )
    known, where = np.unique(places, return_inverse=True)
    counted = np.bincount(where, weights)
    means = np.bincount(where, weights * times) / counted
    level = optimize.isotonic_regression(means, weights=counted).x
    points = [(float(place), float(time)) for place, time in zip(known, level, strict=True)]
    if points[0][0] > 1:
        points.insert(0, (1.0, points[0][1]))
    return ConcurrencyCurve(tuple(points), float(np.average(places, weights=weights)))
