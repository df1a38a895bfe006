"""What holds alike for the templates of lost channels and of missing people: all can be drawn, answered and met."""

import pytest

from drills.incidents import Level
from drills.roles import Form
from drills.scenario.acts import Act
from drills.scenario.checking import bad_draws
from drills.simulation.predict import predict
from tests.drills.drawn import KNOWN
from tests.drills.templates.channels_and_people import LOST, MISSING, every_level

SEEDS = range(50)
PUBLIC = (Level.I, Level.II, Level.III)
each = pytest.mark.parametrize("name", [*LOST, *MISSING])


@each
def test_every_form_level_and_seed_passes_the_lint(name: str) -> None:
    assert list(bad_draws(KNOWN, [name], SEEDS)) == []


@each
def test_the_public_is_told_wherever_the_standards_ask_for_it(name: str) -> None:
    for scenario in every_level(name):
        statements = [item.clock.target for item in scenario.expectations if item.act is Act.STATEMENT]
        assert statements == (["statement"] if scenario.level in PUBLIC else [])


@each
def test_doing_well_and_doing_badly_lead_to_different_messages(name: str) -> None:
    for scenario in every_level(name):
        by_outcome = {
            outcome: {item.text.en for item in scenario.injects if item.condition and item.condition.outcome == outcome}
            for outcome in ("met", "missed")
        }
        least = 1 if name in LOST and scenario.level not in PUBLIC else 2
        assert all(len(texts) >= least for texts in by_outcome.values())
        assert not by_outcome["met"] & by_outcome["missed"]


@each
@pytest.mark.parametrize("form", Form)
def test_no_critical_target_is_hopeless_or_certain(name: str, form: Form) -> None:
    for scenario in every_level(name, form):
        told = predict(scenario, seed=5, replications=120)
        for item in scenario.expectations:
            if item.critical:
                met = told.task(item.id).met
                assert met is not None
                assert 0 < met < 1, (scenario.level, item.id)
