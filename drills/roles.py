"""The roles of a drill and the forms that it can take."""

from enum import StrEnum

from forecasting.messages import N_


class Role(StrEnum):
    """What a person does in a drill. Commander and players meet the incident; all others know the script."""

    COMMANDER = "commander"
    PLAYER = "player"
    PLANNER = "planner"
    CONTROLLER = "controller"
    EVALUATOR = "evaluator"
    SIMULATOR = "simulator"
    OBSERVER = "observer"
    SAFETY = "safety"

    @property
    def label(self) -> str:
        """Marked name of the role."""
        return _ROLES[self]

    @property
    def duty(self) -> str:
        """Marked sentence: what the person does."""
        return _DUTIES[self]

    @property
    def meets_incident(self) -> bool:
        """Whether the person is tested, and so must not know the script."""
        return self in {Role.COMMANDER, Role.PLAYER}


_ROLES = {
    Role.COMMANDER: N_("commander"),
    Role.PLAYER: N_("player"),
    Role.PLANNER: N_("planner"),
    Role.CONTROLLER: N_("controller"),
    Role.EVALUATOR: N_("evaluator"),
    Role.SIMULATOR: N_("simulator"),
    Role.OBSERVER: N_("observer"),
    Role.SAFETY: N_("safety officer"),
}

_DUTIES = {
    Role.COMMANDER: N_("grades the incident, decides and leads the response"),
    Role.PLAYER: N_("responds as in a real incident"),
    Role.PLANNER: N_("prepares scenario, notices and room before the drill"),
    Role.CONTROLLER: N_("gives the injects on time, pauses and ends the drill"),
    Role.EVALUATOR: N_("notes what is seen and when, and rates it"),
    Role.SIMULATOR: N_("speaks as customer, technology, media or any other outside party"),
    Role.OBSERVER: N_("watches and takes no part"),
    Role.SAFETY: N_("watches the live queues and calls the safe word when they suffer"),
}


class Form(StrEnum):
    """How much of the response is really carried out: talked through, done without customers, or done in full."""

    TABLETOP = "tabletop"
    FUNCTIONAL = "functional"
    FULL = "full"

    @property
    def label(self) -> str:
        """Marked name of the form."""
        return _FORMS[self]


_FORMS = {
    Form.TABLETOP: N_("tabletop exercise"),
    Form.FUNCTIONAL: N_("functional exercise"),
    Form.FULL: N_("full exercise"),
}
