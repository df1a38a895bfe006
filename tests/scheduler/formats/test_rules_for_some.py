"""A site file sets rules of its own, for everybody or for some, and is refused with every name that it gets wrong."""

from datetime import date
from pathlib import Path

import pytest

from api.usecases.basis import site_calendar
from forecasting.timegrid import TimeGrid
from scheduler.errors import SiteFileError
from scheduler.formats import SiteFile, read_site
from scheduler.rules.base import Rule, Severity
from scheduler.rules.bounded_hours import HoursOfWeek
from scheduler.rules.days_in_row import DaysInRow
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.heads_per_shift import HeadsPerShift
from scheduler.rules.law import law_pack, site_rules, with_parameters
from scheduler.rules.nights import NightsInRow
from scheduler.rules.rest import DailyRest
from scheduler.rules.rotation import Rotation
from scheduler.rules.scope import Scoped
from scheduler.rules.starts import StartWindow
from scheduler.rules.succession import ForbiddenSuccessions
from scheduler.rules.weekends import WholeWeekends
from tests.scheduler.formats.test_site_faults import WHOLE


def site(folder: Path, more: str) -> SiteFile:
    path = folder / "site.toml"
    path.write_text(WHOLE + more, encoding="utf-8")
    return read_site(path)


def added(folder: Path, more: str) -> list[Rule]:
    """Return the rules that *more* adds to those of the pack."""
    return [rule for rule in site(folder, more).rules if rule not in law_pack("china")]


def faults(folder: Path, more: str) -> list[tuple[str | None, str | None, str]]:
    with pytest.raises(SiteFileError) as refused:
        site(folder, more)
    return [(fault.field, fault.value, fault.expected or "") for fault in refused.value.faults]


def test_a_rule_of_the_site_holds_once_it_is_named(tmp_path: Path) -> None:
    assert added(tmp_path, "") == []
    assert added(tmp_path, "[rules.nights-in-row]\nmost = 3") == [NightsInRow(1, 3)]
    assert added(tmp_path, "[rules.forward-rotation]") == [rule for rule in site_rules() if "forward" in rule.name]


def test_each_table_with_a_scope_adds_the_rule_for_its_people(tmp_path: Path) -> None:
    more = """
[[rules.hours-of-week]]
most_hours = 45
[[rules.hours-of-week]]
most_hours = 20
contracts = ["nights"]
[[rules.start-window]]
earliest = "09:00"
agents = ["A1"]
severity = "soft"
[[rules.daily-rest]]
hours = 12
teams = ["desk"]
"""
    assert added(tmp_path, more) == [
        HoursOfWeek(0, 45),
        Scoped(HoursOfWeek(0, 20), contracts=frozenset({"nights"})),
        Scoped(StartWindow("09:00"), Severity.SOFT, agents=frozenset({"A1"})),
        Scoped(DailyRest(12), teams=frozenset({"desk"})),
    ]
    assert DailyRest() in site(tmp_path, more).rules


def test_patterns_dates_and_pairs_are_read(tmp_path: Path) -> None:
    more = """
[rules.rotation]
pattern = ["day", "night?", "off"]
first_day = 2026-10-05
offset = 1
[rules.forbidden-successions]
pairs = ["night > day"]
"""
    assert added(tmp_path, more) == [
        Rotation(("day", "night?", "off"), date(2026, 10, 5), 1),
        ForbiddenSuccessions(frozenset({"night > day"})),
    ]


def test_the_floor_of_heads_stays_that_of_the_site(tmp_path: Path) -> None:
    text = '[rules.heads-on-duty]\nseverity = "hard"'
    assert added(tmp_path, text) == [HeadsOnDuty(2, Severity.HARD)]


def test_every_name_that_is_not_in_the_file_is_refused_with_the_nearest(tmp_path: Path) -> None:
    more = """
[[rules.daily-rest]]
hours = 12
teams = ["desc"]
agents = ["A2"]
[rules.rotation]
pattern = ["nigth", "late"]
"""
    found = faults(tmp_path, more)
    assert {(field, value) for field, value, _ in found} == {
        ("rules.daily-rest", "desc"),
        ("rules.daily-rest", "A2"),
        ("rules.rotation", "nigth"),
    }
    nearest = {value: expected for _, value, expected in found}
    assert nearest["nigth"] == "'night', or another of day, night"
    assert nearest["desc"] == "'desk'"


