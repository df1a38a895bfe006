"""What the requirement's frame says in short is said in words."""

import pytest

from api.reports.binding_targets import binding_target
from forecasting.messages import english
from forecasting.site import Queue, ServiceTarget
from forecasting.staffing.requirement import target_reason


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("80% in 20 s", "80 % answered within 20 s"),
        ("web chat: 90% in 10 min", "web chat: 90 % answered within 10 min"),
        ("occupancy 90%", "people busy 90 % of the time at most"),
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
