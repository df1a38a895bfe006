"""The four templates in which people are missing: who and how many, how they are treated, and that all of it can be met."""

from collections.abc import Iterator

import pytest

from drills.incidents import Family, Level
from drills.roles import Form
from drills.scenario.acts import Act, Capability
from drills.scenario.checking import bad_draws
from drills.scenario.frozen import Expectation, Scenario
from drills.scenario.loads import Absence, LoadKind
from drills.simulation.predict import predict
from tests.drills.drawn import KNOWN, drawn

SEEDS = range(50)
NAMES = ("relief-not-coming", "half-team-unwell", "desks-on-break", "trainees-recalled")
PUBLIC = (Level.I, Level.II, Level.III)


def every_level(name: str, form: Form = Form.FUNCTIONAL) -> Iterator[Scenario]:
    levels = next(offer.levels for offer in KNOWN.offers() if offer.id == name)
    return (drawn(name, form, level) for level in levels)


def share_away(scenario: Scenario) -> float:
    return sum(load.effect.away_percent for load in scenario.loads if isinstance(load.effect, Absence))


def expected(scenario: Scenario, name: str) -> Expectation:
    return next(item for item in scenario.expectations if item.id == name)


def test_the_family_has_these_four() -> None:
    assert set(NAMES) <= {item.id for item in KNOWN.templates if item.family is Family.MASS_ABSENCE}


@pytest.mark.parametrize("name", NAMES)
def test_every_form_level_and_seed_passes_the_lint(name: str) -> None:
    assert list(bad_draws(KNOWN, [name], SEEDS)) == []


@pytest.mark.parametrize("name", NAMES)
def test_more_people_are_away_the_graver_it_is_and_never_more_than_half(name: str) -> None:
    away = {scenario.level: share_away(scenario) for scenario in every_level(name)}
    gravest_first = [away[level] for level in sorted(away)]
    assert gravest_first == sorted(gravest_first, reverse=True)
    assert all(0 < share <= 50 for share in gravest_first)


@pytest.mark.parametrize("name", NAMES)
def test_those_who_are_away_stay_away_and_others_have_more_to_do(name: str) -> None:
    for scenario in every_level(name):
        absence = next(load for load in scenario.loads if load.effect.kind is LoadKind.ABSENCE)
        assert absence.ends_minutes == scenario.minutes
        assert LoadKind.SURGE in {load.effect.kind for load in scenario.loads}


@pytest.mark.parametrize("name", NAMES)
def test_people_are_looked_after_before_queues_are(name: str) -> None:
    """What is critical is about people, their time and their safety, besides grading and telling the public."""
    for scenario in every_level(name):
        critical = {item.capability for item in scenario.expectations if item.critical}
        assert critical & {Capability.SAFETY, Capability.STAFFING, Capability.RESPONSE}
        stamps = {item.act for item in scenario.expectations if item.critical}
        assert Act.GRADED in stamps


@pytest.mark.parametrize("name", NAMES)
def test_somebody_proposes_to_shame_or_to_use_people_and_is_to_be_refused(name: str) -> None:
    for scenario in every_level(name):
        tempting = [inject.id for inject in scenario.injects if inject.by_hand]
        refusals = [item for item in scenario.expectations if item.clock.basis in tempting]
        assert len(tempting) == len(refusals) == 1
        assert refusals[0].capability in {Capability.JUDGEMENT, Capability.DATA_PROTECTION}


@pytest.mark.parametrize("name", NAMES)
def test_the_public_is_told_wherever_the_standards_ask_for_it(name: str) -> None:
    for scenario in every_level(name):
        statements = [item.clock.target for item in scenario.expectations if item.act is Act.STATEMENT]
        assert statements == (["statement"] if scenario.level in PUBLIC else [])


@pytest.mark.parametrize("name", NAMES)
def test_doing_well_and_doing_badly_lead_to_different_messages(name: str) -> None:
    for scenario in every_level(name):
        waiting = {
            outcome: {
                item.text.en
                for item in scenario.injects
                if item.condition is not None and item.condition.outcome == outcome
            }
            for outcome in ("met", "missed")
        }
        assert all(len(texts) >= 2 for texts in waiting.values())
        assert not waiting["met"] & waiting["missed"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", Form)
def test_no_critical_target_is_hopeless_or_certain(name: str, form: Form) -> None:
    for scenario in every_level(name, form):
        told = predict(scenario, seed=5, replications=120)
        for item in scenario.expectations:
            if item.critical:
                met = told.task(item.id).met
                assert met is not None
                assert 0 < met < 1, (scenario.level, item.id)


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
