"""Opening hours, queues and targets, and what they refuse."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forecasting.site import ALL_DAY, Channel, OpeningHours, Queue, ServiceTarget, Site, Span
from forecasting.timegrid import TimeGrid

SUNDAY, MONDAY = date(2026, 11, 8), date(2026, 11, 9)
ZONE = ZoneInfo("Asia/Shanghai")


def test_a_site_is_open_from_eight_to_ten_as_os_2_1_asks() -> None:
    assert str(OpeningHours().span_on(MONDAY)) == "08:00-22:00"


def test_special_days_are_open_until_midnight_as_os_2_3_asks() -> None:
    assert str(OpeningHours(special_days=frozenset({MONDAY})).span_on(MONDAY)) == "08:00-24:00"


def test_an_exception_goes_before_a_special_day() -> None:
    hours = OpeningHours(special_days=frozenset({MONDAY}), exceptions={MONDAY: None})
    assert hours.span_on(MONDAY) is None
    assert not hours.open_slots(TimeGrid(ZONE, MONDAY, 1), MONDAY)


def test_weekdays_may_be_closed() -> None:
    hours = OpeningHours((ALL_DAY,) * 6 + (None,))
    assert (hours.span_on(SUNDAY), hours.span_on(MONDAY)) == (None, ALL_DAY)


def test_open_slots_are_half_open() -> None:
    slots = OpeningHours().open_slots(TimeGrid(ZONE, MONDAY, 1), MONDAY)
    assert (slots.start, slots.stop) == (32, 88)


def test_a_site_that_never_closes_is_open_in_all_slots_of_a_long_night() -> None:
    night = date(2026, 10, 25)
    grid = TimeGrid(ZoneInfo("Europe/Berlin"), night, 1)
    assert len(OpeningHours((ALL_DAY,) * 7).open_slots(grid, night)) == 100


@pytest.mark.parametrize(("opens", "closes"), [(600, 600), (700, 600), (-1, 600), (0, 1441)])
def test_hours_that_do_not_open_before_they_close_are_refused(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="opening hours"):
        Span(opens, closes)


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="6 weekdays"):
        OpeningHours((ALL_DAY,) * 6)


@pytest.mark.parametrize(("share", "seconds"), [(-0.1, 20), (1.0, 20), (0.8, -1)])
def test_targets_that_nobody_can_mean_are_refused(share: float, seconds: float) -> None:
    with pytest.raises(ValueError, match="service target"):
        ServiceTarget(share, seconds)


@pytest.mark.parametrize(
    "wrong",
    [{"aht_seconds": 0}, {"patience_seconds": 0}, {"concurrency": 0.5}, {"shrinkage": 1.0}, {"max_occupancy": 0.0}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_queue_refuses_what_no_queue_can_have(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=rf"queue q: {next(iter(wrong))}"):
        Queue("q", **wrong)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"max_occupancy": 0.0}, "cannot be met by any number of people, because whoever serves is busy"),
        ({"balk_share": 0.25}, r"80% in 20 s cannot be met above 75%, because 25% of the customers leave before"),
    ],
    ids=["occupancy", "balking"],
)
def test_a_target_out_of_reach_is_refused_with_what_stands_in_its_way(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Queue("q", **wrong)


def test_what_only_lines_have_is_refused_of_backlogs() -> None:
    with pytest.raises(ValueError, match=r"queue q: balk_share, redial_share mean nothing to a backlog \(email\)"):
        Queue("q", Channel.EMAIL, ServiceTarget(0.9, 86_400), redial_share=0.2, balk_share=0.1)


def test_fewer_cannot_leave_than_leave_before_anybody_could_answer() -> None:
    with pytest.raises(
        ValueError, match="5% abandoned cannot be met below 10%, because 10% of the customers leave before"
    ):
        Queue("q", target=ServiceTarget(abandoned=0.05), balk_share=0.10)


def test_no_wait_and_nobody_leaving_cannot_be_met() -> None:
    with pytest.raises(
        ValueError, match="cannot be met by any number of people, because now and then all of them are busy"
    ):
        ServiceTarget(mean_wait_seconds=0)
    with pytest.raises(ValueError, match="cannot be met by any number of people"):
        ServiceTarget(abandoned=0)


def test_queues_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="not unique"):
        Site("s", ZONE, (Queue("a"), Queue("a")))


def test_a_queue_is_found_by_its_name() -> None:
    site = Site("s", ZONE, (Queue("a"), Queue("b")))
    assert site.queue("b").name == "b"
    with pytest.raises(KeyError):
        site.queue("c")
