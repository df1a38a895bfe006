"""Orders that a drill cannot follow: refused with every reason, and nothing is written."""

from collections.abc import Callable
from typing import Any

import pytest

from drills.errors import OrderError
from drills.exercise import (
    AbortCause,
    CoverTold,
    Mark,
    Order,
    Phase,
    Run,
    Sheet,
    abort,
    approve,
    attend,
    call_off,
    close,
    close_chat,
    correct,
    end,
    evaluate,
    give,
    hand_in,
    judge,
    look_both_ways,
    measure_live,
    note,
    pause,
    plan,
    report,
    resume,
    say,
    stamp,
    start,
    tick,
)
from drills.incidents import Level
from drills.rating import Rating
from drills.roles import Role
from drills.scenario.acts import Act
from forecasting.messages import Sentence
from tests.drills.exercise.small_run import agent_in, minute, order, planned, small_drill, started

DRILL = small_drill()
EVALUATOR, COMMANDER = agent_in(DRILL, Role.EVALUATOR), agent_in(DRILL, Role.COMMANDER)
FINGERPRINT = "0f" * 32
UNDER_WAY = {Phase.RUNNING, Phase.PAUSED}
OBSERVED = UNDER_WAY | {Phase.ENDED, Phase.ABORTED}
Given = Callable[[Run], Run]


def _now(run: Run, by: str = "controller") -> Order:
    return Order(run.log.last.at, by)


def _in(phase: Phase) -> Run:
    """Return a run of the small drill in *phase*."""
    run = planned(DRILL)
    steps: dict[Phase, list[Given]] = {
        Phase.APPROVED: [lambda run: approve(run, _now(run), CoverTold())],
        Phase.CLEARED: [lambda run: look_both_ways(run, _now(run), CoverTold())],
        Phase.RUNNING: [lambda run: start(run, order(DRILL))],
        Phase.ENDED: [lambda run: end(run, order(DRILL, 30))],
        Phase.EVALUATED: [lambda run: evaluate(run, _now(run), "no sheets were kept")],
        Phase.REPORTED: [lambda run: report(run, _now(run), FINGERPRINT)],
        Phase.CLOSED: [lambda run: close(run, _now(run))],
    }
    beside: dict[Phase, tuple[Phase, Given]] = {
        Phase.PAUSED: (Phase.RUNNING, lambda run: pause(run, order(DRILL, 9))),
        Phase.ABORTED: (Phase.RUNNING, lambda run: abort(run, order(DRILL, 9), AbortCause.SAFE_WORD)),
        Phase.CALLED_OFF: (Phase.APPROVED, lambda run: call_off(run, _now(run), "rain")),
    }
    if phase in beside:
        before, turn = beside[phase]
        return turn(_in(before))
    for reached, turns in steps.items():
        if run.state.phase is phase:
            break
        for turn in turns:
            run = turn(run)
        assert run.state.phase is reached
    return run


ROLEPLAY = DRILL.scenario.roleplays[0].id
# Which order is possible in which phases, as far as its phase goes.
ORDERS: list[tuple[str, Given, set[Phase]]] = [
    ("approve", lambda run: approve(run, _now(run), CoverTold()), {Phase.PLANNED}),
    ("look", lambda run: look_both_ways(run, _now(run), CoverTold()), {Phase.APPROVED, Phase.CLEARED}),
    ("call off", lambda run: call_off(run, _now(run), ""), {Phase.PLANNED, Phase.APPROVED, Phase.CLEARED}),
    ("start", lambda run: start(run, _now(run)), {Phase.CLEARED}),
    ("pause", lambda run: pause(run, _now(run)), {Phase.RUNNING}),
    ("resume", lambda run: resume(run, _now(run)), {Phase.PAUSED}),
    ("end", lambda run: end(run, _now(run)), UNDER_WAY),
    ("abort", lambda run: abort(run, _now(run), AbortCause.REAL_EVENT), UNDER_WAY),
    ("evaluate", lambda run: evaluate(run, _now(run), "none kept"), {Phase.ENDED, Phase.ABORTED}),
    ("report", lambda run: report(run, _now(run), FINGERPRINT), {Phase.EVALUATED}),
    ("close", lambda run: close(run, _now(run)), {Phase.REPORTED}),
    ("give", lambda run: give(run, _now(run), DRILL.scenario.injects[-1].id), {Phase.RUNNING}),
    ("stamp", lambda run: stamp(run, _now(run), Act.DECISION, COMMANDER), {Phase.RUNNING}),
    ("judge", lambda run: judge(run, _now(run, EVALUATOR), _first_clock(), met=True), OBSERVED),
    ("hand in", lambda run: hand_in(run, _now(run, EVALUATOR), Sheet()), OBSERVED),
    ("attend", lambda run: attend(run, _now(run), COMMANDER, present=True), OBSERVED | {Phase.CLEARED}),
    ("note", lambda run: note(run, _now(run), "seen"), set(Phase) - {Phase.CLOSED}),
    ("correct", lambda run: correct(run, _now(run), 1, "wrong"), OBSERVED),
]


