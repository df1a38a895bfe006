"""What a planner asks of a window beside its time."""

from dataclasses import dataclass

from drills.windows.history import DrillHistory
from drills.windows.weights import Weights
from scheduler.agents import AgentId


@dataclass(frozen=True, slots=True)
class Wishes:
    """Soft *weights*, the *history* of drills, who is left out, and who never leaves together.

    *without*: people who may neither take part nor back anybody up, such as the key person whom the team is to do without once a
    year. *never_both*: primary and backup of a live role, of whom at most one is away.
    """

    weights: Weights = Weights()  # noqa: RUF009  # frozen
    history: DrillHistory = DrillHistory()  # noqa: RUF009  # frozen
    without: frozenset[AgentId] = frozenset()
    never_both: tuple[frozenset[AgentId], ...] = ()

    def __post_init__(self) -> None:
        for pair in self.never_both:
            if len(pair) != 2:
                raise ValueError(f"never both: {sorted(pair)} is no pair; expected two people")


USUAL = Wishes()
