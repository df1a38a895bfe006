"""Where Erlang's formulas say what must come out: published values and a grid of loads, with confidence intervals."""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from forecasting.simulation import (
    Centre,
    Outcome,
    Person,
    Stream,
    abandoned_share,
    mean_wait_seconds,
    occupancy,
    service_level,
    simulate,
)
from forecasting.simulation.estimates import Estimate
from forecasting.staffing import service_with_leaving, service_without_leaving

Row = dict[str, object]
SLOT_SECONDS = 900.0
LEVEL = 0.99
CALLS = 3_000_000  # simulated a case, in replications of four days
WARM_SLOTS, SLOTS = 192, 192  # the first two days are left out: near saturation queues take long to build up


@dataclass(frozen=True, slots=True)
class Case:
    """A steady load on people who are always there."""

    name: str
    calls_a_second: float
    aht_seconds: float
    people: int
    within_seconds: float = 20.0
    patience_seconds: float | None = None

    def estimates(self) -> dict[str, Estimate]:
        """Return what the simulation says, the first days left out."""
        found = self._simulated(self.within_seconds)
        return {
            "P(wait)": _rest(service_level(self._simulated(0.0), LEVEL)),
            "service level": service_level(found, LEVEL),
            "abandoned": abandoned_share(found, LEVEL),
            "mean wait, s": mean_wait_seconds(found, LEVEL),
            "occupancy": occupancy(found, LEVEL),
        }

    def _simulated(self, within_seconds: float) -> Outcome:
        slots = WARM_SLOTS + SLOTS
        stream = Stream(
            "calls",
            np.full(slots, self.calls_a_second * SLOT_SECONDS),
            np.full(slots, self.aht_seconds),
            patience_seconds=self.patience_seconds,
            within_seconds=within_seconds,
        )
        staff = tuple(Person(f"p{number}", {"calls": 0}, ((0.0, 1e7),)) for number in range(self.people))
        asked = Centre((stream,), staff, SLOT_SECONDS, (0, WARM_SLOTS))
        replications = int(np.clip(CALLS / (self.calls_a_second * slots * SLOT_SECONDS), 20, 400))
        # a seed of its own for each case, so that chance does not push all of them the same way
        return simulate(asked, replications, crc32(self.name.encode())).by_day()


def _rest(estimate: Estimate) -> Estimate:
    return Estimate(1 - estimate.mean, 1 - estimate.high, 1 - estimate.low)


PUBLISHED = (
    (
        Case("100 calls / 30 min, 180 s, 14 people, 20 s", 100 / 1800, 180, 14),
        {"P(wait)": "0.1741", "service level": "0.8884", "mean wait, s": "7.84"},
    ),
    (
        Case("360 calls / 30 min, 240 s, 55 people, 15 s", 360 / 1800, 240, 55, 15),
        {"P(wait)": "0.2387", "service level": "0.8459", "mean wait, s": "8.18", "occupancy": "0.8727"},
    ),
    (Case("48 calls / min, 60 s, 50 people", 48 / 60, 60, 50), {"mean wait, s": "20.8"}),
    (
        Case("48 calls / min, 60 s, 50 people, patience 120 s", 48 / 60, 60, 50, patience_seconds=120),
        {"abandoned": "0.031", "mean wait, s": "3.7"},
    ),
)


def published() -> Iterator[Row]:
    """Yield each published value beside the simulation's; half of its last digit counts as agreement."""
    for case, values in PUBLISHED:
        found = case.estimates()
        for what, text in values.items():
            rounding = 0.5 * 10.0 ** -len(text.partition(".")[2])
            yield _row(case.name, what, float(text), found[what], rounding)


def erlang() -> Iterator[Row]:
    """Yield the formulas' values beside the simulation's, without and with leaving customers, over a grid of loads."""
    for people in (5, 20, 100):
        for occupied in (0.7, 0.8, 0.9, 0.95):
            load = people * occupied
            told = service_without_leaving(load, people, 180.0, 20.0)
            case = Case(f"Erlang C, {people} people, {load:g} erlangs", load / 180, 180, people)
            found = case.estimates()
            yield _row(case.name, "service level", float(told.answered_within), found["service level"])
            yield _row(case.name, "mean wait, s", float(told.mean_wait_seconds), found["mean wait, s"])
        for occupied in (0.8, 1.0, 1.2):
            load = people * occupied
            left = service_with_leaving(load, people, 180.0, 90.0, 20.0)
            case = Case(f"Erlang A, {people} people, {load:g} erlangs", load / 180, 180, people, patience_seconds=90.0)
            found = case.estimates()
            yield _row(case.name, "service level", float(left.answered_within), found["service level"])
            yield _row(case.name, "abandoned", float(left.abandoned), found["abandoned"])


def _row(name: str, what: str, told: float, found: Estimate, rounding: float = 0.0) -> Row:
    low, high = float(found.low[1, 0]), float(found.high[1, 0])
    return {
        "case": name,
        "what": what,
        "told": round(told, 4),
        "simulated": round(float(found.mean[1, 0]), 4),
        "99 % interval": f"{low:.4f} to {high:.4f}",
        "inside": low - rounding <= told <= high + rounding,
    }
