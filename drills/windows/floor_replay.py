"""One floor's days played through on customers drawn before; up to where its people are others than usual it is what is usual."""

from dataclasses import dataclass

import numpy as np

from forecasting.simulation.carry import next_day
from forecasting.simulation.draws import Draws
from forecasting.simulation.engine import engine
from forecasting.simulation.heaps import Heap
from forecasting.simulation.plan import Plan
from forecasting.simulation.room import Room
from forecasting.simulation.tables import Contacts, State, Tally, first_state


@dataclass(slots=True)
class FloorReplay:
    """How *plan* has gone so far: where everybody is, the *contacts* of the day, and what was counted in *tally*."""

    plan: Plan
    state: State
    tally: Tally
    contacts: Contacts | None = None

    @staticmethod
    def of(plan: Plan, tally: Tally) -> "FloorReplay":
        """Return *plan* before anything has happened, counted in *tally*."""
        return FloorReplay(plan, first_state(plan), tally)

    def forked(self, plan: Plan) -> "FloorReplay":
        """Return what goes on as *plan* has it, which is the same up to now; waits are counted in the same place."""
        tally = Tally(self.tally.counts.copy(), self.tally.waits, self.tally.spent.copy())
        return FloorReplay(plan, _copied(self.state), tally, None if self.contacts is None else _same(self.contacts))

    def begin(self, draws: Draws) -> None:
        """Let the day of *draws* begin."""
        self.contacts = next_day(self.contacts, self.state, draws)

    def play(self, until: float) -> None:
        """Let everything happen that happens before *until* seconds; nothing does before a day has begun."""
        if self.contacts is not None:
            engine()(self.plan, self.state, self.contacts, self.tally, until)


def parting(usual: Plan, other: Plan) -> float:
    """Return the seconds until which nothing of *other* differs from *usual*, infinite where nothing ever does."""
    one, two = usual.changes, other.changes
    both = min(len(one), len(two))
    differ = np.flatnonzero(one[:both] != two[:both])
    if len(differ):
        return float(min(one["time"][differ[0]], two["time"][differ[0]]))
    longer = one if len(one) > both else two
    return float(longer["time"][both]) if len(longer) > both else np.inf


def _copied(state: State) -> State:
    return State(
        state.people.copy(),
        state.hand.copy(),
        Room(state.room.entries.copy(), state.room.lines.copy()),
        _copy_of(state.ends),
        state.lines.copy(),
        state.clock.copy(),
    )


def _copy_of(heap: Heap) -> Heap:
    return Heap(heap.nodes.copy(), heap.filled.copy())


def _same(contacts: Contacts) -> Contacts:
    return Contacts(contacts.rows.copy(), _copy_of(contacts.timers))
