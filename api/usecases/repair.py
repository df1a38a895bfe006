"""A roster file repaired: read with its site, what happened since, and written anew with the list of changes."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from api.usecases.basis import site_calendar
from api.usecases.rostered import Rostered, RosterSource
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence, Translate
from forecasting.staffing.requirement_file import read_requirement
from scheduler.coverage import on_duty
from scheduler.demand import Demand
from scheduler.formats import roster_csv, roster_document, roster_xlsx
from scheduler.formats.absences import ABSENT, LEAVE, LEFT, AbsenceReader, Told
from scheduler.formats.changes_csv import changes_csv, changes_of_late
from scheduler.formats.sections import FaultReport
from scheduler.repair import Asks, ChangePrices, Incident, Notice, Repair, repair
from scheduler.shortfall import Shortfall, short_runs, why_short
from scheduler.solution import Limits

MOST_NOTICE_HOURS = 744  # of the longest month


@dataclass(frozen=True, slots=True)
class RepairOrder:
    """What is to be repaired: the roster of *source*, after what the texts *absent*, *leave* and *left* and the table *absences* tell.

    *needed_before* is the file of people needed that the roster was made for, where that of *source* is a new one. *of_late*
    are lists of changes of earlier repairs, *price_percent* scales the price of changes.
    """

    source: RosterSource
    notice: Notice
    limits: Limits
    absent: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    absences: Path | None = None
    needed_before: Path | None = None
    of_late: tuple[Path, ...] = ()
    most_changes: int | None = None
    price_percent: float = 100


@dataclass(frozen=True, slots=True)
class Repaired:
    """A roster as it was read and its *repair*."""

    rostered: Rostered
    repair: Repair

    def open_shortages(self, most: int) -> list[Shortfall]:
        """Return the *most* worst shortages that overlap shifts that were lost or cut, with where their team's people are."""
        found, grid = self.repair, self.repair.instance.grid
        gone = [(found.instance.agent_by_id[shift.agent].team, shift) for shift in (*found.lost, *found.cut)]
        spans = [(team, grid.slot_containing(shift.start), grid.slot_containing(shift.end)) for team, shift in gone]
        runs = [
            run
            for run in short_runs(found.roster, found.instance)
            if any(run.team == team and run.first < end and first < run.end for team, first, end in spans)
        ]
        rules = self.rostered.site_file.rules
        return why_short(runs[:most], found.roster, found.instance, rules, self.rostered.objective.weights)

    def files(self, translate: Translate) -> dict[str, bytes]:
        """Return the roster in every format and the list of changes by file name."""
        roster, instance = self.repair.roster, self.repair.instance
        document = json.dumps(roster_document(roster, instance), ensure_ascii=False, indent=1, default=str)
        return {
            "roster.csv": roster_csv(roster, instance).encode(),
            "roster.xlsx": roster_xlsx(roster, instance, translate),
            "roster.json": f"{document}\n".encode(),
            "changes.csv": changes_csv(self.repair.changes, translate).encode(),
        }


def repair_roster(order: RepairOrder) -> Repaired:
    """Repair the roster of *order*; raises InputError naming every fault of the input.

    Where no people needed are given, what the roster had is what is needed.
    """
    rostered = Rostered.read(order.source)
    told = _told(order, rostered)
    if not (told.absences or told.left or order.needed_before):
        expected = N_("--absent, --leave, --left, --absences or --requirement-before")
        raise InputError([Fault(str(order.source.roster), N_("nothing happened to the roster"), expected=expected)])
    if order.source.requirement is None:
        had = on_duty(rostered.roster, rostered.instance)
        demand = Demand(rostered.instance.grid, {team: heads.astype(float) for team, heads in had.items()})
        rostered = replace(rostered, instance=replace(rostered.instance, demand=demand))
    incident = Incident(told.absences, told.left, needed_before=_needed_before(order, rostered))
    asks = Asks(ChangePrices().times(order.price_percent / 100), changes_of_late(order.of_late), order.most_changes)
    instance, rules = rostered.instance, rostered.site_file.rules
    found = repair(instance, rules, rostered.roster, incident, order.notice, order.limits, rostered.objective, asks)
    return Repaired(rostered, found)


def _told(order: RepairOrder, rostered: Rostered) -> Told:
    instance = rostered.instance
    zones = {str(agent.id): instance.zone_of(agent) for agent in instance.agents}
    reader = AbsenceReader(zones, FaultReport("--absent"))
    reader.words(order.absent, ABSENT)
    for texts, why in ((order.leave, LEAVE), (order.left, LEFT)):
        other = AbsenceReader(zones, FaultReport(f"--{why}"), reader.absences, reader.left)
        other.words(texts, why)
        reader.report.faults += other.report.faults
    if order.absences is not None:
        reader.file(order.absences)
    return reader.told()


def _needed_before(order: RepairOrder, rostered: Rostered) -> Demand | None:
    if order.needed_before is None:
        return None
    if order.source.requirement is None:
        expected = N_("--requirement with the people needed now")
        raise InputError([Fault("--requirement-before", N_("stands alone"), expected=expected)])
    site_file, instance = rostered.site_file, rostered.instance
    needed = read_requirement(order.needed_before)
    calendar = site_calendar(site_file, instance.grid.first_day, instance.grid.last_day)
    earlier = site_file.instance(instance.grid, needed, calendar, before=instance.before, must_be_possible=False)
    return earlier.demand


def notice_of(text: str, now: datetime) -> Notice:
    """Return the notice that *text* tells in hours, such as ``24h``; raises InputError for anything else."""
    number = text.strip().removesuffix("h")
    try:
        hours = float(number)
    except ValueError:
        hours = -1.0
    if not 0 <= hours <= MOST_NOTICE_HOURS:
        expected = Sentence(N_("hours from 0 to {most}, such as 24h"), most=MOST_NOTICE_HOURS)
        raise InputError([Fault("--notice", N_("is no notice"), value=text, expected=expected)])
    return Notice(now, timedelta(hours=hours))
