"""Whatever is done to a drill, in whatever order, with clocks that jump and programs that are killed: some things always hold."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

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
    log_text,
    look_both_ways,
    measure_live,
    note,
    pause,
    read_log,
    report,
    resume,
    run_of,
    say,
    stamp,
    start,
    tick,
)
from drills.exercise.chain import whole_milliseconds
from drills.exercise.log import Log
from drills.incidents import Level
from drills.rating import Rating
from drills.roles import Form, Role
from drills.scenario.acts import Act
from drills.scenario.frozen import Expectation
from tests.drills.drawn import drawn
from tests.drills.exercise.small_run import CONTROLLER, planned
from tests.drills.exercise.what_holds import ALWAYS
from tests.drills.practice.seated import seated

pytestmark = pytest.mark.slow

SINGLE = seated(drawn("orders-vanish", Form.TABLETOP, seed=7), backups=True)
SEVERAL = seated(drawn("payments-and-refunds", Form.FUNCTIONAL, seed=7))
WORDS = st.sampled_from(("", "because", "你自己看吧", "calm down"))
NUMBERS = st.integers(0, 40)


def _not_begun(machine: "AnyOperations") -> bool:
    return machine.run.state.started_at is None


class AnyOperations(RuleBasedStateMachine):
    """A drill under random operations; *now* is what the service's clock shows, which may be set back."""

    run: Run
    before: Log
    now: datetime

    @initialize(several=st.booleans(), begun=st.sampled_from((True, True, True, True, True, False)))
    def begin(self, *, several: bool, begun: bool) -> None:
        drill = SEVERAL if several else SINGLE
        self.run = planned(drill)
        self.before = Log()
        self.now = drill.window.start
        self.sent = 0
        self.last: Callable[[Run], Run] | None = None
        if begun:
            self.run = approve(self.run, self.order(), CoverTold())
            self.run = look_both_ways(self.run, self.order(), CoverTold())
            self.run = start(self.run, self.order())

    def order(self, by: str = CONTROLLER) -> Order:
        self.sent += 1
        return Order(self.now, by, f"k{self.sent}")

    def obey(self, given: Callable[..., Run], *args: Any, by: str = CONTROLLER, **told: Any) -> None:
        order = self.order(by)
        self.refused: tuple[str, ...] | None = None
        try:
            self.run = given(self.run, order, *args, **told)
        except OrderError as error:
            self.refused = error.reasons
        else:
            self.last = lambda run: given(run, order, *args, **told)
            assert self.run.log.last.at >= whole_milliseconds(self.now)
        assert self.refused is None or (self.refused and all(self.refused))

    # Time, and what becomes of programs

    @rule(seconds=st.sampled_from((0.4, 3, 45, 240, 1100, 2500)), looked_at=st.booleans())
    def time_passes(self, seconds: float, *, looked_at: bool) -> None:
        self.now += timedelta(seconds=seconds)
        if looked_at:
            self.the_clock_is_looked_at()

    @rule(seconds=st.sampled_from((-900, -30, 20, 900)))
    def the_clock_is_set(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def the_clock_is_looked_at(self) -> None:
        self.run = tick(self.run, self.now)
        assert tick(self.run, self.now) == self.run

    @rule(seconds=st.sampled_from((1, 60, 600)), kept=NUMBERS)
    def a_tick_is_cut_off(self, seconds: int, kept: int) -> None:
        self.now += timedelta(seconds=seconds)
        ticked = tick(self.run, self.now)
        self.run = run_of(read_log(log_text(ticked.log.lines[: len(self.run.log) + kept])))

    @rule()
    def the_program_is_killed(self) -> None:
        again = run_of(read_log(log_text(self.run.log)))
        assert again == self.run
        assert again.state == self.run.state
        self.run = again

    @rule()
    @precondition(lambda self: self.last is not None)
    def the_last_order_is_sent_again(self) -> None:
        assert self.last is not None
        assert self.last(self.run) == self.run

    # Phases

    @rule(reasons=st.sampled_from(((), (), ("nobody is left",))))
    @precondition(_not_begun)
    def approve(self, reasons: tuple[str, ...]) -> None:
        self.obey(approve, CoverTold(reasons))

    @rule(reasons=st.sampled_from(((), (), ("queue A is full",))))
    @precondition(_not_begun)
    def look(self, reasons: tuple[str, ...]) -> None:
        self.obey(look_both_ways, CoverTold(reasons))

    @rule(other=st.booleans())
    def turn(self, *, other: bool) -> None:
        fitting = {Phase.CLEARED: start, Phase.RUNNING: pause}.get(self.run.state.phase, resume)
        self.obey(start if other and fitting is pause else fitting)

    @rule(given=st.sampled_from((end, evaluate, close)), rarely=st.integers(0, 5))
    def go_on(self, given: Callable[..., Run], rarely: int) -> None:
        if rarely == 0:
            self.obey(given)

    @rule(cause=st.sampled_from(AbortCause), rarely=st.integers(0, 8))
    def abort(self, cause: AbortCause, rarely: int) -> None:
        if rarely == 0:
            self.obey(abort, cause, "really")
            assert self.run.state.phase not in {Phase.RUNNING, Phase.PAUSED}

    @rule(rarely=st.integers(0, 8))
    @precondition(_not_begun)
    def call_off(self, rarely: int) -> None:
        if rarely == 0:
            self.obey(call_off, "too busy")

    @rule()
    @precondition(lambda self: self.run.state.phase.over)
    def report(self) -> None:
        self.obey(report, "ab" * 32)

    # What people do

    @rule(which=NUMBERS)
    def give(self, which: int) -> None:
        injects = self.run.scenario.injects
        self.obey(give, injects[which % len(injects)].id)

    @rule(act=st.sampled_from(Act), who=NUMBERS, level=st.sampled_from(Level), text=WORDS, other=st.booleans())
    def stamp(self, act: Act, who: int, level: Level, text: str, *, other: bool) -> None:
        incident = self.run.scenario.incidents[-1 if other else 0].id
        graded = level if act is Act.GRADED else None
        self.obey(stamp, act, self.somebody(who), incident=incident, level=graded, text=text)

    @rule(who=NUMBERS, level=st.sampled_from(Level), text=WORDS)
    def grade(self, who: int, level: Level, text: str) -> None:
        self.obey(stamp, Act.GRADED, self.somebody(who), level=level, text=text)

    @rule(which=NUMBERS, level=st.sampled_from(Level), text=WORDS, begun=st.booleans())
    def stamp_for(self, which: int, level: Level, text: str, *, begun: bool) -> None:
        item = self.expectation(which, begun=begun)
        graded = level if item.act is Act.GRADED else None
        holder = str(self.run.drill.holders(item.seat)[0].agent)
        self.obey(stamp, item.act, holder, expectation=item.id, level=graded, text=text)

    @rule(which=NUMBERS, met=st.booleans(), begun=st.booleans())
    def judge(self, which: int, *, met: bool, begun: bool) -> None:
        self.obey(judge, self.expectation(which, begun=begun).id, "seen", met=met, by=self.evaluator)

    def expectation(self, which: int, *, begun: bool) -> Expectation:
        """Return the expectation called for; of those whose clock has started where it is to have *begun*."""
        every = self.run.scenario.expectations
        items = [item for item in every if item.id in self.run.state.clocks] if begun else []
        return items[which % len(items)] if items else every[which % len(every)]

    @rule(which=NUMBERS, met=st.booleans(), rating=st.sampled_from(Rating), points=st.integers(-1, 21))
    def hand_in(self, which: int, rating: Rating, points: int, *, met: bool) -> None:
        scenario = self.run.scenario
        item = scenario.expectations[which % len(scenario.expectations)]
        plays = {play.id: {"opening": points} for play in scenario.roleplays[:1]}
        sheet = Sheet({item.id: Mark(met)}, {scenario.objectives[0].id: rating}, plays)
        self.obey(hand_in, sheet, by=self.evaluator)

    @rule(who=NUMBERS, present=st.booleans())
    def attend(self, who: int, *, present: bool) -> None:
        self.obey(attend, self.somebody(who), present=present)

    @rule(text=WORDS)
    def note(self, text: str) -> None:
        self.obey(note, text)

    @rule(which=NUMBERS, who=NUMBERS, text=WORDS)
    def answer(self, which: int, who: int, text: str) -> None:
        self.obey(say, self.a_roleplay(which), agent=self.somebody(who), text=text)

    @rule(which=NUMBERS, text=WORDS, cue=st.one_of(st.none(), st.integers(-1, 5)))
    def say(self, which: int, text: str, cue: int | None) -> None:
        self.obey(say, self.a_roleplay(which), agent=None, text="" if which % 4 else text, cue=cue)

    @rule(which=NUMBERS, satisfied=st.sampled_from((None, True, False)))
    def close_chat(self, which: int, *, satisfied: bool | None) -> None:
        self.obey(close_chat, self.a_roleplay(which), satisfied=satisfied)

    @rule(came=st.integers(-1, 9), within=st.integers(0, 9))
    def measure(self, came: int, within: int) -> None:
        begun, later = self.run.drill.window.local_start, self.run.drill.window.local_start + timedelta(minutes=15)
        row = {"queue": "A", "start": begun.isoformat(), "end": later.isoformat(), "came": came, "within": within}
        self.obey(measure_live, [{**row, "expected_percent": 80.0}])

    @rule(back=NUMBERS, void=st.booleans(), text=WORDS, share=st.one_of(st.none(), st.floats(0, 1)))
    @precondition(lambda self: self.run.state.started_at is not None)
    def correct(self, back: int, text: str, share: float | None, *, void: bool) -> None:
        number = max(len(self.run.log) - back, 0)
        second = None if share is None else round(self.run.log.last.second * share, 3)
        self.obey(correct, number, text, void=void, second=second)

    @rule(which=NUMBERS, share=st.floats(0, 1), level=st.sampled_from(Level), void=st.booleans())
    @precondition(lambda self: self.run.state.stamps)
    def correct_a_stamp(self, which: int, share: float, level: Level, *, void: bool) -> None:
        stamps = self.run.state.stamps
        item, second = stamps[which % len(stamps)], round(self.run.log.last.second * share, 3)
        data = None if item.level is None else {"level": level.name}
        self.obey(correct, item.line, "seen on the recording", void=void, second=second, data=data)

    def somebody(self, which: int) -> str:
        players = [seat for seat in self.run.drill.seats if seat.role.meets_incident]
        seats = players if which % 3 else self.run.drill.seats
        known = [str(name) for seat in seats for name in (seat.agent, seat.backup) if name is not None]
        return known[which % len(known)]

    def a_roleplay(self, which: int) -> str:
        known = sorted(self.run.state.chats) or [play.id for play in self.run.scenario.roleplays]
        return known[which % len(known)]

    @property
    def evaluator(self) -> str:
        return str(next(seat.agent for seat in self.run.drill.seats if seat.role is Role.EVALUATOR))

    @invariant()
    def everything_holds(self) -> None:
        for rule_that_holds in ALWAYS:
            rule_that_holds(self.run, self.before, self.now)
        self.before = self.run.log

    def teardown(self) -> None:
        assert run_of(read_log(log_text(self.run.log))) == self.run


AnyOperations.TestCase.settings = settings(
    max_examples=150,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestAnyOperations = AnyOperations.TestCase
