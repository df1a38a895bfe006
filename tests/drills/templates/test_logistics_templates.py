"""The logistics templates: each stops parcels by another mechanism, and usual remedies make it worse."""

from itertools import combinations

import pytest

from drills.incidents import Family, Level
from drills.roles import Form
from drills.scenario.acts import Act, Capability
from drills.scenario.checking import bad_draws
from drills.scenario.frozen import Outcome
from drills.scenario.graph import delivered
from drills.scenario.loads import Absence, Opinion, Surge
from drills.scenario.templates import Template
from tests.drills.drawn import KNOWN
from tests.drills.templates.parcels_and_data import SEEDS, drawn_at, levels_of, met_shares, sentences, templates_of

DISRUPTIONS = templates_of(Family.LOGISTICS)
each_disruption = pytest.mark.parametrize("template", DISRUPTIONS, ids=[template.id for template in DISRUPTIONS])


def test_there_are_at_least_four_and_together_they_reach_every_level_of_disruption() -> None:
    assert len(DISRUPTIONS) >= 4
    assert {level for template in DISRUPTIONS for level in levels_of(template)} == set(Level)


@each_disruption
def test_every_form_and_level_of_a_disruption_is_a_good_exercise_for_fifty_seeds(template: Template) -> None:
    assert set(template.minutes) == set(Form)
    assert list(bad_draws(KNOWN, [template.id], SEEDS)) == []


@pytest.mark.parametrize(("one", "other"), list(combinations(DISRUPTIONS, 2)), ids=lambda template: template.id)
def test_no_two_disruptions_share_a_sentence(one: Template, other: Template) -> None:
    assert not sentences(one) & sentences(other)


@each_disruption
def test_contacts_rise_from_the_first_report_to_the_end_and_talk_begins_when_the_level_rises(
    template: Template,
) -> None:
    for scenario in drawn_at(template):
        surges = [load for load in scenario.loads if isinstance(load.effect, Surge)]
        assert [load.ends_minutes for load in surges] == [scenario.minutes]
        assert surges[0].begins_minutes <= 0.03 * scenario.minutes
        turn = next((item.id for item in scenario.injects if item.new_level is not None), None)
        talk = [load.begins_with for load in scenario.loads if isinstance(load.effect, Opinion)]
        assert talk == ([turn] if turn is not None else [])


@each_disruption
def test_graver_disruptions_bring_more_contacts(template: Template) -> None:
    extra = [
        next(load.effect.extra_percent for load in scenario.loads if isinstance(load.effect, Surge))
        for scenario in drawn_at(template)
    ]
    assert extra == sorted(extra, reverse=True)


@each_disruption
def test_the_clocks_of_the_standards_run_from_the_first_customer(template: Template) -> None:
    for scenario in drawn_at(template):
        first = min((item for item in scenario.injects if item.timed), key=lambda item: item.minutes).id
        limits = {
            item.act: (item.clock.basis, item.clock.within_minutes, item.clock.citation)
            for item in scenario.expectations
            if item.act in {Act.GRADED, Act.STATEMENT}
        }
        assert limits[Act.GRADED] == (first, 30, "OS-7.1")
        assert limits.get(Act.STATEMENT) == (None if scenario.level is Level.IV else (first, 120, "OS-7.2"))


@each_disruption
def test_who_does_well_gets_other_work_than_who_does_badly(template: Template) -> None:
    for scenario in drawn_at(template):
        well, badly = delivered(scenario, Outcome.MET), delivered(scenario, Outcome.MISSED)
        bases = {item.clock.basis for item in scenario.expectations}
        nothing = delivered(scenario, Outcome.EXPIRED)
        assert bases & (well - badly)
        assert bases & ((badly | nothing) - well)


@each_disruption
def test_two_to_four_targets_of_a_disruption_are_critical(template: Template) -> None:
    for form in Form:
        for scenario in drawn_at(template, form):
            assert 2 <= sum(item.critical for item in scenario.expectations) <= 4


@each_disruption
def test_critical_targets_of_a_disruption_are_neither_certain_nor_hopeless(template: Template) -> None:
    for scenario in drawn_at(template):
        shares = met_shares(scenario)
        assert shares
        assert all(0.3 < share < 0.98 for share in shares.values()), (scenario.level, shares)


def test_a_promise_that_stays_on_the_page_brings_a_customer_who_believed_it() -> None:
    scenario = KNOWN.draw("hub-closed", 7, Form.FUNCTIONAL, Level.I)
    assert "still-tomorrow" in delivered(scenario, Outcome.EXPIRED)
    assert "page-text" in delivered(scenario, Outcome.MET)


def test_a_locked_shed_makes_no_talk_in_public_at_level_iv() -> None:
    scenario = KNOWN.draw("carrier-stops", 7, Form.FULL, Level.IV)
    assert not any(isinstance(load.effect, Opinion) for load in scenario.loads)
    assert "quiet-shed" in {item.id for item in scenario.injects}


def test_warnings_of_spoilt_food_are_rung_out_by_people_who_leave_the_floor() -> None:
    scenario = KNOWN.draw("warm-parcels", 7, Form.FULL, Level.I)
    assert any(isinstance(load.effect, Absence) for load in scenario.loads)
    first = next(item for item in scenario.expectations if item.id == "do-not-eat")
    assert (first.capability, first.critical, first.clock.within_minutes) == (Capability.SAFETY, True, 10)
    assert "outbound" in {item.seat for item in scenario.expectations}


@pytest.mark.parametrize("seed", range(12))
def test_of_spoilt_boxes_fewer_than_half_are_open_and_of_those_who_complain_fewer_than_half_are_ill(seed: int) -> None:
    for level in (Level.I, Level.II, Level.III):
        drawn = KNOWN.draw("warm-parcels", seed, Form.TABLETOP, level)
        value = {item.name: item.number for item in drawn.values if item.number is not None}
        assert 2 * value["open_boxes"] <= value["boxes"]
        assert 2 * value["ill"] <= value["photos"]


def test_the_usual_remedy_is_held_back_before_it_makes_more_wrong_parcels() -> None:
    scenario = KNOWN.draw("swapped-parcels", 7, Form.FUNCTIONAL, Level.III)
    held = next(item for item in scenario.expectations if item.id == "resend-held")
    assert (held.act, held.critical) == (Act.CONTAINED, True)
    assert "wrong-again" in delivered(scenario, Outcome.MISSED)
    assert "wrong-again" not in delivered(scenario, Outcome.MET)
