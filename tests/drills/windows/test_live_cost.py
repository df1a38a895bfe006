"""What windows cost live service: the replay against the simulation, the table against the replay, both against another way."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from drills.cast import Needs
from drills.drill import Window
from drills.placement import Cost, ReasonKind, Term
from drills.simulation import live_cost
from drills.simulation.floor import Floor
from drills.windows.confirmed import confirmed, people_away
from drills.windows.estimated import estimate_of, groups_of, teams_of
from drills.windows.finder import Finder
from drills.windows.live import LiveService
from drills.windows.losses import Starts
from drills.windows.presence import Presence
from drills.windows.replay import LiveDays
from drills.windows.simulated import LiveReplay, PeopleAway
from forecasting.site import Channel, ServiceTarget
from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.service import Trial, follow
from tests.drills.small_floor import MONDAY, at
from tests.drills.windows.live_floor import TIMING, centre, live
from tests.drills.windows.small_search import COMMAND, EVALUATE, PLAY, needs

HALF_HOUR = timedelta(minutes=30)
SIX = (COMMAND, EVALUATE, *(PLAY,) * 4)


def replay(service: LiveService, instance: Instance, replications: int = 30, workers: int = 1) -> LiveReplay:
    return LiveReplay(service, teams_of(service, instance), HALF_HOUR, replications, workers)


def at_two(instance: Instance, away: dict[str, str]) -> PeopleAway:
    window = Window(at(instance, 14), at(instance, 15), instance.grid.zone)
    return PeopleAway(window, {AgentId(name): team for name, team in away.items()})


def phone_people(count: int) -> dict[str, str]:
    return {f"A{number:02}": "phone" for number in range(1, count + 1)}


def finder_of(instance: Instance, roster: Roster, service: LiveService, asked: Needs) -> Finder:
    return Finder(asked, roster, instance, TIMING, estimate=estimate_of(service, asked, instance, TIMING, workers=1))


@pytest.mark.parametrize("present", [1.0, 0.85])
def test_the_replay_counts_what_the_simulation_of_the_roster_counts(present: float) -> None:
    instance, roster = centre(days=2)
    service = live(instance, roster, present=present)
    outcome = follow(service.streams, service.staff, Trial(2, service.seed))
    live_days = LiveDays(service, Presence(service.staff), range(2), 2)
    for replication in range(2):
        counted = live_days.counted(replication, [live_days.there(replication)])
        assert np.array_equal(counted.came[0], outcome.offered[replication] - outcome.turned_away[replication])
        if present == 1.0:  # absences are drawn in another precision: the same people, but for one in millions
            assert np.array_equal(counted.within[0], outcome.answered_within[replication])
            assert np.array_equal(counted.left[0], outcome.abandoned[replication])


def test_breaks_between_slots_make_finer_steps() -> None:
    instance, roster = centre()
    first = roster.assignments[0]
    pause = replace(first.breaks[0], end=first.breaks[0].start + timedelta(minutes=10))
    finer = Roster.of(instance.grid, [replace(first, breaks=(pause,)), *roster.assignments[1:]])
    assert Presence(live(instance, roster).staff).step_seconds == 900
    assert Presence(live(instance, finer).staff).step_seconds == 300


def test_busy_days_are_drawn_from_every_part_of_their_distribution() -> None:
    instance, roster = centre()
    service = live(instance, roster, spread=0.2)
    live_days = LiveDays(service, Presence(service.staff), range(1), 200)
    factors = np.array([live_days.centre_in(number).streams[0].contacts.sum() for number in range(200)])
    factors /= service.streams[0].contacts.sum()
    assert factors.mean() == pytest.approx(1.0, abs=0.002)
    assert factors.std() == pytest.approx(0.2, rel=0.02)
    assert np.quantile(factors, 0.5) == pytest.approx(0.9867, abs=0.01)  # the median of a gamma with shape 25


def test_nobody_away_costs_nothing() -> None:
    instance, roster = centre()
    service = live(instance, roster)
    (verdict,) = replay(service, instance, 4).verdicts([at_two(instance, {})])
    cost = verdict.cost
    assert (cost.points, cost.points_p10, cost.late, cost.abandoned, cost.tail_minutes) == (0, 0, 0, 0, 30)


def test_each_further_person_away_costs_more_and_the_bad_tenth_more_than_the_mean() -> None:
    instance, roster = centre()
    service = live(instance, roster)
    found = replay(service, instance).verdicts([at_two(instance, phone_people(count)) for count in (1, 3, 5)])
    points = [verdict.cost.points for verdict in found]
    assert 0 < points[0] < points[1] < points[2]
    assert all(verdict.cost.points_p10 > verdict.cost.points for verdict in found)
    assert [verdict.cost.by_queue["chat"] for verdict in found] == [0, 0, 0]
    assert found[2].cost.tail_minutes >= found[0].cost.tail_minutes


def test_the_cost_agrees_with_the_prediction_of_a_drill() -> None:
    instance, roster = centre()
    service = live(instance, roster)
    gone = phone_people(4)
    (verdict,) = replay(service, instance, 60).verdicts([at_two(instance, gone)])
    floor = Floor(
        instance.grid,
        service.streams,
        service.staff,
        {"phone": Channel.PHONE, "chat": Channel.CHAT},
        {"phone": ServiceTarget(0.8, 20), "chat": ServiceTarget(0.8, 20)},
        {agent.id: agent.team for agent in instance.agents},
    )
    first = instance.grid.slot_of(at(instance, 14))
    other = live_cost(floor, first, 60, [AgentId(name) for name in gone], replications=60)
    assert verdict.cost.points == pytest.approx(other.everything.points_lost, rel=0.25)
    assert verdict.cost.abandoned == pytest.approx(other.everything.extra_left, rel=0.3)


def test_somebody_ill_is_replaced_so_that_a_drill_always_takes_its_people() -> None:
    instance, roster = centre()
    service = live(instance, roster, present=0.7)
    told = replay(service, instance)
    live_days = LiveDays(service, Presence(service.staff), range(1), 8)
    absence = at_two(instance, phone_people(4))
    steps = slice(14 * 4, 15 * 4)
    phone = [row for agent, row in live_days.presence.rows.items() if service.staff.levels[agent].keys() == {"phone"}]
    for replication in range(8):
        there = live_days.there(replication)
        left = told.without(there, live_days, absence)
        lost = there[phone, steps].sum(axis=0) - left[phone, steps].sum(axis=0)
        assert lost.tolist() == [4] * 4
        assert np.array_equal(left[:, : steps.start], there[:, : steps.start])
        assert np.array_equal(left[:, steps.stop :], there[:, steps.stop :])


def test_workers_change_nothing() -> None:
    instance, roster = centre()
    service = live(instance, roster, present=0.9, spread=0.1)
    asked = needs(SIX)
    one, two = (estimate_of(service, asked, instance, TIMING, workers=count) for count in (1, 2))
    assert one is not None
    assert two is not None
    assert np.array_equal(one.losses.late, two.losses.late)
    absences = [at_two(instance, phone_people(2))]
    assert replay(service, instance, 6, 1).verdicts(absences) == replay(service, instance, 6, 2).verdicts(absences)


def test_the_table_says_about_what_simulation_says() -> None:
    instance, roster = centre()
    service = live(instance, roster, an_hour=100.0)
    asked = needs(SIX)
    estimate = estimate_of(service, asked, instance, TIMING, workers=1)
    assert estimate is not None
    starts = [instance.grid.slot_of(at(instance, hour)) for hour in (9.5, 10.25, 14, 15.5)]
    table = [estimate.cost(first, _by_group(estimate.groups, 3)) for first in starts]
    absences = []
    for first in starts:
        window = Window(instance.grid.instant(first), instance.grid.instant(first + 4), instance.grid.zone)
        away = {f"A{number:02}": "phone" for number in (5, 6, 8)} | {f"A{number:02}": "chat" for number in (17, 18, 20)}
        absences.append(PeopleAway(window, {AgentId(name): team for name, team in away.items()}))
    simulated = [verdict.cost for verdict in replay(service, instance, 60).verdicts(absences)]
    means = [np.mean([cost.points for cost in costs]) for costs in (table, simulated)]
    assert means[0] == pytest.approx(means[1], rel=0.25)
    assert not any(cost.simulated for cost in table)
    assert all(cost.simulated for cost in simulated)


def _by_group(groups: tuple[frozenset[str], ...], count: int) -> list[int]:
    return [count for _group in groups]


def test_prices_of_further_people_rise_and_end_where_service_lets_no_more_go() -> None:
    instance, roster = centre()
    tight = live(instance, roster, an_hour=118.0, floor_share=0.7)
    estimate = estimate_of(tight, needs(SIX), instance, TIMING, workers=1)
    assert estimate is not None
    counts = []
    for first in estimate.starts.first.tolist():
        for steps in estimate.steps(first):
            assert np.all(np.diff(steps) >= 0)
            assert np.all(steps >= 0)
            counts.append(len(steps))
    assert min(counts) < 6
    assert np.all(np.diff(estimate.chance, axis=2) <= 0)


def test_8_a_window_in_which_service_would_fall_too_often_is_refused_naming_the_queue() -> None:
    instance, roster = centre()
    tight = live(instance, roster, an_hour=118.0, floor_share=0.78)
    found = finder_of(instance, roster, tight, needs(SIX)).search()
    service = [
        reason
        for refusal in found.refusals
        for reason in refusal.reasons
        if reason.kind in {ReasonKind.SERVICE, ReasonKind.SERVICE_ALREADY}
    ]
    assert service
    assert {reason.note.values["queue"] for reason in service} <= {"phone", "chat"}


def test_8_every_window_that_simulation_confirms_keeps_its_floor_nine_times_in_ten() -> None:
    instance, roster = centre()
    service = live(instance, roster, an_hour=108.0, floor_share=0.55)
    finder = finder_of(instance, roster, service, needs(SIX))
    told = replay(service, instance, 20)
    found = confirmed(finder.search(), finder, told, top=3)
    best = [one for one in found.placements if one.cost is not None and one.cost.simulated]
    assert best
    assert list(found.placements[: len(best)]) == best
    again = told.verdicts([people_away(one) for one in best])
    for one, verdict in zip(best, again, strict=True):
        assert one.cost == verdict.cost
        assert verdict.cost.chance >= 0.9
        assert one.terms[Term.LIVE] == max(verdict.cost.points, 0)
    assert [one.value for one in best] == sorted(one.value for one in best)


def test_8_a_window_that_simulation_refutes_is_refused_and_the_next_one_tried() -> None:
    instance, roster = centre()
    service = live(instance, roster, an_hour=100.0, floor_share=0.5)
    finder = finder_of(instance, roster, service, needs(SIX))
    search = finder.search()
    strict = replace(service, floors={"phone": 0.99, "chat": 0.99})
    found = confirmed(search, finder, replay(strict, instance, 10), top=2)
    refuted = len(found.refusals) - len(search.refusals)
    assert refuted == min(6, len(search.placements))  # three times as many as asked for, then no more
    assert len(found.placements) == len(search.placements) - refuted
    reasons = {reason.note.say() for refusal in found.refusals for reason in refusal.reasons}
    assert any("of simulated cases" in reason for reason in reasons)


def test_queues_with_few_contacts_are_not_judged() -> None:
    instance, roster = centre()
    quiet = live(instance, roster, an_hour=4.0, floor_share=1.0)
    estimate = estimate_of(quiet, needs(SIX), instance, TIMING, workers=1)
    assert estimate is not None
    assert all(len(steps) == 6 for first in estimate.starts.first.tolist() for steps in estimate.steps(first))


def test_teams_that_share_a_stream_are_one_group() -> None:
    instance, roster = centre()
    service = live(instance, roster)
    staff = service.staff
    both = {agent: {"phone": 0, "chat": 0} if agent == "A01" else levels for agent, levels in staff.levels.items()}
    shared = replace(service, staff=replace(staff, levels=both))
    assert len(groups_of(service, teams_of(service, instance))) == 2
    assert groups_of(shared, teams_of(shared, instance)) == (
        (frozenset({"phone", "chat"}), frozenset({"phone", "chat"})),
    )


def test_blocks_of_people_away_measure_every_step_of_starts_once() -> None:
    first = np.arange(36, 60)
    starts = Starts(first, np.full(24, 36), length=4, tail=2, n_slots=96)
    phases = [starts.blocks(phase) for phase in range(4)]
    begun = [{int(slot) for slot in np.flatnonzero(np.diff(away.astype(int), prepend=0) == 1)} for away in phases]
    assert sorted(slot for each in begun for slot in each) == list(range(36, 60, starts.step))
    assert starts.period - starts.length >= starts.tail


def test_a_roster_without_a_day_long_enough_has_no_estimate() -> None:
    instance, roster = centre()
    assert estimate_of(live(instance, roster), needs(minutes=600), instance, TIMING) is None


def test_costs_are_plain_numbers() -> None:
    instance, roster = centre()
    found = finder_of(instance, roster, live(instance, roster), needs()).search()
    cost = found.best().cost
    assert isinstance(cost, Cost)
    assert all(type(value) in {float, bool, int} for value in (cost.points, cost.points_p10, cost.late, cost.chance))
    assert found.best().window.local_start.date() == MONDAY
