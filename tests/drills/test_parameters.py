from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drills.errors import TemplateError
from drills.incidents import Level
from drills.scenario.entries import Constraint, Parameter
from drills.scenario.files import own_folder, parse_template
from drills.scenario.frozen import Value
from drills.scenario.parameters import domains_of, draw_values, narrowed

NAMES = ("a", "b", "c")


def parameter(name: str, least: int, most: int, step: int = 1) -> Parameter:
    return Parameter(name, {Level.II: (least, most)}, step)


def drawn(parameters: list[Parameter], constraints: list[Constraint], seed: int = 7) -> dict[str, Value] | Constraint:
    return draw_values(parameters, constraints, Level.II, seed, "test")


@st.composite
def systems(draw: st.DrawFn) -> tuple[list[Parameter], list[Constraint]]:
    parameters = []
    for name in NAMES:
        least = draw(st.integers(0, 20))
        parameters.append(parameter(name, least, least + draw(st.integers(0, 20)), draw(st.integers(1, 5))))
    pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1])
    factors = st.sampled_from([0.1, 0.5, 1.0, 1.5, 3.0])
    rules = draw(st.lists(st.builds(lambda pair, by: Constraint(pair[0], pair[1], by), pairs, factors), max_size=4))
    return parameters, rules


def holds(rule: Constraint, numbers: dict[str, int]) -> bool:
    return numbers[rule.smaller] * Fraction(str(rule.factor)) <= numbers[rule.larger]


def grid(item: Parameter) -> range:
    least, most = item.ranges[Level.II]
    return range(least, most + 1, item.step)


@given(systems(), st.integers(0, 2**32))
def test_values_are_drawn_exactly_where_some_choice_keeps_every_constraint(
    system: tuple[list[Parameter], list[Constraint]], seed: int
) -> None:
    parameters, rules = system
    possible = any(
        all(holds(rule, {"a": a, "b": b, "c": c}) for rule in rules)
        for a in grid(parameters[0])
        for b in grid(parameters[1])
        for c in grid(parameters[2])
    )
    values = drawn(parameters, rules, seed)
    assert isinstance(values, dict) is possible
    if isinstance(values, dict):
        numbers = {name: value.number or 0 for name, value in values.items()}
        assert all(holds(rule, numbers) for rule in rules)
        assert all(numbers[item.name] in grid(item) for item in parameters)


def test_a_parameter_more_leaves_the_others_as_they_were() -> None:
    few, more = [parameter("a", 0, 1000)], [parameter("b", 0, 1000), parameter("a", 0, 1000)]
    one, other = drawn(few, []), drawn(more, [])
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    assert one["a"] == other["a"]


def test_the_constraint_that_cannot_hold_is_named() -> None:
    rule = Constraint("a", "b", 2.0)
    assert narrowed(domains_of([parameter("a", 10, 20), parameter("b", 5, 15)], Level.II), [rule]) == rule


def test_a_file_whose_constraint_cannot_hold_is_refused_with_its_level() -> None:
    source = (own_folder() / "library" / "payment-timeouts.toml").read_text(encoding="utf-8")
    wrong = source.replace('smaller = "double_charges"', 'smaller = "pool"')
    with pytest.raises(TemplateError) as refused:
        parse_template(wrong, "mine.toml")
    faults = [str(fault) for fault in refused.value.faults]
    assert any(
        "constraints.0: no numbers of level I satisfy it (found 'pool × 1 ≤ waiting')" in fault for fault in faults
    )


def test_a_number_remembers_its_range() -> None:
    values = drawn([parameter("a", 3, 9)], [])
    assert isinstance(values, dict)
    assert (values["a"].least, values["a"].most) == (3, 9)
    assert values["a"].text.en == str(values["a"].number)
