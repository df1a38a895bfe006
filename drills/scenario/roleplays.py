"""Scripted customers: what the simulator plays and by what the evaluator judges the answer (HQ)."""

from dataclasses import dataclass

from drills.scenario.text import Text
from forecasting.site import Channel


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the customer *says*: on a *cue* that the simulator judges, or *after_minutes* from the opening."""

    say: Text
    cue: Text | None = None
    after_minutes: int | None = None

    def __post_init__(self) -> None:
        if (self.cue is None) == (self.after_minutes is None):
            raise ValueError(f"line “{self.say.en}”: give either cue or after_minutes")


@dataclass(frozen=True, slots=True)
class JudgeSheet:
    """What the judge looks for, item by item; the points stand in ``drills.standards.ROLE_PLAY_ITEMS`` (HQ)."""

    opening: Text
    empathy: Text
    solution: Text
    closing: Text
    survey: Text


@dataclass(frozen=True, slots=True)
class RolePlay:
    """A customer who contacts *seat* over *channel* at *minutes*, or with the inject *begins_with*.

    *persona*, *background*, *mood* and *satisfied_by* are for the simulator, *sheet* for the evaluator; the player
    hears the *opening*, which bears the drill mark, and the *lines*. *objective*: what the talk serves.
    """

    id: str
    seat: str
    channel: Channel
    objective: str
    minutes: int
    persona: Text
    background: Text
    mood: Text
    opening: Text
    lines: tuple[Line, ...]
    satisfied_by: Text
    sheet: JudgeSheet
    begins_with: str | None = None
    incident: str = ""