def _first_clock() -> str:
    return next(iter(_in(Phase.RUNNING).state.clocks))


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize(("name", "given", "phases"), ORDERS, ids=[name for name, _given, _phases in ORDERS])
def test_an_order_is_followed_in_its_phases_and_otherwise_told_where_the_drill_stands(
    name: str, given: Given, phases: set[Phase], phase: Phase
) -> None:
    run = _in(phase)
    told = f"the drill is {phase.label}"
    if phase not in phases:
        with pytest.raises(OrderError, match=told):
            given(run)
    elif name == "correct":
        with pytest.raises(OrderError, match=r"line 1 \(planned\) cannot be corrected"):
            given(run)
    else:
        assert len(given(run).log) > len(run.log)


@pytest.mark.parametrize("phase", [Phase.REPORTED, Phase.CLOSED])
def test_after_the_report_nothing_but_a_note_and_the_closing_is_possible(phase: Phase) -> None:
    possible = {name for name, _given, phases in ORDERS if phase in phases}
    assert possible == ({"note", "close"} if phase is Phase.REPORTED else set())


def _refused(given: Callable[..., Run], *args: Any, **told: Any) -> list[str]:
    with pytest.raises(OrderError) as error:
        given(*args, **told)
    return [str(reason) for reason in error.value.reasons]


def test_a_stamp_with_many_faults_is_refused_with_each_of_them() -> None:
    run = started(DRILL)
    with pytest.raises(OrderError) as error:
        stamp(run, order(DRILL, 1, by=" "), Act.ESCALATED, "Z9")
    assert all(isinstance(reason, Sentence) for reason in error.value.reasons)
    reasons = _refused(
        stamp, run, order(DRILL, 1, by=" "), Act.ESCALATED, "Z9", incident="fire", expectation="nothing", level=Level.I
    )
    assert reasons == [
        "expected who gives the order",
        "Z9 is no player of this drill",
        "there is no expectation nothing",
        "there is no incident fire",
        "a grading has a level, and nothing else has one",
    ]


def test_a_stamp_for_an_expectation_that_waits_for_another_act_is_refused() -> None:
    item = next(item for item in DRILL.scenario.expectations if item.act is not Act.RECOVERED)
    (reason,) = _refused(stamp, started(DRILL), order(DRILL, 1), Act.RECOVERED, COMMANDER, expectation=item.id)
    assert reason == f"{item.id} is seen by the stamp “{item.act.label}”, not “recovered”"


def test_a_sheet_with_unknown_names_and_too_many_points_is_refused_with_each_of_them() -> None:
    sheet = Sheet(
        {"nothing": Mark(met=True)}, {"nowhere": Rating.P}, {"nobody": {}, ROLEPLAY: {"opening": 21, "singing": 1}}
    )
    reasons = _refused(hand_in, started(DRILL), order(DRILL, 1, by=EVALUATOR), sheet)
    assert reasons == [
        "there is no expectation nothing",
        "there is no objective nowhere",
        "there is no role play nobody",
        f"role play {ROLEPLAY}, opening: 21 points; expected 0 to 20",
        f"role play {ROLEPLAY} is not judged by singing: expected opening, empathy, solution, closing, survey",
    ]


def test_who_has_another_role_is_refused_by_its_name() -> None:
    reasons = _refused(judge, started(DRILL), order(DRILL, 1, by=COMMANDER), "nothing", met=True)
    assert reasons == [
        f"{COMMANDER} does not take part in this drill as evaluator",
        "there is no expectation nothing",
    ]


def test_talk_that_cannot_be_is_refused_with_every_reason() -> None:
    run = started(DRILL)
    reasons = _refused(say, run, order(DRILL, 1), ROLEPLAY, agent=EVALUATOR, text="hello", cue=99)
    assert reasons == [
        f"role play {ROLEPLAY} has not begun",
        f"{EVALUATOR} is no player of this drill",
        "a line of the script is said by the customer, in the script's words",
        f"the customer has no line 99: expected 0 to {len(DRILL.scenario.roleplays[0].lines) - 1}",
    ]
    assert _refused(close_chat, run, order(DRILL, 1), "nobody") == ["there is no role play nobody"]


