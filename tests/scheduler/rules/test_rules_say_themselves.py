"""Every rule says what it asks, from where, how it differs and what its parameters mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import pytest
from ortools.sat.python.cp_model import CpModel

from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.rules.base import Severity, Violation
from scheduler.rules.catalogue import Entry, as_written, catalogue, titles, unsaid
from scheduler.rules.law import PACKS, law_pack, site_rules
from scheduler.rules.parameters import RuleParameterError
from scheduler.rules.sources import sources
from scheduler.rules.wording import DAYS, Figure, RuleText
from scheduler.rules.work_days import Weekday
from scheduler.variables import Variables

EVERY_RULE = {rule.name: rule for rules in (*map(law_pack, PACKS), site_rules()) for rule in rules}


@dataclass(frozen=True, slots=True)
class Silent:
    days: int = 3
    name: ClassVar[str] = "silent"
    citation: ClassVar[str] = "site"
    severity: ClassVar[Severity] = Severity.HARD

    def check(self, _roster: Roster, _instance: Instance) -> Iterator[Violation]:
        yield from ()

    def post(self, _model: CpModel, _variables: Variables) -> None: ...


@dataclass(frozen=True, slots=True)
class HalfSaid(Silent):
    text: ClassVar[RuleText] = RuleText("Half said", "So many weeks.", figures={"weeks": Figure("weeks", DAYS)})


def entries() -> dict[str, Entry]:
    return {entry.rule.name: entry for entry in catalogue()}


@pytest.mark.parametrize("name", EVERY_RULE)
def test_every_rule_says_all_of_itself_and_where_it_comes_from(name: str) -> None:
    rule = EVERY_RULE[name]
    assert unsaid(rule) == []
    assert list(sources(rule.citation)), f"{rule.citation} is no known source"


@pytest.mark.parametrize("name", EVERY_RULE)
def test_what_rules_say_are_whole_sentences_and_what_figures_mean_are_none(name: str) -> None:
    text = entries()[name].text
    for sentence in (text.says, text.differs, text.note):
        assert sentence == "" or (sentence[0].isupper() and sentence.endswith("."))
    assert text.title
    assert not any(figure.meaning.endswith(".") for figure in text.figures.values())


def test_a_rule_without_a_text_and_one_with_half_of_it_are_named() -> None:
    assert unsaid(Silent()) == ["rule silent says nothing of itself"]
    assert unsaid(HalfSaid()) == ["rule silent does not say what days means", "rule silent has no parameter weeks"]


def test_the_catalogue_has_every_rule_once_those_of_packs_first_and_each_pack_its_own() -> None:
    names = [entry.rule.name for entry in catalogue()]
    assert sorted(names) == sorted(EVERY_RULE)
    packed = [entry.rule.name for entry in catalogue() if entry.packs]
    assert names[: len(packed)] == packed
    for pack in PACKS:
        assert [entry.rule.name for entry in catalogue(pack)] == [rule.name for rule in law_pack(pack)]
    assert {name: entry.text.title for name, entry in entries().items()} == titles()


def test_an_unknown_pack_is_refused() -> None:
    with pytest.raises(RuleParameterError, match="china"):
        catalogue("chnia")


def test_packs_scope_and_firmness_are_those_that_a_site_file_is_read_with() -> None:
    found = entries()
    assert found["daily-rest"].packs == ("china", "china-comprehensive", "eu")
    assert found["daily-rest"].beside == ("teams", "contracts", "agents")
    assert "law pack" in (found["daily-rest"].firm or "")
    assert found["start-window"].packs == ()
    assert found["start-window"].beside == ("teams", "contracts", "agents", "severity", "weight")
    assert "points" in (found["start-window"].firm or "")
    assert found["heads-on-duty"].beside == ()
    assert found["holiday-pay"].firm is None
    assert "law pack" not in (found["pairing"].firm or "")


def test_parameters_are_told_with_their_default_as_a_site_file_has_it_and_what_else_is_taken() -> None:
    (period, daily) = entries()["comprehensive-hours"].parameters
    assert (period.default, str(period.expected)) == ('"month"', "one of month, quarter, year")
    assert (daily.default, str(daily.expected), daily.unit) == ("8", "a number, 0 or more", "in hours")
    assert [parameter.default for parameter in entries()["rotation"].parameters] == ["[]", "2024-01-01", "0"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (7.5, "7.5"),
        (11, "11"),
        ("08:00", '"08:00"'),
        (Severity.SOFT, '"soft"'),
        (date(2026, 11, 2), "2026-11-02"),
        (frozenset({"b", "a"}), '["a", "b"]'),
        (("b", "a"), '["b", "a"]'),
        (frozenset({Weekday.SUNDAY, Weekday.MONDAY}), '["monday", "sunday"]'),
    ],
)
def test_values_are_written_as_a_site_file_has_them(value: object, text: str) -> None:
    assert as_written(value) == text


@pytest.mark.parametrize(
    ("citation", "named"),
    [
        ("LL-38", ["PRC Labour Law, Article 38"]),
        ("EU 2003/88 art. 6, art. 16", ["Directive 2003/88/EC, Article 6", "Directive 2003/88/EC, Article 16"]),
        (
            "LL-44, OS-2.1",
            ["PRC Labour Law, Article 44", "e-commerce customer-service operating standard, section 2.1"],
        ),
        ("site", ["the site's own rule"]),
        ("XY-1", []),
    ],
)
def test_citations_are_named_in_full(citation: str, named: list[str]) -> None:
    assert list(sources(citation)) == named
