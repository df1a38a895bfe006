"""From one day to the next: who still waits, is served or will come again goes on among the next day's customers."""

import numpy as np

from forecasting.simulation.arrays import Flags, Floats, Ints
from forecasting.simulation.draws import Draws
from forecasting.simulation.heaps import Heaps, empty_heaps
from forecasting.simulation.tables import SERVED, UNUSED, WAITING, Contacts, State


def contacts_of(draws: Draws) -> Contacts:
    """Return the rows of a day's *draws*, nothing having happened to them."""
    rows = len(draws.time)
    nobody = np.full(rows, -1, np.int32)
    return Contacts(
        time=draws.time.copy(),
        handling=draws.handling,
        patience=draws.patience,
        stream=draws.stream,
        follow=draws.follow,
        after=nobody.copy(),
        ahead=nobody.copy(),
        timers=empty_heaps(np.array([rows], np.int32), rows),
        start=np.full(rows, np.nan),
        end=np.full(rows, np.nan),
        person=nobody.copy(),
        fate=np.full(rows, UNUSED, np.int32),
    )


def open_rows(contacts: Contacts) -> Flags:
    """Return which rows can still change: waiting, being served, away before coming again, and what follows those."""
    served = (contacts.fate == SERVED) & np.isnan(contacts.end)
    away = (contacts.fate == UNUSED) & (contacts.timers.place >= 0)
    found = served | (contacts.fate == WAITING) | away
    newest = np.flatnonzero(found)
    while newest.size:
        follow = contacts.follow[newest]
        newest = follow[follow >= 0]
        newest = newest[~found[newest]]
        found[newest] = True
    return found


def next_day(contacts: Contacts | None, state: State, draws: Draws) -> Contacts:
    """Return the rows of the next day: those still open in *contacts*, then those of *draws*; *state* follows in place."""
    added = contacts_of(draws)
    if contacts is None:
        _point(state, 0, draws.n_first)
        return added
    kept = np.flatnonzero(open_rows(contacts))
    renamed = np.full(len(contacts.time) + 1, -1, np.int32)  # the last one stands for nobody, -1
    renamed[kept] = np.arange(len(kept), dtype=np.int32)
    for numbers in (state.hand, state.lines.first, state.lines.last):
        numbers[...] = renamed[numbers]
    _point(state, len(kept), draws.n_first)
    moved = np.where(added.follow >= 0, added.follow + len(kept), -1).astype(np.int32)
    return Contacts(
        *(_joined(contacts, added, kept, name) for name in ("time", "handling", "patience", "stream")),
        follow=np.concatenate([renamed[contacts.follow[kept]], moved]),
        after=np.concatenate([renamed[contacts.after[kept]], added.after]),
        ahead=np.concatenate([renamed[contacts.ahead[kept]], added.ahead]),
        timers=_timers(contacts.timers, added.timers, kept, renamed),
        start=np.concatenate([contacts.start[kept], added.start]),
        end=np.concatenate([contacts.end[kept], added.end]),
        person=np.concatenate([contacts.person[kept], added.person]),
        fate=np.concatenate([contacts.fate[kept], added.fate]),
    )


def _point(state: State, kept: int, n_first: int) -> None:
    state.cursor[0], state.cursor[1] = kept, kept + n_first


def _joined(contacts: Contacts, added: Contacts, kept: np.ndarray[tuple[int], np.dtype[np.int64]], name: str) -> Floats:
    return np.concatenate([getattr(contacts, name)[kept], getattr(added, name)])


def _timers(timers: Heaps, added: Heaps, kept: np.ndarray[tuple[int], np.dtype[np.int64]], renamed: Ints) -> Heaps:
    ringing = int(timers.count[0])
    items = np.zeros(len(kept) + len(added.items), np.int32)
    items[:ringing] = renamed[timers.items[:ringing]]
    first = np.concatenate([timers.first[kept], added.first])
    second = np.concatenate([timers.second[kept], added.second])
    return Heaps(items, np.concatenate([timers.place[kept], added.place]), first, second, timers.count, timers.base)
