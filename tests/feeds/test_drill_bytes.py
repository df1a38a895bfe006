"""Invariant 9 on bytes: what agents see of a drill, announced or not; and that an announced one leaves shifts lawful."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.feeds import agent_files, file_names
from drills import Drill, Family, Form, new_drill, published_roster
from drills.cast import needs_of
from drills.reservation import breaches, with_drill
from drills.timing import Timing
from drills.windows.finder import Finder
from scheduler.checking import check_roster, is_lawful
from scheduler.formats import roster_csv, write_roster
from scheduler.instance import Instance
from scheduler.roster import Assignment, Roster
from scheduler.rules.activities import ActivitiesInside
from scheduler.rules.breaks import BreaksAsPlanned, RestInShift
from scheduler.shifts import BreakPlan, BreakWindow, ShiftKind
from tests.drills.small_floor import MONDAY, at, floor, people, shift

PUBLISHED = datetime(2026, 2, 20, 9, 30, tzinfo=UTC)
RULES = (ActivitiesInside(), BreaksAsPlanned(), RestInShift())
PLAN = BreakPlan((BreakWindow(60, 3 * 60, 4 * 60),))


def rostered() -> tuple[Instance, Roster]:
    """Lunch from 12 to 13 or from 13 to 14, training on Tuesday from 14 to 15 for five, somebody on call, somebody on leave."""
    crew = [replace(who, leave=frozenset({MONDAY})) if who.id == "A17" else who for who in people()]
    instance = floor(crew, needed=3)
    call = ShiftKind("call", 9 * 60, 9 * 60, 8 * 60, on_call=True)
    kinds = (*(replace(kind, breaks=PLAN) for kind in instance.kinds), call)
    instance = replace(instance, kinds=kinds)
    return instance, Roster.of(instance.grid, _shifts(instance))


def _shifts(instance: Instance) -> Iterator[Assignment]:
    for number, who in enumerate(instance.agents):
        for day in instance.grid.dates():
            lunch = (12, 13) if number % 2 else (13, 14)
            training = [(14, 15)] if day != MONDAY and number in {7, 8, 9, 10, 11} else []
            if day not in who.leave:
                on_call = number == 6 and day == MONDAY
                one = shift(instance, who.id, day, breaks=() if on_call else (lunch,), training=training)
                yield replace(one, kind="call", on_call=True) if on_call else one


def visible(roster: Roster, instance: Instance, folder: Path | None = None) -> dict[str, bytes]:
    """Return every byte that agents see: everybody's calendar and the roster as files."""
    files = {
        **agent_files(roster, instance, PUBLISHED, site="Hangzhou"),
        **{f"zh-{name}": body for name, body in agent_files(roster, instance, PUBLISHED, language="zh_CN").items()},
        "roster.csv": roster_csv(roster, instance).encode(),
    }
    if folder is not None:
        write_roster(roster, instance, folder / "roster.json")
        files["roster.json"] = (folder / "roster.json").read_bytes()
    return files


def made(seed: int, form: Form, *, announced: bool) -> tuple[Instance, Roster, Drill]:
    instance, roster = rostered()
    return instance, roster, new_drill(Family.SYSTEM_OUTAGE, seed, roster, instance, form=form, announced=announced)


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 1000), form=st.sampled_from(list(Form)))
def test_9_no_byte_that_agents_see_tells_of_an_unannounced_drill(seed: int, form: Form) -> None:
    instance, roster, hidden = made(seed, form, announced=False)
    assert visible(published_roster(roster, hidden), instance) == visible(roster, instance)


def test_9_nor_does_a_roster_written_as_json(tmp_path: Path) -> None:
    instance, roster, hidden = made(7, Form.FULL, announced=False)
    before = visible(roster, instance, tmp_path)
    assert visible(published_roster(roster, hidden), instance, tmp_path) == before
    told = visible(published_roster(roster, replace(hidden, announced=True)), instance, tmp_path)
    assert told["roster.json"] != before["roster.json"]


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 1000), form=st.sampled_from(list(Form)))
def test_an_announced_drill_changes_the_calendars_of_its_people_alone(seed: int, form: Form) -> None:
    instance, roster, drill = made(seed, form, announced=True)
    before, after = (visible(one, instance) for one in (roster, published_roster(roster, drill)))
    names = file_names(agent.id for agent in instance.agents)
    changed = {name for name in before if before[name] != after[name]}
    theirs = {names[agent] for agent in drill.away}
    assert changed == theirs | {f"zh-{name}" for name in theirs} | {"roster.csv"}
    assert all("演练" in after[name].decode().replace("\r\n ", "") for name in changed)


@pytest.mark.parametrize("form", list(Form))
def test_an_announced_drill_leaves_every_shift_lawful_its_breaks_and_training_as_they_were(form: Form) -> None:
    instance, roster, drill = made(7, form, announced=True)
    assert is_lawful(check_roster(roster, instance, RULES))
    told = published_roster(roster, drill)
    assert is_lawful(check_roster(told, instance, RULES))
    for one, other in zip(roster.assignments, told.assignments, strict=True):
        assert (one.breaks, one.start, one.end, one.paid_minutes) == (
            other.breaks,
            other.start,
            other.end,
            other.paid_minutes,
        )
        assert set(one.activities) <= set(other.activities)


def test_a_drill_over_a_break_or_another_activity_would_not_be_lawful() -> None:
    """The rules see what the placement avoids: the test above would fail otherwise."""
    instance, roster, drill = made(7, Form.TABLETOP, announced=True)
    for hours in ((12, 13), (13, 14)):
        window = replace(drill.window, start=at(instance, hours[0]), end=at(instance, hours[1]))
        wrong = with_drill(roster, replace(drill, window=window))
        broken = check_roster(wrong, instance, RULES)
        lunching = {one.agent for one in roster.on(MONDAY) if any(window.overlaps(p.start, p.end) for p in one.breaks)}
        assert {violation.agent for violation in broken} == lunching & set(drill.away)


def test_7_nobody_on_call_on_leave_or_in_training_is_in_any_window() -> None:
    instance, roster = rostered()
    _instance, _roster, drill = made(7, Form.TABLETOP, announced=True)
    finder = Finder(needs_of(drill.scenario), roster, instance, Timing())
    for placement in finder.search().placements:
        away = {seat.agent for seat in placement.cast.seats}
        if placement.window.local_start.date() == MONDAY:
            assert not away & {"A07", "A17"}
        for one in roster.assignments:
            if one.agent in away and any(placement.window.overlaps(a.start, a.end) for a in one.activities):
                pytest.fail(f"{one.agent} is in training")


def test_an_announced_drill_in_the_roster_is_no_place_for_another() -> None:
    instance, roster, drill = made(7, Form.TABLETOP, announced=True)
    told = published_roster(roster, drill)
    assert breaches(drill, roster, instance) == ()
    second = new_drill(Family.COMPLAINT_SURGE, 8, told, instance)
    together = second.window.overlaps(drill.window.start, drill.window.end)
    assert not together or not set(second.away) & set(drill.away)
    line = published_roster(told, second)
    assert is_lawful(check_roster(line, instance, RULES))
