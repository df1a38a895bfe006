"""A programme of drills for the small centre, as a row of the store."""

from datetime import timedelta

from api.feeds.drill_calendar import calendar_record, next_calendar
from api.store import UnitOfWork
from api.store.records import StoredProgramme
from api.usecases.stored_programmes import KeptProgramme
from drills.incidents import Family, Scope
from drills.programme import Entry, Programme
from drills.programme.basis import Basis
from drills.programme.basis_record import basis_record
from drills.programme.entry import State
from drills.programme.record import programme_record
from drills.roles import Form
from tests.api import small_centre as centre
from tests.api.small_plan import NOW


def planned(name: str, days: int, *, announced: bool = True, form: Form = Form.TABLETOP) -> Entry:
    """Return a drill about an outage so many days after the roster's first."""
    day = centre.FIRST + timedelta(days=days)
    return Entry(name, day, (Family.SYSTEM_OUTAGE,), Scope.SINGLE, form, None, State.PLANNED, announced, seed=7)


def keep(unit: UnitOfWork, *entries: Entry) -> StoredProgramme:
    """Store a programme of *entries* for the small centre."""
    last = centre.FIRST + timedelta(days=364)
    programme = Programme("Small centre", centre.ZONE, centre.FIRST, last, entries, (), (), (NOW,))
    standing = unit.programmes.latest(1)
    shown = () if standing is None else KeptProgramme(standing).calendar
    return unit.programmes.add(
        1,
        (programme.first, programme.last),
        NOW,
        asked={},
        document=programme_record(programme),
        basis=basis_record(Basis((), (), {}, (), ("line",))),
        calendar=calendar_record(next_calendar(shown, programme, NOW), programme.zone),
    )
