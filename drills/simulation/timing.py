"""When loads begin, end and are calmed in one rehearsal."""

from typing import NamedTuple


class LoadTimes(NamedTuple):
    """By load, minutes from the drill's start; infinite for what has not happened."""

    begun: list[float]
    ended: list[float]
    calmed: list[float]
