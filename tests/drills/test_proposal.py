import pytest

from drills.errors import RequestError
from drills.incidents import Family, Level, Scope
from drills.roles import Form
from drills.scenario.generator import is_intact
from drills.scenario.novelty import distance, least_distance
from drills.scenario.proposal import Wish, propose
from tests.drills.drawn import KNOWN, drawn

OFFERED = sorted(
    {
        (offer.families[0], level)
        for offer in KNOWN.offers()
        if offer.scope is Scope.SINGLE and Form.FULL in offer.forms
        for level in offer.levels
    }
)


@pytest.mark.parametrize(("family", "level"), OFFERED)
def test_what_is_proposed_is_what_was_wished(family: Family, level: Level) -> None:
    scenario = propose(KNOWN, Wish(Form.FULL, family, level), 7, candidates=4).scenario
    assert (scenario.family, scenario.level, scenario.form, scenario.scope) == (family, level, Form.FULL, Scope.SINGLE)
    assert is_intact(scenario)


def test_several_at_once_are_proposed_when_wished() -> None:
    wish = Wish(Form.FULL, Family.SYSTEM_OUTAGE, scope=Scope.COMBINED)
    scenario = propose(KNOWN, wish, 7, candidates=4).scenario
    assert scenario.scope is Scope.COMBINED
    assert Family.SYSTEM_OUTAGE in {incident.family for incident in scenario.incidents}


def test_a_year_of_proposals_holds_no_look_alikes() -> None:
    year = [propose(KNOWN, Wish(Form.FULL, scope=None), 0, candidates=12).scenario]
    for month in range(1, 12):
        proposal = propose(KNOWN, Wish(Form.FULL, scope=None), month, year, candidates=12)
        assert proposal.novelty == min((distance(proposal.scenario, other) for other in year), default=1.0)
        year.append(proposal.scenario)
    assert least_distance(year) > 0.4


def test_a_proposal_is_as_hard_as_wanted_where_a_simulation_says_how_hard_it_is() -> None:
    proposal = propose(
        KNOWN, Wish(Form.FULL), 7, chance=lambda item: max(0.0, 1 - item.intensity_percent / 400), wanted=0.4
    )
    assert proposal.tuned is not None
    assert proposal.tuned.reached
    assert proposal.scenario.intensity_percent == 240
    assert is_intact(proposal.scenario)


def test_the_first_of_the_most_novel_that_can_be_as_hard_as_wanted_is_proposed() -> None:
    wish = Wish(Form.FULL)
    first = propose(KNOWN, wish, 7, candidates=8).scenario
    hard = {first.seed: 0.9}
    proposal = propose(KNOWN, wish, 7, chance=lambda item: hard.get(item.seed, 0.7), candidates=8)
    assert proposal.tuned is not None
    assert proposal.tuned.reached
    assert proposal.scenario.seed != first.seed


def test_where_no_draw_can_be_as_hard_as_wanted_the_nearest_is_proposed_and_that_is_said() -> None:
    wish = Wish(Form.FULL)
    first = propose(KNOWN, wish, 7, candidates=8).scenario
    proposal = propose(KNOWN, wish, 7, chance=lambda item: 0.8 if item.seed == first.seed else 0.9, candidates=8)
    assert proposal.tuned is not None
    assert not proposal.tuned.reached
    assert proposal.scenario.seed == first.seed
    assert proposal.tuned.note.say() == (
        "none of 6 draws can be made as hard as wanted; the nearest: "
        "too easy at any load: 80% instead of 70% at 100 % of the load as written"
    )


def test_16_the_same_wish_seed_and_past_give_the_same_proposal() -> None:
    past = [drawn("payment-timeouts", Form.FULL)]
    one, other = (propose(KNOWN, Wish(Form.FULL), 7, past, candidates=6) for _ in range(2))
    assert one == other
    assert propose(KNOWN, Wish(Form.FULL), 8, past, candidates=6) != one


def test_a_wish_can_name_its_templates() -> None:
    wish = Wish(Form.FULL, templates=frozenset({"orders-vanish"}))
    assert propose(KNOWN, wish, 7, candidates=2).scenario.template == "orders-vanish"


def test_what_nothing_offers_is_refused_with_what_there_is() -> None:
    wish = Wish(Form.TABLETOP, Family.SYSTEM_OUTAGE, Level.I, Scope.COMBINED)
    with pytest.raises(RequestError, match=r"no scenario fits \(system-outage, tabletop, I, combined\); .*payment-tim"):
        propose(KNOWN, wish, 7)
