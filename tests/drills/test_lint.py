"""Each rule of a good exercise finds the fault it is for, and nothing in a good one."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from drills.incidents import Level
from drills.roles import Form
from drills.scenario.files import library
from drills.scenario.frozen import Condition, Inject, Outcome, Scenario, Standing
from drills.scenario.generator import generate
from drills.scenario.lint import lint
from drills.scenario.text import Text

EMPTY = Text("", "")


def scenario() -> Scenario:
    template = next(item for item in library() if item.id == "payment-timeouts")
    return generate(template, 7, Form.TABLETOP, Level.II)


def with_inject(name: str, change: Callable[[Inject], Inject]) -> Scenario:
    good = scenario()
    return replace(good, injects=tuple(change(item) if item.id == name else item for item in good.injects))


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
]


def test_nothing_is_found_in_a_scenario_of_the_product() -> None:
    assert lint(scenario()) == ()


@pytest.mark.parametrize(("make", "expected"), FAULTS, ids=[expected for _, expected in FAULTS])
def test_the_fault_is_found(make: Callable[[], Scenario], expected: str) -> None:
    assert any(expected in finding.say() for finding in lint(make()))
