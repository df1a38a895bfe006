"""Which shift may follow which: forward rotation and forbidden successions."""

import operator
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_, Sentence
from scheduler.instance import Instance
from scheduler.options import Option
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.marks import ORDER, part_of, post_pairs
from scheduler.rules.sequence import consecutive
from scheduler.rules.wording import DAYS, Figure, RuleText
from scheduler.shifts import DayPart
from scheduler.variables import Variables

PARTS = frozenset(part.value for part in DayPart)
THEN = ">"
Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ForwardRotation:
    """From one shift to the next the part of the day goes forward, early to late to night, or stays."""

    days_off: int = 1
    name: ClassVar[str] = "forward-rotation"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Forward rotation"),
        N_("From one shift to the next the part of the day goes forward, early to late to night, or stays."),
        note=N_(
            "After so many days off any part may follow. The part of the shift kind counts, wherever the shift starts."
        ),
        figures={
            "days_off": Figure(N_("days off after which any part may follow"), DAYS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift of an earlier part than the one before."""
        for agent, earlier, later in consecutive(roster, instance):
            free_days = (later.day - earlier.day).days - 1
            back = ORDER[part_of(later, instance)] < ORDER[part_of(earlier, instance)]
            if back and free_days < self.days_off:
                template = N_(
                    "{agent} goes back from {before} on {earlier} to {after} on {later}; {days} days off are due before that"
                )
                told = {"before": earlier.kind, "earlier": earlier.day, "after": later.kind, "later": later.day}
                yield broken(self, agent, later.day, template, **told, days=self.days_off)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the pairs that go back with too few days between."""
        instance = variables.instance

        def place(shift: Option | Assignment) -> int:
            return ORDER[shift.kind.part if isinstance(shift, Option) else part_of(shift, instance)]

        for agent in variables.agents:
            for ahead in range(1, self.days_off + 1):
                post_pairs(model, variables, agent, ahead=ahead, key=place, forbids=operator.gt)


@dataclass(frozen=True, slots=True)
class ForbiddenSuccessions:
    """No shift on the day after another that it may not follow."""

    pairs: frozenset[str] = frozenset({"night>early", "night>late", "late>early"})
    name: ClassVar[str] = "forbidden-successions"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Forbidden successions"),
        N_("No shift stands on the day after another that it may not follow."),
        note=N_(
            "A pair such as night>early names shift kinds, or parts of the day for every kind of the part. A day off between allows everything; daily-rest sees the hours."
        ),
        figures={
            "pairs": Figure(N_("which may not follow which")),
        },
    )

    def __post_init__(self) -> None:
        for pair in self.pairs:
            if pair.count(THEN) != 1 or not all(name.strip() for name in pair.split(THEN)):
                raise ValueError(Sentence(N_("pairs such as night>early, not {pair}"), pair=pair))

    @property
    def kind_names(self) -> frozenset[str]:
        """The names of shift kinds that *pairs* speak of."""
        return frozenset(name.strip() for pair in self.pairs for name in pair.split(THEN)) - PARTS

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift that follows one it may not follow."""
        for agent, earlier, later in consecutive(roster, instance):
            names = _names(earlier, instance), _names(later, instance)
            if (later.day - earlier.day).days == 1 and self._forbids(*names):
                template = N_(
                    "{agent} has the shift {after} on {later} after {before} on {earlier}, which may not follow"
                )
                told = {"after": later.kind, "later": later.day, "before": earlier.kind, "earlier": earlier.day}
                yield broken(self, agent, later.day, template, **told)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the pairs on consecutive days."""
        instance = variables.instance

        def names(shift: Option | Assignment) -> Names:
            return _names(shift, instance)

        for agent in variables.agents:
            post_pairs(model, variables, agent, ahead=1, key=names, forbids=self._forbids)

    def _forbids(self, first: Names, second: Names) -> bool:
        pairs = _named(self.pairs)
        return any((before, after) in pairs for before in first for after in second)


@lru_cache(maxsize=64)  # asked for every two shifts of every two days
def _named(pairs: frozenset[str]) -> frozenset[Names]:
    """Return *pairs* as names of the shift before and of the one after."""
    split = (pair.split(THEN) for pair in pairs)
    return frozenset((before.strip(), after.strip()) for before, after in split)


def _names(shift: Option | Assignment, instance: Instance) -> Names:
    """Return what *shift* goes by: its kind and its part of the day."""
    if isinstance(shift, Option):
        return shift.kind.name, shift.kind.part.value
    return shift.kind, part_of(shift, instance).value
