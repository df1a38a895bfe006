"""Simulations: the service that follows a stored roster."""

from fastapi import APIRouter

from api.routes.asking import Processes, Stored
from api.routes.shapes import Id
from api.routes.simulation_shapes import SimulationAsked, SimulationTold
from api.usecases.stored_service import simulate_stored

router = APIRouter(prefix="/rosters", tags=["rosters"])


@router.post("/{roster_id}/simulation")
def post_simulation(roster_id: Id, asked: SimulationAsked, store: Stored, computing: Processes) -> SimulationTold:
    """Tell what service customers will get from a roster, by queue, day and slot; nothing is stored.

    Every case and the roster in *against* meet the same customers and the same absences, so that differences are of the rosters.
    """
    scenarios = tuple(scenario.scenario() for scenario in asked.scenarios)
    found = simulate_stored(store, computing, roster_id, asked.trial(), scenarios, asked.against)
    return SimulationTold.of(found, roster_id, slots=asked.slots)
