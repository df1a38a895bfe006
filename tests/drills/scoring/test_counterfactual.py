"""What would have followed from another act."""

import re
from random import Random

import pytest

from drills.errors import RequestError
from drills.exercise import AbortCause, Log, Run, abort, correct, log_text, pause, read_log, resume, run_of, say, tick
from drills.exercise.state import state_of
from drills.incidents import Family
from drills.practice import Circumstances, rehearsed_run
from drills.rating import Rating
from drills.roles import Form
from drills.scenario.acts import Act
from drills.scenario.catalogue import catalogue
from drills.scenario.frozen import Condition, Event, Outcome, Scenario
from drills.scenario.loads import Load, Opinion
from drills.scoring import DrillScore, score, score_json
from drills.scoring.counterfactual import Change, Counterfactual, counterfactual, is_what_if
from drills.simulation import Setting
from forecasting.site import Channel
from tests.drills.exercise.small_run import small_drill
from tests.drills.practice.seated import seated
from tests.drills.scoring.meddled import meddled
from tests.drills.scoring.small_played import (
    Step,
    does,
    ends,
    judged,
    order,
    played,
    rates,
    row,
    saw,
    service,
    small,
    started,
    ticked,
    wanted,
)
from tests.drills.simulation import small_service
from tests.drills.simulation.small_scenario import customer, inject

# a starts with the first inject; where it is met b follows, where it is not c does.
CHAIN = small(
    wanted("a", "do", 10),
    wanted("b", "do", 20, basis="good"),
    wanted("c", "tell", 10, basis="bad", effort=(9.0, 15.0)),
    injects=(
        inject("given"),
        inject("good", 10, condition=Condition("a", Outcome.MET, 1)),
        inject("bad", 10, condition=Condition("a", Outcome.MISSED, 2)),
    ),
    objectives=("do", "tell"),
)
IN_TIME = (does(4, "a"), does(11, "b"), ends())
TOO_LATE = (does(15, "a"), does(18, "c"), ends())


def asked(
    run: Run | Scenario, *steps: Step, of: str = "a", minute: float | None = None, replications: int = 20, seed: int = 0
) -> Counterfactual:
    return counterfactual(played(run, *steps).log, Change(of, minute), replications=replications, seed=seed)


def without_lines(told: DrillScore) -> str:
    return re.sub(r'"(level_)?lines": \[[^\]]*\]', "", score_json(told))


def acts(told: Counterfactual) -> dict[str, float]:
    """By expectation the minute of its first stamp in the what-if log."""
    state = state_of(told.log)
    found = {item.id: state.seen(item.id) for item in run_of(told.log).scenario.expectations}
    return {name: stamp.ms / 60_000 for name, stamp in found.items() if stamp is not None}


@pytest.mark.parametrize("family", Family)
def test_an_act_left_where_it_was_gives_exactly_the_score_of_the_drill(family: Family) -> None:
    for seed in range(2):
        drill, random = small_drill(family, 7, list(Form)[seed]), Random(f"{family} {seed}")
        run = rehearsed_run(drill, seed, circumstances=Circumstances(sheets=False, pauses=seed))
        run = meddled(run, random)
        act = next(stamp for stamp in run.state.stamps if stamp.expectation)
        told = counterfactual(run.log, Change(str(act.expectation), act.ms / 60_000))
        assert told.true == score(run.log)
        assert without_lines(told.what_if) == without_lines(told.true)
        assert (told.otherwise, told.gone, told.new) == ((), (), ())
        assert told.points.p10 == told.points.p90 == 0.0


def test_several_incidents_played_by_backups_are_played_again_as_they_were() -> None:
    drill = seated(catalogue().draw("silence-hides-rumour", 1, Form.FUNCTIONAL), backups=True)
    run = rehearsed_run(drill, 1, circumstances=Circumstances(pauses=2, absent_share=0.4))
    act = next(stamp for stamp in run.state.stamps if stamp.expectation)
    told = counterfactual(run.log, Change(str(act.expectation), act.ms / 60_000), replications=1)
    assert without_lines(told.what_if) == without_lines(told.true)
    assert told.dropped == ()


@pytest.mark.parametrize("family", Family)
def test_nothing_goes_otherwise_before_the_first_moment_at_which_the_act_does(family: Family) -> None:
    run = rehearsed_run(small_drill(family, 7, Form.FULL), 5)
    random = Random(family)
    for stamp in random.sample([known for known in run.state.stamps if known.expectation], 2):
        begun, over = run.state.clocks[str(stamp.expectation)].started_ms, run.state.elapsed_ms
        minute = random.uniform(begun, over) / 60_000
        told = counterfactual(run.log, Change(str(stamp.expectation), minute), replications=1)
        until = min(stamp.ms, round(60_000 * minute))
        assert happened(told.log, until) == happened(run.log, until)


def happened(log: Log, until_ms: int) -> list[object]:
    """What *log* says of the time before *until_ms*, but for its first line."""
    lines = [line for line in log.lines[1:] if line.ms < until_ms]
    return [(line.ms, line.kind, line.by, {**line.data, "key": None}) for line in lines]


