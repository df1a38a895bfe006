"""The letters of objectives and drills."""

import hashlib
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.errors import RequestError
from drills.rating import POINTS, Rating, worse
from drills.scenario.canonical import canonical_json
from drills.scoring import CURRENT, VERSIONS, rules_called
from drills.scoring.letters import capped, drill_letter, drill_points, objective_letter
from drills.scoring.rules import SOURCES
from drills.standards import FORBIDDEN_PHRASE_POINTS, ROLE_PLAY_ITEMS

P, S, M, U = Rating
targets = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=6)
letters = st.lists(st.sampled_from(Rating), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("ended", "letter"),
    [
        ([(True, True), (True, False)], P),
        ([(True, True), (False, False)], S),
        ([(False, True), (True, False), (True, False)], U),
        ([(True, True), (False, False), (False, False)], U),
        ([(False, False)], U),
    ],
)
def test_an_objective_is_p_s_or_u_by_its_targets(ended: list[tuple[bool, bool]], letter: Rating) -> None:
    assert objective_letter(ended, CURRENT) is letter


@pytest.mark.parametrize(
    ("given_", "letter"),
    [
        ([P, S], P),
        ([P, S, S], S),
        ([P, P, U], S),
        ([P, U, U], U),
        ([M, M], M),
        ([P, M], P),
        ([S, M, M], M),
        ([P, U], U),
        ([P, S, U, U], U),
        ([M, U], U),
        ([M, M, U], M),
        ([M, U, U], U),
    ],
)
def test_a_drill_is_rated_by_how_many_objectives_are_so_good(given_: list[Rating], letter: Rating) -> None:
    assert drill_letter(given_, CURRENT) is letter


@given(letters)
def test_without_letters_of_evaluators_a_drill_with_half_not_met_is_not_passed(known: list[Rating]) -> None:
    known = [S if letter is M else letter for letter in known]
    passed = 2 * known.count(U) < len(known)
    assert (drill_letter(known, CURRENT) in {P, S}) is passed


@given(letters)
def test_it_does_not_matter_whether_objectives_or_the_drill_are_capped_first(known: list[Rating]) -> None:
    cap = capped(known, over_budget=True)
    assert drill_letter(cap, CURRENT) is worse(drill_letter(known, CURRENT), M)


@given(targets, st.integers(0, 5))
def test_one_more_target_met_never_lowers_the_letter(ended: list[tuple[bool, bool]], which: int) -> None:
    at = which % len(ended)
    better = [(True, critical) if number == at else (met, critical) for number, (met, critical) in enumerate(ended)]
    before, after = objective_letter(ended, CURRENT), objective_letter(better, CURRENT)
    assert worse(before, after) is before


@given(letters, st.integers(0, 5), st.sampled_from(Rating))
def test_a_better_objective_never_lowers_points_or_rating(known: list[Rating], which: int, other: Rating) -> None:
    at = which % len(known)
    better = [*known[:at], other if worse(other, known[at]) is known[at] else known[at], *known[at + 1 :]]
    before, after = drill_letter(known, CURRENT), drill_letter(better, CURRENT)
    assert worse(before, after) is before
    assert drill_points(better, CURRENT) >= drill_points(known, CURRENT)


def test_3_a_version_of_the_rules_never_changes() -> None:
    known = {version: hashlib.sha256(canonical_json(rules).encode()).hexdigest() for version, rules in VERSIONS.items()}
    assert known == {"1": "f6d86f6f3e9c6231bcbea33a305a544ef345449fc826b2bc56d9df870736c664"}


def test_the_current_rules_are_those_of_the_standards_and_of_rehearsals() -> None:
    assert rules_called(CURRENT.version) is CURRENT
    assert dict(CURRENT.points) == POINTS
    assert dict(CURRENT.roleplay_points) == {item.id: item.points for item in ROLE_PLAY_ITEMS}
    assert CURRENT.offence_points == FORBIDDEN_PHRASE_POINTS


def test_every_figure_names_its_source() -> None:
    assert set(SOURCES) == {field.name for field in fields(CURRENT)} - {"version"}


def test_unknown_rules_are_refused_by_name() -> None:
    with pytest.raises(RequestError, match="no rules of scoring 0; expected 1"):
        rules_called("0")
