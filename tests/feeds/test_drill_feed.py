"""Invitations to drills: the drill mark, the own role, and nothing that spoils it or names a colleague."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from icalendar import Calendar

from api.feeds import drill_feed, drill_revisions
from drills.drill import Drill
from drills.incidents import Family
from drills.planning import new_drill
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, AgentId, Contract, Grade, SkillLevel, Team
from scheduler.demand import Demand
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.shifts import ShiftKind

MADE = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def drill() -> Drill:
    """Return a drill at a centre where twenty people work from 9 to 17 and one is needed."""
    grid = TimeGrid(ZoneInfo("Asia/Shanghai"), date(2026, 11, 2), 5)
    contract = Contract("full", ("day",))
    agents = tuple(
        Agent(
            AgentId(f"id-{number}"),
            f"Person{number:02d}",
            "chat",
            contract,
            SkillLevel(1 + number % 3),
            Grade.SUPERVISOR if number < 3 else Grade.AGENT,
        )
        for number in range(20)
    )
    kinds = (ShiftKind("day", 9 * 60, 9 * 60, 8 * 60),)
    demand = Demand(grid, {"chat": np.ones(grid.n_slots)})
    instance = Instance(grid, (Team("chat", ("chat",)),), kinds, agents, demand)
    starts = [(day, grid.slot_at(day, 9 * 60)) for day in grid.dates()]
    shifts = (
        Assignment(agent.id, day, "day", grid.instant(slot), grid.instant(slot + 32))
        for agent in agents
        for day, slot in starts
    )
    return new_drill(Family.SYSTEM_OUTAGE, 7, Roster.of(grid, shifts), instance)


def read(content: bytes) -> list[dict[str, object]]:
    return [dict(event) for event in Calendar.from_ical(content).walk("VEVENT")]


def test_the_invitation_stands_in_the_drills_window_and_bears_the_mark(drill: Drill) -> None:
    content = drill_feed(drill, MADE, site="Hangzhou")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (drill.window.start, drill.window.end)
    assert "演练" in str(event["SUMMARY"])
    assert "演练" in str(event["DESCRIPTION"])
    assert b"TZID=Asia/Shanghai" in content


def test_the_same_drill_gives_the_same_bytes(drill: Drill) -> None:
    assert drill_feed(drill, MADE) == drill_feed(drill, MADE)


def test_an_unannounced_drill_invites_nobody(drill: Drill) -> None:
    hidden = replace(drill, announced=False)
    assert drill_revisions(hidden, MADE) == ()
    assert drill_revisions(hidden, MADE, agent=drill.away[0]) == ()
    content = drill_feed(hidden, MADE)
    assert read(content) == []
    assert hidden.id.encode() not in content


def test_only_participants_are_invited(drill: Drill) -> None:
    assert drill_revisions(drill, MADE, agent=AgentId("nobody")) == ()
    assert len(drill_revisions(drill, MADE, agent=drill.away[0])) == 1


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_an_invitation_names_the_own_role_but_no_colleague_and_spoils_nothing(drill: Drill, language: str) -> None:
    for seat in drill.seats:
        text = drill_feed(drill, MADE, agent=seat.agent, language=language).decode().replace("\r\n ", "")
        assert f"Your role: {seat.role.label}" in text
        assert not any(other.name in text for other in drill.seats)
        assert not any(spoiler.in_language(language) in text for spoiler in drill.scenario.spoilers)
        assert drill.scenario.cause.in_language(language) not in text


def test_the_title_is_in_the_readers_language(drill: Drill) -> None:
    chinese = drill_feed(drill, MADE, language="zh_CN").decode().replace("\r\n ", "")
    assert drill.scenario.title.zh in chinese
    assert "PRODID:-//Watchbill//Calendar feed//ZH" in chinese


def test_another_site_or_window_has_another_invitation(drill: Drill) -> None:
    uids = {drill_revisions(drill, MADE, site=site)[0].uid for site in ("Hangzhou", "Chengdu")}
    assert len(uids) == 2
