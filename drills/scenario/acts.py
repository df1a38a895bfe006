"""What people do in a drill: acts that are stamped, how long doing takes, and what an improvement would be about."""

from dataclasses import dataclass
from enum import StrEnum

from forecasting.messages import N_


class Act(StrEnum):
    """What a stamp in the log says. A *decision* is any act that is no time point of its own."""

    ACKNOWLEDGED = "acknowledged"
    GRADED = "graded"
    ESCALATED = "escalated"
    FIRST_RESPONSE = "first-response"
    STATEMENT = "statement"
    CONTAINED = "contained"
    RECOVERED = "recovered"
    DECISION = "decision"

    @property
    def label(self) -> str:
        """Marked name of the act."""
        return _ACTS[self]

    @property
    def capability(self) -> "Capability":
        """What the act shows where a template says nothing else."""
        return _SHOWN_BY.get(self, Capability.JUDGEMENT)


class Element(StrEnum):
    """What an improvement would be about (HSEEP's elements of a capability)."""

    PLAN = "plan"
    ORGANISATION = "organisation"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    EXERCISE = "exercise"

    @property
    def label(self) -> str:
        """Marked name of the element."""
        return _ELEMENTS[self]


class Capability(StrEnum):
    """What a centre can do in an incident; the same list for all families, so that trends can be drawn across drills."""

    DETECTION = "detection"
    GRADING = "grading"
    ESCALATION = "escalation"
    RESPONSE = "response"
    COORDINATION = "coordination"
    JUDGEMENT = "judgement"
    STATEMENT = "statement"
    MEDIA = "media"
    CARE = "care"
    COMPLAINTS = "complaints"
    STAFFING = "staffing"
    DATA_PROTECTION = "data-protection"
    SAFETY = "safety"
    RECOVERY = "recovery"

    @property
    def label(self) -> str:
        """Marked name of the capability."""
        return _CAPABILITIES[self]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long the doing takes its person, without waiting for them: lognormal, by its median and its 90th percentile."""

    median_minutes: float
    p90_minutes: float

    def __post_init__(self) -> None:
        if not 0 < self.median_minutes < self.p90_minutes:
            raise ValueError(
                f"effort [{self.median_minutes}, {self.p90_minutes}]: expected 0 < median < 90th percentile, in minutes"
            )


STAMPED = frozenset(
    {Act.ACKNOWLEDGED, Act.GRADED, Act.ESCALATED, Act.FIRST_RESPONSE, Act.STATEMENT, Act.CONTAINED}
)  # the acts that an inject can wait for

_ACTS = {
    Act.ACKNOWLEDGED: N_("acknowledged"),
    Act.GRADED: N_("graded"),
    Act.ESCALATED: N_("escalated"),
    Act.FIRST_RESPONSE: N_("first response"),
    Act.STATEMENT: N_("statement"),
    Act.CONTAINED: N_("contained"),
    Act.RECOVERED: N_("recovered"),
    Act.DECISION: N_("decision"),
}
_ELEMENTS = {
    Element.PLAN: N_("plan"),
    Element.ORGANISATION: N_("organisation"),
    Element.EQUIPMENT: N_("equipment"),
    Element.TRAINING: N_("training"),
    Element.EXERCISE: N_("exercise"),
}
_CAPABILITIES = {
    Capability.DETECTION: N_("seeing that something is wrong"),
    Capability.GRADING: N_("grading"),
    Capability.ESCALATION: N_("escalation"),
    Capability.RESPONSE: N_("first response"),
    Capability.COORDINATION: N_("work with other departments"),
    Capability.JUDGEMENT: N_("decisions"),
    Capability.STATEMENT: N_("public statement"),
    Capability.MEDIA: N_("answers to media"),
    Capability.CARE: N_("care for customers"),
    Capability.COMPLAINTS: N_("handling of complaints"),
    Capability.STAFFING: N_("people where they are needed"),
    Capability.DATA_PROTECTION: N_("protection of personal data"),
    Capability.SAFETY: N_("safety of people"),
    Capability.RECOVERY: N_("return to normal"),
}
_SHOWN_BY = {
    Act.ACKNOWLEDGED: Capability.DETECTION,
    Act.GRADED: Capability.GRADING,
    Act.ESCALATED: Capability.ESCALATION,
    Act.FIRST_RESPONSE: Capability.RESPONSE,
    Act.STATEMENT: Capability.STATEMENT,
    Act.CONTAINED: Capability.RESPONSE,
    Act.RECOVERED: Capability.RECOVERY,
}
