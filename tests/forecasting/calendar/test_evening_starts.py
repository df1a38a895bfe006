"""The whole way: events table → calendar → forecast, for phases that begin at 20:00, move, or close an afternoon.

The made-up centre has 1000 contacts a day, 16 hours from 08:00 on alike. A sale that begins at 20:00 brings four times as
many contacts from that hour to midnight and twice as many on the day after.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from forecasting.calendar import EventCalendar, event_calendar, read_events
from forecasting.forecast import make_forecast
from forecasting.site import ALL_DAY, OpeningHours, Queue, Site
from forecasting.timegrid import TimeGrid

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2024, 1, 1)
AHEAD = TimeGrid(ZONE, date(2025, 11, 3), 28, 60)
SALES = [date(2024, 3, 12), date(2024, 6, 18), date(2024, 9, 5), date(2025, 1, 9), date(2025, 4, 23), date(2025, 8, 14)]
EVENING, DAY_AFTER = 4.0, 2.0
HOURLY = 1000 / 16
OPEN = OpeningHours((ALL_DAY,) * 7, ALL_DAY)
Frame = pd.DataFrame


def calendar_of(folder: Path, sales: Sequence[date], *lines: str) -> EventCalendar:
    rows = [f"{day},own-sale,Own sale,wave-1,{day + timedelta(days=1)},20:00," for day in sales]
    path = folder / "events.csv"
    path.write_text("\n".join(["date,cls,name,phase,last,from,to", *rows, *lines]) + "\n", encoding="utf-8")
    return event_calendar("none", ZONE, FIRST, AHEAD.last_day, table=read_events(path, ZONE))


def history(calendar: EventCalendar) -> Frame:
    grid = TimeGrid(ZONE, FIRST, (AHEAD.first_day - FIRST).days, 60)
    local = [grid.local(slot) for slot in range(grid.n_slots)]
    means = np.array([HOURLY * _lift(moment) if moment.hour >= 8 else 0.0 for moment in local])
    means *= np.array([not (moment.date() in calendar.part_days and moment.hour >= 14) for moment in local])
    return pd.DataFrame(
        {
            "queue": pd.Series(["chat"] * grid.n_slots, dtype="str"),
            "start": pd.to_datetime([grid.instant(slot) for slot in range(grid.n_slots)], utc=True).as_unit("us"),
            "offered": np.random.default_rng(5).poisson(means).astype("int64"),
            "aht_seconds": 240.0,
        }
    )


def _lift(moment: datetime) -> float:
    if moment.date() in SALES and moment.hour >= 20:
        return EVENING
    return DAY_AFTER if moment.date() - timedelta(days=1) in SALES else 1.0


def foretold(calendar: EventCalendar) -> Frame:
    site = Site("made", ZONE, (Queue("chat", opening=calendar.limited(OPEN)),), 60, "none")
    forecast = make_forecast(history(calendar), site, calendar, AHEAD)
    local = forecast["start"].dt.tz_convert(ZONE)
    return forecast.assign(day=local.dt.date, hour=local.dt.hour).pivot_table("mean", "day", "hour", "sum")


@pytest.fixture(scope="module", params=[date(2025, 11, 11), date(2025, 11, 20)], ids=str)
def sale(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[date, Frame]:
    """The forecast with a sale of the known kind on either of two days, of different weekdays."""
    day: date = request.param
    return day, foretold(calendar_of(tmp_path_factory.mktemp("sale"), [*SALES, day]))


def test_a_phase_that_begins_at_20_raises_the_level_of_its_first_day(sale: tuple[date, Frame]) -> None:
    day, table = sale
    expected = HOURLY * (12 + 4 * EVENING)
    assert table.loc[day].sum() == pytest.approx(expected, rel=0.12)
    assert table.loc[day + timedelta(days=1)].sum() == pytest.approx(1000 * DAY_AFTER, rel=0.12)


def test_it_changes_the_shape_of_the_first_day_from_20_on(sale: tuple[date, Frame]) -> None:
    day, table = sale
    assert table.loc[day, 20:].mean() > 2.5 * HOURLY
    assert table.loc[day, 9:18].mean() == pytest.approx(HOURLY, rel=0.25)
    assert table.loc[day, 20:].mean() > 2.2 * table.loc[day, 9:18].mean()
    after = day + timedelta(days=1)
    assert table.loc[after, 20:].mean() == pytest.approx(table.loc[after, 9:18].mean(), rel=0.2)


def test_a_phase_moved_to_another_date_leaves_nothing_behind(sale: tuple[date, Frame]) -> None:
    day, table = sale
    other = date(2025, 11, 20) if day == date(2025, 11, 11) else date(2025, 11, 11)
    for ordinary in (other, other + timedelta(days=1), day - timedelta(days=1), day + timedelta(days=2)):
        assert table.loc[ordinary].sum() == pytest.approx(1000, rel=0.1)
        assert table.loc[ordinary, 20:].mean() == pytest.approx(table.loc[ordinary, 9:18].mean(), rel=0.15)


def test_an_afternoon_without_service_has_no_contacts_and_leaves_the_morning_as_it_is(tmp_path: Path) -> None:
    closing = ["2024-12-24,closed,Christmas Eve,,,14:00,", "2025-11-14,closed,Inventory,,,14:00,"]
    table = foretold(calendar_of(tmp_path, SALES, *closing))
    half_day = date(2025, 11, 14)
    assert table.loc[half_day, 14:].sum() == 0
    assert table.loc[half_day, 8:13].mean() == pytest.approx(HOURLY, rel=0.1)
    assert table.loc[half_day + timedelta(days=1)].sum() == pytest.approx(1000, rel=0.08)


def test_a_day_by_the_moon_is_foretold_on_its_day_of_the_new_year(tmp_path: Path) -> None:
    moons = [f"lunar {month}-1,moon,New moon day,day,,," for month in range(1, 13)]
    calendar = calendar_of(tmp_path, [], *moons)
    days = {phase.start.date() for phase in calendar.phases}
    rows = history(calendar)
    local = rows["start"].dt.tz_convert(ZONE).dt.date
    lifted = rows.assign(offered=rows["offered"].where(~local.isin(days), rows["offered"] * 2))
    site = Site("made", ZONE, (Queue("chat", opening=OPEN),), 60, "none")
    forecast = make_forecast(lifted, site, calendar, AHEAD)
    daily = forecast.groupby(forecast["start"].dt.tz_convert(ZONE).dt.date)["mean"].sum()
    assert daily[date(2025, 11, 20)] == pytest.approx(2000, rel=0.1)  # the first day of the tenth month
    assert daily[date(2025, 11, 19)] == pytest.approx(1000, rel=0.1)
