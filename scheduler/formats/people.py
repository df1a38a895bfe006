"""The agents of a site file, written in it or in a CSV or workbook beside it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent, AgentId, Contract, Grade, Restriction, SkillLevel
from scheduler.formats.availability import availability
from scheduler.formats.cell_rows import every_row
from scheduler.formats.moments import day, days, zone
from scheduler.formats.sections import FaultReport, Section, build
from scheduler.formats.values import choice_of, nearest, one_of, sequence, text, words

COLUMNS = (
    "id",
    "name",
    "team",
    "contract",
    "level",
    "grade",
    "languages",
    "restrictions",
    "leave",
    "zone",
    "available",
    "hired",
    "mentor",
)
REQUIRED = ("id", "team", "contract")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an agent may refer to: the names of teams, and the contracts, None where one could not be read."""

    teams: Collection[str]
    contracts: Mapping[str, Contract | None]


def read_agent(section: Section, known: Surroundings) -> Agent | None:
    """Read one agent; None where there are faults, or where the contract has some."""
    section.only(COLUMNS)
    agent_id = section.need("id", text, N_("an id that no other agent has"))
    name = section.read("name", text, agent_id)
    team = section.need("team", one_of(known.teams), N_("the name of a team"))
    contract = section.need("contract", one_of(known.contracts), N_("the name of a contract"))
    level = section.read("level", choice_of(SkillLevel), SkillLevel.JUNIOR)
    grade = section.read("grade", choice_of(Grade), Grade.AGENT)
    languages = section.read("languages", words, ())
    restrictions = section.read("restrictions", _restrictions, frozenset())
    leave = section.read("leave", days, frozenset())
    clock = section.read("zone", zone, None)
    available = section.read("available", availability, None)
    hired = section.read("hired", day, None)
    mentor = section.read("mentor", text, None)
    if mentor is not None and not section.has("hired"):
        section.refuse("mentor", N_("is given without a day of hiring"), N_("the first day at work in hired"))
    if mentor is not None and mentor == agent_id:
        section.refuse("mentor", N_("is the agent's own id"), N_("the id of somebody else"))
    terms = known.contracts.get(contract or "")
    if terms is None:
        return None
    return build(
        section,
        lambda: Agent(
            AgentId(agent_id or ""),
            name or "",
            team or "",
            terms,
            level,
            grade,
            languages,
            restrictions,
            leave,
            clock,
            available=available,
            hired=hired,
            mentor=None if mentor is None else AgentId(mentor),
        ),
    )


def _restrictions(value: object) -> frozenset[Restriction]:
    return frozenset(sequence(choice_of(Restriction))(words(value)))


def rows_of(path: Path, report: FaultReport) -> Iterator[Section]:
    """Yield the rows of the agents' CSV at *path*, empty cells left out; faults of the file itself are noted in *report*."""
    return every_row(path, report, COLUMNS, REQUIRED, N_("is no column of an agents file"))


def refuse_doubled(agents: list[tuple[Section, Agent | None]]) -> None:
    """Refuse every id that an earlier agent has already."""
    seen: dict[object, Section] = {}
    for section, _agent in agents:
        identity = str(section.values.get("id", "")).strip()
        if identity and identity in seen:
            first = seen[identity]
            where = f"row {first.row}" if first.row is not None else first.path
            section.refuse(
                "id",
                N_("is there more than once"),
                Sentence(N_("an id of its own; {where} has it already"), where=where),
            )
        seen.setdefault(identity, section)


def refuse_unknown_mentors(agents: list[tuple[Section, Agent | None]]) -> None:
    """Refuse every mentor who is none of *agents*, those with faults included."""
    known = {str(section.values.get("id", "")).strip() for section, _agent in agents}
    for section, _agent in agents:
        mentor = section.values.get("mentor")
        if isinstance(mentor, str) and mentor.strip() and mentor.strip() not in known:
            section.refuse("mentor", N_("is nobody of this site"), nearest(mentor, known))