def test_everybody_keeps_their_own_response_time_after_what_they_responded_to() -> None:
    told = asked(CHAIN, *IN_TIME, minute=9)
    # Met at 9 instead of 4: the next inject comes at 10 instead of 5, and b is done 6 minutes after it as before.
    assert acts(told) == {"a": 9.0, "b": 16.0}
    response = told.what_if.target("b").response
    assert response is not None
    assert response.value == 360.0
    assert [target.met for target in told.what_if.targets] == [target.met for target in told.true.targets]


def test_what_followed_from_a_failure_falls_away_with_its_clock_and_its_act() -> None:
    told = asked(CHAIN, *TOO_LATE, minute=8)
    assert (told.gone, told.new) == (("bad",), ("good",))
    assert told.what_if.target("c").met is None
    assert "c" not in acts(told)
    assert len(told.dropped) == 1
    assert [told.true.rating, told.what_if.objectives[0].rating] == [Rating.U, Rating.P]


def test_what_nobody_was_asked_for_takes_its_median_time_and_the_difference_is_told_with_its_spread() -> None:
    told = asked(CHAIN, *IN_TIME, minute=None, replications=50)
    assert (told.gone, told.new) == (("good",), ("bad",))
    # a runs out at 10, the inject comes at 12, and 9 minutes are the median of c.
    assert acts(told) == {"c": 21.0}
    assert told.points.count == 50
    assert sum(told.ratings.values()) == pytest.approx(1.0)
    assert told.points.p10 is not None and told.points.p90 is not None  # noqa: PT018
    assert told.points.p10 < told.points.p90


def test_an_act_that_nobody_did_can_be_asked_for() -> None:
    told = asked(CHAIN, ends(), minute=6)
    assert acts(told) == {"a": 6.0, "b": 12.0}
    assert told.what_if.target("a").met is True


def test_who_had_no_time_left_is_not_said_to_have_been_faster_than_they_were() -> None:
    # The clock of b started 3 minutes before the end and b was not done: with more time it takes more than these 3 minutes.
    chain = small(
        wanted("a", within=50),
        wanted("b", within=20, basis="good", effort=1.0),
        injects=(inject("given"), inject("good", 51, event=Event(Act.DECISION, 0))),
    )
    told = asked(chain, does(37, "a"), ends(40), minute=10)
    assert acts(told)["b"] > 13.0


def test_pauses_change_nothing() -> None:
    run = resume(pause(started(CHAIN), order(2)), order(62))
    steps = (does(64, "a"), does(71, "b"), ends(120))
    told, plain = asked(run, *steps, minute=9), asked(CHAIN, *IN_TIME, minute=9)
    assert acts(told) == acts(plain)
    assert without_lines(told.what_if) == without_lines(plain.what_if)


def test_a_drill_that_was_broken_off_is_broken_off_at_the_same_time() -> None:
    run = abort(played(CHAIN, does(4, "a"), does(11, "b")), order(12), AbortCause.REAL_EVENT)
    told = counterfactual(run.log, Change("a", 9))
    assert told.what_if.aborted == "real-event"
    assert acts(told) == {"a": 9.0}


def test_what_evaluators_said_of_an_outcome_holds_only_where_that_is_the_same() -> None:
    steps = (*IN_TIME, saw("E1", a=False, b=False), rates("E2", do="S", tell="P"))
    assert asked(CHAIN, *steps, minute=5).what_if.target("a").met is False
    left_out = asked(CHAIN, *steps, minute=None).what_if
    assert left_out.objectives[0].by_evaluators is None
    assert asked(CHAIN, *steps, minute=5).what_if.objectives[0].by_evaluators is Rating.S


def test_what_was_judged_wrong_at_once_stays_wrong_at_another_minute() -> None:
    told = asked(CHAIN, does(4, "a"), judged(4, "a", met=False), ends(), minute=8)
    assert told.what_if.target("a").met is False


def test_an_act_whose_time_was_corrected_is_done_at_the_minute_asked_for() -> None:
    run = played(CHAIN, *IN_TIME)
    line = next(stamp.line for stamp in run.state.stamps if stamp.expectation == "a")
    run = correct(run, order(70), line, "clock of the room", second=60.0)
    told = counterfactual(run.log, Change("a", 9))
    assert acts(told)["a"] == 9.0


def test_an_act_that_was_taken_back_was_done_by_nobody_and_can_be_asked_for() -> None:
    run = played(CHAIN, *IN_TIME)
    line = next(stamp.line for stamp in run.state.stamps if stamp.expectation == "a")
    run = correct(run, order(70), line, "somebody else's drill", void=True)
    with pytest.raises(RequestError, match="nobody did a"):
        counterfactual(run.log, Change("a", None))
    told = counterfactual(run.log, Change("a", 9))
    assert (told.true.target("a").met, told.what_if.target("a").met) == (False, True)


