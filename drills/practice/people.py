"""Who gives orders in a drill and who watches, by their ids."""

from drills.drill import Drill
from drills.errors import RequestError
from drills.roles import Role
from forecasting.messages import N_, Sentence


def holders(drill: Drill, role: Role) -> tuple[str, ...]:
    """Return the ids of those who have *role*, each once, in the order of the seats."""
    return tuple(dict.fromkeys(str(seat.agent) for seat in drill.seats if seat.role is role))


def holder(drill: Drill, role: Role) -> str:
    """Return the id of the first who has *role*. Raises RequestError where nobody has."""
    found = holders(drill, role)
    if not found:
        raise RequestError(Sentence(N_("drill {drill} has no {role}"), drill=drill.id, role=Sentence(role.label)))
    return found[0]
