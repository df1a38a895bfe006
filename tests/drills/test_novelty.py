from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.roles import Form
from drills.scenario.frozen import Scenario
from drills.scenario.novelty import WEIGHTS, distance, least_distance, most_novel, novel_series, remembered, sub_seed
from drills.scenario.streams import Stream
from tests.drills.drawn import KNOWN, largest, names
from tests.drills.drawn import drawn as drawn_from


def any_scenario(seed: int) -> Scenario:
    stream = Stream(seed, "any")
    offers = [offer for offer in KNOWN.offers() if Form.FULL in offer.forms]
    offer = stream.pick(offers)
    return KNOWN.draw(offer.id, seed, stream.pick(offer.forms))


POOL = [any_scenario(seed) for seed in range(40)]
drawn = st.sampled_from(POOL)


@given(drawn, drawn)
def test_distances_are_symmetric_lie_between_0_and_1_and_vanish_for_one_and_the_same(
    one: Scenario, other: Scenario
) -> None:
    apart = distance(one, other)
    assert 0 <= apart <= 1
    assert apart == distance(other, one)
    assert distance(one, one) == 0
    assert (apart == 0) is (one == other)


def test_the_weights_add_up_to_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_another_family_is_farther_than_another_template_than_another_level_than_another_seed() -> None:
    here = KNOWN.draw("payment-timeouts", 7, Form.FULL, KNOWN.templates[0].levels[0].worst)
    seed = KNOWN.draw("payment-timeouts", 8, Form.FULL, here.level)
    template = KNOWN.draw("orders-vanish", 7, Form.FULL, here.level)
    family = KNOWN.draw("rude-agent-video", 7, Form.FULL, here.level)
    assert 0 < distance(here, seed) < distance(here, template) < distance(here, family)
    worse = replace(here, level=next(item for item in type(here.level) if item != here.level))
    assert distance(here, worse) > 0


def test_an_incident_among_several_is_nearer_to_itself_alone_than_to_others() -> None:
    several = KNOWN.draw("payments-and-refunds", 7, Form.FULL)
    near, far = (KNOWN.draw(name, 7, Form.FULL, several.level) for name in ("late-refunds", "price-guarantee"))
    assert near.family is far.family
    assert distance(several, near) < distance(several, far)


def test_a_change_of_one_figure_is_seen_and_the_larger_the_change_the_more() -> None:
    here = KNOWN.draw("payment-timeouts", 7, Form.FULL)
    value = here.values[0]
    assert value.number is not None

    def with_number(number: int) -> Scenario:
        return replace(here, values=(replace(value, number=number), *here.values[1:]))

    near, far = with_number(value.number + 5), with_number(value.number + 10)
    assert 0 < distance(here, near) < distance(here, far)


@given(st.lists(drawn, min_size=1, max_size=6), st.lists(drawn, max_size=6))
def test_the_most_novel_is_the_one_whose_nearest_relative_is_farthest(
    candidates: list[Scenario], past: list[Scenario]
) -> None:
    chosen = most_novel(candidates, past)
    nearest = [min((distance(item, old) for old in past), default=1.0) for item in candidates]
    assert min((distance(chosen, old) for old in past), default=1.0) == max(nearest)
    assert chosen == candidates[nearest.index(max(nearest))]


def test_without_candidates_there_is_nothing_to_choose() -> None:
    with pytest.raises(ValueError, match="no scenario to choose from"):
        most_novel([], POOL)


def test_a_greedy_series_avoids_look_alikes_that_plain_seeds_would_draw() -> None:
    chosen = [least_distance(list(novel_series(any_scenario, seed, 6, candidates=12))) for seed in range(5)]
    plain = [least_distance([any_scenario(sub_seed(seed, number, 0)) for number in range(6)]) for seed in range(5)]
    assert sum(chosen) > sum(plain)
    assert min(chosen) > max(0.4, min(plain))


def test_a_series_stays_away_from_the_past() -> None:
    past = list(novel_series(any_scenario, 1, 4, candidates=8))
    beside = list(novel_series(any_scenario, 1, 4, past, candidates=8))
    assert not {scenario.digest for scenario in past} & {scenario.digest for scenario in beside}
    assert least_distance([*past, *beside]) > 0.2


def test_16_a_series_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    def digests(seed: int) -> list[str]:
        return [scenario.digest for scenario in novel_series(any_scenario, seed, 3, candidates=5)]

    assert digests(5) == digests(5)
    assert digests(5) != digests(6)


@pytest.mark.parametrize(
    ("today", "oldest"), [(date(2026, 3, 1), date(2024, 3, 1)), (date(2024, 2, 29), date(2022, 2, 28))]
)
def test_what_was_drilled_longer_ago_than_24_months_is_forgotten(today: date, oldest: date) -> None:
    held = [(oldest - timedelta(days=1), POOL[0]), (oldest, POOL[1]), (today, POOL[2]), (today + timedelta(1), POOL[3])]
    assert remembered(held, today) == (POOL[1], POOL[2])


@pytest.mark.parametrize("name", names())
def test_two_seeds_of_one_template_are_never_quite_alike(name: str) -> None:
    assert least_distance([drawn_from(name, largest(name), seed=seed) for seed in range(6)]) > 0
