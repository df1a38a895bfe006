"""Plans the drills of a centre in a process beside one that plans its roster, out of its way."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from api.computing import Computing
from api.usecases.drill_programme import ProgrammeOrder, planned_programme, programme_question
from api.usecases.stored_programmes import named_basis
from drills.programme import Programme
from drills.programme.basis import Basis
from drills.scenario.catalogue import catalogue
from scheduler.formats import SiteFile, read_site

NICENESS = 10
MOST_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class PlannedDrills:
    """A programme as it answers *order*, with its basis."""

    order: ProgrammeOrder
    programme: Programme
    basis: Basis


@contextmanager
def planning_beside(site: Path, order: ProgrammeOrder, now: datetime) -> Iterator[Future[PlannedDrills]]:
    """Plan the drills of the centre in the file *site* while the block runs; what is not done at its end is stopped."""
    computing = Computing(1, 0, MOST_SECONDS)
    with ThreadPoolExecutor(1) as thread:
        try:
            yield thread.submit(computing.run, plan_drills, site, order, now)
        finally:
            computing.close()


def plan_drills(site: Path, order: ProgrammeOrder, now: datetime) -> PlannedDrills:
    """Return the programme that answers *order*, planned with what of the processor nobody else wants."""
    os.nice(NICENESS)
    return drills_of(read_site(site), order, now)


def drills_of(site_file: SiteFile, order: ProgrammeOrder, now: datetime) -> PlannedDrills:
    """Return the programme that answers *order* for the centre of *site_file*."""
    question = programme_question(order, site_file, catalogue())
    programme = planned_programme(order, question, now)
    return PlannedDrills(order, programme, named_basis(programme, question, site_file))
