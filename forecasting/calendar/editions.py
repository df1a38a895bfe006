"""An event as it comes in one year, and how dates stated nearer to the planner take the place of others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from forecasting.calendar.events import Phase
from forecasting.timegrid import local_instant

HALF_A_YEAR = timedelta(days=183)
STILL_TOGETHER = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Edition:
    """All *phases* of one event of one year, earliest first; at least one."""

    phases: tuple[Phase, ...]

    def __post_init__(self) -> None:
        if not self.phases:
            raise ValueError("edition: no phases; expected at least one")

    @property
    def event(self) -> str:
        """The event's name."""
        return self.phases[0].event

    def distance(self, start: datetime, end: datetime) -> timedelta:
        """Return how far the edition is from the time between *start* and *end*; nothing where they touch."""
        own_start = min(phase.start for phase in self.phases)
        own_end = max(phase.end for phase in self.phases)
        return max(own_start - end, start - own_end, timedelta(0))


def editions_of(phases: Iterable[Phase]) -> list[Edition]:
    """Return *phases* by event, those that follow one another within ten days in one edition."""
    runs: list[list[Phase]] = []
    for phase in sorted(phases, key=lambda phase: (phase.event, phase.start)):
        if (
            runs
            and runs[-1][0].event == phase.event
            and phase.start - max(one.end for one in runs[-1]) <= STILL_TOGETHER
        ):
            runs[-1].append(phase)
        else:
            runs.append([phase])
    return [Edition(tuple(run)) for run in runs]


def replaced(
    editions: Sequence[Edition], own: Iterable[Phase], absent: Iterable[tuple[str, date]], zone: ZoneInfo
) -> list[Edition]:
    """Return the *editions* without those for which *own* phases stand, and without those that are *absent* about a day.

    A phase stands for the nearest edition of its event within half a year, so that a festival around New Year is
    replaced in the right year.
    """
    meant = [(phase.event, phase.start, phase.end) for phase in own]
    for event, day in absent:
        meant.append((event, local_instant(day, 0, zone), local_instant(day + timedelta(days=1), 0, zone)))
    gone = set()
    for event, start, end in meant:
        near = [
            (edition.distance(start, end), place) for place, edition in enumerate(editions) if edition.event == event
        ]
        if near and min(near)[0] < HALF_A_YEAR:
            gone.add(min(near)[1])
    return [edition for place, edition in enumerate(editions) if place not in gone]
