"""Erlang's formulas for contacts that are lost (B), wait (C) or lose patience (A), over whole arrays at once.

*load* is offered work in erlangs (contacts per second × handling seconds), *lines* how many contacts can be served at
the same time. Lines need not be whole: half an agent's concurrency is a meaningful number, and the formulas continue
between the integers. Every argument broadcasts against the others; results are float arrays.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forecasting.errors import StaffingError
from forecasting.staffing.tails import Floats, log_lower, log_upper

_POSITIVE = ("aht_seconds", "patience_seconds")
NOTHING = 1e-100  # erlangs; one contact in longer than the universe, and floats still divide by it


@dataclass(frozen=True, slots=True)
class Service:
    """What customers meet in the long run; shares lie between 0 and 1.

    *waits* is the share that has to wait at all, *answered_within* the share of all contacts answered within the target's seconds,
    *mean_wait_seconds* the wait over all contacts (infinite where nobody leaves and the work exceeds the lines),
    *abandoned* the share that leaves unanswered, *occupancy* the share of the lines that is busy.
    """

    waits: Floats
    answered_within: Floats
    mean_wait_seconds: Floats
    abandoned: Floats
    occupancy: Floats


def erlang_b(load: npt.ArrayLike, lines: npt.ArrayLike) -> Floats:
    """Return the share of contacts that find every line busy and are lost (Erlang 1917)."""
    load, lines = _checked(load=load, lines=lines)
    return np.exp(-_log_inverse_b(load, lines))


def erlang_c(load: npt.ArrayLike, lines: npt.ArrayLike) -> Floats:
    """Return the share of contacts that wait when nobody leaves; 1 where the load reaches the lines (Erlang 1917)."""
    load, lines = _checked(load=load, lines=lines)
    blocked = np.exp(-_log_inverse_b(load, lines))
    spare = np.maximum(lines - load, 0.0)
    return np.where(spare > 0, lines * blocked / np.where(spare > 0, spare + load * blocked, 1.0), _busy(load))


def service_without_leaving(
    load: npt.ArrayLike,
    lines: npt.ArrayLike,
    aht_seconds: npt.ArrayLike,
    within_seconds: npt.ArrayLike,
    easing: npt.ArrayLike = 0.0,
) -> Service:
    """Return the service of M/M/n: everybody waits until answered (Erlang C).

    *easing* is log of how much likelier the states with a free line are than Erlang has them, see ``chat``.
    """
    load, lines, aht, within = _checked(load=load, lines=lines, aht_seconds=aht_seconds, within_seconds=within_seconds)
    waits = _eased(erlang_c(load, lines), np.asarray(easing, float))
    spare = np.maximum(lines - load, 0.0)
    late = waits * np.exp(-spare * within / aht)
    steady = spare > 0
    mean_wait = np.where(steady, waits * aht / np.where(steady, spare, 1.0), np.where(load > 0, np.inf, 0.0))
    occupancy = np.minimum(1.0, _ratio(load, lines))
    return Service(waits, 1.0 - late, mean_wait, np.zeros_like(waits), occupancy)


def service_with_leaving(
    load: npt.ArrayLike,
    lines: npt.ArrayLike,
    aht_seconds: npt.ArrayLike,
    patience_seconds: npt.ArrayLike,
    within_seconds: npt.ArrayLike,
    easing: npt.ArrayLike = 0.0,
) -> Service:
    """Return the service of M/M/n+M: a waiting customer leaves after *patience_seconds* on average (Palm's Erlang A).

    *easing* as for ``service_without_leaving``. Contacts that leave within the target's time do not count as answered.
    Source: Mandelbaum and Zeltyn, "Service Engineering in Action: The Palm/Erlang-A Queue" (2007), building blocks J,
    J(t) and E; here in logarithms.
    """
    load, lines, aht, patience, within = _checked(
        load=load,
        lines=lines,
        aht_seconds=aht_seconds,
        patience_seconds=patience_seconds,
        within_seconds=within_seconds,
    )
    busy = (load > 0) & (lines > 0)
    asked, held = np.where(busy, load, 1.0), np.where(busy, lines, 1.0)
    in_patience = patience / aht
    left_at = np.exp(-within / patience)
    # log of exp(λH(t) - nμt): how much likelier an offered wait around t is than one around 0
    decay = asked * in_patience * -np.expm1(-within / patience) - held * within / aht
    log_j = np.log(in_patience) + log_lower(held * in_patience, asked * in_patience)  # times μ
    log_j_at = np.log(in_patience) + decay + log_lower(held * in_patience, asked * in_patience * left_at)
    log_e = _log_inverse_b(asked, held - 1.0) + np.asarray(easing, float)
    log_all = np.logaddexp(log_e, np.log(asked) + log_j)
    waits = np.exp(np.log(asked) + log_j - log_all)
    late = np.exp(np.log(asked) + log_j_at - log_all)  # the offered wait exceeds the target
    abandoned = np.clip(np.exp(-log_all) + (1.0 - held / asked) * waits, 0.0, 1.0)
    left_early = np.clip((np.exp(-log_all) - np.exp(decay - log_all)) + (1.0 - held / asked) * (waits - late), 0.0, 1.0)
    answered = np.clip(1.0 - late - left_early, 0.0, 1.0)
    lost = np.where(load > 0, 1.0, 0.0)
    abandoned = np.where(busy, abandoned, lost)
    return Service(
        waits=np.where(busy, waits, lost),
        answered_within=np.where(busy, answered, 1.0 - lost),
        mean_wait_seconds=abandoned * patience,
        abandoned=abandoned,
        occupancy=np.where(
            busy, np.minimum(1.0, asked * (1.0 - abandoned) / held), lost
        ),  # as lines go to 0, all are busy
    )


def _log_inverse_b(load: Floats, lines: Floats) -> Floats:
    """Return log 1/B, continued to lines that are not whole (Jagerman 1974)."""
    some = load > 0
    asked = np.where(some, load, 1.0)
    return np.where(some, np.log(asked) + log_upper(lines + 1.0, asked), np.where(lines > 0, np.inf, 0.0))


def waiting_while_busy(
    load: npt.ArrayLike, lines: npt.ArrayLike, aht_seconds: npt.ArrayLike, patience_seconds: float | None
) -> Floats:
    """Return how many wait on average while every line is busy, of contacts that make *load* erlangs of all the work.

    Infinite where nobody leaves and *load* reaches the lines.
    """
    load, lines, aht = _checked(load=load, lines=lines, aht_seconds=aht_seconds)
    some = (load > 0) & (lines > 0)
    asked, held = np.where(some, load, 1.0), np.where(some, lines, 1.0)
    if patience_seconds is None:
        spare = held - asked
        return np.where(some, np.where(spare > 0, asked / np.where(spare > 0, spare, 1.0), np.inf), 0.0)
    in_patience = patience_seconds / aht
    log_j = np.log(in_patience) + log_lower(held * in_patience, asked * in_patience)
    leave = np.clip(np.exp(-np.log(asked) - log_j) + 1.0 - held / asked, 0.0, 1.0)
    return np.where(some, asked * leave * in_patience, 0.0)


def _eased(waits: Floats, easing: Floats) -> Floats:
    """Return the share that waits where the states with a free line weigh e^*easing* times as much."""
    return np.asarray(waits / (waits + (1.0 - waits) * np.exp(easing)))


def _busy(load: Floats) -> Floats:
    return np.where(load > 0, 1.0, 0.0)


def _ratio(load: Floats, lines: Floats) -> Floats:
    return np.where(lines > 0, load / np.where(lines > 0, lines, 1.0), _busy(load))


def _checked(**values: npt.ArrayLike) -> list[Floats]:
    """Return the arguments broadcast against each other; refuse, all at once, what no queue can have."""
    arrays = dict(
        zip(values, np.broadcast_arrays(*(np.asarray(value, float) for value in values.values())), strict=True)
    )
    faults = []
    for name, array in arrays.items():
        lowest = "above 0" if name in _POSITIVE else "0 or more"
        wrong = ~np.isfinite(array) | (array < 0) | ((array == 0) & (name in _POSITIVE))
        if bool(wrong.any()):
            faults.append(f"{name} {array[wrong].flat[0]}: expected finite and {lowest}")
    if faults:
        raise StaffingError("; ".join(faults))
    load = arrays["load"]
    arrays["load"] = np.where(load < NOTHING, 0.0, load)
    return list(arrays.values())
