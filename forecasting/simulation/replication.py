"""One replication: a whole horizon with one set of customers, a day at a time so that memory stays that of a day."""

from typing import NamedTuple

import numpy as np

from forecasting.simulation.arrays import Ints
from forecasting.simulation.carry import next_day, open_rows
from forecasting.simulation.centre import Centre
from forecasting.simulation.draws import draw_day
from forecasting.simulation.engine import Advance
from forecasting.simulation.log import ContactLog, joined_logs, log_of
from forecasting.simulation.plan import Plan
from forecasting.simulation.tables import Contacts, Tally, empty_tally, first_state


class Replication(NamedTuple):
    """What one replication counted; *waiting* contacts by stream are still in line when everybody has gone."""

    tally: Tally
    waiting: Ints
    events: int
    log: ContactLog | None


def run(centre: Centre, plan: Plan, seed: int, number: int, advance: Advance, *, keep_log: bool = False) -> Replication:
    """Simulate replication *number* of *centre*, whose arrays are *plan*, with the kernel *advance*."""
    state, tally = first_state(plan), empty_tally(plan)
    contacts: Contacts | None = None
    events, logs = 0, []
    days = centre.days()
    for day, slots in enumerate(days):
        contacts = next_day(contacts, state, draw_day(centre, seed, number, day))
        last = day == len(days) - 1
        events += advance(plan, state, contacts, tally, np.inf if last else slots.stop * centre.slot_seconds)
        if keep_log:
            logs.append(log_of(contacts, np.ones(len(contacts.rows), np.bool_) if last else ~open_rows(contacts)))
    return Replication(tally, state.lines["length"].copy(), events, joined_logs(logs) if keep_log else None)
