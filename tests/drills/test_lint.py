"""Each rule of a good exercise finds the fault it is for, and nothing in a good one."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.incidents import Level
from drills.roles import Form
from drills.scenario.acts import Act
from drills.scenario.frozen import Condition, Event, Inject, Outcome, PlayerSeat, Scenario, Standing
from drills.scenario.lint import RULES, lint
from drills.scenario.loads import Load
from drills.scenario.roleplays import RolePlay
from drills.scenario.text import Text
from tests.drills.drawn import drawn

EMPTY = Text("", "")
COMBINED = drawn("silence-hides-rumour", Form.FULL)


def scenario() -> Scenario:
    return drawn("payment-timeouts", Form.TABLETOP, Level.II, seed=7)


def with_inject(name: str, change: Callable[[Inject], Inject]) -> Scenario:
    good = scenario()
    return replace(good, injects=tuple(change(item) if item.id == name else item for item in good.injects))


def with_play(change: Callable[[RolePlay], RolePlay]) -> Scenario:
    good = scenario()
    return replace(good, roleplays=(change(good.roleplays[0]), *good.roleplays[1:]))


def with_load(change: Callable[[Load], Load]) -> Scenario:
    good = scenario()
    return replace(good, loads=(change(good.loads[0]), *good.loads[1:]))


def without_act(act: Act) -> Scenario:
    good = scenario()
    return replace(good, expectations=tuple(item for item in good.expectations if item.act is not act))


def after(expectation: str) -> Condition:
    return Condition(expectation, Outcome.MET, 1)


def many(good: Scenario) -> Scenario:
    extra = tuple(replace(good.injects[0], id=f"extra-{number}") for number in range(9))
    return replace(good, injects=(*good.injects, *extra))


def counted_too_late(good: Scenario) -> Scenario:
    late = next(item for item in good.expectations if item.id == "charge-handled")
    wrong = replace(late, clock=replace(late.clock, standing=Standing.OBSERVED))
    return replace(good, expectations=tuple(wrong if item is late else item for item in good.expectations))


FAULTS: list[tuple[Callable[[], Scenario], str]] = [
    (lambda: replace(scenario(), objectives=scenario().objectives[:2]), "there are 2 objectives; expected 3 to 5"),
    (
        lambda: replace(
            scenario(), objectives=(replace(scenario().objectives[0], success=EMPTY), *scenario().objectives[1:])
        ),
        "objective grade does not say by what it is met",
    ),
    (
        lambda: replace(scenario(), expectations=tuple(e for e in scenario().expectations if e.objective != "joint")),
        "no expectation measures objective joint",
    ),
    (
        lambda: replace(
            scenario(),
            expectations=tuple(
                e for e in scenario().expectations if e.objective != "protect" or e.id == "charge-handled"
            ),
        ),
        "nothing of objective protect can be seen before the drill ends",
    ),
    (lambda: with_inject("alarm", lambda item: replace(item, objectives=())), "inject alarm serves no known objective"),
    (lambda: with_inject("alarm", lambda item: replace(item, seat="cook")), "inject alarm goes to nobody"),
    (
        lambda: with_inject("alarm", lambda item: replace(item, condition=after("nothing"))),
        "inject alarm waits for an unknown expectation",
    ),
    (
        lambda: replace(scenario(), injects=tuple(i for i in scenario().injects if i.id != "no-estimate")),
        "the clock of joint-call has no event that starts it",
    ),
    (
        lambda: with_inject("healthy-report", lambda item: replace(item, condition=after("figures-checked"))),
        "the injects healthy-report wait for each other",
    ),
    (
        lambda: with_inject("healthy-report", lambda item: replace(item, condition=after("figures-checked"))),
        "inject healthy-report can never come",
    ),
    (
        lambda: replace(
            scenario(),
            injects=tuple(
                replace(i, condition=Condition("graded", Outcome.MET, 1))
                if "one-voice" in i.objectives and i.id != "first-contact"
                else i
                for i in scenario().injects
            ),
            expectations=tuple(e for e in scenario().expectations if e.id != "statement"),
        ),
        "objective one-voice is never tested when the players do badly",
    ),
    (
        lambda: with_inject("alarm", lambda item: replace(item, condition=after("charge-handled"))),
        "inject alarm waits for what ends after the drill",
    ),
    (lambda: counted_too_late(scenario()), "the clock of charge-handled counts although it ends after the drill"),
    (lambda: with_inject("no-estimate", lambda item: replace(item, minutes=1)), "does not run from its inject"),
    (
        lambda: with_inject("recovered", lambda item: replace(item, minutes=59)),
        "the drill has no slack after minute 57",
    ),
    (lambda: many(scenario()), "seat agents gets 12 injects within an hour; expected at most 8"),
    (
        lambda: with_inject("healthy-report", lambda item: replace(item, ambiguous=False)),
        "no fact can be read in two ways",
    ),
    (lambda: with_inject("spreads", lambda item: replace(item, new_level=None)), "the level changes 0 times"),
    (
        lambda: replace(scenario(), incidents=(replace(scenario().incidents[0], opening_level=Level.II),)),
        "an inject changes the level to what it is already",
    ),
    (lambda: replace(scenario(), stop_rule=EMPTY), "there is no rule for stopping"),
    (lambda: replace(scenario(), safe_word=Text("Stop", " ")), "there is no safe word"),
    (
        lambda: with_inject("alarm", lambda item: replace(item, text=Text("ALERT", "告警"))),
        "inject alarm does not bear the drill mark",
    ),
    (
        lambda: with_inject("recovered", lambda item: replace(item, reveals=False)),
        "injects.recovered.text gives the cause away: it says “connection pool”",
    ),
    (lambda: replace(scenario(), title=Text("Connection pool drill", "演练")), "title gives the cause away"),
    (lambda: replace(scenario(), seats=scenario().seats[1:]), "expected exactly one commander"),
    (
        lambda: with_inject("alarm", lambda item: replace(item, event=Event(Act.CONTAINED, 0, "payment-timeouts"))),
        "injects.alarm: inject alarm can never come [reachable]",
    ),
    (
        lambda: replace(scenario(), seats=(*scenario().seats, PlayerSeat("evaluator", Text("evaluator", "评估员"), 1))),
        "seat evaluator is a role that knows the script [evaluator-player]",
    ),
    (
        lambda: replace(scenario(), seats=(*scenario().seats, PlayerSeat("cook", Text("cook", "厨师"), 1))),
        "seat cook has nothing to respond to [idle-seat]",
    ),
    (
        lambda: replace(scenario(), injects=tuple(replace(item, objectives=("grade",)) for item in scenario().injects)),
        "no inject serves objective joint",
    ),
    (lambda: replace(scenario(), level=Level.I), "the overall level is I; the worst of the incidents is II"),
    (lambda: without_act(Act.GRADED), "nobody is expected to grade the incident [time-points]"),
    (lambda: without_act(Act.STATEMENT), "nobody is expected to make a statement [time-points]"),
    (
        lambda: replace(
            scenario(), expectations=tuple(replace(item, critical=False) for item in scenario().expectations)
        ),
        "no expectation is critical",
    ),
    (
        lambda: with_inject("spreads", lambda item: replace(item, incident="")),
        "inject spreads changes the level of no incident",
    ),
    (lambda: replace(scenario(), spoilers=()), "no words are listed that give the cause away"),
    (lambda: replace(scenario(), loads=()), "incident payment-timeouts does nothing to queues or people"),
    (
        lambda: with_load(lambda load: replace(load, begins_with="nothing")),
        "load no-payments refers to the unknown inject nothing [reference]",
    ),
    (
        lambda: with_load(lambda load: replace(load, ends_minutes=61)),
        "load no-payments does not lie within the drill [load]",
    ),
    (lambda: replace(scenario(), roleplays=()), "there is no role play"),
    (lambda: with_play(lambda play: replace(play, seat="cook")), "role play gift-deadline is answered by nobody"),
    (lambda: with_play(lambda play: replace(play, objective="fun")), "gift-deadline serves no known objective"),
    (lambda: with_play(lambda play: replace(play, begins_with="nothing")), "begins with an unknown inject"),
    (lambda: with_play(lambda play: replace(play, begins_with="alarm")), "begins with an inject to another seat"),
    (lambda: with_play(lambda play: replace(play, lines=play.lines[:1])), "has 1 lines; expected 2 or more"),
    (
        lambda: with_play(lambda play: replace(play, lines=(play.lines[0], play.lines[0]))),
        "nothing that the customer of role play gift-deadline says answers the player",
    ),
    (
        lambda: with_play(lambda play: replace(play, opening=Text("The connection pool!", "演练：连接池！"))),
        "roleplays.gift-deadline.opening gives the cause away",
    ),
    (
        lambda: with_play(lambda play: replace(play, opening=Text("Hello", "你好"))),
        "role play gift-deadline does not open with the drill mark",
    ),
    (lambda: with_play(lambda play: replace(play, mood=Text("Angry 生气", "生气"))), "mood holds Chinese"),
    (lambda: with_play(lambda play: replace(play, mood=Text("Angry", "Angry"))), "mood holds no Chinese character"),
    (
        lambda: with_play(
            lambda play: replace(play, mood=Text("Angry", "生气 and nobody has translated the rest of it"))
        ),
        "mood holds an English sentence",
    ),
    (lambda: replace(scenario(), cause=Text("A cause", "  ")), "cause is empty in one language"),
]


def test_a_pause_is_a_pause_in_any_language() -> None:
    assert lint(with_play(lambda play: replace(play, mood=Text("…", "……")))) == ()


def test_every_rule_finds_something() -> None:
    found = {finding.rule for make, _ in FAULTS for finding in lint(make())}
    assert found == set(RULES)


def test_the_guide_explains_every_rule() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    table = guide[guide.index("## Is it a good exercise?") :]
    assert all(f"`{rule}`" in table for rule in RULES)


def test_nothing_is_found_in_a_scenario_of_the_product() -> None:
    assert lint(scenario()) == ()


@pytest.mark.parametrize(("make", "expected"), FAULTS, ids=[expected for _, expected in FAULTS])
def test_the_fault_is_found(make: Callable[[], Scenario], expected: str) -> None:
    assert any(expected in finding.say() for finding in lint(make()))


Entry = TypeVar("Entry")


def some(data: st.DataObject, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if data.draw(st.booleans()))


@given(st.data())
def test_whatever_is_missing_is_found_and_never_ends_in_an_error(data: st.DataObject) -> None:
    less = replace(
        COMBINED,
        objectives=some(data, COMBINED.objectives),
        seats=some(data, COMBINED.seats),
        injects=some(data, COMBINED.injects),
        expectations=some(data, COMBINED.expectations),
        loads=some(data, COMBINED.loads),
        roleplays=some(data, COMBINED.roleplays),
    )
    found = {finding.rule for finding in lint(less)}
    injects, seats = {item.id for item in less.injects}, {item.id for item in less.seats}
    if not {item.clock.basis for item in less.expectations} <= injects:
        assert "basis" in found
    asked = {item.seat for item in less.injects} | {item.seat for item in less.expectations}
    if not asked <= seats:
        assert "seat" in found
