"""Response-time targets that the clocks of a drill run against, and what a role play is judged by; with sources."""

from dataclasses import dataclass
from datetime import timedelta

from drills.incidents import Level
from drills.scenario.acts import Effort
from forecasting.messages import N_

ALL_LEVELS = frozenset(Level)


@dataclass(frozen=True, slots=True)
class Target:
    """Something due *within* a time after its basis event, for incidents of *levels*. *label* is a marked sentence.

    *effort*: how long the doing takes, where a template says nothing else: our estimates, no standard has them. Of
    what is due in 24 or 72 hours it is the part that can be done in a drill: a plan with an owner and a time.
    """

    id: str
    label: str
    within: timedelta
    citation: str
    effort: Effort
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
        Target("first-response", N_("first response and classification"), _minutes(30), "OS-7.1", Effort(10, 22)),
        Target(
            "statement",
            N_("crisis statement"),
            _hours(2),
            "OS-7.2",
            Effort(40, 85),
            frozenset({Level.I, Level.II, Level.III}),
        ),
        Target(
            "first-reply", N_("first reply on a live channel"), _minutes(10), "OS-1.2, OS-3.1, OS-5.2", Effort(3, 7)
        ),
        Target("routine-resolved", N_("routine inquiry resolved"), _minutes(30), "OS-5.2", Effort(10, 20)),
        Target("inquiry-resolved", N_("inquiry resolved"), _hours(24), "OS-1.2", Effort(15, 35)),
        Target("complaint-accepted", N_("complaint accepted"), _minutes(10), "OS-3.2", Effort(4, 8)),
        Target("complaint-handled", N_("complaint handled"), _hours(24), "OS-3.2", Effort(8, 18)),
        Target("complaint-investigated", N_("complaint investigated"), _hours(72), "OS-3.2, OS-1.2", Effort(20, 45)),
        Target("return-accepted", N_("return or exchange accepted"), _minutes(10), "OS-3.3", Effort(3, 7)),
        Target("return-processed", N_("return or exchange processed"), _hours(24), "OS-3.3", Effort(8, 18)),
        Target("result-told", N_("result told to the customer"), _hours(24), "OS-1.2", Effort(8, 18)),
    )
}

OWN_EFFORT_SHARES = (0.4, 0.9)  # of the minutes allowed by a template's own limit: median and 90th percentile


@dataclass(frozen=True, slots=True)
class RolePlayItem:
    """One thing that a role play is judged by; *label* is its marked name."""

    id: str
    label: str
    points: int


# The five items stand in HQ, which gives them no weights: equal ones.
ROLE_PLAY_ITEMS = (
    RolePlayItem("opening", N_("opening"), 20),
    RolePlayItem("empathy", N_("empathy"), 20),
    RolePlayItem("solution", N_("clear solution"), 20),
    RolePlayItem("closing", N_("closing"), 20),
    RolePlayItem("survey", N_("survey request"), 20),
)
FORBIDDEN_PHRASE_POINTS = 10  # lost for each category of forbidden phrases that was heard; HQ names no figure
