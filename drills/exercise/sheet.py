"""What an evaluator hands in: marks by expectation, objective and role play, and what was good or bad in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from drills.rating import Rating

SCALE = (1, 5)  # of marks, lowest and highest


@dataclass(frozen=True, slots=True)
class Mark:
    """What an evaluator saw of one expectation: *met* or not (None: not seen), a *scale* from 1 to 5, *minutes* measured."""

    met: bool | None = None
    scale: int | None = None
    minutes: float | None = None
    text: str = ""

    def __post_init__(self) -> None:
        low, high = SCALE
        if self.scale is not None and not low <= self.scale <= high:
            raise ValueError(f"mark: {self.scale} on the scale; expected {low} to {high}")
        if self.minutes is not None and self.minutes < 0:
            raise ValueError(f"mark: {self.minutes} min; expected 0 or more")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One evaluator's sheet. *marks* by expectation, *ratings* by objective, *points* by role play and item of its judge's sheet."""

    marks: Mapping[str, Mark] = field(default_factory=lambda: MappingProxyType({}))
    ratings: Mapping[str, Rating] = field(default_factory=lambda: MappingProxyType({}))
    points: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: MappingProxyType({}))
    strengths: str = ""
    problems: str = ""
