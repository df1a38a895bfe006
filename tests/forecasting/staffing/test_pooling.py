from datetime import date
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from forecasting.errors import StaffingError
from forecasting.frames import REQUIREMENT
from forecasting.site import ALL_DAY, OpeningHours, Queue, Site, Span
from forecasting.staffing import pool
from forecasting.timegrid import TimeGrid

ZONE = ZoneInfo("Asia/Shanghai")
GRID = TimeGrid(ZONE, date(2026, 11, 9), days=1, slot_minutes=60)
DAY = OpeningHours((Span(8 * 60, 20 * 60),) * 7)
ALWAYS = OpeningHours((ALL_DAY,) * 7)
SITE = Site("test", ZONE, (Queue("email", opening=DAY), Queue("social", opening=ALWAYS), Queue("chat", opening=ALWAYS)))


def needs_of(**scheduled: float) -> pd.DataFrame:
    """Each queue's need, the same in every slot in which it is open."""
    starts = pd.DatetimeIndex([GRID.instant(slot) for slot in range(GRID.n_slots)]).as_unit("us")
    parts = []
    for queue, heads in scheduled.items():
        served = set(SITE.queue(queue).opening.open_slots(GRID, GRID.first_day))
        people = [heads if slot in served else 0.0 for slot in range(GRID.n_slots)]
        reasons = ["80% in 20 s" if slot in served else "closed" for slot in range(GRID.n_slots)]
        parts.append(
            pd.DataFrame(
                {
                    "start": starts,
                    "skill": pd.Series([queue] * len(starts), dtype="str"),
                    "agents": people,
                    "scheduled": people,
                    "reason": pd.Series(reasons, dtype="str"),
                }
            )
        )
    return REQUIREMENT.check(pd.concat(parts, ignore_index=True))


def row_at(pooled: pd.DataFrame, team: str, hour: int) -> tuple[float, str]:
    """What stands in the row of *team* at *hour*: people to roster, and the reason."""
    row = pooled[(pooled["skill"] == team) & (pooled["start"] == pd.Timestamp(GRID.instant(hour)))]
    return float(row["scheduled"].item()), str(row["reason"].item())


def test_a_team_needs_the_sum_of_its_queues_with_their_fractions() -> None:
    pooled = pool(needs_of(email=1.4, social=2.3), {"written": ("email", "social")}, SITE, GRID)
    assert row_at(pooled, "written", 12)[0] == pytest.approx(3.7)
    assert row_at(pooled, "written", 23)[0] == pytest.approx(2.3)


def test_the_reason_is_that_of_the_queue_that_needs_most() -> None:
    pooled = pool(needs_of(email=1.4, social=2.3), {"written": ("email", "social")}, SITE, GRID)
    assert row_at(pooled, "written", 12)[1] == "social: 80% in 20 s"


def test_two_heads_stand_in_every_open_slot_however_little_comes() -> None:
    pooled = pool(needs_of(email=0.0, social=0.5), {"mail": ("email",), "net": ("social",)}, SITE, GRID)
    assert row_at(pooled, "mail", 12)[0] == 2
    assert row_at(pooled, "net", 3) == (2, "floor of 2")


def test_a_closed_team_has_no_floor() -> None:
    pooled = pool(needs_of(email=1.0), {"mail": ("email",)}, SITE, GRID)
    assert row_at(pooled, "mail", 7) == (0, "closed")


def test_hours_of_a_team_bound_its_floor() -> None:
    pooled = pool(needs_of(social=0.5), {"net": ("social",)}, SITE, GRID, floor=3, opening={"net": DAY})
    assert row_at(pooled, "net", 12)[0] == 3
    assert row_at(pooled, "net", 3)[0] == 0.5


def test_every_queue_in_the_wrong_place_is_named_at_once() -> None:
    teams = {"a": ("social", "fax"), "b": ("social", "chat")}
    with pytest.raises(StaffingError) as refused:
        pool(needs_of(email=1.0, social=1.0), teams, SITE, GRID)
    for sentence in (
        "queue email belongs to no team",
        "queue social belongs to a and b",
        "queue fax is not a queue of site test",
        "queue chat of team b has no requirement",
    ):
        assert sentence in str(refused.value)


def test_a_requirement_of_another_day_is_refused() -> None:
    other = TimeGrid(ZONE, date(2026, 11, 10), days=1, slot_minutes=60)
    with pytest.raises(StaffingError, match="does not cover every slot"):
        pool(needs_of(email=1.0), {"mail": ("email",)}, SITE, other)
