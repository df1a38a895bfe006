"""The standard values of every rule with figures, by hand; the numbers of standards, laws and common practice."""

from dataclasses import fields
from datetime import date

import pytest

from scheduler.rules.comprehensive import MONTHS, WORKING_DAYS, ComprehensiveHours, Period
from scheduler.rules.contract import LEAVE_DAYS_A_WEEK
from scheduler.rules.heads_per_shift import UNBOUNDED
from scheduler.rules.law import DAYS_BACK, PACKS, china, days_back, law_pack, site_rules
from scheduler.rules.scope import Scoped
from scheduler.rules.soft import PRICES, Unit
from scheduler.rules.starts import StartWindow
from scheduler.rules.union import HoursOfReferencePeriod
from scheduler.rules.weekends import WeekendsInRow, WeekendsWorked

STANDARD_VALUES: dict[str, dict[str, object]] = {
    "within-opening-hours": {"minutes_before": 0, "minutes_after": 0},
    "heads-on-duty": {"heads": 2, "severity": "soft", "weight": 0},
    "daily-hours": {"hours": 8, "overtime_approved": frozenset()},
    "rest-in-shift": {"minutes": 60, "from_hours": 8},
    "rest-after-shift": {"hours": 1},
    "daily-rest": {"hours": 11},
    "weekly-hours": {"hours": 40},
    "average-weekly-hours": {"hours": 44},
    "weekly-rest": {"days": 7, "hours": 24},
    "overtime": {
        "daily_hours": 8,
        "hours_a_day": 1,
        "hours_a_day_special": 3,
        "special_reasons": False,
        "hours_a_month": 36,
    },
    "no-night-for-protected": {"night_start": 22, "night_end": 6},
    "no-overtime-for-protected": {"hours": 8},
    "holiday-pay": {"percent": 300},
    "comprehensive-hours": {"period": "month", "daily_hours": 8},
    "weekly-rest-eu": {"days": 7, "hours": 35},
    "breaks-of-long-shifts": {"minutes": 30, "above_hours": 6},
    "night-work": {"hours": 8, "night_start": 23, "night_end": 6, "night_hours": 3},
    "hours-of-reference-period": {"hours": 48, "weeks": 17},
    "start-window": {"earliest": "00:00", "latest": "24:00"},
    "start-distance": {"minutes": 120},
    "steady-starts": {"minutes": 180},
    "nights-in-row": {"least": 1, "most": 4},
    "recovery-after-nights": {"nights": 2, "hours": 48},
    "forward-rotation": {"days_off": 1},
    "weekends-worked": {"most": 3, "weeks": 4},
    "weekends-in-row": {"most": 2},
    "shifts-of-kind": {"kinds": frozenset({"night"}), "least": 0, "most": 8, "period": "month"},
    "hours-of-day": {"least_hours": 0, "most_hours": 24},
    "hours-of-week": {"least_hours": 0, "most_hours": 168},
    "hours-of-month": {"least_hours": 0, "most_hours": 744},
    "hours-of-window": {"days": 14, "least_hours": 0, "most_hours": 336},
    "rotation": {"pattern": (), "first_day": date(2024, 1, 1), "offset": 0},
    "staggered-breaks": {"percent": 30, "severity": "soft"},
    "mentor": {"days": 30, "share": 0.5},
    "pairing": {"pairs": frozenset(), "same": "shift"},
    "separation": {"pairs": frozenset(), "apart": "time", "severity": "hard", "weight": 20},
    "heads-per-shift": {"least": 2, "most": UNBOUNDED, "severity": "hard", "weight": 100, "weight_over": 100},
    "levels-on-duty": {"least": 1, "level": "senior", "language": "", "severity": "hard", "weight": 20},
    "supervisor-on-duty": {"least": 1, "grade": "supervisor", "each_team": False, "severity": "hard", "weight": 20},
    "on-call-reserve": {"least": 1, "level": "junior", "severity": "hard", "weight": 100},
    "training-hours": {"hours": 40, "points_an_hour": 100, "severity": "soft"},
    "courses-a-year": {"courses": 2, "severity": "soft"},
    "training-coverage": {"percent": 80, "severity": "soft"},
}
# points, of what, by week, by single day
PRICES_BY_HAND: dict[str, tuple[float, Unit, bool, bool]] = {
    "availability": (100, Unit.VIOLATION, False, True),
    "within-opening-hours": (40, Unit.VIOLATION, False, True),
    "start-window": (20, Unit.VIOLATION, False, True),
    "hours-of-day": (20, Unit.VIOLATION, False, True),
    "work-days": (20, Unit.VIOLATION, False, True),
    "rotation": (20, Unit.VIOLATION, False, True),
    "start-distance": (10, Unit.VIOLATION, False, False),
    "steady-starts": (20, Unit.VIOLATION, True, False),
    "forbidden-successions": (20, Unit.VIOLATION, False, False),
    "forward-rotation": (20, Unit.VIOLATION, False, False),
    "recovery-after-nights": (40, Unit.VIOLATION, False, False),
    "weekends-worked": (40, Unit.VIOLATION, False, False),
    "weekends-in-row": (40, Unit.VIOLATION, False, False),
    "whole-weekends": (20, Unit.VIOLATION, False, False),
    "nights-in-row": (40, Unit.DAY, False, False),
    "days-in-row": (40, Unit.DAY, False, False),
    "days-off-in-row": (20, Unit.DAY, False, False),
    "period-hours": (10, Unit.HOUR, False, False),
    "hours-of-week": (10, Unit.HOUR, False, False),
    "hours-of-month": (10, Unit.HOUR, False, False),
    "hours-of-window": (10, Unit.HOUR, False, False),
    "shifts-of-kind": (20, Unit.SHIFT, False, False),
}
RULES = {rule.name: rule for rules in (*map(law_pack, PACKS), site_rules()) for rule in rules}


