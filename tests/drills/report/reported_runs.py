"""Logs of drills to report on: played to the end, paused and corrected, broken off, called off, several incidents, nobody acting."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from drills.drill import Drill
from drills.exercise import (
    AbortCause,
    CoverTold,
    Log,
    Order,
    Run,
    abort,
    approve,
    call_off,
    correct,
    end,
    look_both_ways,
    measure_live,
    note,
    plan,
    start,
)
from drills.incidents import Family
from drills.practice import Circumstances, rehearsed_run
from drills.report import DrillReport, drill_report
from drills.roles import Form
from drills.scenario.canonical import Plain
from drills.scenario.catalogue import catalogue
from drills.scoring import CURRENT, LIVE_BUDGET_POINTS
from forecasting.messages import N_, Sentence
from tests.drills.exercise.small_run import small_drill
from tests.drills.practice.seated import seated

WHO = "controller"


def _order(drill: Drill, minutes: float) -> Order:
    return Order(drill.window.start + timedelta(minutes=minutes), WHO)


def _started(drill: Drill) -> Run:
    run = plan(drill, _order(drill, -90), CURRENT.version, LIVE_BUDGET_POINTS)
    run = look_both_ways(approve(run, _order(drill, -60), CoverTold()), _order(drill, -5), CoverTold())
    return start(run, _order(drill, 0))


@cache
def rehearsed() -> Log:
    """A functional exercise with sheets, talks, attendance and two pauses."""
    drill = small_drill(Family.PUBLIC_OPINION, 3, Form.FUNCTIONAL)
    return rehearsed_run(drill, 3, circumstances=Circumstances(pauses=2, forbidden_every=2, language="en")).log


@cache
def several_at_once() -> Log:
    """Two incidents at once, two people of each seat."""
    scenario = catalogue().draw("payments-and-refunds", 5, Form.FULL)
    return rehearsed_run(seated(scenario), 5).log


@cache
def with_live_loss() -> Log:
    """Nobody acts, live service loses more than its budget, a note is corrected."""
    drill = small_drill()
    run = note(_started(drill), _order(drill, 4), "the chat tool hangs for 3 minutes")
    line = run.log.last.number
    run = correct(
        run, _order(drill, 6), line, "it was the mail tool", data={"text": "the mail tool hangs for 3 minutes"}
    )
    run = end(run, _order(drill, drill.scenario.minutes))
    return measure_live(run, _order(drill, drill.scenario.minutes + 60), [_row(drill)]).log


@cache
def measured_twice() -> Log:
    """Two spans of a queue, the first of them measured again."""
    drill = small_drill()
    later = {"start": _order(drill, 30).now.isoformat(), "end": _order(drill, 45).now.isoformat()}
    rows = [_row(drill), _row(drill) | {"within": 100}, _row(drill) | later | {"came": 80, "within": 80}]
    run = end(_started(drill), _order(drill, drill.scenario.minutes))
    return measure_live(run, _order(drill, drill.scenario.minutes + 60), rows).log


def _row(drill: Drill) -> dict[str, Plain]:
    begins = drill.window.start
    return {
        "queue": "chat",
        "start": begins.isoformat(),
        "end": (begins + timedelta(minutes=30)).isoformat(),
        "came": 120,
        "within": 90,
        "expected_percent": 84.5,
    }


@cache
def broken_off() -> Log:
    drill = small_drill()
    return abort(_started(drill), _order(drill, 7.5), AbortCause.REAL_EVENT, "the shop is down in earnest").log


@cache
def called_off() -> Log:
    drill = small_drill()
    run = plan(drill, _order(drill, -90), CURRENT.version, LIVE_BUDGET_POINTS)
    return call_off(run, _order(drill, -30), "two of 5 players are ill").log


@cache
def under_way() -> Log:
    drill = small_drill()
    return note(_started(drill), _order(drill, 12), "12 minutes and nothing yet").log


def typed(words: str) -> Log:
    drill = small_drill()
    return note(_started(drill), _order(drill, 1), words).log


@cache
def with_backups() -> Log:
    """Half of the players stay away; backups sit in for them."""
    drill = seated(catalogue().draw("late-refunds", 2, Form.FUNCTIONAL), backups=True)
    return rehearsed_run(drill, 2, circumstances=Circumstances(absent_share=0.6, language="en")).log


@cache
def refused() -> Log:
    """No go: cover does not hold on the day."""
    drill = small_drill()
    run = plan(drill, _order(drill, -90), CURRENT.version, LIVE_BUDGET_POINTS)
    run = approve(run, _order(drill, -60), CoverTold())
    reason = Sentence(N_("the drill is {phase}; expected {phases}"), phase=3, phases="cover")
    return look_both_ways(run, _order(drill, -5), CoverTold((reason,), points_lost=2.4)).log


LOGS = {
    "rehearsed": rehearsed,
    "several at once": several_at_once,
    "live loss": with_live_loss,
    "broken off": broken_off,
    "called off": called_off,
    "under way": under_way,
    "backups": with_backups,
    "no go": refused,
}


@cache
def reported(log: Callable[[], Log]) -> DrillReport:
    """The report on one of these logs, made once."""
    return drill_report(log())
