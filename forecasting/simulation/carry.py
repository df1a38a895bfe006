"""From one day to the next: who still waits, is served or will come again goes on among the next day's customers."""

import numpy as np

from forecasting.simulation.arrays import Flags, Records
from forecasting.simulation.draws import Draws
from forecasting.simulation.heaps import empty_heap
from forecasting.simulation.tables import ROW, SERVED, UNUSED, WAITING, Contacts, State


def contacts_of(draws: Draws) -> Contacts:
    """Return the rows of a day's *draws*, nothing having happened to them."""
    rows = np.empty(len(draws.time), ROW)
    _write(rows, draws)
    return Contacts(rows, empty_heap(len(rows)))


def _write(rows: Records, draws: Draws) -> None:
    """Write *draws* into *rows*, as many."""
    for name in ("time", "handling", "patience", "stream", "follow"):
        rows[name] = getattr(draws, name)
    rows["start"] = rows["end"] = np.nan
    rows["after"] = rows["ahead"] = rows["person"] = -1
    rows["fate"] = UNUSED


def open_rows(contacts: Contacts) -> Flags:
    """Return which rows can still change: waiting, being served, away before coming again, and what follows those."""
    rows = contacts.rows
    served = (rows["fate"] == SERVED) & np.isnan(rows["end"])
    away = (rows["fate"] == UNUSED) & (contacts.timers.nodes["place"] >= 0)
    found: Flags = served | (rows["fate"] == WAITING) | away
    newest = np.flatnonzero(found)
    while newest.size:
        follow = rows["follow"][newest].astype(np.int64)
        newest = follow[follow >= 0]
        newest = newest[~found[newest]]
        found[newest] = True
    return found


def next_day(contacts: Contacts | None, state: State, draws: Draws) -> Contacts:
    """Return the rows of the next day: those still open in *contacts*, then those of *draws*; *state* follows in place."""
    clock = state.clock[0]
    if contacts is None:
        clock["arrival"], clock["stop"] = 0, draws.n_first
        return contacts_of(draws)
    kept = np.flatnonzero(open_rows(contacts))
    renamed = np.full(len(contacts.rows) + 1, -1, np.int32)  # the last one stands for nobody, -1
    renamed[kept] = np.arange(len(kept), dtype=np.int32)
    for numbers in (state.hand["contact"], state.lines["first"], state.lines["last"]):
        numbers[...] = renamed[numbers]
    clock["arrival"], clock["stop"] = len(kept), len(kept) + draws.n_first
    rows = np.empty(len(kept) + len(draws.time), ROW)
    rows[: len(kept)] = contacts.rows[kept]
    _write(rows[len(kept) :], draws)
    for name in ("follow", "after", "ahead"):
        rows[name][: len(kept)] = renamed[rows[name][: len(kept)]]
    later = rows["follow"][len(kept) :]
    later[later >= 0] += len(kept)
    timers = empty_heap(len(rows))
    ringing = int(contacts.timers.filled[0])
    timers.nodes[:ringing] = contacts.timers.nodes[:ringing]
    timers.nodes["item"][:ringing] = renamed[timers.nodes["item"][:ringing]]
    timers.nodes["place"][: len(kept)] = contacts.timers.nodes["place"][kept]
    timers.filled[0] = ringing
    return Contacts(rows, timers)