@pytest.mark.parametrize(
    ("more", "field", "expected"),
    [
        ("[rules.nights-in-rows]", "rules.nights-in-rows", "did you mean nights-in-row?"),
        ("[rules.start-window]\nearliest = 9", "rules.start-window.earliest", "a text in quotes"),
        ('[rules.start-window]\nearliest = "9 h"', "rules.start-window", "a time such as 08:30"),
        ('[rules.rotation]\nfirst_day = "2026-10-05"', "rules.rotation.first_day", "a date such as"),
        ('[rules.rotation]\npattern = "off"', "rules.rotation.pattern", "a list of names"),
        ('[rules.work-days]\nrequired = ["moonday"]', "rules.work-days", "days of the week (monday"),
        ('[rules.daily-rest]\nteam = ["desk"]', "rules.daily-rest.team", "did you mean teams?"),
        ('[rules.daily-rest]\nseverity = "soft"', "rules.daily-rest.severity", "comes with the law pack (OS-2.1, EU"),
        ('[rules.holiday-pay]\nseverity = "note"', "rules.holiday-pay.severity", "comes with the law pack (LL-44"),
        ('[rules.leave]\nseverity = "soft"', "rules.leave.severity", "hard: leave that was granted is kept"),
        ('[rules.locked]\nseverity = "soft"', "rules.locked.severity", "hard: what a planner has locked is kept"),
        ('[rules.no-overlap]\nseverity = "soft"', "rules.no-overlap.severity", "hard: nobody is in two places at once"),
        ('[rules.period-hours]\nseverity = "note"', "rules.period-hours.severity", "hard or soft"),
        (
            '[[rules.period-hours]]\nseverity = "soft"\nteams = ["desk"]',
            "rules.period-hours[1].severity",
            "soft for everybody",
        ),
        ("[rules.period-hours]\nweight = 3", "rules.period-hours.weight", 'severity = "soft" beside it'),
        ('[rules.start-window]\nseverity = "soft"\nweight = -1', "rules.start-window.weight", "a number, 0 or more"),
        ('[rules.start-window]\nseverity = "soft"\nweight = 10_001', "rules.start-window.weight", "0 to 10000 points"),
        ('[rules.daily-rest]\nhour = "soft"', "rules.daily-rest.hour", "did you mean hours?"),
        ('[rules.heads-on-duty]\nteams = ["desk"]', "rules.heads-on-duty.teams", "one of heads, severity"),
        ("[[rules.daily-rest]]\n[[rules.daily-rest]]", "rules.daily-rest[2]", "one table a rule without teams"),
        ('[[rules.daily-rest]]\nhours = "12"', "rules.daily-rest[1].hours", "a number, 0 or more"),
        ("[rules]\ndaily-rest = [12]", "rules.daily-rest", "[rules.daily-rest]"),
    ],
)
def test_a_value_that_a_rule_cannot_have_is_refused_where_it_stands(
    tmp_path: Path, more: str, field: str, expected: str
) -> None:
    ((place, _, said),) = faults(tmp_path, more)
    assert place == field
    assert expected in said


def test_rules_without_a_law_may_be_soft_and_cost_what_the_site_says(tmp_path: Path) -> None:
    more = """
[rules.days-in-row]
severity = "soft"
[rules.start-window]
earliest = "09:00"
severity = "soft"
weight = 2.5
[rules.whole-weekends]
severity = "note"
[rules.nights-in-row]
severity = "hard"
"""
    read = site(tmp_path, more)
    assert [rule for rule in read.rules if rule.name == "days-in-row"] == [Scoped(DaysInRow(), Severity.SOFT)]
    assert read.rules[-3:] == (
        Scoped(StartWindow("09:00"), Severity.SOFT, weight=2.5),
        Scoped(WholeWeekends(), Severity.NOTE),
        NightsInRow(),
    )
    assert read.aims.rules == read.rules


def test_contract_hours_that_nobody_can_keep_are_refused_unless_they_are_soft(tmp_path: Path) -> None:
    never = WHOLE.replace("{ least = 136, most = 160 }", "{ least = 9000, most = 9001 }")
    path = tmp_path / "site.toml"
    path.write_text(never, encoding="utf-8")
    with pytest.raises(SiteFileError, match="no line of shifts can meet contract full"):
        read_site(path)
    path.write_text(never + '[rules.period-hours]\nseverity = "soft"\n', encoding="utf-8")
    found = read_site(path)
    grid = TimeGrid(found.site.zone, date(2026, 11, 2), 7)
    instance = found.instance(grid, None, site_calendar(found, grid.first_day, grid.last_day))
    assert instance.agents[0].contract.period_minutes.least == 9_000 * 60


def test_weights_of_rules_may_be_money_where_a_point_has_a_price(tmp_path: Path) -> None:
    told = '[rules.start-window]\nseverity = "soft"\nweight = "30 CNY"\n'
    listed = '[[rules.start-window]]\nseverity = "soft"\nweight = "7.5 CNY"\nteams = ["desk"]\n'
    point = '[objective]\npoint = "5 CNY"\n'
    assert added(tmp_path, told + point) == [Scoped(StartWindow(), Severity.SOFT, weight=6.0)]
    desk = frozenset({"desk"})
    assert added(tmp_path, listed + point) == [Scoped(StartWindow(), Severity.SOFT, teams=desk, weight=1.5)]
    heads = added(tmp_path, '[rules.heads-per-shift]\nseverity = "soft"\nweight_over = "30 CNY"\n' + point)
    assert heads == [HeadsPerShift(severity=Severity.SOFT, weight_over=6.0)]
    assert faults(tmp_path, told)[0] == (
        "rules.start-window.weight",
        "30 CNY",
        "what a point is worth beside it, such as point = 5 CNY",
    )
    assert faults(tmp_path, told + point.replace("CNY", "EUR"))[0][2] == "an amount in EUR"
    assert faults(tmp_path, listed.replace("7.5 CNY", "much") + point)[0][0] == "rules.start-window[1].weight"


def test_terms_of_soft_rules_may_come_first(tmp_path: Path) -> None:
    more = '[rules.start-window]\nseverity = "soft"\n[objective]\norder = ["shortage", "rule: start-window"]'
    assert site(tmp_path, more).aims.order == ("shortage", "rule: start-window")
    assert faults(tmp_path, more.replace("soft", "hard"))[0][:2] == ("objective.order[2]", "rule: start-window")


def test_tables_from_python_are_read_alike() -> None:
    rules = with_parameters(law_pack("none"), {"nights-in-row": [{"most": 2, "teams": ["desk"]}]})
    assert rules[-1] == Scoped(NightsInRow(1, 2), teams=frozenset({"desk"}))
