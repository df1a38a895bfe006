import json

import pytest

from drills.errors import FrozenError, ScenarioError
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
        with pytest.raises(ScenarioError, match=r"fake-goods-rumour was changed: .* is not that of its content"):
            read_scenario(TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"seed": 3', '"seed": "3"', "scenario.seed is '3'; expected a whole number"),
        ('"seed": 3', '"seeds": 3', r"another version of Watchbill.*scenario lacks seed; nothing is known of seeds\)"),
        ('"level": "', '"level": "V', "expected one of I, II, III, IV"),
        ('"kind": "opinion"', '"kind": "flood"', "effect.kind is 'flood'; expected one of outage, surge"),
        ('"scope": "single"', '"scope": null', "scenario.scope is None; expected one of single, combined"),
    ],
)
def test_what_is_no_scenario_is_refused_with_its_place(old: str, new: str, expected: str) -> None:
    assert old in TEXT
    with pytest.raises(ScenarioError, match=expected):
        read_scenario(TEXT.replace(old, new, 1))


def test_a_record_of_another_version_is_called_so_and_what_can_be_done_about_it() -> None:
    record = json.loads(TEXT)
    for other, told in (
        ({**record, "weather": "rain"}, "nothing is known of weather in scenario"),
        (
            {name: value for name, value in record.items() if name not in {"loads", "scope"}},
            "scenario lacks loads, scope",
        ),
    ):
        with pytest.raises(FrozenError) as refused:
            read_scenario(json.dumps(other))
        assert str(refused.value) == (
            "the drill's scenario was written by another version of Watchbill, or changed by hand; "
            f"make the drill anew with this version, or go on with the one that wrote it ({told})"
        )


@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_what_is_no_record_at_all_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match="not a scenario as it was written"):
        read_scenario(text)
