"""What the requirement's frame says in short is said in words."""

import re

import pytest

from api.reports.binding_targets import binding_target
from api.translation import translator
from forecasting.messages import english
from forecasting.site import Queue, ServiceTarget
from forecasting.staffing.backlog_reasons import CAN_WAIT, CLOSED, NO_CONTACTS, SPARE
from forecasting.staffing.pooled import OTHERS
from forecasting.staffing.requirement import target_reason


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("80% in 20 s", "80 % answered within 20 s"),
        ("web chat: 90% in 10 min", "web chat: 90 % answered within 10 min"),
        ("occupancy 90%", "people busy 90 % of the time at most"),
        ("email: 90% within 72 h", "email: 90 % done within 72 h"),
        ("floor of 2", "at least 2 people on duty"),
        ("a site's own words", "a site's own words"),
    ],
)
def test_the_binding_target_is_said_in_words(reason: str, words: str) -> None:
    assert binding_target(reason, english) == words


@pytest.mark.parametrize("seconds", [0, 20, 90, 600, 7200, 86_400])
def test_every_service_target_is_understood(seconds: float) -> None:
    reason = target_reason(Queue("q", target=ServiceTarget(0.825, seconds)))
    assert binding_target(reason, english) != reason


@pytest.mark.parametrize(
    "reason",
    [
        *(CAN_WAIT, CLOSED, NO_CONTACTS, OTHERS, SPARE),
        *("80% in 20 s", "90% within 72 h", "occupancy 85%", "mean wait 90 s", "abandoned 3%", "floor of 2"),
        *("backlog carried from 18:00", "backlog carried from 2026-04-17 18:00"),
    ],
)
def test_the_binding_target_holds_no_english_in_chinese(reason: str) -> None:
    assert re.findall("[A-Za-z]+", binding_target(reason, translator("zh_CN"))) == []
