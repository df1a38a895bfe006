"""Live service beside a drill: the customers and people of a roster, and the floor below which service must not fall."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forecasting.simulation import Stream
from scheduler.staff import Staff

BELOW_TARGET = 0.10  # a drill may cost a queue some of its target for an hour, not more than this
LEAST_CHANCE = 0.90  # invariant 8
FEWEST_CONTACTS = 10.0  # below these one customer decides whether a share is reached


@dataclass(frozen=True, slots=True, eq=False)
class LiveService:
    """*streams* over the whole grid of *staff*, the people of a roster.

    *floors* by stream: the share answered in time that must be reached through drill and tail with a probability of at least
    *least_chance*; streams not in it are not judged, nor are those with fewer than FEWEST_CONTACTS expected in that time. *seed* draws
    customers, absences and how busy days are.
    """

    streams: tuple[Stream, ...]
    staff: Staff
    floors: Mapping[str, float] = field(default_factory=dict)
    least_chance: float = LEAST_CHANCE
    seed: int = 0

    def __post_init__(self) -> None:
        wrong = {name: floor for name, floor in self.floors.items() if not 0 <= floor <= 1}
        if wrong:
            raise ValueError(f"live service: floors {wrong}; expected 0 to 1")
        if not 0 <= self.least_chance <= 1:
            raise ValueError(f"live service: least chance {self.least_chance}; expected 0 to 1")
        if self.seed < 0:
            raise ValueError(f"live service: seed {self.seed}; expected 0 or more")
        slots = {len(stream.contacts) for stream in self.streams} | {self.staff.grid.n_slots}
        if len(slots) != 1:
            raise ValueError(f"live service: streams and staff of {sorted(slots)} slots; expected the same")


def live_service(
    streams: tuple[Stream, ...], staff: Staff, *, below_target: float = BELOW_TARGET, seed: int = 0
) -> LiveService:
    """Return the live service whose floors lie *below_target* under each stream's target, not below 0."""
    floors = {stream.name: max(0.0, stream.target_share - below_target) for stream in streams}
    return LiveService(streams, staff, floors, seed=seed)
