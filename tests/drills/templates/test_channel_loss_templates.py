"""The four templates in which a channel is lost: what each loses, whom it hits, and that all of it can be drawn and met."""

import pytest

from drills.incidents import Family, Level
from drills.roles import Form
from drills.scenario.acts import Act, Capability
from drills.scenario.frozen import Source
from drills.scenario.loads import ChannelLoss, LoadKind, Opinion, Outage
from forecasting.site import Channel
from tests.drills.drawn import KNOWN, drawn
from tests.drills.templates.channels_and_people import LOST, every_level


def test_the_family_has_these_four_and_each_its_own_channels() -> None:
    assert LOST.keys() <= {item.id for item in KNOWN.templates if item.family is Family.CHANNEL_LOSS}
    assert len({frozenset(channels) for channels in LOST.values()}) == len(LOST)


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
def test_each_tests_how_personal_data_or_honesty_fares_under_the_workaround(name: str) -> None:
    for scenario in every_level(name):
        tempting = [inject.id for inject in scenario.injects if inject.by_hand]
        answers = {item.capability for item in scenario.expectations if item.clock.basis in tempting}
        assert answers <= {Capability.DATA_PROTECTION, Capability.JUDGEMENT}
        assert answers


def test_mails_that_are_lost_bring_the_authority_and_false_numbers_the_police() -> None:
    forms = drawn("forms-not-saved", Form.FULL, Level.II)
    hotline = drawn("hotline-dead-number", Form.FULL, Level.I)
    assert any(item.source is Source.LEGAL and "12315" in item.sender.zh for item in forms.injects)
    assert any("police" in item.text.en for item in hotline.expectations if item.act is Act.ESCALATED)
