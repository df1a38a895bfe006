import hashlib
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from api.demo import demo_history
from api.demo.export import COLUMNS, ZONE, write_history
from api.demo.shapes import SHAPES
from api.demo.volumes import Horizon, expected_contacts
from forecasting.calendar import event_calendar
from forecasting.history import HistoryOptions, read_history
from forecasting.timegrid import TimeGrid

FIRST, LAST = date(2023, 10, 26), date(2026, 10, 25)
TITLES = list(COLUMNS.values())


@cache
def export() -> pd.DataFrame:
    return demo_history(7, FIRST, LAST)


def totals(channel: str) -> "pd.Series[int]":
    """Contacts by local day."""
    rows = export()[export()["channel"] == channel]
    days: pd.Series[int] = rows.groupby(rows["interval_start"].str[:10])["contacts_offered"].sum()
    return days


def expected_days(channel: str, first: date, last: date) -> "pd.Series[float]":
    """Contacts to expect by local day, before noise."""
    grid = TimeGrid(ZONE, first, (last - first).days + 1)
    horizon = Horizon.of(grid, event_calendar("CN", ZONE, first, last))
    shape = next(shape for shape in SHAPES if shape.queue == channel)
    by_day = np.bincount(horizon.day_of, expected_contacts(shape, horizon))
    return pd.Series(by_day, index=[str(day) for day in grid.dates()])


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, last = date(2026, 1, 1), date(2026, 2, 1)
    once, again, other = (
        hashlib.sha256(demo_history(seed, first, last).to_csv().encode()).hexdigest() for seed in (1, 1, 2)
    )
    assert once == again
    assert once != other


def test_three_years_of_four_channels_come_under_the_platforms_own_titles() -> None:
    assert list(export().columns) == TITLES
    assert set(export()["channel"]) == {"phone", "chat", "email", "social"}
    assert export()["interval_start"].min() == "2023-10-26 00:00"
    assert export()["interval_start"].max() == "2026-10-25 23:45"
    assert not export().duplicated(["interval_start", "channel"]).any()


def test_what_was_offered_was_either_handled_or_abandoned() -> None:
    parts = export()["contacts_handled"] + export()["contacts_abandoned"]
    assert (parts == export()["contacts_offered"]).all()


def test_handling_times_are_missing_exactly_where_nothing_was_handled() -> None:
    assert (export()["avg_handle_time_s"].isna() == (export()["contacts_handled"] == 0)).all()


def test_phone_rows_are_absent_at_night_and_social_rows_are_zero() -> None:
    hours = export()["interval_start"].str[11:13].astype(int)
    assert hours[export()["channel"] == "phone"].min() == 8
    night = export()[(export()["channel"] == "social") & (hours < 8)]
    assert len(night) > 30_000
    assert (night["contacts_offered"] == 0).all()


def test_phones_are_served_until_midnight_on_promotion_days_and_holidays_only() -> None:
    phone = export()[export()["channel"] == "phone"]
    late = set(phone.loc[phone["interval_start"].str[11:] >= "22:00", "interval_start"].str[:10])
    assert {"2025-11-11", "2024-06-18", "2026-10-01"} <= late
    assert "2026-07-15" not in late


@pytest.mark.parametrize("year", [2024, 2025])
def test_double_11_is_by_far_the_busiest_day_of_its_weeks(year: int) -> None:
    around = totals("chat").loc[f"{year}-11-01" : f"{year}-11-30"]
    assert around.idxmax() == f"{year}-11-11"
    assert around.max() > 1.4 * around.median()


def test_a_wave_that_starts_in_the_evening_is_seen_at_20_oclock() -> None:
    chat = export()[export()["channel"] == "chat"].set_index("interval_start")["contacts_offered"]

    def evening(day: str) -> int:
        return int(chat.loc[f"{day} 20:00" : f"{day} 21:45"].sum())

    assert evening("2025-10-31") > 1.25 * evening("2025-10-29")


def test_the_new_year_goods_festival_moves_with_the_moon() -> None:
    def lift(first: date, last: date, day: str, before: str) -> float:
        days = expected_days("chat", first, last)
        return float(days[day] / days[before])

    # Its wave starts 28 days before the Spring Festival: 29 January 2025, 17 February 2026.
    assert lift(date(2025, 1, 1), date(2025, 2, 1), "2025-01-02", "2025-01-23") > 1.02
    assert lift(date(2026, 1, 1), date(2026, 2, 1), "2026-01-21", "2026-01-14") > 1.08


def test_phones_are_quiet_on_holidays_and_busy_on_saturdays_that_are_worked() -> None:
    days = expected_days("phone", date(2025, 9, 20), date(2025, 10, 12))
    assert days["2025-10-06"] < 0.9 * days["2025-09-22"]  # a Monday within National Day
    assert days["2025-09-28"] > 1.05 * days["2025-09-21"]  # a Sunday that is worked against one that is not


def test_a_better_bot_takes_a_step_off_the_chats() -> None:
    days = expected_days("chat", date(2025, 2, 17), date(2025, 4, 20))
    assert days["2025-04-17"] < 0.95 * days["2025-02-27"]


def test_contacts_grow_from_year_to_year() -> None:
    social = totals("social")
    assert social.loc["2026-07-01":"2026-07-31"].sum() > 1.1 * social.loc["2025-07-01":"2025-07-31"].sum()


def test_a_channel_that_failed_is_all_but_silent_for_hours_and_then_busier_than_usual() -> None:
    chat = export()[export()["channel"] == "chat"]
    busy = chat[chat["interval_start"].str[11:13].astype(int).between(10, 17)].reset_index(drop=True)
    usual = busy["contacts_offered"].median()
    down = busy["contacts_offered"] < 0.15 * usual
    runs = down.groupby((~down).cumsum()).sum()
    assert 1 <= (runs >= 6).sum() <= 15


def test_slots_scatter_more_than_poisson_would() -> None:
    chat = export()[(export()["channel"] == "chat") & (export()["interval_start"].str[11:] == "15:00")]
    weekdays = chat[pd.to_datetime(chat["interval_start"]).dt.month.isin([7])]["contacts_offered"]
    assert weekdays.var() > 1.5 * weekdays.mean()


def test_the_export_reads_without_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    write_history(demo_history(1, date(2026, 8, 1), date(2026, 9, 30)), path)
    read = read_history([path], HistoryOptions(zone=ZONE, columns=COLUMNS))
    assert read.step_minutes == 15
    assert set(read.history["queue"]) == {shape.queue for shape in SHAPES}
    assert not read.report.gaps
