from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from forecasting.frames import FORECAST, QUANTILES
from forecasting.site import AROUND_THE_CLOCK, Channel, Queue, ServiceTarget, Site
from forecasting.staffing import quiet_slots, required_people
from forecasting.timegrid import TimeGrid

GRID = TimeGrid(ZoneInfo("Asia/Shanghai"), date(2026, 11, 9), 1, 30)
PHONE = Queue("phone", opening=AROUND_THE_CLOCK)
DAY = ServiceTarget(0.9, 86_400)
EMAIL = Queue("email", Channel.EMAIL, DAY, AROUND_THE_CLOCK)
TICKETS = Queue("tickets", Channel.TICKET, DAY, AROUND_THE_CLOCK)
SITE = Site("test", GRID.zone, (PHONE, EMAIL, TICKETS), 30)


def forecast_of(**means: float) -> pd.DataFrame:
    """The same contacts of 180 seconds in every slot."""
    starts = pd.DatetimeIndex([GRID.instant(slot) for slot in range(GRID.n_slots)]).as_unit("us")
    frames = [
        pd.DataFrame(
            {
                "queue": pd.Series([name] * len(starts), dtype="str"),
                "start": starts,
                **dict.fromkeys(("mean", *QUANTILES), float(mean)),
                "aht_seconds": 180.0,
                "day_p05": np.nan,
                "day_p95": np.nan,
            }
        )
        for name, mean in means.items()
    ]
    return FORECAST.check(pd.concat(frames, ignore_index=True))


def test_the_time_that_a_line_leaves_goes_to_the_backlog_of_its_team() -> None:
    forecast = forecast_of(phone=100, email=10)
    alone = required_people(forecast, SITE, GRID)
    spare = quiet_slots(forecast, alone, SITE, GRID, {"both": ("phone", "email")})
    people = alone.loc[alone["skill"] == "phone", "agents"].to_numpy()
    assert spare["email"] == pytest.approx((people * 0.9 - 10) / 0.9)  # 10 erlangs by phone
    together = required_people(forecast, SITE, GRID, spare=spare).groupby("skill")["agents"].sum()
    assert together["email"] == pytest.approx(0, abs=1e-6)
    assert together["phone"] == pytest.approx(people.sum())


def test_several_backlogs_share_the_time_by_their_work() -> None:
    forecast = forecast_of(phone=100, email=30, tickets=10)
    needed = required_people(forecast, SITE, GRID)
    spare = quiet_slots(forecast, needed, SITE, GRID, {"all": ("phone", "email", "tickets")})
    assert spare["email"] == pytest.approx(3 * spare["tickets"])


def test_teams_of_one_kind_of_channel_share_nothing() -> None:
    forecast = forecast_of(phone=100, email=20)
    needed = required_people(forecast, SITE, GRID)
    assert not quiet_slots(forecast, needed, SITE, GRID, {"calls": ("phone",), "mail": ("email", "tickets")})


def test_nobody_has_time_who_is_as_busy_as_allowed() -> None:
    forecast = forecast_of(phone=100, email=20)
    needed = required_people(forecast, SITE, GRID)
    short = needed.assign(agents=needed["agents"].where(needed["skill"] != "phone", 10.0))
    assert quiet_slots(forecast, short, SITE, GRID, {"both": ("phone", "email")})["email"].sum() == 0
