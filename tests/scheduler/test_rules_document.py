"""docs/rules.md says what the code does."""

import re
from dataclasses import fields
from datetime import date
from enum import StrEnum
from pathlib import Path

from scheduler.rules.base import Rule
from scheduler.rules.law import PACKS, law_pack, site_rules

TEXT = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
PACKED: dict[str, Rule] = {rule.name: rule for pack in PACKS for rule in law_pack(pack)}
OF_SITE: dict[str, Rule] = {rule.name: rule for rule in site_rules()}
RULES = PACKED | OF_SITE


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under *heading*, without its head."""
    part = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[1:]]


def written(value: object) -> str:
    """Write a default as a site file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, StrEnum):
        return f'"{value.value}"'
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | frozenset):
        return "[" + ", ".join(f'"{name}"' for name in sorted(value)) + "]"
    return f"{value:g}"


def test_every_rule_has_its_row_in_the_order_of_the_packs() -> None:
    assert [row[0].strip("`") for row in rows("The rules")] == list(PACKED)
    assert [row[0].strip("`") for row in rows("Rules that a site may add")] == list(OF_SITE)


def test_parameters_with_their_defaults_severity_and_source_are_those_of_the_code() -> None:
    for name, _, parameters, severity, source, _ in rows("The rules") + rows("Rules that a site may add"):
        rule = RULES[name.strip("`")]
        assert (severity, source) == (rule.severity.value, rule.citation), name
        defaults = [f"{item.name} = {written(item.default)}" for item in fields(rule)]  # type: ignore[arg-type]  # every rule is a dataclass
        assert re.findall(r"`([^`]+)`", parameters) == defaults, name


def test_the_packs_are_named_with_the_rules_they_differ_in() -> None:
    described = {row[0].strip("`"): row[1] for row in rows("Packs")}
    assert set(described) == set(PACKS)
    assert len(law_pack("none")) == 13
    assert "the first thirteen rules" in described["none"]
    usual, averaged = ({rule.name for rule in law_pack(pack)} for pack in ("china", "china-comprehensive"))
    assert set(re.findall(r"`([a-z-]+)`", described["china-comprehensive"])) - set(PACKS) == usual ^ averaged
    union = [rule.name for rule in law_pack("eu")][13:]
    assert re.findall(r"`([a-z-]+)`", described["eu"]) == union


def test_every_rule_of_law_holds_a_standard_and_no_standard_names_an_unknown_rule() -> None:
    named = set(re.findall(r"`([a-z-]+)`", " ".join(row[2] for row in rows("Where each standard is held"))))
    assert named <= set(RULES)
    law = {rule.name for pack in ("china", "china-comprehensive") for rule in law_pack(pack)}
    assert law - {rule.name for rule in law_pack("none")} <= named
