"""What the soft aims of a programme weigh, one against another."""

from dataclasses import dataclass, fields
from enum import StrEnum

from forecasting.messages import N_


class CourseTerm(StrEnum):
    """The aims by which programmes are compared that keep as many obligations, in the order in which they are told."""

    CHANGES = "changes"
    EFFORT = "effort"
    LOSS = "loss"
    FAMILIES = "families"
    PLAYED = "played"
    CROWDING = "crowding"
    WEEKDAYS = "weekdays"
    REPEATS = "repeats"
    KINDS = "kinds"

    @property
    def label(self) -> str:
        """Marked words for tables."""
        return _TERMS[self]


_TERMS = {
    CourseTerm.CHANGES: N_("changes to what was told"),
    CourseTerm.EFFORT: N_("hours of people"),
    CourseTerm.LOSS: N_("point minutes of service lost"),
    CourseTerm.FAMILIES: N_("kinds of incident without a drill"),
    CourseTerm.PLAYED: N_("kinds of incident never played"),
    CourseTerm.CROWDING: N_("drills above one a month"),
    CourseTerm.WEEKDAYS: N_("most drills on one weekday"),
    CourseTerm.REPEATS: N_("most drills of one kind of incident"),
    CourseTerm.KINDS: N_("told drills that have none of their kind in their place"),
}


@dataclass(frozen=True, slots=True)
class CourseWeights:
    """Points by term: *effort* for an hour of a person, *loss* for ten point minutes, the others for each one counted."""

    effort: int = 1
    loss: int = 1
    families: int = 200
    played: int = 80
    crowding: int = 15
    weekdays: int = 8
    repeats: int = 12
    kinds: int = 100

    def __post_init__(self) -> None:
        negative = [field.name for field in fields(self) if getattr(self, field.name) < 0]
        if negative:
            raise ValueError(f"weights {', '.join(negative)} are negative; expected 0 or more")
