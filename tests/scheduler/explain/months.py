"""Twenty-five overconstrained months, each with the rules that are least to give up, worked out by hand."""

from forecasting.site import OpeningHours
from scheduler.agents import Restriction
from scheduler.rules.law import law_pack
from tests.scheduler.explain.overconstrained import (
    DAY,
    LATE,
    LONG,
    NIGHT,
    NONE,
    SHORT,
    Month,
    at_least,
    opening_need,
    with_site,
    worker,
)

B, C = worker("b"), worker("c")
LONG_DAYS = {
    "daily-hours": {"overtime_approved": ["a"]},
    "overtime": {"hours_a_day": 2},
    "weekly-hours": {"hours": 60},
    "average-weekly-hours": {"hours": 60},
}

OF_ONE_PERSON = (
    Month(
        "six shifts are promised in a week that allows five",
        (worker("a", hours=(48, None)), B, C),
        (("period-hours", "a"),),
        ("at least 48 h of A (a)", "at most 40 h a week", "[WH-3]", "missed by 8 h"),
    ),
    Month(
        "21 shifts are promised in four weeks that allow 20",
        (worker("a", hours=(168, None)), B, C),
        (("period-hours", "a"),),
        ("at least 168 h of A (a)", "2026-10-05 to 2026-11-01 [WH-3] cannot both hold", "missed by 8 h"),
        days=28,
    ),
    Month(
        "no number of shifts of eight hours lies between 82 and 86 hours",
        (worker("a", hours=(82, 86)), B, C),
        (("period-hours", "a"),),
        ("at least 82 h of A (a)", "missed by 2 h"),
        days=14,
    ),
    Month(
        "no number of shifts lies between 30 and 31 hours, whatever the law",
        (worker("a", hours=(30, 31)), B, C),
        (("period-hours", "a"),),
        ("at least 30 h of A (a) in the period [contract] and at most 31 h of A (a)", "cannot both hold"),
        rules=NONE,
    ),
    Month(
        "a nursing mother is promised hours of night shifts alone",
        (worker("a", NIGHT, hours=(40, None), why=[Restriction.NURSING]), B, C),
        (("period-hours", "a"),),
        ("no night work for A (a), who is protected", "LL-63", "missed by 40 h"),
    ),
    Month(
        "a young person is promised hours of long days alone",
        (worker("a", LONG, hours=(50, None), why=[Restriction.YOUNG]), B, C),
        (("period-hours", "a"),),
        ("no overtime for A (a), who is protected", "missed by 50 h"),
        rules=with_site(LONG_DAYS),
    ),
    Month(
        "days of ten hours without approved overtime",
        (worker("a", LONG, hours=(20, None)), B, C),
        (("period-hours", "a"),),
        ("[LL-41, OS-2.3]", "missed by 20 h", "or at most 8 h a day for A (a)"),
    ),
    Month(
        "two hours of overtime on twenty days, four beyond the month's 36",  # the last of 28 days is in November
        (worker("a", LONG, hours=(200, None)), B, C),
        (("period-hours", "a"),),
        ("the limits of overtime for A (a)", "missed by 10 h"),
        days=28,
        rules=with_site(LONG_DAYS),
    ),
    Month(
        "seven days in a row are agreed",
        (worker("a", SHORT, in_row=(7, 7), off_in_row=(1, 1)), B, C),
        (("days-in-row", "a"),),
        ("exactly 7 days in a row", "a free day in any 7 days for A (a)", "[LL-38]"),
        days=21,
    ),
    Month(
        "no day off is agreed",
        (worker("a", SHORT, off_in_row=(None, 0)), B, C),
        (("days-off-in-row", "a"),),
        ("at most 0 days off in a row for A (a)", "a free day in any 7 days for A (a)"),
    ),
    Month(
        "two days of work and three off do not make 80 hours",
        (worker("a", hours=(80, None), in_row=(2, 2), off_in_row=(3, 3)), B, C),
        (("period-hours", "a"),),
        ("exactly 2 days in a row", "exactly 3 days off in a row", "cannot all hold", "missed by 32 h"),
        days=14,
    ),
    Month(
        "leave leaves three days where four in a row are agreed",
        (worker("a", in_row=(4, None), off_in_row=(None, 2), leave=(3, 7)), B, C),
        (("days-in-row", "a"),),
        ("at least 4 days in a row", "or the leave of A (a) on 2026-10-08 [site]"),
        days=14,
    ),
    Month(
        "weeks of six shifts of eight hours",
        (worker("a", in_row=(6, 6), off_in_row=(1, 1)), B, C),
        (("days-in-row", "a"),),
        ("exactly 6 days in a row", "at most 40 h a week for A (a)"),
        days=14,
    ),
    Month(
        "at most three days off, and every shift is at night",
        (worker("a", NIGHT, off_in_row=(None, 3), why=[Restriction.PREGNANT]), B, C),
        (("days-off-in-row", "a"),),
        ("at most 3 days off in a row", "or no night work for A (a), who is protected, on 2026-10-08"),
    ),
    Month(
        "three nights in a row at least, and leave between",
        (worker("a", NIGHT, hours=(40, None), leave=(2, 5)), B, C),
        (("nights-in-row", "a"),),
        ("the nights in a row of A (a)", "the leave of A (a) on 2026-10-07, 2026-10-10 [site]", "cannot all hold"),
        rules=with_site({"nights-in-row": {"least": 3}}, NONE),
    ),
    Month(
        "one day off at a time, and one weekend worked in four",
        (worker("a", in_row=(5, 5), off_in_row=(1, 1)), B, C),
        (("weekends-worked", "a"),),
        ("at most 1 weekends worked in 4 for A (a)", "exactly 1 days off in a row"),
        days=28,
        rules=with_site({"weekends-worked": {"most": 1, "weeks": 4}}, NONE),
    ),
    Month(
        "six days of work and a free weekend",
        (worker("a", hours=(48, None)), B, C),
        (("weekends-worked", "a"),),
        ("at least 48 h of A (a)", "at most 0 weekends worked in 1"),
        rules=with_site({"weekends-worked": {"most": 0, "weeks": 1}}, NONE),
    ),
    Month(
        "seven nights in a week of the European Union",
        (worker("a", NIGHT, hours=(56, None)), B, C),
        (("period-hours", "a"),),
        ("at least 56 h of A (a)", "EU 2003/88 art. 5", "missed by 8 h"),
        rules=law_pack("eu"),
    ),
    Month(
        "the only shift ends after closing",
        (worker("a", NIGHT, hours=(8, None)), B, C),
        (("within-opening-hours", "a"),),
        ("the opening hours of care for A (a)", "or at least 8 h of A (a)"),
        opening=OpeningHours(),
    ),
    Month(
        "two people have conflicts of their own",
        (worker("a", hours=(48, None)), worker("b", NIGHT, hours=(8, None), why=[Restriction.NURSING]), C),
        (("period-hours", "a"), ("period-hours", "b")),
        ("at least 48 h of A (a)", "at least 8 h of B (b)"),
    ),
)

