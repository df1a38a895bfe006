from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from drills.drill import Window
from drills.exercise import LineKind, Run, standing_of
from drills.incidents import Level
from drills.practice import Circumstances, rehearsed_run
from drills.practice.grading import called_for, neighbour
from drills.practice.live import live_rows
from drills.rating import apart
from drills.roles import Form
from drills.scoring import score
from tests.drills.drawn import drawn
from tests.drills.practice.seated import seated
from tests.drills.simulation.small_service import calls, floor

OUTAGE = seated(drawn("orders-vanish", Form.FUNCTIONAL), backups=True)
SEEDS = range(1, 21)


def test_backups_act_for_who_stays_away() -> None:
    run = rehearsed_run(OUTAGE, 3, circumstances=Circumstances(absent_share=1.0))
    players = {seat.agent for seat in OUTAGE.seats if seat.role.meets_incident}
    backups = {seat.backup for seat in OUTAGE.seats if seat.role.meets_incident}
    assert {agent for agent in players if run.state.attended[agent]} == set()
    assert {stamp.agent for stamp in run.state.stamps} <= backups
    assert run.state.stamps


def test_nobody_stays_away_unless_asked_for() -> None:
    assert all(rehearsed_run(OUTAGE, 3).state.attended.values())


@pytest.mark.parametrize(("every", "expected"), [(0, {False}), (1, {True})])
def test_replies_hold_forbidden_phrases_as_often_as_asked_for(every: int, expected: set[bool]) -> None:
    run = rehearsed_run(OUTAGE, 3, circumstances=Circumstances(forbidden_every=every))
    replies = [said for chat in run.state.chats.values() for said in chat.said if said.agent is not None]
    assert {bool(said.offences) for said in replies} == expected


def test_customers_are_answered_after_they_called_and_only_until_they_hang_up() -> None:
    for seed in SEEDS:
        for chat in rehearsed_run(OUTAGE, seed).state.chats.values():
            times = [said.ms for said in chat.said]
            assert times == sorted(times)
            assert all(chat.opened_ms <= ms for ms in times)
            assert chat.closed_ms is None or times[-1] <= chat.closed_ms


def test_evaluators_mostly_see_what_the_log_says() -> None:
    agreed = seen = 0
    for run in (rehearsed_run(OUTAGE, seed) for seed in SEEDS):
        for handed in run.state.sheets.values():
            for name, mark in handed.sheet.marks.items():
                status = standing_of(run.scenario.expectation(name), run.state, run.state.elapsed_ms).status
                seen += status.counts
                agreed += status.counts and mark.met is (status.value == "met")
    assert 0.9 < agreed / seen < 1.0


def test_letters_of_evaluators_lie_beside_those_of_the_clocks() -> None:
    for seed in SEEDS:
        clocks = {item.objective: item.by_clocks for item in score(_unwatched(seed).log).objectives}
        (handed,) = rehearsed_run(OUTAGE, seed).state.sheets.values()
        for objective, letter in handed.sheet.ratings.items():
            by_clocks = clocks[objective]
            assert by_clocks is not None
            assert apart(by_clocks, letter) <= 2  # from S to U, which passes M by


def _unwatched(seed: int) -> Run:
    return rehearsed_run(OUTAGE, seed, circumstances=Circumstances(sheets=False))


def test_rightly_graded_incidents_have_the_level_that_the_facts_called_for() -> None:
    for run in (rehearsed_run(OUTAGE, seed) for seed in SEEDS):
        for expectation in (item for item in run.scenario.expectations if item.act.value == "graded"):
            stamp, judged = run.state.seen(expectation.id), run.state.judged.get(expectation.id)
            if stamp is not None:
                before = _until(run, stamp.line)
                wrong = judged is not None and not judged.met
                assert (stamp.level is called_for(before, stamp.incident)) is not wrong


def _until(run: Run, line: int) -> Run:
    given = {name: known for name, known in run.state.given.items() if known.line < line}
    return replace(run, state=replace(run.state, given=given))


@pytest.mark.parametrize("level", list(Level))
def test_a_wrong_level_lies_beside_the_right_one(level: Level) -> None:
    assert {abs(neighbour(level, seed, "graded") - level) for seed in SEEDS} == {1}


def test_whoever_raises_a_level_grades_again() -> None:
    runs = [rehearsed_run(OUTAGE, seed) for seed in SEEDS]
    assert any(stamp.expectation is None and stamp.level is not None for run in runs for stamp in run.state.stamps)


@pytest.mark.parametrize(
    "told",
    [{"absent_share": -0.1}, {"absent_share": 1.1}, {"pauses": -1}, {"forbidden_every": -1}],
)
def test_circumstances_that_cannot_be_meant_are_refused(told: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(told))):
        Circumstances(**told)


def test_what_was_predicted_stands_in_the_first_line() -> None:
    run = rehearsed_run(OUTAGE, 3)
    assert run.planned["prediction"] is None
    assert run.log.line(1).kind is LineKind.PLANNED


ON_FLOOR = replace(
    OUTAGE,
    window=Window(OUTAGE.window.start - timedelta(days=1), OUTAGE.window.end - timedelta(days=1), OUTAGE.window.zone),
)


def test_live_service_is_measured_until_an_hour_after_the_drill_with_its_people_away() -> None:
    run = rehearsed_run(ON_FLOOR, 3, floor=floor(calls(60.0), people=16))
    live = score(run.log).live
    assert live.measured is not None
    assert live.measured.value > 1.0
    assert len(run.state.live) == (ON_FLOOR.scenario.minutes + 60) // 15
    assert (
        max(str(line.data["end"]) for line in run.state.live) == (ON_FLOOR.window.end + timedelta(hours=1)).isoformat()
    )


def test_nobody_away_costs_live_service_nothing() -> None:
    rows: list[dict[str, Any]] = [dict(row) for row in live_rows(ON_FLOOR, floor(calls(60.0), people=16), (), 3)]
    lost = sum(row["came"] * row["expected_percent"] - 100 * row["within"] for row in rows)
    assert lost == pytest.approx(0, abs=5)
