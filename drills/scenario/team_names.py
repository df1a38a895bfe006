"""Whether the teams that a scenario's absences name have people at the site where it takes place."""

from collections.abc import Iterable

from drills.scenario.frozen import Scenario
from drills.scenario.loads import Absence
from forecasting.errors import Fault, InputError
from forecasting.messages import N_


def refuse_unknown_teams(scenario: Scenario, teams: Iterable[str]) -> None:
    """Raise InputError naming each team that a load of *scenario* names and the site, which has people of *teams*, does not have."""
    known = sorted(set(teams))
    faults = [
        Fault(
            f"{scenario.template}.toml",
            N_("the site has nobody in this team"),
            field=f"loads.{load.id}.teams",
            value=name,
            expected=" / ".join(known),
        )
        for load in scenario.loads
        if isinstance(load.effect, Absence)
        for name in load.effect.teams
        if name not in known
    ]
    if faults:
        raise InputError(faults)
