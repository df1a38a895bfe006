"""The four templates in which a channel is lost: what each loses, whom it hits, and that all of it can be drawn and met."""

from collections.abc import Iterator

import pytest

from drills.incidents import Family, Level
from drills.roles import Form
from drills.scenario.acts import Act, Capability
from drills.scenario.checking import bad_draws
from drills.scenario.frozen import Scenario, Source
from drills.scenario.loads import ChannelLoss, LoadKind, Opinion, Outage
from drills.simulation.predict import predict
from forecasting.site import Channel
from tests.drills.drawn import KNOWN, drawn

SEEDS = range(50)
LOST = {
    "hotline-dead-number": {Channel.PHONE},
    "shop-accounts-locked": {Channel.CHAT},
    "forms-not-saved": {Channel.EMAIL, Channel.TICKET},
    "social-account-silenced": {Channel.SOCIAL},
}
PUBLIC = (Level.I, Level.II, Level.III)


def every_level(name: str, form: Form = Form.FUNCTIONAL) -> Iterator[Scenario]:
    levels = next(offer.levels for offer in KNOWN.offers() if offer.id == name)
    return (drawn(name, form, level) for level in levels)


def test_the_family_has_these_four_and_each_its_own_channels() -> None:
    assert LOST.keys() <= {item.id for item in KNOWN.templates if item.family is Family.CHANNEL_LOSS}
    assert len({frozenset(channels) for channels in LOST.values()}) == len(LOST)


@pytest.mark.parametrize("name", LOST)
def test_every_form_level_and_seed_passes_the_lint(name: str) -> None:
    assert list(bad_draws(KNOWN, [name], SEEDS)) == []


@pytest.mark.parametrize("name", LOST)
def test_the_lost_channel_is_closed_or_cut_down_from_the_first_message_until_the_cause_is_known(name: str) -> None:
    for scenario in every_level(name):
        first = scenario.injects[0]
        cause = next(inject for inject in scenario.injects if inject.reveals)
        lost = [load for load in scenario.loads if isinstance(load.effect, ChannelLoss | Outage)]
        assert [set(load.channels) for load in lost] == [LOST[name]]
        assert [(load.begins_with, load.ends_with) for load in lost] == [(first.id, cause.id)]


@pytest.mark.parametrize("name", LOST)
def test_customers_who_cannot_come_one_way_come_another(name: str) -> None:
    for scenario in every_level(name):
        lost = LOST[name]
        elsewhere = {channel for load in scenario.loads for channel in load.channels} - lost
        moved = {load.effect.to for load in scenario.loads if isinstance(load.effect, ChannelLoss)}
        assert elsewhere & {Channel.PHONE, Channel.CHAT}
        assert not moved & lost


def test_the_gravest_losses_of_phone_and_chat_close_the_channel_and_milder_ones_leave_some_of_it() -> None:
    for name in ("hotline-dead-number", "shop-accounts-locked"):
        kinds = {scenario.level: {load.effect.kind for load in scenario.loads} for scenario in every_level(name)}
        assert LoadKind.CHANNEL_LOSS in kinds[Level.I]
        assert all(LoadKind.OUTAGE in found for level, found in kinds.items() if level is not Level.I)


def test_only_the_silenced_account_makes_talk_and_only_a_statement_calms_it() -> None:
    talk = {
        (name, load.effect.calmed_by)
        for name in LOST
        for scenario in every_level(name)
        for load in scenario.loads
        if isinstance(load.effect, Opinion)
    }
    assert talk == {("social-account-silenced", "statement")}


@pytest.mark.parametrize("name", LOST)
def test_the_public_is_told_wherever_the_standards_ask_for_it(name: str) -> None:
    for scenario in every_level(name):
        statements = [item.clock.target for item in scenario.expectations if item.act is Act.STATEMENT]
        assert statements == (["statement"] if scenario.level in PUBLIC else [])


@pytest.mark.parametrize("name", LOST)
def test_each_tests_how_personal_data_or_honesty_fares_under_the_workaround(name: str) -> None:
    for scenario in every_level(name):
        tempting = [inject.id for inject in scenario.injects if inject.by_hand]
        answers = {item.capability for item in scenario.expectations if item.clock.basis in tempting}
        assert answers <= {Capability.DATA_PROTECTION, Capability.JUDGEMENT}
        assert answers


@pytest.mark.parametrize("name", LOST)
def test_doing_well_and_doing_badly_lead_to_different_messages(name: str) -> None:
    for scenario in every_level(name):
        by_outcome = {
            outcome: {item.text.en for item in scenario.injects if item.condition and item.condition.outcome == outcome}
            for outcome in ("met", "missed")
        }
        least = 2 if scenario.level in PUBLIC else 1
        assert all(len(texts) >= least for texts in by_outcome.values())
        assert not by_outcome["met"] & by_outcome["missed"]


@pytest.mark.parametrize("name", LOST)
@pytest.mark.parametrize("form", Form)
def test_no_critical_target_is_hopeless_or_certain(name: str, form: Form) -> None:
    for scenario in every_level(name, form):
        told = predict(scenario, seed=5, replications=120)
        for item in scenario.expectations:
            if item.critical:
                met = told.task(item.id).met
                assert met is not None
                assert 0 < met < 1, (scenario.level, item.id)


def test_mails_that_are_lost_bring_the_authority_and_false_numbers_the_police() -> None:
    forms = drawn("forms-not-saved", Form.FULL, Level.II)
    hotline = drawn("hotline-dead-number", Form.FULL, Level.I)
    assert any(item.source is Source.LEGAL and "12315" in item.sender.zh for item in forms.injects)
    assert any("police" in item.text.en for item in hotline.expectations if item.act is Act.ESCALATED)
