"""The day of the opening jump simulated, contact by contact: people whose time is over finish the contact they are on."""

import numpy as np

from benchmarks.staffing_bench.opening_jump import AHT_SECONDS, PATIENCE_SECONDS, Day
from benchmarks.staffing_bench.transient import Floats
from forecasting.simulation import Centre, Person, Stream, simulate

REPLICATIONS = 600
AT_ONCE_SECONDS = 1e-6  # who is answered within this has not waited


def waiting(day: Day, replications: int = REPLICATIONS) -> Floats:
    """Return the share that waits by slot of *day*, on average over *replications*."""
    slot_seconds = day.slot_minutes * 60.0
    customers = Stream(
        "phone",
        day.contacts,
        np.full(len(day.contacts), AHT_SECONDS),
        patience_seconds=PATIENCE_SECONDS,
        within_seconds=AT_ONCE_SECONDS,
    )
    people = tuple(_person(place, day.people, slot_seconds) for place in range(int(day.people.max())))
    found = simulate(Centre((customers,), people, slot_seconds), replications, seed=1)
    return np.asarray(1.0 - found.answered_within.sum(axis=0)[:, 0] / found.offered.sum(axis=0)[:, 0])


def rows(days: list[Day], replications: int = REPLICATIONS) -> list[dict[str, object]]:
    """Return for each of *days* what was worked out and what was simulated."""
    found = []
    for day in days:
        shares = waiting(day, replications)
        rising = np.flatnonzero(np.diff(day.people, prepend=0.0) >= 0)
        found.append(
            {
                "what": f"{day.profile}, slots of {day.slot_minutes} min, {day.method}",
                "wait from": round(float(shares.min()), 3),
                "to": round(float(shares.max()), 3),
                "greatest difference to the equations where people do not get fewer": round(
                    float(np.abs(shares - day.waiting)[_settled(rising, day)].max()), 3
                ),
            }
        )
    return found


def _settled(rising: np.ndarray[tuple[int], np.dtype[np.intp]], day: Day) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return those of *rising* before the first fall: after one, people who finish their contact are still about."""
    falls = np.flatnonzero(np.diff(day.people) < 0)
    return rising[rising <= falls[0]] if len(falls) else rising


def _person(place: int, people: Floats, slot_seconds: float) -> Person:
    there = np.concatenate([[False], people > place, [False]])
    edges = np.flatnonzero(np.diff(there.astype(int))) * slot_seconds
    duty = tuple((float(start), float(end)) for start, end in edges.reshape(-1, 2))
    return Person(f"person {place + 1}", {"phone": 0}, duty)
