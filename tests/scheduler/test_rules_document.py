"""docs/rules.md says which standard each rule holds."""

import re
from pathlib import Path

from scheduler.rules.base import Rule
from scheduler.rules.law import PACKS, law_pack, site_rules

TEXT = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
PACKED: dict[str, Rule] = {rule.name: rule for pack in PACKS for rule in law_pack(pack)}
RULES = PACKED | {rule.name: rule for rule in site_rules()}


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under *heading*, without its head."""
    part = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[1:]]


def test_the_packs_are_named_with_the_rules_they_differ_in() -> None:
    described = {row[0].strip("`"): row[1] for row in rows("Packs")}
    assert set(described) == set(PACKS)
    usual, averaged = ({rule.name for rule in law_pack(pack)} for pack in ("china", "china-comprehensive"))
    assert set(re.findall(r"`([a-z-]+)`", described["china-comprehensive"])) - set(PACKS) == usual ^ averaged
    union = [rule.name for rule in law_pack("eu")][len(law_pack("none")) :]
    assert re.findall(r"`([a-z-]+)`", described["eu"]) == union


def test_every_rule_of_law_holds_a_standard_and_no_standard_names_an_unknown_rule() -> None:
    named = set(re.findall(r"`([a-z-]+)`", " ".join(row[2] for row in rows("Where each standard is held"))))
    assert named <= set(RULES)
    law = {rule.name for pack in ("china", "china-comprehensive") for rule in law_pack(pack)}
    assert law - {rule.name for rule in law_pack("none")} <= named
