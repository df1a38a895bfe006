"""What loads do to customers and people of a stretch."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.scenario.loads import Absence, ChannelLoss, Effect, Leak, Load, Opinion, Outage, Surge
from drills.simulation.effects import put_on
from drills.simulation.queue import play
from drills.simulation.stage import STEP_SECONDS, Stage, cut_out, stage_of, taken_off
from drills.simulation.timing import LoadTimes
from forecasting.simulation import Centre, Person, Stream, simulate
from forecasting.site import Channel
from tests.drills.simulation.small_service import NOON, calls, floor

PHONE, CHAT = (Channel.PHONE,), (Channel.CHAT,)
BOTH = (*PHONE, *CHAT)
STEPS_BEFORE = round(3600 / STEP_SECONDS)


def chats(per_slot: float = 20.0) -> Stream:
    return calls(per_slot, "chat", at_once=3, growth=(1.0, 1.3, 1.6))


def stage(people: int = 10) -> Stage:
    return stage_of(floor(calls(), chats(), people=people), NOON, 60)


def there(on: Stage, seed: int = 0) -> tuple[Person, ...]:
    return next(on.present(seed, [0]))


def loaded(
    *effects: Effect,
    channels: Sequence[Channel] = PHONE,
    begun: float = 10.0,
    ended: float = 40.0,
    calmed: float = np.inf,
) -> tuple[tuple[Stream, ...], tuple[Person, ...]]:
    on = stage()
    loads = tuple(Load(f"load {at}", tuple(channels), 0, 60, effect) for at, effect in enumerate(effects))
    times = LoadTimes([begun] * len(loads), [ended] * len(loads), [calmed] * len(loads))
    return put_on(on, there(on), loads, times, (0, 0))


def by_step(minute: float) -> int:
    return STEPS_BEFORE + int(minute * 60 // STEP_SECONDS)


def test_a_stage_has_the_drills_hour_with_an_hour_before_and_four_after_in_steps() -> None:
    on = stage()
    assert (on.begins, on.ends, on.seconds) == (3600.0, 7200.0, 6 * 3600.0)
    assert on.streams[0].contacts.sum() == pytest.approx(6 * 4 * 30)
    assert [person.duty for person in there(on)] == [((-STEP_SECONDS, 11 * 3600.0),)] * 10


def test_a_stage_ends_with_the_days_that_are_known() -> None:
    on = stage_of(floor(), 2, 60)
    assert on.begins == 2 * 900
    late = stage_of(floor(), floor().grid.n_slots - 4, 60)
    assert late.seconds == late.ends == 7200.0


def test_parts_of_slots_keep_their_weights() -> None:
    uneven = calls(profile=np.tile([1.0, 2.0, 3.0], (floor().grid.n_slots, 1)))
    on = stage_of(floor(uneven), NOON, 60)
    np.testing.assert_allclose(on.streams[0].contacts[:3], [5.0, 10.0, 15.0])


def test_for_who_is_drawn_absent_somebody_of_the_team_goes_instead() -> None:
    on = stage_of(floor(people=40, present=0.5), NOON, 60)
    crowd = next(on.present(3, [1]))
    serving = {person.name for person in crowd if person.duty}
    absent = [agent for agent in on.floor.teams if str(agent) not in serving and on.floor.teams[agent] == "even"]
    left = on.without(crowd, absent[:3])
    off = {person.name for person, before in zip(left, crowd, strict=True) if person.duty != before.duty}
    assert len(off) == 3
    assert off < serving
    assert {on.floor.teams[agent] for agent in on.floor.teams if str(agent) in off} == {"even"}
    present = next(agent for agent in on.floor.teams if str(agent) in serving)
    assert sum(one.duty != other.duty for one, other in zip(on.without(crowd, [present]), crowd, strict=True)) == 1


def test_a_team_with_too_few_present_sends_all_that_it_has() -> None:
    on = stage_of(floor(people=4, present=0.001), NOON, 60)
    crowd = next(on.present(0, [0]))
    assert on.without(crowd, tuple(on.floor.teams)) == crowd


def test_a_surge_adds_contacts_and_work_for_its_time_and_grows_on_its_ramp() -> None:
    phone, chat = loaded(Surge(100.0, 50.0, ramp_minutes=10.0))[0]
    usual = stage().streams[0]
    np.testing.assert_allclose(phone.contacts[by_step(10)] / usual.contacts[0], 1.25)
    np.testing.assert_allclose(phone.contacts[by_step(20) : by_step(40)] / usual.contacts[0], 2.0)
    np.testing.assert_allclose(phone.handling_seconds[by_step(10) : by_step(40)], 270.0)
    np.testing.assert_array_equal(phone.contacts[by_step(40) :], usual.contacts[by_step(40) :])
    np.testing.assert_array_equal(chat.contacts, stage().streams[1].contacts)


def test_an_outage_leaves_the_share_of_people_that_can_serve_and_makes_customers_try_again() -> None:
    (phone, chat), people = loaded(Outage(40.0, 70.0, 4.0, lost_percent=25.0))
    able = [sum("phone" in person.levels_at(3600.0 + 60 * minute) for person in people) for minute in (5, 15, 39, 41)]
    assert able == [10, 4, 4, 10]
    assert all("chat" in person.levels_at(3600.0 + 900) for person in people)
    np.testing.assert_allclose(np.asarray(phone.retrial_share)[by_step(9) : by_step(16)], [0.0, 0.7])
    np.testing.assert_allclose(np.asarray(phone.retrial_seconds)[by_step(12)], 240.0)
    np.testing.assert_allclose(phone.contacts[by_step(12)], 7.5)
    assert not np.any(chat.retrial_share)


def test_two_outages_at_once_take_both_queues_from_who_is_hit_twice() -> None:
    on = stage()
    loads = (Load("one", PHONE, 0, 60, Outage(0.0)), Load("two", CHAT, 0, 60, Outage(0.0)))
    _streams, people = put_on(on, there(on), loads, LoadTimes([10.0, 20.0], [30.0, 40.0], [np.inf] * 2), (0, 0))
    served = [set(people[0].levels_at(3600.0 + 60 * minute)) for minute in (5, 15, 25, 35, 45)]
    assert served == [{"phone", "chat"}, {"chat"}, set(), {"phone"}, {"phone", "chat"}]


def test_a_lost_channel_is_closed_and_some_of_its_customers_come_by_the_other() -> None:
    phone, chat = loaded(ChannelLoss(60.0, Channel.CHAT))[0]
    inside = slice(by_step(10), by_step(40))
    assert phone.open_slots is not None
    assert not phone.open_slots[inside].any()
    assert phone.open_slots[by_step(40) :].all()
    np.testing.assert_allclose(chat.contacts[inside], (20 + 0.6 * 30) / 3)
    np.testing.assert_allclose(phone.contacts[inside], 0.4 * 30 / 3)


def test_customers_who_move_to_a_channel_where_nobody_waits_leave_the_queues() -> None:
    phone, chat = loaded(ChannelLoss(60.0, Channel.EMAIL))[0]
    np.testing.assert_allclose(phone.contacts[by_step(20)], 4.0)
    np.testing.assert_array_equal(chat.contacts, stage().streams[1].contacts)


def test_absence_takes_its_share_of_the_people_on_duty_of_its_teams() -> None:
    def gone(effect: Absence) -> set[str]:
        people = loaded(effect)[1]
        return {person.name for person in people if not any(start <= 3600 + 1200 < end for start, end in person.duty)}

    assert len(gone(Absence(30.0))) == 3
    assert gone(Absence(100.0, ("even",))) == {"A00", "A02", "A04", "A06", "A08"}
    assert gone(Absence(100.0, ("a team of elsewhere",))) == set()


def test_more_absence_takes_the_same_people_and_some_more() -> None:
    fewer, more = (
        {person.name for person in loaded(Absence(percent))[1] if len(person.duty) == 2} for percent in (30.0, 60.0)
    )
    assert fewer < more


def test_a_crisis_brings_contacts_at_known_seconds_shared_as_usual_ones_are() -> None:
    for crisis in (Opinion(3000.0, 50.0, 10.0, 5.0), Leak(3000.0, 50.0, 10.0, 5.0)):
        phone, chat = loaded(crisis, channels=(*BOTH, Channel.SOCIAL))[0]
        assert phone.also_at is not None
        assert chat.also_at is not None
        assert phone.also_at.min() >= 3600.0 + 600.0
        total = len(phone.also_at) + len(chat.also_at)
        assert total == pytest.approx(
            3000, rel=0.1
        )  # half an hour of 3,000 an hour, each setting off another half on average
        assert len(phone.also_at) / total == pytest.approx(0.6, abs=0.03)


def test_an_earlier_statement_leaves_fewer_contacts_of_a_crisis() -> None:
    counts = []
    for calmed in (12.0, 25.0, np.inf):
        phone, _chat = loaded(Opinion(1000.0, 80.0, 10.0, 10.0), calmed=calmed)[0]
        assert phone.also_at is not None
        counts.append(len(phone.also_at))
    assert counts[0] < counts[1] < counts[2]


def test_a_load_that_never_begins_changes_nothing() -> None:
    on = stage()
    load = Load("load", PHONE, 0, 60, Outage(0.0))
    streams, people = put_on(on, there(on), (load,), LoadTimes([np.inf], [np.inf], [np.inf]), (0, 0))
    assert streams == on.streams
    assert people == there(on)


spans = st.tuples(st.floats(0, 100), st.floats(0, 100)).map(lambda pair: (min(pair), max(pair) + 1))


@given(duty=spans, away=spans)
def test_duty_cut_out_lies_within_duty_and_outside_of_the_time_away(
    duty: tuple[float, float], away: tuple[float, float]
) -> None:
    left = list(cut_out([duty], *away))
    common = max(0.0, min(duty[1], away[1]) - max(duty[0], away[0]))
    assert sum(end - start for start, end in left) == pytest.approx(duty[1] - duty[0] - common)
    assert all(start < end and (end <= away[0] or start >= away[1]) for start, end in left)


@st.composite
def effects(draw: st.DrawFn) -> Effect:
    percent = st.floats(0, 100)
    return draw(
        st.builds(Outage, percent, percent, st.floats(0, 20), percent)
        | st.builds(Surge, st.floats(0, 300), percent, st.floats(0, 30))
        | st.builds(Opinion, st.floats(0, 500), st.floats(30, 80), st.floats(0, 30), st.floats(1, 20))
        | st.builds(ChannelLoss, percent, st.just(Channel.EMAIL))
        | st.builds(Absence, percent)
    )


@settings(max_examples=40, deadline=None)
@given(
    chosen=st.lists(effects(), max_size=3),
    begun=st.floats(0, 59),
    ended=st.floats(0, 90),
    calmed=st.floats(0, 90),
    seed=st.integers(0, 99),
)
def test_every_attempt_is_answered_left_or_waits_under_any_loads_at_once(
    chosen: list[Effect], begun: float, ended: float, calmed: float, seed: int
) -> None:
    on = stage()
    loads = tuple(Load(f"load {at}", BOTH, 0, 60, effect) for at, effect in enumerate(chosen))
    times = LoadTimes([begun] * len(loads), [ended] * len(loads), [calmed] * len(loads))
    streams, people = put_on(on, there(on, seed), loads, times, (seed, 0))
    found = simulate(Centre(streams, people, STEP_SECONDS), 1, seed)
    over = found.answered + found.abandoned + found.turned_away + found.sent_away
    np.testing.assert_array_equal(found.offered.sum(axis=1), over.sum(axis=1) + found.waiting)
    counted = play(on, streams, people, seed, 0)
    assert (counted.within <= counted.answered).all()
    assert (counted.answered + counted.left <= counted.came).all()


def test_people_taken_off_are_off_for_the_time_alone() -> None:
    people = taken_off([Person("a", {}, ((0.0, 10.0),)), Person("b", {}, ((0.0, 10.0),))], ["a"], 3.0, 5.0)
    assert [person.duty for person in people] == [((0.0, 3.0), (5.0, 10.0)), ((0.0, 10.0),)]
