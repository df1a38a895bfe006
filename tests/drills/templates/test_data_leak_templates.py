"""The data-leak templates: each a leak by another way, in which people are protected first and told with counsel."""

from itertools import combinations

import pytest

from drills.incidents import Family, Level
from drills.roles import Form
from drills.scenario.acts import Act, Capability
from drills.scenario.checking import bad_draws
from drills.scenario.frozen import Outcome, Scenario, Source, Standing
from drills.scenario.graph import delivered
from drills.scenario.loads import Leak
from drills.scenario.templates import Template
from tests.drills.drawn import KNOWN
from tests.drills.templates.parcels_and_data import SEEDS, drawn_at, levels_of, met_shares, sentences, templates_of

LEAKS = templates_of(Family.DATA_LEAK)
each_leak = pytest.mark.parametrize("template", LEAKS, ids=[template.id for template in LEAKS])


def test_there_are_at_least_four_and_together_they_reach_every_level() -> None:
    assert len(LEAKS) >= 4
    assert {level for template in LEAKS for level in levels_of(template)} == set(Level)


@each_leak
def test_every_form_and_level_of_a_leak_is_a_good_exercise_for_fifty_seeds(template: Template) -> None:
    assert set(template.minutes) == set(Form)
    assert list(bad_draws(KNOWN, [template.id], SEEDS)) == []


def test_no_two_leaks_load_the_same_channels() -> None:
    loaded = [frozenset(channel for load in template.loads for channel in load.channels) for template in LEAKS]
    first = [template.loads[0].channels for template in LEAKS]
    assert len(set(first)) >= 3, first
    assert all(loaded)


@pytest.mark.parametrize(("one", "other"), list(combinations(LEAKS, 2)), ids=lambda template: template.id)
def test_no_two_leaks_share_a_sentence(one: Template, other: Template) -> None:
    assert not sentences(one) & sentences(other)


@each_leak
def test_those_concerned_call_at_once_and_a_word_in_public_or_to_them_calms_the_copycats(template: Template) -> None:
    for scenario in drawn_at(template):
        leaks = [load for load in scenario.loads if isinstance(load.effect, Leak)]
        assert len(leaks) == 1
        assert leaks[0].begins_minutes <= 0.03 * scenario.minutes
        assert isinstance(leaks[0].effect, Leak)
        assert leaks[0].effect.calmed_by in {item.id for item in scenario.expectations}
        assert leaks[0].effect.branching_after_percent < leaks[0].effect.branching_percent


@each_leak
def test_graver_leaks_bring_more_contacts(template: Template) -> None:
    rates = [
        next(load.effect.contacts_per_hour for load in scenario.loads if isinstance(load.effect, Leak))
        for scenario in drawn_at(template)
    ]
    assert rates == sorted(rates, reverse=True)


@each_leak
def test_notice_under_the_privacy_law_starts_with_counsel_and_is_seen_in_the_drill(template: Template) -> None:
    for form in Form:
        for scenario in drawn_at(template, form):
            notices = [item for item in scenario.expectations if item.clock.citation == "PIPL-57"]
            assert [item.capability for item in notices] == [Capability.DATA_PROTECTION]
            basis = next(item for item in scenario.injects if item.id == notices[0].clock.basis)
            assert basis.source is Source.LEGAL
            assert notices[0].clock.standing is Standing.OBSERVED


@each_leak
def test_the_clocks_of_the_standards_run_from_the_first_report(template: Template) -> None:
    for scenario in drawn_at(template):
        first = min((item for item in scenario.injects if item.timed), key=lambda item: item.minutes)
        assert first.source is Source.CUSTOMER
        assert clocks_of(scenario, Act.GRADED) == [(first.id, 30)]
        wanted = [] if scenario.level is Level.IV else [(first.id, 120)]
        assert clocks_of(scenario, Act.STATEMENT) == wanted


def clocks_of(scenario: Scenario, act: Act) -> list[tuple[str, int]]:
    return [(item.clock.basis, item.clock.within_minutes) for item in scenario.expectations if item.act is act]


@each_leak
def test_who_does_well_meets_other_messages_and_tasks_than_who_does_badly(template: Template) -> None:
    for scenario in drawn_at(template):
        well, badly = delivered(scenario, Outcome.MET), delivered(scenario, Outcome.MISSED)
        for here, there in ((well, badly), (badly, well)):
            own = {item.clock.basis for item in scenario.expectations} & (here - there)
            assert own, (scenario.level, here - there)


@each_leak
def test_two_to_four_targets_of_a_leak_are_critical(template: Template) -> None:
    for form in Form:
        for scenario in drawn_at(template, form):
            assert 2 <= sum(item.critical for item in scenario.expectations) <= 4


@each_leak
def test_critical_targets_are_neither_certain_nor_hopeless(template: Template) -> None:
    for scenario in drawn_at(template):
        shares = met_shares(scenario)
        assert shares
        assert all(0.3 < share < 0.98 for share in shares.values()), (scenario.level, shares)


def test_whoever_has_paid_a_fraudster_is_helped_within_ten_minutes() -> None:
    scenario = KNOWN.draw("refund-callers", 7, Form.FULL, Level.I)
    chased = next(item for item in scenario.expectations if item.id == "money-chased")
    assert (chased.clock.basis, chased.clock.within_minutes, chased.critical) == ("has-paid", 10, True)


def test_a_blackmailer_writes_only_after_the_leak_was_contained() -> None:
    scenario = KNOWN.draw("list-in-group", 7, Form.FULL, Level.II)
    assert "copy-offered" in delivered(scenario, Outcome.MET)
    assert "copy-offered" not in delivered(scenario, Outcome.MISSED)
    assert "copy-offered" not in {item.id for item in KNOWN.draw("list-in-group", 7, Form.FULL, Level.IV).injects}


def test_traders_and_buyers_have_seats_of_their_own() -> None:
    scenario = KNOWN.draw("wrong-export", 7, Form.FUNCTIONAL, Level.II)
    assert {"traders", "agents"} <= {item.seat for item in scenario.expectations}
