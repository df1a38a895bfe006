"""Outages and spikes of a stored history: shown, left out of forecasts, taken in again. The history stays as it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.computing import Computing
from api.store import Store, UnitOfWork
from api.store.records import StoredHistory
from api.usecases.backtests import Past
from api.usecases.basis import site_calendar
from api.usecases.sites import site_file_of
from forecasting.cleaning import Cleaning, Finding, find_anomalies
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from forecasting.timegrid import MINUTES_A_DAY


@dataclass(frozen=True, slots=True)
class Judged:
    """The *findings* of a history, and the keys of those *left_out* of its forecasts."""

    findings: tuple[Finding, ...]
    left_out: frozenset[str]


def judged_history(store: Store, computing: Computing, history_id: int) -> Judged:
    """Return what is found in a stored history and what becomes of it."""
    with store.snapshot() as unit:
        past = past_of(unit, unit.histories.get(history_id))
        left_out = unit.cleanings.latest(history_id)
    found = computing.run(anomalies_of, past)
    return Judged(found.findings, frozenset(finding.key for finding in left_out))


def clean_history(store: Store, computing: Computing, history_id: int, keys: Sequence[str], now: datetime) -> Judged:
    """Leave the findings called *keys*, and no others, out of forecasts from now on; none takes all of them in again.

    Forecasts that were made before stay as they are. Raises InputError naming every key that no finding has.
    """
    found = judged_history(store, computing, history_id).findings
    known = {finding.key for finding in found}
    faults = [
        Fault("request", N_("no finding is called that"), None, "left_out", key, ", ".join(sorted(known)) or None)
        for key in keys
        if key not in known
    ]
    if faults:
        raise InputError(faults)
    chosen = tuple(finding for finding in found if finding.key in set(keys))
    with store.unit() as unit:
        unit.cleanings.add(unit.histories.get(history_id).id, chosen, now)
        unit.commit()
    return Judged(found, frozenset(keys))


def past_of(unit: UnitOfWork, history: StoredHistory) -> Past:
    """Return a stored history as it came, with its site and a calendar that covers it."""
    site_file = site_file_of(unit, history.site_id)
    zone = site_file.site.zone
    first, last = (moment.astimezone(zone).date() for moment in (history.first, history.last))
    calendar = site_calendar(site_file, first, last)
    site = site_file.with_calendar(calendar).site
    return Past(unit.histories.frame(history.id), history.step_minutes, site, calendar)


def anomalies_of(past: Past) -> Cleaning:
    """Return the outages and spikes of *past*; hours in which queues are closed are not judged."""
    by_slot = past.step_minutes < MINUTES_A_DAY
    opening = {queue.name: queue.arrivals for queue in past.site.queues} if by_slot else {}
    return find_anomalies(past.history, past.calendar, past.step_minutes, opening)
