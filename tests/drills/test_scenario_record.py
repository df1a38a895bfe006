import json

import pytest

from drills.errors import ScenarioError
from drills.roles import Form
from drills.scenario.record import read_scenario, scenario_json
from tests.drills.drawn import drawn, largest, names

TEXT = scenario_json(drawn("fake-goods-rumour", Form.FULL))


@pytest.mark.parametrize("name", names())
def test_a_scenario_comes_back_from_its_record_as_it_was(name: str) -> None:
    scenario = drawn(name, largest(name))
    text = scenario_json(scenario)
    assert read_scenario(text) == scenario
    assert scenario_json(read_scenario(text)) == text


def test_3_a_record_that_was_changed_is_refused() -> None:
    for old, new in (('"seed": 3', '"seed": 4'), ('"critical": true', '"critical": false'), ("DRILL]", "REAL]")):
        assert old in TEXT
        with pytest.raises(ScenarioError, match=r"fake-goods-rumour .* is not that of its content"):
            read_scenario(TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"seed": 3', '"seed": "3"', "scenario.seed is '3'; expected a whole number"),
        ('"seed": 3', '"seeds": 3', "scenario has seed, seeds too many or too few"),
        ('"level": "', '"level": "V', "expected one of I, II, III, IV"),
        ('"kind": "opinion"', '"kind": "flood"', "effect.kind is 'flood'; expected one of outage, surge"),
        ('"scope": "single"', '"scope": null', "scenario.scope is None; expected one of single, combined"),
    ],
)
def test_what_is_no_scenario_is_refused_with_its_place(old: str, new: str, expected: str) -> None:
    assert old in TEXT
    with pytest.raises(ScenarioError, match=expected):
        read_scenario(TEXT.replace(old, new, 1))


@pytest.mark.parametrize("text", ["", "[]", "{", "null", json.dumps({"seed": 3})])
def test_what_is_no_record_at_all_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match="not a scenario as it was written"):
        read_scenario(text)
