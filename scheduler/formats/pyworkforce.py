"""Reads the call-centre files of pyworkforce's rostering examples (gitpay-ru/pyworkforce, JSON).

Shift windows are on the employee's clock (``utc``), the centre's clock is ``campainUtc``. An activity is a break whose
window is that of its start, counted from the shift's start; the interval between activities is the work between two
breaks, in any order. A schema becomes a contract. The file names no queue: all calls are one queue served by one team
around the clock, answered as the volume files of these examples ask (80 % within 30 s); no shrinkage and no limit of
occupancy is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from forecasting.history.options import HistoryOptions
from forecasting.messages import N_, Sentence
from forecasting.site import ALL_DAY, Channel, OpeningHours, Queue, ServiceTarget, Site
from scheduler.agents import Agent, AgentId, Bounds, Contract, Team
from scheduler.formats.contracts import ContractTerms
from scheduler.formats.opening import OpeningPlan
from scheduler.formats.people import refuse_doubled
from scheduler.formats.possible import refuse_never_possible
from scheduler.formats.pyworkforce_shifts import read_activity, read_shift
from scheduler.formats.roster_json import json_object
from scheduler.formats.sections import FaultReport, Section, build, by_name
from scheduler.formats.site_file import SiteFile
from scheduler.formats.values import MINUTES_AN_HOUR, number, one_of, sequence, text, whole, wrong
from scheduler.rules.law import law_pack
from scheduler.shifts import ShiftKind

CALLS = "calls"
SLOT_MINUTES = 15
KEYS = ("campainUtc", "activities", "shifts", "schemas", "employees")
SCHEMA_KEYS = ("id", "holidays", "shifts")
RUN_KEYS = ("shiftId", "minDaysInRow", "maxDaysInRow", "days")
EMPLOYEE_KEYS = ("id", "utc", "minWorkingHours", "maxWorkingHours", "schemas")
COLUMNS = {"start": "tc", "offered": "call_volume", "aht_seconds": "aht"}
DAYS_OF_A_MONTH = tuple(range(1, 32))
ROUND_THE_CLOCK = OpeningPlan(OpeningHours((ALL_DAY,) * 7, ALL_DAY), keeps_special=False)
TARGET = ServiceTarget(0.80, 30)  # service_level and art of the volume files
UTC = ZoneInfo("UTC")


def read_pyworkforce_site(path: Path) -> SiteFile:
    """Read the call centre at *path*; raises SiteFileError naming every fault."""
    report = FaultReport(path.name)
    root = Section(_values(path, report), report)
    root.only(KEYS)
    zone = root.need("campainUtc", utc_zone, N_("the centre's offset from UTC in hours")) or UTC
    activities = by_name(root, "activities", read_activity, "id")
    kinds = by_name(root, "shifts", lambda part: read_shift(part, activities, SLOT_MINUTES), "id")
    schemas = by_name(root, "schemas", lambda part: _schema(part, kinds), "id")
    people = [(part, _employee(part, schemas, zone)) for part in root.tables("employees")]
    refuse_doubled(people)
    for key in ("shifts", "schemas", "employees"):
        if not root.values.get(key):
            root.refuse(key, N_("is missing"), N_("at least one"))
    agents = [(part, agent) for part, agent in people if agent is not None]
    sound_kinds = {name: kind for name, kind in kinds.items() if kind is not None}
    terms = {agent.contract.name: ContractTerms(agent.contract, "schemas") for _, agent in agents}
    rules = law_pack("none")
    refuse_never_possible(agents, sound_kinds, terms, rules, report)
    report.raise_any()
    queue = Queue(CALLS, Channel.PHONE, TARGET, ROUND_THE_CLOCK.hours, shrinkage=0.0, max_occupancy=1.0)
    return SiteFile(
        source=path.name,
        site=Site(path.stem, zone, (queue,), SLOT_MINUTES, "none"),
        teams=(Team(CALLS, (CALLS,), ROUND_THE_CLOCK.hours),),
        kinds=tuple(sound_kinds.values()),
        terms=terms,
        agents=tuple(agent for _, agent in agents),
        rules=rules,
        law="none",
        queue_opening={CALLS: ROUND_THE_CLOCK},
        team_opening={CALLS: ROUND_THE_CLOCK},
        history=HistoryOptions(zone=zone, columns=COLUMNS, queue=CALLS),
    )


def utc_zone(value: object) -> ZoneInfo:
    """Read an offset from UTC in whole hours as a zone; the signs of ``Etc`` names are the other way round."""
    hours = whole(least=-12, most=14)(value)
    return ZoneInfo(f"Etc/GMT{-hours:+d}" if hours else "UTC")


def _values(path: Path, report: FaultReport) -> Mapping[str, object]:
    values = json_object(path, report)
    if values is not None and not set(values) & set(KEYS):
        report.add(
            None,
            N_("is no call centre of this format"),
            expected=Sentence(N_("an object with {keys}"), keys=", ".join(KEYS)),
        )
    report.raise_any()
    return values or {}


@dataclass(frozen=True, slots=True)
class _Schema:
    """The shift kinds of a schema, and how many days in a row are worked and free."""

    name: str
    kinds: tuple[str, ...]
    in_row: Bounds
    off_in_row: Bounds


def _schema(section: Section, kinds: Mapping[str, ShiftKind | None]) -> _Schema | None:
    section.only(SCHEMA_KEYS)
    name = section.need("id", text, N_("an id that no other schema has"))
    off = _run(section.table("holidays"))
    parts = list(section.tables("shifts"))
    names = [part.need("shiftId", one_of(kinds), N_("the id of a shift")) for part in parts]
    runs = [_run(part) for part in parts]
    if not parts:
        section.refuse("shifts", N_("names no shift"), N_("at least one shift"))
    for part, run in zip(parts, runs, strict=True):
        if part.sound and run != runs[0]:
            part.refuse(
                "",
                N_("asks for other days in a row than the schema's first shift"),
                N_("one number of days in a row a schema"),
            )
    if not section.sound:
        return None
    return _Schema(name or "", tuple(dict.fromkeys(kind or "" for kind in names)), runs[0], off)


def _run(section: Section) -> Bounds:
    """Read the days in a row of a shift or of days off."""
    section.only(RUN_KEYS)
    least = section.need("minDaysInRow", whole(least=1), N_("the least days in a row"))
    most = section.need("maxDaysInRow", whole(least=1), N_("the most days in a row"))
    section.read("days", _every_day, ())
    if least is not None and most is not None and least > most:
        section.refuse("minDaysInRow", N_("is above maxDaysInRow"), Sentence(N_("{most} or less"), most=most))
        return Bounds()
    return Bounds(least, most)


def _every_day(value: object) -> tuple[int, ...]:
    found = sequence(whole(least=1, most=31))(value)
    if set(found) != set(DAYS_OF_A_MONTH):
        raise wrong(
            N_("every day from 1 to 31; shifts bound to days of the month are not supported"), N_("leaves days out")
        )
    return found


def _employee(section: Section, schemas: Mapping[str, _Schema | None], site_zone: ZoneInfo) -> Agent | None:
    section.only(EMPLOYEE_KEYS)
    name = section.need("id", text, N_("an id that no other employee has"))
    zone = section.need("utc", utc_zone, N_("the offset from UTC in hours"))
    names = section.need("schemas", sequence(one_of(schemas)), N_("the id of a schema")) or ()
    least = section.need("minWorkingHours", number(least=0), N_("the least hours of the month"))
    most = section.need("maxWorkingHours", number(least=0), N_("the most hours of the month"))
    if section.sound and len(names) != 1:
        section.refuse("schemas", N_("does not name one schema"), N_("one schema an employee"))
    if least is not None and most is not None and least > most:
        section.refuse(
            "minWorkingHours", N_("is above maxWorkingHours"), Sentence(N_("{most} or less"), most=f"{most:g}")
        )
    schema = schemas[names[0]] if names else None
    if schema is None or least is None or most is None or least > most:
        return None
    own = None if zone == site_zone else zone
    contract = _contract(schema, least, most)
    return build(section, lambda: Agent(AgentId(name or ""), name or "", CALLS, contract, zone=own))


def _contract(schema: _Schema, least: float, most: float) -> Contract:
    period = Bounds(round(least * MINUTES_AN_HOUR), round(most * MINUTES_AN_HOUR))
    name = f"{schema.name} {least:g}-{most:g} h"
    return Contract(name, schema.kinds, period, schema.in_row, schema.off_in_row)
