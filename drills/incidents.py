"""Incidents: how grave (levels I to IV, OS-7.1) and of which family."""

from enum import IntEnum, StrEnum

from forecasting.messages import N_


class Level(IntEnum):
    """Level of an incident; 1 is the gravest (OS-7.1)."""

    I = 1  # noqa: E741  # the standard's own names
    II = 2
    III = 3
    IV = 4

    @property
    def label(self) -> str:
        """Marked sentence: the level's number and name."""
        return _LABELS[self]

    @property
    def meaning(self) -> str:
        """Marked sentence: what it takes to be of this level, and who leads the response."""
        return _MEANINGS[self]


_LABELS = {
    Level.I: N_("level I (major)"),
    Level.II: N_("level II (large)"),
    Level.III: N_("level III (general)"),
    Level.IV: N_("level IV (minor)"),
}

_MEANINGS = {
    Level.I: N_(
        "core business, major rights of customers or public opinion at large are hit; goes to the platform's leadership"
    ),
    Level.II: N_(
        "customers are clearly hurt or a sizeable number complain in public; goes to the supervisor or the emergency team"
    ),
    Level.III: N_("normal use is affected, light complaints; the team handles it and informs the supervisor"),
    Level.IV: N_("single operations are affected, ordinary feedback; the agent on duty handles it"),
}


def worst(*levels: Level) -> Level:
    """Return the gravest of *levels*: the level of several incidents at once."""
    return min(levels)


class Family(StrEnum):
    """What kind of incident a scenario is about (OS-7.3)."""

    SYSTEM_OUTAGE = "system-outage"
    COMPLAINT_SURGE = "complaint-surge"
    PUBLIC_OPINION = "public-opinion-crisis"
    DATA_LEAK = "data-leak"
    LOGISTICS = "logistics-disruption"
    CHANNEL_LOSS = "channel-loss"
    MASS_ABSENCE = "mass-absence"

    @property
    def label(self) -> str:
        """Marked name of the family."""
        return _FAMILIES[self]


class Scope(StrEnum):
    """One incident, or several at once (OS-7.3)."""

    SINGLE = "single"
    COMBINED = "combined"

    @property
    def label(self) -> str:
        """Marked name of the scope."""
        return _SCOPES[self]


class Relation(StrEnum):
    """What ties several incidents at once: one cause behind them, the same people for them, or one hides another."""

    SHARED_CAUSE = "shared-cause"
    SHARED_PEOPLE = "shared-people"
    MASKING = "masking"

    @property
    def label(self) -> str:
        """Marked sentence: how the incidents belong together."""
        return _RELATIONS[self]


_FAMILIES = {
    Family.SYSTEM_OUTAGE: N_("system outage"),
    Family.COMPLAINT_SURGE: N_("complaint surge"),
    Family.PUBLIC_OPINION: N_("public-opinion crisis"),
    Family.DATA_LEAK: N_("data leak"),
    Family.LOGISTICS: N_("logistics disruption"),
    Family.CHANNEL_LOSS: N_("loss of a channel"),
    Family.MASS_ABSENCE: N_("mass absence"),
}
_SCOPES = {Scope.SINGLE: N_("one incident"), Scope.COMBINED: N_("several incidents at once")}
_RELATIONS = {
    Relation.SHARED_CAUSE: N_("one cause behind all of them"),
    Relation.SHARED_PEOPLE: N_("the same people are wanted for all of them"),
    Relation.MASKING: N_("one hides another"),
}
