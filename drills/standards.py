"""Response-time targets that the clocks of a drill run against, each with its source."""

from dataclasses import dataclass
from datetime import timedelta

from drills.incidents import Level
from forecasting.messages import N_

ALL_LEVELS = frozenset(Level)


@dataclass(frozen=True, slots=True)
class Target:
    """Something due *within* a time after its basis event, for incidents of *levels*. *label* is a marked sentence."""

    id: str
    label: str
    within: timedelta
    citation: str
    levels: frozenset[Level] = ALL_LEVELS

    def __post_init__(self) -> None:
        if self.within <= timedelta(0):
            raise ValueError(f"target {self.id}: due within {self.within}; expected above 0")

    @property
    def minutes(self) -> int:
        """The time in whole minutes."""
        return int(self.within / timedelta(minutes=1))


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def _hours(count: int) -> timedelta:
    return timedelta(hours=count)


TARGETS: dict[str, Target] = {
    target.id: target
    for target in (
        Target("first-response", N_("first response and classification"), _minutes(30), "OS-7.1"),
        Target(
            "statement",
            N_("crisis statement"),
            _hours(2),
            "OS-7.2",
            frozenset({Level.I, Level.II, Level.III}),
        ),
        Target("first-reply", N_("first reply on a live channel"), _minutes(10), "OS-1.2, OS-3.1, OS-5.2"),
        Target("routine-resolved", N_("routine inquiry resolved"), _minutes(30), "OS-5.2"),
        Target("inquiry-resolved", N_("inquiry resolved"), _hours(24), "OS-1.2"),
        Target("complaint-accepted", N_("complaint accepted"), _minutes(10), "OS-3.2"),
        Target("complaint-handled", N_("complaint handled"), _hours(24), "OS-3.2"),
        Target("complaint-investigated", N_("complaint investigated"), _hours(72), "OS-3.2, OS-1.2"),
        Target("return-accepted", N_("return or exchange accepted"), _minutes(10), "OS-3.3"),
        Target("return-processed", N_("return or exchange processed"), _hours(24), "OS-3.3"),
        Target("result-told", N_("result told to the customer"), _hours(24), "OS-1.2"),
    )
}
