"""How messages come: at a time, after an outcome, on a stamp, by hand."""

import pytest

from drills.errors import ScenarioError, TemplateError
from drills.incidents import Level
from drills.roles import Form
from drills.scenario.acts import Act
from drills.scenario.files import own_folder, parse_template
from drills.scenario.frozen import Outcome, Scenario
from drills.scenario.generator import generate
from drills.scenario.graph import delivered, reachable

SOURCE = (own_folder() / "library" / "payment-timeouts.toml").read_text(encoding="utf-8")
MORE = """
[[injects]]
id = "more"
source = "operations"
sender = { en = "operations", zh = "运营" }
seat = "commander"
objectives = ["grade"]
text = { en = "One thing more.", zh = "还有一件事。" }
"""


def with_trigger(trigger: str, form: Form = Form.FULL) -> Scenario:
    template = parse_template(SOURCE + MORE + trigger, "mine.toml")
    return generate(template, 7, form, Level.II)


def faults_of(trigger: str) -> str:
    with pytest.raises(TemplateError) as refused:
        with_trigger(trigger)
    return "; ".join(str(fault) for fault in refused.value.faults)


def test_what_waits_for_a_stamp_is_planned_for_the_end_of_the_clock_that_asks_for_it() -> None:
    scenario = with_trigger('on = "escalated"\ndelay_minutes = 3')
    more, raised = scenario.inject("more"), scenario.expectation("level-raised")
    assert raised.act is Act.ESCALATED
    assert more.minutes == raised.clock.due_minutes + 3
    assert more.event is not None
    assert not more.timed
    assert "more" in delivered(scenario, Outcome.MET)
    assert "more" not in delivered(scenario, Outcome.EXPIRED)


@pytest.mark.parametrize(
    ("outcome", "comes_when"),
    [
        ("met", {Outcome.MET}),
        ("missed", {Outcome.MISSED, Outcome.EXPIRED}),
        ("expired", {Outcome.EXPIRED}),
    ],
)
def test_running_out_is_missed_too_but_judged_not_met_is_not_running_out(
    outcome: str, comes_when: set[Outcome]
) -> None:
    scenario = with_trigger(f'after = {{ expectation = "alarm-taken", outcome = "{outcome}", delay_minutes = 1 }}')
    assert {item for item in Outcome if "more" in delivered(scenario, item)} == comes_when


def test_what_is_given_by_hand_can_come_and_is_counted_on_in_no_case() -> None:
    scenario = with_trigger("by_hand = true\nuntil_percent = 60")
    assert scenario.inject("more").minutes == 90
    assert "more" in reachable(scenario)
    assert not any("more" in delivered(scenario, outcome) for outcome in Outcome)


def test_what_waits_for_a_statement_needs_a_drill_long_enough_for_one() -> None:
    assert with_trigger('on = "statement"\ndelay_minutes = 5').inject("more").minutes > 120
    with pytest.raises(ScenarioError, match=r"injects\.more: more may come at minute .* \[slack\]"):
        with_trigger('on = "statement"\ndelay_minutes = 5', Form.TABLETOP)
    short = with_trigger('on = "statement"\ndelay_minutes = 5\nforms = ["full"]', Form.TABLETOP)
    assert all(inject.id != "more" for inject in short.injects)


def test_what_waits_for_an_act_that_nobody_is_asked_for_is_refused() -> None:
    with pytest.raises(ScenarioError, match="an inject builds on contained, which level II as a full exercise lacks"):
        with_trigger('on = "contained"')


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        ("", "inject more: give exactly one of at_percent, after, on and by_hand"),
        ('on = "graded"\nby_hand = true', "inject more: give exactly one of at_percent, after, on and by_hand"),
        ('on = "recovered"', "inject more: nothing can wait for recovered"),
        ("at_percent = [5, 9]\ndelay_minutes = 4", "inject more: delay_minutes belongs to on, or into after"),
        ('after = { expectation = "nothing", outcome = "met" }', "injects.more.after.expectation: refers to nothing"),
    ],
)
def test_a_trigger_that_is_none_is_named(trigger: str, expected: str) -> None:
    assert expected in faults_of(trigger)
