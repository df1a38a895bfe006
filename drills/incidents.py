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

    @property
    def label(self) -> str:
        """Marked name of the family."""
        return _FAMILIES[self]


_FAMILIES = {
    Family.SYSTEM_OUTAGE: N_("system outage"),
    Family.COMPLAINT_SURGE: N_("complaint surge"),
}
