"""An opening rush and an evening jump, staffed slot by slot and over time: the share that waits, by slot."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.staffing_bench.transient import Floats, course
from forecasting.site import Queue, ServiceTarget
from forecasting.staffing import HUNDREDTHS, least_agents, load_over_time

AHT_SECONDS, PATIENCE_SECONDS = 900.0, 120.0
WAITING = 0.30  # the share that is to wait: a target of 70 % answered at once
QUEUE = Queue(
    "phone", target=ServiceTarget(1 - WAITING, 0), patience_seconds=PATIENCE_SECONDS, max_occupancy=1.0, shrinkage=0.0
)
# contacts a quarter of an hour from 08:00 to 22:00, by the hour: jumps up at opening and at 20:00; a rush between them
PROFILES = {
    "jumps": np.array([*[240] * 12, 360, 360], float),
    "rush": np.array([300, 220, *[120] * 10, 360, 360], float),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day of one of the PROFILES staffed in one way: *people* and the shares that wait and leave, by slot of *slot_minutes*."""

    profile: str
    method: str
    slot_minutes: int
    contacts: Floats
    people: Floats
    waiting: Floats
    leaving: Floats

    @property
    def hours(self) -> float:
        """People-hours on the floor."""
        return float(self.people.sum()) * self.slot_minutes / 60

    def row(self) -> dict[str, object]:
        """Return what is shown of the day."""
        low, high = float(self.waiting.min()), float(self.waiting.max())
        return {
            "what": f"{self.profile}, slots of {self.slot_minutes} min, {self.method}",
            "people-hours": round(self.hours, 1),
            "wait from": round(low, 3),
            "to": round(high, 3),
            "half range": round((high - low) / 2, 3),
            "leave": round(float(self.leaving.sum() / self.contacts.sum()), 4),
            "leave in the worst slot": round(float((self.leaving / self.contacts).max()), 3),
        }


def days(slot_minutes: int, profile: str = "rush") -> Iterator[Day]:
    """Yield the day of *profile* staffed slot by slot, and over time; whole people on the floor."""
    contacts = np.repeat(PROFILES[profile] * slot_minutes / 15, 60 // slot_minutes)
    slot_seconds = slot_minutes * 60.0
    handling = np.full(len(contacts), AHT_SECONDS)
    steady = (contacts * handling / slot_seconds)[:, np.newaxis]
    building = load_over_time(contacts, handling, slot_seconds)
    for method, load in (("slot by slot", steady), ("over time", building)):
        people = np.round(least_agents(QUEUE, load, handling[:, np.newaxis], HUNDREDTHS).agents)
        found = course(contacts, people, AHT_SECONDS, PATIENCE_SECONDS, slot_seconds)
        yield Day(profile, method, slot_minutes, contacts, people, found.waiting, found.leaving)
