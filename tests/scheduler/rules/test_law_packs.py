import pytest

from scheduler.agents import Restriction
from scheduler.rules.base import Severity
from scheduler.rules.comprehensive import Period
from scheduler.rules.hours import DailyHours
from scheduler.rules.law import PACKS, law_pack, with_parameters
from scheduler.rules.parameters import RuleParameterError
from scheduler.rules.protected import NoNightForProtected
from scheduler.rules.rest import DailyRest


def names(pack: str) -> set[str]:
    return {rule.name for rule in law_pack(pack)}


def faults(pack: str, tables: dict[str, dict[str, object]]) -> list[tuple[str, object, str]]:
    with pytest.raises(RuleParameterError) as refused:
        with_parameters(law_pack(pack), tables)
    return refused.value.faults


def test_each_pack_holds_the_contract_rules() -> None:
    assert names("none") < names("china")
    assert names("none") < names("china-comprehensive")
    assert names("none") < names("eu")


def test_the_pack_none_knows_no_law() -> None:
    assert all(
        rule.citation in {"site", "contract", "planner", "OS-2.1", "OS-2.1, OS-2.3", "OS-5.1, SK"}
        for rule in law_pack("none")
    )


def test_comprehensive_hours_take_the_place_of_the_weekly_hours() -> None:
    assert names("china") - names("china-comprehensive") == {"weekly-hours", "average-weekly-hours"}
    assert names("china-comprehensive") - names("china") == {"comprehensive-hours"}


@pytest.mark.parametrize("pack", PACKS)
def test_the_names_of_the_rules_are_unique_and_each_has_a_citation(pack: str) -> None:
    rules = law_pack(pack)
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.citation for rule in rules)


def test_an_unknown_pack_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(RuleParameterError) as refused:
        law_pack("chna")
    ((path, value, expected),) = refused.value.faults
    assert (path, value) == ("law.pack", "chna")
    assert expected == "one of china, china-comprehensive, eu, none; did you mean china?"


def test_parameters_replace_the_defaults_and_keep_the_order() -> None:
    rules = with_parameters(law_pack("china"), {"daily-rest": {"hours": 12}})
    assert [rule.name for rule in rules] == [rule.name for rule in law_pack("china")]
    assert DailyRest(12) in rules


def test_parameters_of_every_type_are_read() -> None:
    tables: dict[str, dict[str, object]] = {
        "overtime": {"special_reasons": True, "hours_a_day": 1.5},
        "heads-on-duty": {"heads": 3, "severity": "hard"},
        "daily-hours": {"overtime_approved": ["a7", "b2"]},
        "comprehensive-hours": {"period": "year"},
        "no-night-for-protected": {"restrictions": ["pregnant"]},
    }
    by_name = {rule.name: rule for rule in with_parameters(law_pack("china-comprehensive"), tables)}
    assert by_name["heads-on-duty"].severity is Severity.HARD
    assert by_name["comprehensive-hours"].period is Period.YEAR  # type: ignore[attr-defined]  # a rule's own field
    assert by_name["daily-hours"] == DailyHours(overtime_approved=frozenset({"a7", "b2"}))
    assert by_name["no-night-for-protected"] == NoNightForProtected(restrictions=frozenset({Restriction.PREGNANT}))


def test_every_unknown_rule_and_parameter_is_named_at_once_with_the_nearest_name() -> None:
    found = faults("china", {"daly-rest": {"hours": 12}, "weekly-rest": {"day": 6}, "holiday-pay": {"percent": "300"}})
    assert [path for path, _, _ in found] == ["rules.daly-rest", "rules.weekly-rest.day", "rules.holiday-pay.percent"]
    assert found[0][2].endswith("did you mean daily-rest?")
    assert found[1][2].endswith("did you mean days?")


def test_a_rule_without_parameters_says_so() -> None:
    expected = "one of teams, contracts, agents, severity, weight"
    assert faults("none", {"leave": {"days": 3}}) == [("rules.leave.days", 3, expected)]


@pytest.mark.parametrize(
    ("rule", "parameter", "value", "expected"),
    [
        ("daily-rest", "hours", "12", "a number, 0 or more"),
        ("daily-rest", "hours", -1, "a number, 0 or more"),
        ("daily-rest", "hours", True, "a number, 0 or more"),
        ("daily-rest", "hours", float("inf"), "a number, 0 or more"),
        ("daily-rest", "hours", float("nan"), "a number, 0 or more"),
        ("weekly-rest", "days", 6.5, "a whole number, 0 or more"),
        ("no-night-for-protected", "night_start", 22.5, "a whole number, 0 or more"),
        ("overtime", "special_reasons", 1, "true or false"),
        ("heads-on-duty", "severity", "severe", "one of hard, soft, note"),
        ("daily-hours", "overtime_approved", "a7", "a list of names"),
        ("no-night-for-protected", "restrictions", ["pregnat"], "a list of pregnant, nursing, young"),
    ],
)
def test_a_parameter_of_another_type_is_refused(rule: str, parameter: str, value: object, expected: str) -> None:
    ((path, refused, said),) = faults("china", {rule: {parameter: value}})
    assert path == f"rules.{rule}.{parameter}"
    assert refused is value
    assert said == expected
