import numpy as np
import pytest

from forecasting.simulation import Centre, ContactLog, Outcome, Person, Routing, simulate
from tests.forecasting.simulated_centres import centre, people, stream

DUTY = ((0.0, 1e6),)
JUNIOR, SENIOR = Person("junior", {"calls": 0}, DUTY), Person("senior", {"calls": 2, "fraud": 2}, DUTY)


def run(asked: Centre) -> tuple[Outcome, ContactLog]:
    found = simulate(asked, 1, seed=4, keep_logs=True)
    return found, found.logs[0]


def test_juniors_are_asked_first_so_that_seniors_are_kept_for_what_only_they_can_do() -> None:
    calls, fraud = stream(contacts=(4.0,) * 16), stream("fraud", contacts=(1.0,) * 16)
    waits = {}
    for routing in (Routing.BY_LEVEL, Routing.LONGEST_IDLE):
        found, log = run(centre(calls, fraud, staff=(SENIOR, JUNIOR), routing=routing))
        waits[routing] = found.wait_answered[..., 1].sum()
        if routing is Routing.BY_LEVEL:
            for contact in np.flatnonzero((log.person == 0) & (log.stream == 0)):
                moment = log.start[contact]
                assert ((log.person == 1) & (log.start <= moment) & (moment < log.end)).any()
    assert waits[Routing.BY_LEVEL] < waits[Routing.LONGEST_IDLE]


def test_with_equal_level_who_serves_fewer_streams_is_asked_first() -> None:
    special, broad = Person("special", {"calls": 1}, DUTY), Person("broad", {"calls": 1, "fraud": 1}, DUTY)
    asked = centre(
        stream(contacts=(0.5,) * 64), stream("fraud", (0.0,) * 64), staff=(broad, special), routing=Routing.BY_LEVEL
    )
    _found, log = run(asked)
    alone = np.append(True, log.start[1:] > log.end[:-1])
    assert alone.sum() > 3
    assert (log.person[alone] == 1).all()


def test_the_person_idle_longest_is_next() -> None:
    _found, log = run(centre(stream(contacts=(2.0,) * 16), staff=people(3)))
    free_since = np.zeros(3)
    for contact in np.argsort(log.start):
        moment, taken = log.start[contact], log.person[contact]
        for person in range(3):
            ended = log.end[(log.person == person) & (log.end <= moment)]
            busy = ((log.person == person) & (log.start < moment) & (log.end > moment)).any()
            free_since[person] = np.inf if busy else max(ended, default=0.0)
        assert free_since[taken] == free_since.min()


def test_least_busy_evens_out_what_people_with_long_contacts_have_served() -> None:
    calls = stream(contacts=(3.0,) * 32, handling_cv=2.0)
    spread = {}
    for routing in (Routing.LEAST_BUSY, Routing.LONGEST_IDLE):
        _found, log = run(centre(calls, staff=people(4), routing=routing))
        served = [float((log.end - log.start)[log.person == person].sum()) for person in range(4)]
        spread[routing] = max(served) - min(served)
    assert spread[Routing.LEAST_BUSY] < 0.5 * spread[Routing.LONGEST_IDLE]


def test_who_comes_later_is_not_given_everything_that_others_had_before() -> None:
    late = Person("late", {"calls": 0}, ((24 * 900.0, 1e6),))
    calls = stream(contacts=(3.0,) * 32)
    _found, log = run(centre(calls, staff=(*people(3), late), routing=Routing.LEAST_BUSY))
    after = log.person[log.time > 24 * 900.0]
    assert 0.1 < (after == 3).mean() < 0.5


def test_chats_go_to_whoever_has_fewest_in_hand() -> None:
    _found, log = run(centre(stream(contacts=(20.0,) * 8, at_once=3), staff=people(3)))
    for contact in np.flatnonzero(log.start == log.time):
        moment = log.start[contact]
        before = (log.start < moment) & (log.end > moment)
        loads = np.bincount(log.person[before], minlength=3)
        assert loads[log.person[contact]] == loads.min()


def test_a_person_in_a_chat_takes_no_call_and_one_in_a_call_no_chat() -> None:
    both = people(2, levels={"calls": 0, "chats": 0})
    _found, log = run(centre(stream(), stream("chats", at_once=3), staff=both))
    for call in np.flatnonzero((log.stream == 0) & (log.person >= 0)):
        same = (log.person == log.person[call]) & (np.arange(len(log.time)) != call)
        assert not (same & (log.start < log.end[call]) & (log.end > log.start[call])).any()


def test_after_a_call_a_person_takes_as_many_chats_as_before() -> None:
    both = people(1, levels={"calls": 0, "chats": 0})
    chats = stream("chats", (0.0, 0.0, 40.0, 40.0), at_once=3)
    _found, log = run(centre(stream(contacts=(3.0, 0.0, 0.0, 0.0)), chats, staff=both))
    called = log.end[log.stream == 0].max()
    later = log.start[(log.stream == 1) & (log.start > called)]
    assert max(int(((log.start <= moment) & (moment < log.end)).sum()) for moment in later) == 3


def test_of_equal_priority_who_has_waited_longest_is_next_whatever_the_stream() -> None:
    both = people(2, levels={"calls": 0, "fraud": 0})
    _found, log = run(centre(stream(contacts=(20.0,) * 4), stream("fraud", (20.0,) * 4), staff=both))
    assert len(set(log.stream)) == 2
    assert (np.diff(log.start) >= 0).all()  # the log is in the order of coming


@pytest.mark.parametrize("chats", [1, 2, 4])
def test_a_persons_own_cap_holds_below_that_of_the_stream(chats: int) -> None:
    _found, log = run(centre(stream(contacts=(60.0,) * 4, at_once=4), staff=people(1, at_once=chats)))
    most = max(int(((log.start <= moment) & (moment < log.end)).sum()) for moment in log.start[log.person == 0])
    assert most == chats


def test_growing_handling_times_slow_down_all_contacts_in_hand() -> None:
    one = stream(contacts=(60.0,), handling_cv=0.0, handling=100.0, at_once=2, growth=(1.0, 1.5))
    _found, log = run(centre(one, staff=people(1)))
    lasted = np.sort((log.end - log.start)[log.person == 0])
    assert lasted[0] > 100.0
    assert lasted[-1] == pytest.approx(150.0)
