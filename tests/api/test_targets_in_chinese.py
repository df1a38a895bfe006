"""Targets that cannot be met are named in the reader's language, too."""

import re

import pytest

from api.translation import translator
from forecasting.messages import Sentence
from forecasting.site import Channel, PriorityClass, Queue, ServiceTarget
from forecasting.staffing.backlog_reasons import done_in_time
from forecasting.staffing.measures import beyond, targets_of

CHINESE = translator("zh_CN")
ALL_TARGETS = ServiceTarget(0.8, 90, 7200, 0.05)


def english_words(sentence: Sentence) -> list[str]:
    return re.findall("[A-Za-z]+", sentence.say(CHINESE))


def test_a_refusal_of_each_target_names_it_in_chinese() -> None:
    targets = targets_of(Queue("9", target=ALL_TARGETS, patience_seconds=100))
    assert [target.short for target in targets] == ["80% in 90 s", "mean wait 2 h", "abandoned 5%", "occupancy 90%"]
    for target in targets:
        refused = beyond(Queue("9", target=ALL_TARGETS, patience_seconds=100), target, 1e9, 10)
        assert english_words(refused) == ["Erlang"]


def test_the_target_of_a_class_names_the_class_and_is_said_in_chinese() -> None:
    classes = (PriorityClass("退款", 0.3, ALL_TARGETS), PriorityClass("其他", 0.7, ServiceTarget(0.7, 120)))
    queue = Queue("9", target=ServiceTarget(0, 20), patience_seconds=100, classes=classes)
    said = [target.short.say(CHINESE) for target in targets_of(queue) if isinstance(target.short, Sentence)]
    assert "退款：90 秒内应答 80 %" in said
    assert len(said) == len(targets_of(queue))


@pytest.mark.parametrize("share", [0.0, 0.45, 0.9])
def test_the_target_of_a_backlog_is_said_in_chinese(share: float) -> None:
    queue = Queue("9", channel=Channel.EMAIL, target=ServiceTarget(share, 86_400))
    assert english_words(done_in_time(queue)) == []
