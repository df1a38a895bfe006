"""What the soft rules weigh, in points of service level: how much live service a window may cost to avoid one of each."""

from dataclasses import dataclass, fields

UNIT = 10_000_000  # costs are whole numbers of this part of a point, so that sums are exact
LOT = 1_000  # people and windows that nothing tells apart differ by less than this


@dataclass(frozen=True, slots=True)
class Weights:
    """Points by soft rule; 0 switches one off.

    *live*: a point of service level lost, on average. *cover*: a person who leaves a team with one head to spare, half of it where
    one more is left, a third with two more, and so on. *load*: a drill that a participant had in the last twelve months. *cap*: a
    participant who had *most_a_quarter* drills in the calendar quarter. *commander*: who commands did so in the last drill; halved
    for each drill since. *teams* and *shifts*: a participant whose team or kind of shift carried twice its share of the last
    twelve months' drills. *below_level*: a level short of what the part wants; *above_level*: a level more; *leader*: a person of a
    leading grade who does not command. *backup*: nobody on live work could take over from the commander. *weekday* and *hour*: all
    of the last *remembered* drills were on the same weekday, or started within *near_hours*. *retest*: a week overdue.
    """

    live: float = 1.0
    cover: float = 1.0
    load: float = 0.2
    cap: float = 3.0
    commander: float = 2.0
    teams: float = 0.5
    shifts: float = 0.5
    below_level: float = 10.0
    above_level: float = 0.2
    leader: float = 1.0
    backup: float = 5.0
    weekday: float = 1.0
    hour: float = 1.0
    retest: float = 2.0
    most_a_quarter: int = 2
    remembered: int = 8
    near_hours: float = 1.5

    def __post_init__(self) -> None:
        negative = [field.name for field in fields(self) if getattr(self, field.name) < 0]
        if negative:
            raise ValueError(f"weights {', '.join(negative)} are negative; expected 0 or more")


def units(points: float) -> int:
    """Return *points* in whole units."""
    return round(points * UNIT)
