"""Reads a site file written in TOML."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from forecasting.calendar import EventRow, EventTable, event_calendar, read_events
from forecasting.calendar.public import NOWHERE
from forecasting.calendar.rows import ABSENT
from forecasting.calendar.schools import regions
from forecasting.calendar.yearday import YearlySpan
from forecasting.errors import ForecastingError, InputError
from forecasting.messages import N_, Sentence
from forecasting.site import Queue, Site
from forecasting.timegrid import STEPS_MINUTES
from scheduler.agents import Agent, Team
from scheduler.errors import SiteFileError
from scheduler.formats.aims import SECTIONS as AIMS
from scheduler.formats.aims import AimsReading
from scheduler.formats.containment import read_containment
from scheduler.formats.contracts import ContractTerms, read_contract
from scheduler.formats.events import read_event_rows
from scheduler.formats.history_columns import read_history_section
from scheduler.formats.law import Known, read_rules, refuse_unknown_names
from scheduler.formats.lines import line_of, lines_of
from scheduler.formats.locks import Lockable, lock_sections, locked_agents
from scheduler.formats.moments import days, zone
from scheduler.formats.opening import OpeningPlan, read_opening
from scheduler.formats.people import Surroundings, read_agent, refuse_doubled, refuse_unknown_mentors, rows_of
from scheduler.formats.possible import refuse_never_possible
from scheduler.formats.queues import read_queue, read_team
from scheduler.formats.rule_weights import rules_in_points
from scheduler.formats.sections import FaultReport, Section, by_name
from scheduler.formats.shift_kinds import read_kind
from scheduler.formats.site_file import SiteFile
from scheduler.formats.skill_sets import read_skill_sets
from scheduler.formats.training import SECTIONS as TRAINING
from scheduler.formats.training import TrainingReading
from scheduler.formats.values import one_of, text, whole, wrong, yes_no
from scheduler.formats.worked import SECTION as WORKED
from scheduler.formats.worked import Counting, read_worked
from scheduler.rules.asked_in_vain import AskedInVain, Wishes
from scheduler.shifts import ShiftKind

SECTIONS = (
    "site",
    "opening",
    "queues",
    "teams",
    "skill_sets",
    "shift_kinds",
    "contracts",
    "agents",
    "locked",
    "law",
    "rules",
    "events",
    "calendar",
    "containment",
    "history",
    WORKED,
    *AIMS,
    *TRAINING,
)
SITE_KEYS = ("name", "zone", "holidays", "schools", "slot_minutes", "floor", "closed", "quiet_slots")
UTC = ZoneInfo("UTC")
ROW_IN_MESSAGE = re.compile(r" \(at line (\d+), column \d+\)")
A_DAY = date(2024, 1, 1)


def read_toml_site(path: Path) -> SiteFile:
    """Read the site file at *path*; raises SiteFileError naming every fault."""
    content = _text_of(path)
    rows = lines_of(content)
    report = FaultReport(path.name, lambda field: line_of(rows, field))
    try:
        values = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        row = ROW_IN_MESSAGE.search(str(error))
        reason = Sentence(N_("is no TOML: {error}"), error=ROW_IN_MESSAGE.sub("", str(error)))
        report.add(None, reason, row=int(row[1]) if row else None)
        report.raise_any()
        raise
    return _Reading(Section(values, report), path).site_file()


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        report = FaultReport(path.name)
        report.add(
            None, N_("is not written in UTF-8"), value=f"byte {error.start}", expected=N_("a TOML file in UTF-8")
        )
        raise SiteFileError(report.faults) from error


@dataclass
class _Reading:
    """One site file under reading, section by section; each needs what the sections before it name."""

    root: Section
    path: Path
    reports: list[FaultReport] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reports.append(self.root.report)

    def site_file(self) -> SiteFile:
        """Return what the file says, or raise every fault."""
        self.root.only(SECTIONS)
        general = self._general()
        opening = read_opening(self.root.table("opening"))
        queues, queue_plans = self._queues(opening)
        teams, team_plans = self._teams(queue_plans)
        skill_sets = read_skill_sets(self.root, queue_plans, team_plans)
        kinds = self._kinds(general.slot_minutes)
        terms = self._contracts(kinds)
        training = TrainingReading.of(self.root, self.path.parent, self.reports, _plain_name)
        usual = training.tables()
        law, rules = read_rules(self.root.table("law"), rules_in_points(self.root), general.floor, usual)
        agents = self._agents(team_plans, terms)
        names = [str(agent.id) for _, agent in agents if agent is not None]
        if len(names) == len(agents):
            refuse_unknown_names(rules, Known(team_plans, terms, names, kinds, queue_plans), self.root)
        table = self._events_table(general.zone)
        known = {str(agent.id): agent for _, agent in agents if agent is not None}
        aims = AimsReading(self.root, self.path.parent, self.reports, _plain_name).aims(rules, known)
        curriculum = training.curriculum(tuple(team_plans), known, general.slot_minutes)
        distance = training.distance()
        worked = read_worked(self.root, self.path.parent, self.reports, _plain_name, Counting(known, rules))
        rows = [row for part in self.root.tables("events") for row in read_event_rows(part)]
        phases = [row.phased(general.zone) for row in rows if not _is_yearly(row)]
        moves = [read_containment(part, queue_plans) for part in self.root.tables("containment")]
        history = read_history_section(self.root.table("history"), general.zone, tuple(queue_plans))
        sound_kinds = {name: kind for name, kind in kinds.items() if kind is not None}
        sound_terms = {name: contract for name, contract in terms.items() if contract is not None}
        sound_agents = [(section, agent) for section, agent in agents if agent is not None]
        refuse_never_possible(sound_agents, sound_kinds, sound_terms, rules, self.root.report)
        lockable = Lockable(known, sound_kinds)
        locks = lock_sections(self.root, self.path.parent, self.reports, _plain_name)
        people = locked_agents(known.values(), [lock for part in locks for lock in lockable.read(part)])
        faults = [fault for report in self.reports for fault in report.faults]
        if faults:
            raise SiteFileError(faults)
        site = Site(general.name, general.zone, tuple(queues), general.slot_minutes, general.holidays)
        return SiteFile(
            source=self.path.name,
            site=site,
            teams=tuple(teams),
            kinds=tuple(sound_kinds.values()),
            terms=sound_terms,
            agents=people,
            rules=(*rules, AskedInVain(Wishes(aims.asked))) if aims.asked else rules,
            law=law,
            queue_opening={name: plan for name, plan in queue_plans.items() if plan is not None},
            team_opening={name: plan for name, plan in team_plans.items() if plan is not None},
            phases=tuple(phases),
            yearly=tuple(row for row in rows if _is_yearly(row)),
            table=table,
            schools=general.schools,
            containment=tuple(move for move in moves if move is not None),
            closed=general.closed,
            history=history,
            floor=general.floor,
            aims=aims,
            worked=worked,
            quiet_slots=general.quiet_slots,
            skill_sets=skill_sets,
            curriculum=curriculum,
            sales_distance=distance,
        )

    def _general(self) -> "_General":
        section = self.root.table("site")
        section.only(SITE_KEYS)
        name = section.need("name", text, N_("the centre's name"))
        clock = section.need("zone", zone, N_("an IANA name such as Asia/Shanghai"))
        return _General(
            name=name or "",
            zone=clock or UTC,
            holidays=section.read("holidays", _country, "CN"),
            slot_minutes=section.read("slot_minutes", _slot_minutes, 15),
            floor=section.read("floor", whole(least=0), 2),
            closed=section.read("closed", days, frozenset()),
            quiet_slots=section.read("quiet_slots", yes_no, False),
            schools=section.read("schools", one_of((*regions(), NOWHERE)), NOWHERE),
        )

    def _queues(self, opening: OpeningPlan) -> tuple[list[Queue], dict[str, OpeningPlan | None]]:
        found = by_name(self.root, "queues", lambda section: read_queue(section, opening))
        if not self.root.values.get("queues"):
            self.root.refuse("queues", N_("is missing"), N_("at least one [[queues]]"))
        plans = {name: None if queue is None else queue[1] for name, queue in found.items()}
        return [queue[0] for queue in found.values() if queue is not None], plans

    def _teams(self, queues: dict[str, OpeningPlan | None]) -> tuple[list[Team], dict[str, OpeningPlan | None]]:
        found = by_name(self.root, "teams", lambda section: read_team(section, queues))
        teams = [team[0] for team in found.values() if team is not None]
        self._check_served(teams, queues)
        return teams, {name: None if team is None else team[1] for name, team in found.items()}

    def _check_served(self, teams: list[Team], queues: dict[str, OpeningPlan | None]) -> None:
        """Refuse queues that two teams serve, and queues that none serves where there are teams."""
        for queue in queues:
            serving = [team.name for team in teams if queue in team.queues]
            if len(serving) > 1:
                reason = f"queue {queue} is served by {len(serving)} teams"
                self.root.note("teams", reason, value=", ".join(serving), expected=N_("one team a queue"))
            elif teams and not serving and self.root.sound:
                self.root.note(
                    "teams",
                    Sentence(N_("queue {queue} is served by no team"), queue=queue),
                    expected=N_("one team a queue"),
                )

    def _kinds(self, slot_minutes: int) -> dict[str, ShiftKind | None]:
        return by_name(self.root, "shift_kinds", lambda section: read_kind(section, slot_minutes))

    def _contracts(self, kinds: dict[str, ShiftKind | None]) -> dict[str, ContractTerms | None]:
        return by_name(self.root, "contracts", lambda section: read_contract(section, kinds))

    def _agents(
        self, teams: dict[str, OpeningPlan | None], terms: dict[str, ContractTerms | None]
    ) -> list[tuple[Section, Agent | None]]:
        known = Surroundings(
            tuple(teams), {name: None if term is None else term.contract for name, term in terms.items()}
        )
        agents = [(section, read_agent(section, known)) for section in self._agent_sections()]
        refuse_doubled(agents)
        refuse_unknown_mentors(agents)
        return agents

    def _events_table(self, clock: ZoneInfo) -> EventTable:
        section = self.root.table("calendar")
        section.only(("file",))
        if not section.values:
            return EventTable()
        file = section.need("file", _plain_name, N_("the name of a CSV beside the site file"))
        if file is None:
            return EventTable()
        beside = FaultReport(file)
        self.reports.append(beside)
        try:
            return read_events(self.path.parent / file, clock)
        except InputError as error:
            beside.faults += error.faults
        except OSError:
            beside.add(None, N_("there is no such file"), expected=N_("a CSV beside the site file"))
        return EventTable()

    def _agent_sections(self) -> Iterator[Section]:
        if not isinstance(self.root.values.get("agents"), Mapping):
            yield from self.root.tables("agents")
            return
        section = self.root.table("agents")
        section.only(("file",))
        file = section.need("file", _plain_name, N_("the name of a CSV beside the site file"))
        if file is not None:
            beside = FaultReport(file)
            self.reports.append(beside)
            yield from rows_of(self.path.parent / file, beside)


@dataclass(frozen=True, slots=True)
class _General:
    """The section ``site``; what could not be read has a stand-in until the faults are raised."""

    name: str
    zone: ZoneInfo
    holidays: str
    slot_minutes: int
    floor: int
    closed: frozenset[date]
    quiet_slots: bool
    schools: str


def _is_yearly(row: EventRow) -> bool:
    """Tell whether only a calendar knows the dates that *row* speaks of."""
    return row.family == ABSENT or isinstance(row.span, YearlySpan)


def _slot_minutes(value: object) -> int:
    minutes = whole()(value)
    if minutes not in STEPS_MINUTES:
        raise wrong(", ".join(str(step) for step in STEPS_MINUTES), N_("is no length of a slot"))
    return minutes


def _country(value: object) -> str:
    code = text(value)
    try:
        event_calendar(code, UTC, A_DAY, A_DAY)
    except ForecastingError as error:
        raise wrong(
            N_("a country such as CN or GB, or none"), N_("is no country whose public holidays are known")
        ) from error
    return code


def _plain_name(value: object) -> str:
    """Read the name of a file in the same folder; a way elsewhere could show what the planner may not see."""
    name = text(value)
    if Path(name).name != name:
        raise wrong(N_("a name without folders"), N_("does not lie beside the site file"))
    return name
