"""The roster before may have people who are no agents any more: they are read, and their team is found where it can be."""

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.agents import Agent, AgentId, Team
from scheduler.errors import SiteFileError
from scheduler.formats import read_past_roster, read_roster, write_roster
from scheduler.formats.leavers import teams_of_left
from scheduler.roster import Roster
from scheduler.shifts import ShiftKind
from tests.scheduler.tiny import EARLY, LATE, NIGHT, centre, contract, line, person

KINDS = (EARLY, LATE, NIGHT)
GONE = AgentId("gone")


def member(name: str, team: str, *kinds: ShiftKind) -> Agent:
    return replace(person(contract(*kinds, name=name), name), team=team)


def worked(*kinds: ShiftKind | None) -> Roster:
    """Return what somebody worked who has left since."""
    instance = centre([person(contract(*KINDS), GONE)], KINDS)
    return line(instance, *kinds, agent=GONE)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_people_who_left_are_read_from_every_format_of_a_past_roster(tmp_path: Path, suffix: str) -> None:
    whole = centre([person(contract(*KINDS), name) for name in ("a", GONE)], KINDS)
    roster = line(whole, EARLY, NIGHT, agent=GONE)
    path = tmp_path / f"earlier.{suffix}"
    write_roster(roster, whole, path)
    remaining = replace(whole, agents=whole.agents[:1])
    found = read_past_roster(path, remaining)
    assert [(one.agent, one.kind, one.start, one.end) for one in found.assignments] == [
        (one.agent, one.kind, one.start, one.end) for one in roster.assignments
    ]
    with pytest.raises(SiteFileError, match="is not known"):
        read_roster(path, remaining)


def test_other_faults_of_their_rows_are_still_refused(tmp_path: Path) -> None:
    whole = centre([person(contract(*KINDS), name) for name in ("a", GONE)], KINDS)
    path = tmp_path / "earlier.csv"
    write_roster(line(whole, EARLY, agent=GONE), whole, path)
    path.write_text(path.read_text(encoding="utf-8").replace("early", "erly"), encoding="utf-8")
    with pytest.raises(SiteFileError, match="'early'"):
        read_past_roster(path, replace(whole, agents=whole.agents[:1]))


def test_somebody_was_in_the_one_team_whose_contracts_allow_their_shifts() -> None:
    agents = [member("a", "days", EARLY), member("b", "days", LATE), member("c", "nights", EARLY, NIGHT)]
    assert teams_of_left(worked(EARLY, LATE), agents) == {GONE: "days"}
    assert teams_of_left(worked(EARLY, NIGHT), agents) == {GONE: "nights"}
    assert teams_of_left(worked(EARLY), agents) == {}
    assert teams_of_left(worked(LATE, NIGHT), agents) == {}
    assert teams_of_left(worked(LATE), [*agents, member(GONE, "days", LATE)]) == {}
    assert teams_of_left(None, agents) == {}


def test_teams_of_people_who_left_need_not_be_there_any_more() -> None:
    instance = centre(person(contract(EARLY)), [EARLY])
    assert replace(instance, left={GONE: "gone"}).teams == (Team("care", ("calls",), instance.teams[0].opening),)
