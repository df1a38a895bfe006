from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from forecasting.errors import StaffingError
from forecasting.frames import FORECAST
from forecasting.site import ALL_DAY, Channel, OpeningHours, Queue, ServiceTarget, Site
from forecasting.staffing.skill_sets import skill_set_people
from forecasting.timegrid import TimeGrid

SHANGHAI = ZoneInfo("Asia/Shanghai")
GRID = TimeGrid(SHANGHAI, date(2026, 11, 9), 1, 30)
ALWAYS = OpeningHours((ALL_DAY,) * 7, special=None)
ENGLISH = Queue("english", opening=ALWAYS, patience_seconds=180)
CHINESE = Queue("chinese", opening=ALWAYS, patience_seconds=180)
MAIL = Queue("mail", Channel.EMAIL, ServiceTarget(0.9, 86_400), ALWAYS)
SITE = Site("test", SHANGHAI, (ENGLISH, CHINESE, MAIL), 30)


def forecast(*names: str, mean: float = 40.0) -> pd.DataFrame:
    starts = pd.DatetimeIndex([GRID.instant(slot) for slot in range(GRID.n_slots)]).as_unit("us")
    bands = dict.fromkeys(("mean", "p05", "p25", "p50", "p75", "p95"), mean)
    rows = [
        pd.DataFrame(
            {
                "queue": pd.Series([name] * len(starts), dtype="str"),
                "start": starts,
                **bands,
                "aht_seconds": 240.0,
                "day_p05": np.nan,
                "day_p95": np.nan,
            }
        )
        for name in names
    ]
    return FORECAST.check(pd.concat(rows, ignore_index=True))


def test_queues_that_share_people_take_fewer_than_each_for_itself_and_keep_their_targets() -> None:
    found = skill_set_people(forecast("english", "chinese"), SITE, GRID, ("english", "chinese"))
    assert found.agents.sum() < np.ceil(found.apart).sum()
    assert 0 <= found.way < 1
    assert all(share >= 0.8 for _, share in found.answered)


def test_the_same_seed_gives_the_same_people() -> None:
    once, again = (
        skill_set_people(forecast("english", "chinese"), SITE, GRID, ("english", "chinese"), seed=3, replications=3)
        for _time in range(2)
    )
    assert once.agents.tolist() == again.agents.tolist()
    assert once.answered == again.answered


def test_one_queue_alone_takes_about_what_the_formula_says() -> None:
    found = skill_set_people(forecast("english", mean=120.0), SITE, GRID, ("english",))
    assert found.agents.sum() == pytest.approx(found.apart.sum(), rel=0.08)


def test_backlogs_cannot_share_people_by_simulation() -> None:
    with pytest.raises(StaffingError, match="queues mail cannot share people by simulation"):
        skill_set_people(forecast("english", "mail"), SITE, GRID, ("english", "mail"))