ON_ESCALATION = small(
    wanted("helped", basis="team", within=20),
    injects=(inject("given"), inject("team", 50, event=Event(Act.ESCALATED, 2))),
)
ESCALATED = (does(45, "", act=Act.ESCALATED, incident="one"), does(52, "helped"), ends())


def test_an_act_that_no_clock_waited_for_is_changed_by_its_line() -> None:
    run = played(ON_ESCALATION, *ESCALATED)
    line = next(stamp.line for stamp in run.state.stamps if stamp.expectation is None)
    told = counterfactual(run.log, Change("", 20, line))
    # The team comes 2 minutes after the escalation, and helps 5 minutes after it came, as in the drill.
    assert acts(told) == {"helped": 27.0}
    assert [(shift.true, shift.what_if) for shift in told.times if shift.point == "t4"] == [(2700.0, 1200.0)]
    assert counterfactual(run.log, Change("", None, line)).gone == ("team",)
    with pytest.raises(RequestError, match="line 3 is no act of the drill that stands"):
        counterfactual(run.log, Change("", 20, 3))
    with pytest.raises(RequestError, match="minute 70; expected 0 to 60"):
        counterfactual(run.log, Change("", 70, line))


def test_what_customers_and_agents_say_stays_together() -> None:
    asked_ = small(wanted("a"), roleplays=(customer("caller", 2, begins_with="given"),))
    run = tick(started(asked_), order(0).now)
    run = say(ticked(run, 3), order(3, "A2"), "caller", agent="A2", text="您好")
    told = counterfactual(played(run, does(5, "a"), ends()).log, Change("a", 1))
    assert told.what_if.roleplays[0].first_reply is not None
    assert told.what_if.roleplays[0].first_reply.value == 180.0


def test_live_service_stays_as_it_was_measured() -> None:
    told = asked(CHAIN, *IN_TIME, service(row(100, 70, 80)), minute=9)
    assert told.what_if.live.measured is not None
    assert told.what_if.live.measured.value == pytest.approx(10.0)


def test_a_what_if_log_is_marked_and_shares_no_fingerprint_with_the_true_one() -> None:
    run = played(CHAIN, *IN_TIME)
    told = counterfactual(run.log, Change("a", 9))
    assert is_what_if(told.log)
    assert not is_what_if(run.log)
    assert read_log(log_text(told.log)) == told.log
    assert not {line.digest for line in told.log} & {line.digest for line in run.log}
    assert told.log.line(1).data["what_if"] == {
        "of": run.log.last.digest,
        "expectation": "a",
        "line": None,
        "minute": 9,
    }


def test_the_same_question_has_the_same_answer() -> None:
    assert asked(CHAIN, *IN_TIME, minute=None, seed=3) == asked(CHAIN, *IN_TIME, minute=None, seed=3)


def test_15_differences_come_with_how_many_draws_they_rest_on_and_their_spread() -> None:
    told = asked(CHAIN, *IN_TIME, minute=None, replications=30)
    assert told.points.count == 30
    assert None not in (told.points.mean, told.points.p10, told.points.p90)
    assert {(shift.point, shift.true, shift.what_if) for shift in told.times} >= {("t1", 0.0, 0.0)}


@pytest.mark.parametrize(
    ("of", "minute", "said"),
    [
        ("nothing", 5, "there is no expectation nothing"),
        ("c", 5, "the clock of c has not started"),
        ("a", 61, "minute 61; expected 0 to 60"),
        ("b", 4, "minute 4; expected 5 to 60"),
    ],
)
def test_what_nobody_could_have_done_is_refused(of: str, minute: float, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        asked(CHAIN, *IN_TIME, of=of, minute=minute)


def test_an_act_that_nobody_did_cannot_be_left_out_nor_a_drill_asked_that_is_not_over() -> None:
    with pytest.raises(RequestError, match="nobody did a"):
        asked(CHAIN, ends())
    with pytest.raises(RequestError, match="not over yet"):
        asked(CHAIN, does(4, "a"), minute=5)


def test_an_earlier_statement_spares_the_queues_contacts_and_waiting() -> None:
    talk = Load("talk", (Channel.PHONE,), 0, 60, Opinion(80.0, 85.0, 20.0, 10.0, "said"))
    crisis = small(wanted("said", within=60, act=Act.STATEMENT), loads=(talk,))
    setting = Setting(small_service.floor(people=12), small_service.NOON)
    late = played(crisis, does(55, "said", act=Act.STATEMENT), ends())
    told = counterfactual(late.log, Change("said", 10), setting, replications=8)
    whole = told.queues[0]
    assert whole.queue is None
    assert whole.contacts.difference.mean is not None
    assert whole.contacts.difference.mean < -20
    assert whole.mean_wait_seconds.difference.mean is not None
    assert whole.mean_wait_seconds.difference.mean < 0
    assert whole.contacts.difference.count == 8
    same = counterfactual(late.log, Change("said", 55), setting, replications=2)
    assert same.queues[0].contacts.difference.mean == 0.0
