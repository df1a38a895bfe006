"""What is assumed of people who meet an incident: their pace, what they overlook, what the floor takes of their attention.

No standard has these figures. They are a start, to be replaced by what a centre's own drills show.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from drills.scenario.acts import Effort
from forecasting.site import Channel
from scheduler.agents import SkillLevel

# Times of a task by skill; intermediate people take what the scenario says.
PACE = MappingProxyType({SkillLevel.JUNIOR: 1.25, SkillLevel.INTERMEDIATE: 1.0, SkillLevel.SENIOR: 0.85})
# Share of tasks overlooked or done wrongly. HEART (Williams 1986): 0.09 for a simple task done rapidly or with scant
# attention, 0.02 for a routine and highly practised one.
SLIPS = MappingProxyType({SkillLevel.JUNIOR: 0.09, SkillLevel.INTERMEDIATE: 0.05, SkillLevel.SENIOR: 0.02})

# People wait on phone and chat, backlogs can lie.
CHANNEL_SHARES = MappingProxyType({Channel.PHONE: 0.4, Channel.CHAT: 0.4, Channel.EMAIL: 0.1, Channel.SOCIAL: 0.1})


@dataclass(frozen=True, slots=True)
class Habits:
    """Figures for everybody who plays.

    *pace* and *slips* by skill: factor on the time of a task, share of tasks that go wrong; *overlooked_share* of these are never
    done, the others are done and judged not met. *pace_spread*: standard deviation of the logarithm of a person's own
    factor, drawn anew for each run. *talk*: how long a scripted customer takes. *floor_attention*: the share of their time that the floor takes of players on a usual day;
    it grows with the pressure on the floor, up to *most_attention*. *usual_contacts_per_hour* and *channel_shares*, of the floor's work by
    channel, are what loads are compared with where no floor is known.
    """

    pace: Mapping[SkillLevel, float] = field(default_factory=lambda: PACE)
    slips: Mapping[SkillLevel, float] = field(default_factory=lambda: SLIPS)
    overlooked_share: float = 0.5
    pace_spread: float = 0.15
    floor_attention: float = 0.20
    most_attention: float = 0.65
    usual_contacts_per_hour: float = 120.0
    channel_shares: Mapping[Channel, float] = field(default_factory=lambda: CHANNEL_SHARES)
    talk: Effort = Effort(5.0, 8.0)  # noqa: RUF009  # frozen

    def __post_init__(self) -> None:
        faults = [
            *(
                f"pace of {level.name.lower()} is {self.pace.get(level)}"
                for level in SkillLevel
                if not self._paced(level)
            ),
            *(
                f"slips of {level.name.lower()} are {self.slips.get(level)}"
                for level in SkillLevel
                if not self._slips(level)
            ),
        ]
        if not 0 <= self.overlooked_share <= 1:
            faults.append(f"overlooked_share {self.overlooked_share}; expected 0 to 1")
        if self.pace_spread < 0:
            faults.append(f"pace_spread {self.pace_spread}; expected 0 or more")
        if not 0 <= self.floor_attention <= self.most_attention < 1:
            faults.append(
                f"floor_attention {self.floor_attention}; expected 0 to {self.most_attention}, which is below 1"
            )
        if self.usual_contacts_per_hour <= 0:
            faults.append(f"usual_contacts_per_hour {self.usual_contacts_per_hour}; expected above 0")
        if faults:
            raise ValueError("habits: " + "; ".join(faults))

    def _paced(self, level: SkillLevel) -> bool:
        return self.pace.get(level, 0.0) > 0

    def _slips(self, level: SkillLevel) -> bool:
        return 0 <= self.slips.get(level, -1.0) < 1

    def stretch(self, pressure: float) -> float:
        """Return how many times as long a task takes at *pressure*, the floor's work over what its people can do (1: usual)."""
        left = 1 - min(self.floor_attention * pressure, self.most_attention)
        return max((1 - self.floor_attention) / left, 1.0)