@pytest.mark.parametrize("name", STANDARD_VALUES)
def test_a_rule_starts_from_its_standard_values(name: str) -> None:
    assert {key: getattr(RULES[name], key) for key in STANDARD_VALUES[name]} == STANDARD_VALUES[name]


def test_soft_rules_cost_what_is_usual() -> None:
    found = {name: (price.points, price.unit, price.weeks, price.days) for name, price in PRICES.items()}
    assert found == PRICES_BY_HAND


def test_no_figure_of_a_rule_of_law_is_left_out() -> None:
    for rule in (*china(), *law_pack("eu"), *law_pack("china-comprehensive")):
        figures = {item.name for item in fields(rule) if item.type in {int, float}}  # type: ignore[arg-type]  # a dataclass
        assert figures <= STANDARD_VALUES.get(rule.name, {}).keys()


def test_heads_without_a_most_are_without_end() -> None:
    assert UNBOUNDED == 100_000


def test_periods_of_comprehensive_hours_have_their_working_days_since_2025() -> None:
    assert WORKING_DAYS == {Period.MONTH: 20.67, Period.QUARTER: 62.0, Period.YEAR: 248.0}
    assert MONTHS == {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


def test_leave_counts_for_the_five_working_days_of_a_week() -> None:
    assert LEAVE_DAYS_A_WEEK == 5


def test_rules_look_back_over_a_month_and_the_week_that_it_begins_in_or_further_where_they_say_so() -> None:
    assert DAYS_BACK == 31 + 4
    assert days_back(()) == 35
    assert days_back((StartWindow(), WeekendsInRow(2))) == 35
    assert [days_back([ComprehensiveHours(period)]) for period in Period] == [35, 93, 372]
    assert days_back([HoursOfReferencePeriod(weeks=17)]) == 119
    assert days_back([WeekendsWorked(weeks=9), StartWindow()]) == 70
    assert days_back([WeekendsInRow(most=6)]) == 56


def test_a_rule_for_some_people_looks_as_far_back_as_the_rule_itself() -> None:
    assert Scoped(WeekendsWorked(weeks=9)).days_back == 70
    assert Scoped(StartWindow()).days_back == 0
    assert ComprehensiveHours(Period.MONTH).days_back == 31
