"""Why people on the roster are not on the floor: absence by kind, with seasons of its own. Pure data, no frames."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import prod

from forecasting.messages import N_, Sentence

WEEKDAYS = 7
MONTHS = 12
MINUTES_AN_HOUR = 60
_WEEKDAYS = N_("absence {name}: {given} factors of weekdays; expected {count}")
_MONTHS = N_("absence {name}: {given} factors of months; expected {count}")


class Combine(StrEnum):
    """How kinds of absence come together.

    MULTIPLY: each takes its share of what the others leave, as when the sick miss meetings too. ADD: each takes its share of the
    rostered time, as when all of them are counted in the same hours.
    """

    MULTIPLY = "multiply"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Absence:
    """One kind, such as sickness: its *share* of rostered time, times the factors of weekday, month and time of day.

    *by_weekday* has seven factors, Monday first, *by_month* twelve, *by_time* those of half-open spans of minutes after
    midnight; missing ones are 1. What is *rostered* (breaks that the roster itself places) is shown and not counted again.
    """

    name: str
    share: float
    by_weekday: tuple[float, ...] = (1.0,) * WEEKDAYS
    by_month: tuple[float, ...] = (1.0,) * MONTHS
    by_time: Mapping[tuple[int, int], float] = field(default_factory=dict)
    rostered: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.share < 1:
            template = N_("absence {name}: share {share}; expected 0 or more and below 1")
            raise ValueError(Sentence(template, name=self.name, share=self.share))
        for template, factors, count in ((_WEEKDAYS, self.by_weekday, WEEKDAYS), (_MONTHS, self.by_month, MONTHS)):
            if len(factors) != count:
                raise ValueError(Sentence(template, name=self.name, given=len(factors), count=count))
        if min((*self.by_weekday, *self.by_month, *self.by_time.values())) < 0:
            raise ValueError(Sentence(N_("absence {name}: a factor is below 0"), name=self.name))
        most = self.share * max(self.by_weekday) * max(self.by_month) * max((1.0, *self.by_time.values()))
        if most >= 1:
            template = N_("absence {name}: its share gets as high as {most}; expected below 1 at all times")
            raise ValueError(Sentence(template, name=self.name, most=f"{most:g}"))

    def at(self, local: datetime) -> float:
        """Return the share at *local* time, rostered or not."""
        minute = local.hour * MINUTES_AN_HOUR + local.minute
        by_time = prod(factor for (first, end), factor in self.by_time.items() if first <= minute < end)
        return min(self.share * self.by_weekday[local.weekday()] * self.by_month[local.month - 1] * by_time, 1.0)


@dataclass(frozen=True, slots=True)
class Absences:
    """All *kinds*, and how they come together."""

    kinds: tuple[Absence, ...]
    combine: Combine = Combine.MULTIPLY

    def __post_init__(self) -> None:
        if len({kind.name for kind in self.kinds}) != len(self.kinds):
            raise ValueError(Sentence(N_("absences have the same name; expected a name of their own")))

    def present(self, local: datetime) -> float:
        """Return the share of rostered time on the floor at *local* time; 0 or less where nobody is left."""
        shares = [kind.at(local) for kind in self.kinds if not kind.rostered]
        if self.combine is Combine.ADD:
            return 1.0 - sum(shares)
        return prod(1.0 - share for share in shares)