def test_a_scripted_line_is_said_once() -> None:
    minutes = DRILL.scenario.roleplays[0].minutes
    run = say(tick(started(DRILL), minute(DRILL, minutes)), order(DRILL, minutes), ROLEPLAY, agent=None, cue=1)
    again = _refused(say, run, order(DRILL, minutes), ROLEPLAY, agent=None, cue=1)
    assert again == ["the customer has said line 1 already"]


def test_live_rows_are_refused_with_every_fault_of_every_row() -> None:
    start_, end_ = minute(DRILL, 0).isoformat(), minute(DRILL, 15).isoformat()
    good = {"queue": "A", "start": start_, "end": end_, "came": 5, "within": 4, "expected_percent": 80.0}
    rows: list[dict[str, Any]] = [
        {**good, "came": -1, "within": 9},
        {**good, "within": 6, "expected_percent": 101, "queue": " "},
        {**good, "start": "noon", "more": 1},
        {**good, "start": end_, "end": start_},
        {**good, "start": minute(DRILL, 900).isoformat(), "end": minute(DRILL, 915).isoformat()},
        {name: good[name] for name in good if name != "came"},
    ]
    reasons = _refused(measure_live, end(started(DRILL), order(DRILL, 60)), order(DRILL, 90), rows)
    assert reasons == [
        "row 1, came: -1; expected 0 contacts or more",
        "row 1, within: 9; expected no more than came",
        "row 2, queue:  ; expected the name of a queue",
        "row 2, within: 6; expected no more than came",
        "row 2, expected_percent: 101; expected 0 to 100",
        "row 3, more: 1; expected no such field",
        "row 3, start: noon; expected an instant with its zone, as 2026-03-02T10:00:00+08:00",
        f"row 4, end: {start_}; expected an instant after its start",
        f"row 5, start: {minute(DRILL, 900).isoformat()}; expected a span of the drill or of the four hours after it",
        "row 6, came: None; expected a value",
    ]


def test_a_plan_without_a_name_or_with_a_budget_below_nothing_is_refused() -> None:
    reasons = _refused(plan, DRILL, order(DRILL, -9, by=""), "1", -1.0)
    assert reasons == ["expected who gives the order", "the budget is -1.0 points; expected 0 or more"]


def test_a_drill_whose_cover_does_not_hold_is_not_approved_and_not_cleared() -> None:
    told = CoverTold(("queue A lacks 2 people at 10:00", "queue B lacks 1 at 10:15"))
    assert _refused(approve, planned(DRILL), order(DRILL, -60), told) == list(told.reasons)
    run = look_both_ways(_in(Phase.CLEARED), order(DRILL, -1), told)
    assert run.state.phase is Phase.APPROVED


def test_a_report_needs_a_fingerprint_and_closing_an_action_for_every_finding() -> None:
    assert len(_refused(report, _in(Phase.EVALUATED), order(DRILL, 90), "none")) == 1
    assert _refused(close, _in(Phase.REPORTED), order(DRILL, 90), ["D1", "D2"]) == [
        "finding D1 has no action with an owner and a date",
        "finding D2 has no action with an owner and a date",
    ]


def test_evaluators_without_a_sheet_are_named_unless_a_reason_is_given() -> None:
    run = _in(Phase.ENDED)
    (reason,) = _refused(evaluate, run, order(DRILL, 90))
    names = {seat.name for seat in DRILL.seats if seat.role is Role.EVALUATOR}
    assert all(name in reason for name in names)
    for agent in {seat.agent for seat in DRILL.seats if seat.role is Role.EVALUATOR}:
        run = hand_in(run, order(DRILL, 80, by=str(agent)), Sheet())
    assert evaluate(run, order(DRILL, 90)).state.phase is Phase.EVALUATED


def test_a_key_that_named_another_order_is_refused_for_its_line_would_be_lost() -> None:
    run = pause(started(DRILL), order(DRILL, 3, key="k1"))
    (reason,) = _refused(resume, run, order(DRILL, 4, key="k1"))
    assert reason == f"the key k1 has named another order already: line {len(run.log)}"


def test_rows_of_live_service_sent_twice_with_one_key_count_once() -> None:
    start_, end_ = minute(DRILL, 0).isoformat(), minute(DRILL, 15).isoformat()
    row: dict[str, Any] = {"queue": "A", "start": start_, "end": end_, "came": 5, "within": 4, "expected_percent": None}
    rows = [row, {**row, "queue": "B"}]
    run = measure_live(started(DRILL), order(DRILL, 20, key="k1"), rows)
    assert measure_live(run, order(DRILL, 21, key="k1"), rows) == run
    assert len(run.state.live) == 2
