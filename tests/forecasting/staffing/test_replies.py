import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.errors import StaffingError
from forecasting.staffing import Replies

USUAL = Replies(work_seconds=25, answer_seconds=60)


def test_one_chat_alone_waits_for_its_own_reply_only() -> None:
    assert USUAL.mean_seconds(1) == 25
    assert USUAL.in_time(1, 60) == pytest.approx(1 - np.exp(-60 / 25))


def test_two_chats_wait_as_worked_out_by_hand() -> None:
    # the other customer is being answered with chance 25 / (25 + 60)
    busy = 25 / 85
    assert USUAL.mean_seconds(2) == pytest.approx(25 * (1 + busy))
    alone, behind = 1 - np.exp(-60 / 25), 1 - np.exp(-60 / 25) * (1 + 60 / 25)
    assert USUAL.in_time(2, 60) == pytest.approx((1 - busy) * alone + busy * behind)


@given(st.floats(1, 200), st.floats(1, 600), st.integers(1, 12), st.floats(1, 600))
def test_more_chats_at_once_are_never_answered_sooner(work: float, answer: float, at_once: int, within: float) -> None:
    replies = Replies(work, answer)
    assert replies.in_time(at_once + 1, within) <= replies.in_time(at_once, within) + 1e-9
    assert replies.mean_seconds(at_once + 1) >= replies.mean_seconds(at_once) - 1e-9


@given(st.floats(1, 200), st.floats(1, 600), st.integers(1, 10))
def test_replies_and_answers_take_turns_at_the_agents_rate(work: float, answer: float, at_once: int) -> None:
    replies = Replies(work, answer)
    rate = at_once / (replies.mean_seconds(at_once) + answer)  # Little's law of one agent's chats
    assert rate <= 1 / work + 1e-9


def test_the_most_chats_that_keep_a_target_keep_it_and_one_more_does_not() -> None:
    most = USUAL.most_at_once(0.8, 60)
    assert USUAL.in_time(most, 60) >= 0.8 > USUAL.in_time(most + 1, 60)


def test_a_target_that_one_chat_alone_misses_is_refused_with_the_reason() -> None:
    with pytest.raises(
        StaffingError, match=r"90% of later replies in 30 s cannot be met above 69.88%, because a reply takes 25 s"
    ):
        USUAL.most_at_once(0.9, 30)


def test_a_curve_without_measurements_follows_from_the_replies() -> None:
    curve = USUAL.curve(replies_a_chat=6, most=4)
    assert curve.seconds_at(1) == 6 * 85
    assert curve.seconds_at(4) > curve.seconds_at(2) > curve.seconds_at(1)


@pytest.mark.parametrize("wrong", [(0, 60), (25, 0), (25, np.inf)])
def test_times_that_nobody_takes_are_refused(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="expected above 0"):
        Replies(*wrong)
