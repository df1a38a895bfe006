"""People for backlogs: nothing is lost, targets hold, deadlines and spare people help, and what is impossible is refused."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.errors import StaffingError
from forecasting.site import ALL_DAY, AROUND_THE_CLOCK, Channel, OpeningHours, Queue, ServiceTarget, Span
from forecasting.staffing.backlog import BacklogPeople, Waiting, backlog_people
from forecasting.staffing.tails import Floats
from forecasting.timegrid import TimeGrid

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 9)
DAILY = OpeningHours((Span(8 * 60, 20 * 60),) * 7, None)
WEEKDAYS = OpeningHours((Span(8 * 60, 20 * 60),) * 5 + (None, None), None)
HOUR = 3600.0


def grid_of(days: int = 7, slot: int = 60, first: date = MONDAY, zone: ZoneInfo = SHANGHAI) -> TimeGrid:
    return TimeGrid(zone, first, days, slot)


def email(
    hours: float = 24.0,
    share: float = 0.9,
    opening: OpeningHours = DAILY,
    busy: float = 1.0,
    channel: Channel = Channel.EMAIL,
) -> Queue:
    return Queue("email", channel, ServiceTarget(share, hours * HOUR), opening, max_occupancy=busy)


def people(
    queue: Queue,
    contacts: Floats | float,
    grid: TimeGrid,
    waiting: tuple[Waiting, ...] | None = None,
    spare: Floats | None = None,
    aht_seconds: float = 600.0,
) -> BacklogPeople:
    by_slot = np.broadcast_to(np.asarray(contacts, float), grid.n_slots)
    return backlog_people(queue, by_slot, np.full(grid.n_slots, aht_seconds), grid, waiting, spare)


@st.composite
def weeks(draw: st.DrawFn) -> Floats:
    """Contacts by hour of a week: a random day repeated, each day louder or quieter."""
    day = draw(st.lists(st.integers(0, 30), min_size=24, max_size=24))
    loud = draw(st.lists(st.floats(0.2, 3.0), min_size=7, max_size=7))
    return np.outer(loud, day).ravel()


def test_around_the_clock_the_level_is_the_load() -> None:
    found = people(email(opening=AROUND_THE_CLOCK), 12.0, grid_of(1))
    assert found.agents == pytest.approx(2.0)
    assert set(found.reasons) == {"90% within 24 h"}


def test_what_comes_at_night_is_done_by_day() -> None:
    found = people(email(), 12.0, grid_of(1))
    assert found.agents[8:20] == pytest.approx(4.0)  # 24 h of two people's work in 12 h
    assert found.agents[:8].sum() == found.agents[20:].sum() == 0
    assert found.waiting[19] == pytest.approx(0.0, abs=1e-3)
    assert found.waiting[23] == pytest.approx(48.0)


def test_each_slot_says_what_it_rests_on() -> None:
    found = people(email(), 12.0, grid_of(2))
    assert found.reasons[7] == "closed"
    assert found.reasons[8] == "backlog carried from 20:00"
    assert found.reasons[24 + 8] == "backlog carried from 20:00"
    assert "90% within 24 h" in found.reasons


def test_nobody_is_busier_than_the_occupancy_allows() -> None:
    assert people(email(busy=0.8), 12.0, grid_of(1)).agents[8:20] == pytest.approx(5.0)


def test_friday_is_cleared_before_a_weekend_that_would_be_too_late() -> None:
    contacts = np.array([12.0 if day < 5 and 8 <= hour < 20 else 0.0 for day in range(7) for hour in range(24)])
    found = people(email(opening=WEEKDAYS, share=0.99), contacts, grid_of())
    assert found.waiting[4 * 24 + 20] == pytest.approx(0.0, abs=1e-3)
    assert found.in_time[contacts > 0] == pytest.approx(1.0)


def test_a_target_that_a_closed_weekend_makes_impossible_is_refused_with_queue_time_and_number() -> None:
    with pytest.raises(StaffingError) as refused:
        people(email(opening=WEEKDAYS), 10.0, grid_of())
    said = str(refused.value)
    assert "queue email: 90% within 24 h cannot be met" in said
    assert "of 1680 contacts" in said
    assert "370 of them from 2026-11-13 20:00 to 2026-11-15 09:00" in said  # the first hour clears what came before it
    assert "at most 10% may be late" in said


def test_the_same_weekend_is_met_with_three_days() -> None:
    found = people(email(72, opening=WEEKDAYS), 10.0, grid_of())
    assert found.in_time.mean() >= 0.9
    assert found.agents.reshape(7, 24)[5:].sum() == 0


def test_letters_of_a_weekend_that_may_be_late_are_not_all_due_in_mondays_first_hour() -> None:
    found = people(email(share=0.75, opening=WEEKDAYS), 10.0, grid_of())
    assert (found.in_time * 10).sum() >= 0.75 * 1680
    assert found.agents.max() < 0.15 * found.waiting[7] * 600 / HOUR


def test_a_loud_week_has_a_peak_of_its_own() -> None:
    contacts = np.repeat([10.0, 30.0, 10.0, 10.0], 7 * 24)
    peaks = people(email(4, 0.5), contacts, grid_of(28)).agents.reshape(4, -1).max(axis=1)
    assert peaks[1] > 2 * peaks[0]
    assert peaks[3] == pytest.approx(peaks[0], rel=0.05)


def test_a_plan_for_a_closed_day_alone_is_refused_where_the_next_opening_is_too_late() -> None:
    with pytest.raises(StaffingError, match="240 of 240 contacts"):
        people(email(12, opening=WEEKDAYS), 10.0, grid_of(1, first=date(2026, 11, 14)))


def test_nothing_is_needed_where_nothing_comes() -> None:
    found = people(email(opening=WEEKDAYS), 0.0, grid_of())
    assert found.agents.sum() == 0
    assert set(found.reasons) == {"closed", "no contacts"}


def test_contacts_that_wait_at_the_start_are_done_too_the_oldest_first() -> None:
    grid = grid_of(1)
    none, some = (
        people(email(), 6.0, grid, waiting) for waiting in ((), (Waiting(36, 4 * HOUR), Waiting(12, 90 * HOUR)))
    )
    assert none.waiting[7] == pytest.approx(48)
    assert some.waiting[7] == pytest.approx(48 + 48)
    assert some.agents.sum() > none.agents.sum()
    assert some.reasons[8] == "backlog carried from 2026-11-05 06:00"


@pytest.mark.parametrize("wrong", [{"contacts": -1.0, "age_seconds": 0.0}, {"contacts": 1.0, "age_seconds": -1.0}])
def test_backlogs_below_nothing_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="expected 0 or more"):
        Waiting(**wrong)


def test_spare_people_take_work_off_ours_and_are_named() -> None:
    spare = np.zeros(24)
    spare[12:15] = 16.0
    alone, helped = (people(email(), 12.0, grid_of(1), spare=one) for one in (None, spare))
    assert helped.agents.sum() <= alone.agents.sum() - 3 * 4 + 1e-6
    assert helped.agents.max() <= alone.agents.max()
    enough = people(email(), 12.0, grid_of(1), spare=np.full(24, 100.0))
    assert enough.agents.sum() == 0
    assert enough.reasons[12] == "people of other queues with time left"


def test_a_deadline_below_one_slot_has_the_people_of_a_live_queue() -> None:
    queue = email(10 / 60, 0.8, AROUND_THE_CLOCK)
    agents = people(queue, 12.0, grid_of(1)).agents
    assert (agents > 2.1).all()  # the load alone is 2
    assert np.ceil(agents).tolist() == [3.0] * 24
    with pytest.raises(StaffingError, match=r"80% within 10 min cannot be met"):
        people(email(10 / 60, 0.8), 12.0, grid_of(1))


@pytest.mark.parametrize("spare", [np.zeros(23), np.full(24, -1.0), np.full(24, np.nan)])
def test_spare_people_that_do_not_fit_the_days_are_refused(spare: Floats) -> None:
    with pytest.raises(ValueError, match="expected 24 of them, each 0 or more"):
        people(email(), 1.0, grid_of(1), spare=spare)


@pytest.mark.parametrize("target", [ServiceTarget(mean_wait_seconds=60), ServiceTarget(abandoned=0.05)])
def test_targets_of_customers_on_the_line_are_refused(target: ServiceTarget) -> None:
    with pytest.raises(StaffingError, match="cannot be asked of it"):
        people(Queue("email", Channel.EMAIL, target), 1.0, grid_of(1))


@pytest.mark.parametrize(("day", "slots"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_with_a_clock_change_keeps_its_hours(day: date, slots: int) -> None:
    grid = grid_of(3, first=day, zone=BERLIN)
    found = people(email(), 12.0, grid)
    assert len(grid.slots_of(day)) == slots
    opened = [grid.local(slot).hour for slot in range(grid.n_slots) if found.agents[slot] > 0]
    assert set(opened) == set(range(8, 20))


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.TICKET, Channel.SOCIAL])
def test_every_backlog_channel_is_worked_alike(channel: Channel) -> None:
    assert people(email(channel=channel), 12.0, grid_of(1)).agents[8:20] == pytest.approx(4.0)


@given(weeks(), st.sampled_from([2, 5, 12, 24, 48]), st.sampled_from([0.3, 0.5, 0.9]))
@settings(max_examples=40, deadline=None)
def test_people_do_the_work_that_comes_no_more_and_no_less(contacts: Floats, hours: int, share: float) -> None:
    try:
        found = people(email(hours, share), contacts, grid_of(), waiting=(Waiting(20, HOUR),))
    except StaffingError:
        return  # impossible ones have a test of their own
    done = 20 + contacts.sum() - found.waiting[-1]
    assert found.agents.sum() * HOUR == pytest.approx(done * 600.0, abs=1.0)
    assert (found.waiting >= -1e-6).all()
    assert (np.diff(found.waiting, prepend=20) <= contacts + 1e-6).all()


@given(weeks(), st.sampled_from([2, 5, 12, 24]), st.sampled_from([0.3, 0.5, 0.9]))
@settings(max_examples=40, deadline=None)
def test_the_share_is_done_in_time(contacts: Floats, hours: int, share: float) -> None:
    try:
        found = people(email(hours, share), contacts, grid_of())
    except StaffingError:
        return
    assert (found.in_time * contacts).sum() >= share * contacts.sum() - 1e-6


@given(weeks(), st.sampled_from([10, 12, 16, 24, 36]), st.sampled_from([0.3, 0.5, 0.7]), st.integers(1, 24))
@settings(max_examples=40, deadline=None)
def test_a_longer_deadline_never_needs_a_higher_peak(contacts: Floats, hours: int, share: float, more: int) -> None:
    grid = grid_of()
    short, long = (people(email(one, share), contacts, grid, waiting=()).agents for one in (hours, hours + more))
    assert long.max() <= short.max() * (1 + 1e-6) + 1e-6


@given(weeks(), st.sampled_from([12, 24, 36]), st.lists(st.integers(0, 20), min_size=24, max_size=24))
@settings(max_examples=40, deadline=None)
def test_spare_people_never_need_more_of_ours(contacts: Floats, hours: int, day: list[int]) -> None:
    grid = grid_of()
    alone, helped = (
        people(email(hours, 0.5), contacts, grid, waiting=(), spare=spare).agents
        for spare in (None, np.tile(np.array(day, float) / 4, 7))
    )
    assert helped.max() <= alone.max() * (1 + 1e-6) + 1e-6
    assert helped.sum() <= alone.sum() * (1 + 1e-6) + 1e-6


def test_all_day_is_all_day() -> None:
    found = people(email(opening=OpeningHours((ALL_DAY,) * 7, ALL_DAY), share=0.0), 12.0, grid_of(1))
    assert set(found.reasons) == {"occupancy 100%"}
