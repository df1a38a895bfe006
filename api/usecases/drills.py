"""Drills: drawn from a seed, placed in a stored roster, stored with the texts that people are given."""

from dataclasses import asdict, replace
from datetime import datetime

from api.feeds import drill_feed
from api.reports.drill_section import drill_section
from api.store import UnitOfWork
from api.store.records import DrillText, StoredDrill, StoredRoster
from api.translation import LANGUAGES, translator
from api.usecases.rosters import PlannedRoster, publish, store_roster
from drills.documents import drill_markdown
from drills.drill import Drill
from drills.record import drill_json
from drills.reservation import published_roster
from drills.scenario.text import DRILL_MARK
from scheduler.roster import Activity, Assignment, Roster


def store_announced(unit: UnitOfWork, planned: PlannedRoster, drill: Drill, now: datetime) -> StoredDrill:
    """Store *drill*, where it is announced with the roster's next version; part of a larger transaction."""
    return store_drill(unit, _with_announcement(unit, planned, drill, now), drill, now)


def store_drill(
    unit: UnitOfWork, head: StoredRoster, drill: Drill, now: datetime, *, practice: bool = False
) -> StoredDrill:
    """Store *drill* with its text in every language, marked where it is a *practice*; part of a larger transaction."""
    site = unit.sites.get(head.site_id).name
    texts = [_text(drill, language, site, now) for language in LANGUAGES]
    return unit.drills.add(head.id, drill, drill_json(drill), texts, now, practice=practice)


def _text(drill: Drill, language: str, site: str, now: datetime) -> DrillText:
    translate = translator(language)
    return DrillText(
        language,
        drill_markdown(drill, translate, language),
        asdict(drill_section(drill, language, translate)),
        drill_feed(drill, now, language=language, translate=translate, site=site),
    )


def list_drills(unit: UnitOfWork, site_id: int | None = None) -> list[StoredDrill]:
    """Return drills, the one that starts first at the head."""
    return unit.drills.all(site_id)


def drill_in_view(unit: UnitOfWork, site_id: int, now: datetime) -> StoredDrill | None:
    """Return the first drill of a site that has not ended at *now*, else the last there was, None where there is none."""
    drills = unit.drills.all(site_id)
    return next((drill for drill in drills if drill.end > now), drills[-1] if drills else None)


def _with_announcement(unit: UnitOfWork, planned: PlannedRoster, drill: Drill, now: datetime) -> StoredRoster:
    roster = published_roster(planned.roster, drill)
    if roster == planned.roster:
        return planned.head
    head = store_roster(unit, planned.question, roster, planned.head.solve, now)
    if planned.head.published_at is None:
        return head
    return publish(unit, PlannedRoster.of(unit, head.id), now)


def busy_roster(unit: UnitOfWork, planned: PlannedRoster, but: int | None = None) -> Roster:
    """Return the roster with the people of unannounced drills *but* one taken, for the planner's eyes alone."""
    hidden = [drill for drill in unit.drills.all(planned.head.site_id) if not drill.announced and drill.id != but]
    return Roster(planned.roster.grid, tuple(_busy_with(shift, hidden) for shift in planned.roster.assignments))


def _busy_with(shift: Assignment, drills: list[StoredDrill]) -> Assignment:
    spells = [
        Activity(drill.start, drill.end, f"drill {DRILL_MARK}")
        for drill in drills
        if shift.agent in drill.away and shift.start <= drill.start and drill.end <= shift.end
    ]
    return replace(shift, activities=tuple(sorted((*shift.activities, *spells)))) if spells else shift
