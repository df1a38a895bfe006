"""A site file becomes the site, its people and the question for the solver."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from forecasting.calendar import EventCalendar, Phase, event_calendar
from forecasting.containment import Containment
from forecasting.site import Channel, ServiceTarget, Span
from forecasting.timegrid import TimeGrid
from scheduler.agents import Bounds, Grade, Restriction, SkillLevel
from scheduler.errors import InstanceError, SiteFileError
from scheduler.formats import SiteFile, read_site
from scheduler.rules.rest import DailyRest
from scheduler.shifts import BreakPlan, BreakWindow, DayPart

SHANGHAI = ZoneInfo("Asia/Shanghai")
DOCS = Path(__file__).parents[3] / "docs" / "site-file.md"
SMALL = """
[site]
name = "Small"
zone = "Asia/Shanghai"

[[queues]]
name = "calls"

[[teams]]
name = "desk"
queues = ["calls"]

[[shift_kinds]]
name = "day"
start_window = ["08:00", "10:00"]
length = "9:00"
breaks = [{ minutes = 60, window = ["3:00", "5:30"] }, { minutes = 15, window = ["1:00", "8:00"], paid = true }]
least_gap = "1:30"

[[contracts]]
name = "full"
kinds = ["day"]
weekly_hours = { least = 32, most = 40 }
"""
LIN = """
[[agents]]
id = "A1"
team = "desk"
contract = "full"
"""


def site(tmp_path: Path, text: str, name: str = "site.toml") -> SiteFile:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_site(path)


def days_of(calendar_days: int, first: date = date(2026, 11, 2)) -> TimeGrid:
    return TimeGrid(SHANGHAI, first, calendar_days)


def plain_calendar(**more: object) -> EventCalendar:
    return EventCalendar(SHANGHAI, date(2026, 1, 1), date(2026, 12, 31), **more)  # type: ignore[arg-type]  # fields by name


def test_the_centre_in_the_documentation_is_read_and_can_be_planned(tmp_path: Path) -> None:
    block = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[0]
    whole = site(tmp_path, block)
    assert [queue.name for queue in whole.site.queues] == ["chat", "phone"]
    calendar = event_calendar("CN", SHANGHAI, date(2026, 11, 2), date(2026, 11, 29))
    assert len(whole.instance(days_of(28), None, calendar).agents) == 2


def test_what_is_left_out_takes_the_defaults_of_the_standards(tmp_path: Path) -> None:
    small = site(tmp_path, SMALL + LIN)
    queue, agent = small.site.queues[0], small.agents[0]
    assert (queue.channel, queue.target) == (Channel.PHONE, ServiceTarget(0.80, 20))
    assert queue.opening.regular == (Span(8 * 60, 22 * 60),) * 7
    assert (small.site.slot_minutes, small.site.holidays, small.floor, small.law) == (15, "CN", 2, "china")
    assert (agent.name, agent.level, agent.grade, agent.zone) == ("A1", SkillLevel.JUNIOR, Grade.AGENT, None)
    assert small.history.zone == SHANGHAI
    assert small.history.queue == "calls"


@pytest.mark.parametrize(
    ("channel", "share", "seconds"),
    [("phone", 0.8, 20), ("chat", 0.9, 600), ("social", 0.9, 86400), ("email", 0.9, 86400), ("ticket", 0.9, 86400)],
)
def test_each_channel_has_the_target_of_the_standards(
    tmp_path: Path, channel: str, share: float, seconds: float
) -> None:
    text = SMALL.replace('name = "calls"', f'name = "calls"\nchannel = "{channel}"')
    assert site(tmp_path, text).site.queues[0].target == ServiceTarget(share, seconds)


def test_a_shift_kind_has_its_window_length_and_breaks(tmp_path: Path) -> None:
    kind = site(tmp_path, SMALL).kinds[0]
    assert (kind.earliest_start, kind.latest_start, kind.length_minutes, kind.paid_minutes) == (480, 600, 540, 480)
    assert kind.part is DayPart.EARLY
    assert kind.breaks == BreakPlan((BreakWindow(60, 180, 330), BreakWindow(15, 60, 480, paid=True)), least_gap=90)


def test_a_night_shift_ends_at_an_hour_that_goes_on_counting(tmp_path: Path) -> None:
    night = '\n[[shift_kinds]]\nname = "night"\nstart = "22:00"\nend = "30:00"\n'
    kind = site(tmp_path, SMALL + night).kinds[1]
    assert (kind.length_minutes, kind.part) == (480, DayPart.NIGHT)


def test_agents_come_from_a_csv_beside_the_site_file(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "id,name,team,contract,level,grade,languages,restrictions,leave,zone\n"
        "A1,林燕,desk,full,senior,supervisor,zh;en,,2026-11-02..2026-11-04;2026-11-20,\n"
        "A2,Ola,desk,full,,,,nursing,,Europe/Oslo\n",
        encoding="utf-8-sig",
    )
    lin, ola = site(tmp_path, SMALL + '[agents]\nfile = "people.csv"\n').agents
    assert (lin.name, lin.level, lin.grade, lin.languages) == (
        "林燕",
        SkillLevel.SENIOR,
        Grade.SUPERVISOR,
        ("zh", "en"),
    )
    assert lin.leave == {date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4), date(2026, 11, 20)}
    assert (ola.restrictions, ola.zone) == (frozenset({Restriction.NURSING}), ZoneInfo("Europe/Oslo"))


def test_weekly_hours_grow_with_the_days_planned(tmp_path: Path) -> None:
    small = site(tmp_path, SMALL + LIN)
    agent = small.instance(days_of(28), None, plain_calendar()).agents[0]
    assert agent.contract.period_minutes == Bounds(4 * 32 * 60, 4 * 40 * 60)


@pytest.mark.parametrize(("days", "least", "most"), [(7, 40, 40), (30, 160, 171.42), (5, 0, 28.57)])
def test_exact_weekly_hours_leave_room_in_days_that_make_no_whole_weeks(
    days: int, least: float, most: float, tmp_path: Path
) -> None:
    text = SMALL.replace("least = 32, most = 40", "least = 40, most = 40") + LIN
    agent = site(tmp_path, text).instance(days_of(days), None, plain_calendar()).agents[0]
    assert agent.contract.period_minutes == Bounds(round(least * 60), int(most * 60))


def test_special_hours_hold_on_holidays_and_promotion_days_where_nothing_else_is_said(tmp_path: Path) -> None:
    sale = Phase(
        "Sale",
        "sale",
        "wave-1",
        datetime(2026, 11, 10, 20, tzinfo=SHANGHAI),
        datetime(2026, 11, 11, 2, tzinfo=SHANGHAI),
    )
    calendar = plain_calendar(holidays={date(2026, 10, 1): "National Day"}, phases=(sale,))
    opening = site(tmp_path, SMALL).with_calendar(calendar).site.queues[0].opening
    assert opening.special_days == {date(2026, 10, 1), date(2026, 11, 10), date(2026, 11, 11)}
    assert opening.span_on(date(2026, 10, 1)) == Span(8 * 60, 24 * 60)


def test_a_centre_open_round_the_clock_stays_so_on_holidays(tmp_path: Path) -> None:
    text = SMALL + '[opening]\nevery_day = "00:00-24:00"\n'
    calendar = plain_calendar(holidays={date(2026, 10, 1): "National Day"})
    assert site(tmp_path, text).with_calendar(calendar).teams[0].opening.span_on(date(2026, 10, 1)) == Span(0, 1440)


def test_closed_days_win_over_exceptions_and_these_over_special_hours(tmp_path: Path) -> None:
    text = SMALL.replace('zone = "Asia/Shanghai"', 'zone = "Asia/Shanghai"\nclosed = [2026-10-02]')
    text += '[opening]\nsunday = "closed"\nexceptions = { 2026-10-01 = "09:00-12:00", 2026-10-02 = "09:00-12:00" }\n'
    text += 'special = "10:00-24:00"\n'
    calendar = plain_calendar(holidays=dict.fromkeys([date(2026, 10, day) for day in (1, 2, 3)], "National Day"))
    hours = site(tmp_path, text).with_calendar(calendar).site.queues[0].opening
    assert [hours.span_on(date(2026, 10, day)) for day in (1, 2, 3, 4, 5)] == [
        Span(9 * 60, 12 * 60),
        None,
        Span(10 * 60, 24 * 60),
        None,
        Span(8 * 60, 22 * 60),
    ]


def test_parameters_reach_their_rules_and_the_floor_the_heads_on_duty(tmp_path: Path) -> None:
    text = (
        SMALL.replace('zone = "Asia/Shanghai"', 'zone = "Asia/Shanghai"\nfloor = 3')
        + "[rules.daily-rest]\nhours = 12\n"
    )
    rules = {rule.name: rule for rule in site(tmp_path, text).rules}
    assert rules["daily-rest"] == DailyRest(hours=12)
    assert getattr(rules["heads-on-duty"], "heads") == 3  # noqa: B009  # a field of this rule alone


def test_events_become_phases_on_the_sites_clock(tmp_path: Path) -> None:
    text = (
        SMALL + '[[events]]\nname = "Birthday 2026"\nfamily = "birthday"\nphases = [\n'
        '  { phase = "presale", first = 2026-09-01, last = 2026-09-02 },\n'
        '  { phase = "wave-1", start = 2026-09-05T20:00:00, end = 2026-09-06T02:00:00, multiplier = 3.5, magnitude = 2 },\n]\n'
    )
    presale, wave = site(tmp_path, text).phases
    assert (presale.event, presale.family, presale.end) == (
        "Birthday 2026",
        "birthday",
        datetime(2026, 9, 3, tzinfo=SHANGHAI),
    )
    assert (wave.start, wave.multiplier, wave.magnitude) == (datetime(2026, 9, 5, 12, tzinfo=UTC), 3.5, 2.0)


def test_moves_of_the_bots_share_are_read(tmp_path: Path) -> None:
    text = SMALL + '[[containment]]\nqueue = "calls"\nday = 2026-10-12\nbefore = 0.1\nafter = 0.35\nramp_days = 7\n'
    assert site(tmp_path, text).containment == (Containment("calls", date(2026, 10, 12), 0.1, 0.35, 7),)


def test_the_history_section_names_the_files_columns(tmp_path: Path) -> None:
    text = SMALL + '[history]\nzone = "UTC"\ncolumns = { start = "tc", offered = "call_volume" }\n'
    history = site(tmp_path, text).history
    assert (history.zone, history.columns) == (ZoneInfo("UTC"), {"start": "tc", "offered": "call_volume"})


def requirement(grid: TimeGrid, team: str = "desk", step_slots: int = 1) -> pd.DataFrame:
    slots = range(0, grid.n_slots, step_slots)
    return pd.DataFrame(
        {
            "start": pd.to_datetime([grid.instant(slot) for slot in slots], utc=True).as_unit("us"),
            "skill": team,
            "agents": [float(slot % 7) for slot in slots],
            "scheduled": [slot % 7 + 0.5 for slot in slots],
            "reason": "target",
        }
    )


def test_the_requirement_becomes_the_demand_of_each_slot(tmp_path: Path) -> None:
    grid = days_of(7)
    instance = site(tmp_path, SMALL + LIN).instance(grid, requirement(grid), plain_calendar())
    assert list(instance.demand.scheduled["desk"]) == [slot % 7 + 0.5 for slot in range(grid.n_slots)]


def test_requirement_rows_outside_the_horizon_are_left_out(tmp_path: Path) -> None:
    wide, grid = days_of(9, date(2026, 11, 1)), days_of(7)
    demand = site(tmp_path, SMALL + LIN).instance(grid, requirement(wide), plain_calendar()).demand
    assert demand.scheduled["desk"][0] == 96 % 7 + 0.5


@pytest.mark.parametrize(
    ("team", "step_slots", "words"),
    [("shop", 1, "names shop, which is no team"), ("desk", 2, "steps other than 15 minutes")],
)
def test_a_requirement_that_does_not_fit_is_refused(tmp_path: Path, team: str, step_slots: int, words: str) -> None:
    grid = days_of(7)
    with pytest.raises(InstanceError, match=words):
        site(tmp_path, SMALL + LIN).instance(grid, requirement(grid, team, step_slots), plain_calendar())


def test_statutory_holidays_of_the_horizon_reach_the_instance(tmp_path: Path) -> None:
    first = date(2026, 9, 28)
    calendar = plain_calendar(statutory=frozenset({date(2026, 10, 1), date(2026, 1, 1)}))
    instance = site(tmp_path, SMALL + LIN).instance(days_of(7, first), None, calendar)
    assert instance.statutory_holidays == {date(2026, 10, 1)}


def test_an_agent_whose_leave_leaves_too_little_time_is_named_before_solving(tmp_path: Path) -> None:
    text = SMALL.replace(
        "weekly_hours = { least = 32, most = 40 }", "period_hours = { least = 144, most = 144 }\nleave_day_minutes = 60"
    )
    text += LIN + 'leave = ["2026-11-02..2026-11-20"]\n'
    with pytest.raises(SiteFileError) as caught:
        site(tmp_path, text).instance(days_of(28), None, plain_calendar())
    [fault] = caught.value.faults
    assert "agent A1 on the 28 days from 2026-11-02" in fault.reason
    assert (fault.field, fault.value) == ("contracts[1].period_hours", "144 h to 144 h")


def test_shifts_outside_the_opening_hours_are_told_as_the_reason(tmp_path: Path) -> None:
    text = SMALL + LIN + '[opening]\nevery_day = "10:00-16:00"\n'
    with pytest.raises(SiteFileError, match="no shift of kind day lies within the opening hours of team desk"):
        site(tmp_path, text).instance(days_of(7), None, plain_calendar())


def test_a_team_closed_at_weekends_cannot_work_six_days_a_week(tmp_path: Path) -> None:
    text = SMALL.replace("weekly_hours = { least = 32, most = 40 }", "period_hours = { least = 48 }") + LIN
    closed = text + '[opening]\nsaturday = "closed"\nsunday = "closed"\n\n[law]\npack = "none"\n'
    with pytest.raises(SiteFileError, match="at most 40 h of paid time fit into 7 days"):
        site(tmp_path, closed).instance(days_of(7), None, plain_calendar())


def test_a_site_for_forecasts_alone_needs_no_people(tmp_path: Path) -> None:
    text = '[site]\nname = "Bank"\nzone = "America/New_York"\nholidays = "none"\n[[queues]]\nname = "calls"\n'
    assert site(tmp_path, text).agents == ()