OF_A_TEAM = (
    Month(
        "two are asked for and one of two is on leave",
        (worker("a", leave=(2, 3)), B, worker("c", LATE)),
        (("heads-on-duty", "care"),),
        (
            "at least 2 people of care on duty on 2026-10-07 to 2026-10-08",
            "the leave of A (a) on 2026-10-07 to 2026-10-08 [site] cannot both hold",
        ),
        rules=at_least(2),
        need=opening_need(5, last=12),
    ),
    Month(
        "two people cannot be two on seven days",
        (worker("a"), B, worker("c", LATE)),
        (("heads-on-duty", "care"),),
        ("at least 2 people of care on duty", "at most 40 h a week"),
        rules=at_least(2),
        need=opening_need(7, last=12),
    ),
    Month(
        "three are asked for and one of three is on leave",
        (worker("a"), worker("b", leave=(1,)), C),
        (("heads-on-duty", "care"),),
        ("(1 missing)", "or the leave of B (b) on 2026-10-06 [site]"),
        rules=at_least(3),
        need=opening_need(3),
    ),
    Month(
        "two are asked for at night and one of two is protected",
        (worker("a", NIGHT, DAY), worker("b", NIGHT, DAY, why=[Restriction.NURSING]), C),
        (("heads-on-duty", "care"),),
        ("at least 2 people of care on duty on 2026-10-05", "or no night work for B (b), who is protected"),
        rules=at_least(2),
        need={22: 1.0, 23: 1.0},
    ),
    Month(
        "one contract has too few hours for the floor",
        (worker("a", hours=(None, 16)), B, worker("c", LATE)),
        (("heads-on-duty", "care"),),
        ("at most 16 h of A (a) in the period", "(1 missing)"),
        rules=at_least(2),
        need=opening_need(4, last=12),
    ),
)

MONTHS = (*OF_ONE_PERSON, *OF_A_TEAM)
