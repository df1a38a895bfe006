"""The four templates in which people are missing: who and how many, how they are treated, and that all of it can be met."""

import pytest

from drills.incidents import Family
from drills.scenario.acts import Act, Capability
from drills.scenario.frozen import Expectation, Scenario
from drills.scenario.loads import Absence, LoadKind
from tests.drills.drawn import KNOWN
from tests.drills.templates.channels_and_people import MISSING, every_level


def share_away(scenario: Scenario) -> float:
    return sum(load.effect.away_percent for load in scenario.loads if isinstance(load.effect, Absence))


def expected(scenario: Scenario, name: str) -> Expectation:
    return next(item for item in scenario.expectations if item.id == name)


def test_the_family_has_these_four() -> None:
    assert set(MISSING) <= {item.id for item in KNOWN.templates if item.family is Family.MASS_ABSENCE}


@pytest.mark.parametrize("name", MISSING)
def test_more_people_are_away_the_graver_it_is_and_never_more_than_half(name: str) -> None:
    away = {scenario.level: share_away(scenario) for scenario in every_level(name)}
    gravest_first = [away[level] for level in sorted(away)]
    assert gravest_first == sorted(gravest_first, reverse=True)
    assert all(0 < share <= 50 for share in gravest_first)


@pytest.mark.parametrize("name", MISSING)
def test_those_who_are_away_stay_away_and_others_have_more_to_do(name: str) -> None:
    for scenario in every_level(name):
        absence = next(load for load in scenario.loads if load.effect.kind is LoadKind.ABSENCE)
        assert absence.ends_minutes == scenario.minutes
        assert LoadKind.SURGE in {load.effect.kind for load in scenario.loads}


@pytest.mark.parametrize("name", MISSING)
def test_people_are_looked_after_before_queues_are(name: str) -> None:
    """What is critical is about people, their time and their safety, besides grading and telling the public."""
    for scenario in every_level(name):
        critical = {item.capability for item in scenario.expectations if item.critical}
        assert critical & {Capability.SAFETY, Capability.STAFFING, Capability.RESPONSE}
        stamps = {item.act for item in scenario.expectations if item.critical}
        assert Act.GRADED in stamps


@pytest.mark.parametrize("name", MISSING)
def test_somebody_proposes_to_shame_or_to_use_people_and_is_to_be_refused(name: str) -> None:
    for scenario in every_level(name):
        tempting = [inject.id for inject in scenario.injects if inject.by_hand]
        refusals = [item for item in scenario.expectations if item.clock.basis in tempting]
        assert len(tempting) == len(refusals) == 1
        assert refusals[0].capability in {Capability.JUDGEMENT, Capability.DATA_PROTECTION}


def test_a_protest_is_heard_within_a_quarter_of_an_hour_and_before_anybody_speaks_of_level() -> None:
    for scenario in every_level("desks-on-break"):
        listened, raised = expected(scenario, "listened"), expected(scenario, "level-raised")
        assert listened.clock.within_minutes == 15
        assert listened.critical
        assert listened.clock.due_minutes < raised.clock.due_minutes


def test_food_is_kept_before_the_refuse_lift_goes() -> None:
    for scenario in every_level("half-team-unwell"):
        kept = expected(scenario, "leftovers-kept")
        message = next(item for item in scenario.injects if item.id == kept.clock.basis)
        assert "in ten minutes" in message.text.en
        assert kept.clock.within_minutes < 10


def test_the_law_on_extra_hours_stands_in_the_relief_that_does_not_come() -> None:
    for scenario in every_level("relief-not-coming"):
        counsel = next(item for item in scenario.injects if item.id == "hours")
        assert all(
            part in counsel.text.en for part in ("three hours", "150 %", "seven months pregnant", "eleven hours")
        )
