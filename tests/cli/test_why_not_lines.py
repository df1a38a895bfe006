"""Other days that make a shift possible are told on the agent's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from api.cli.roster_explained import why_not_lines
from api.translation import translator
from forecasting.messages import english
from scheduler.explain.why_not import Verdict, WhyNot
from scheduler.roster import Assignment
from tests.scheduler.explain.months import MONTHS

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 4, 26, 5, tzinfo=UTC)


def answer() -> WhyNot:
    agent = MONTHS[0].instance().agents[0]
    shift = Assignment(agent.id, START.date(), "late", START, START + timedelta(hours=9))
    return WhyNot(
        agent, START.date(), "late", Verdict.OTHER_DAYS, changes=((shift, None),), costs={"excess": 9.5, "shortage": -2}
    )


def test_a_shift_that_goes_is_told_on_the_agents_clock() -> None:
    assert "  then late 2026-04-26 13:00 becomes a day off" in list(why_not_lines(answer(), SHANGHAI, english))


def test_terms_are_listed_as_the_language_lists_them() -> None:
    lines = list(why_not_lines(answer(), SHANGHAI, translator("zh_CN")))
    assert lines[-1].endswith("超员 +9.50、缺员 -2.00")
