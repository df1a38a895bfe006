from datetime import date
from pathlib import Path

import pandas as pd

from api.usecases.basis import DAY_BEFORE, people_by_team
from forecasting.timegrid import TimeGrid
from scheduler.formats import SiteFile, read_site

SITE = """
[site]
name = "Night Watch"
zone = "Asia/Shanghai"
holidays = "none"
slot_minutes = 60
[opening]
every_day = "{hours}"
[[queues]]
name = "chat"
[[teams]]
name = "first-line"
queues = ["chat"]
[[shift_kinds]]
name = "day"
start = "{day}"
length = "8:00"
[[shift_kinds]]
name = "night"
start_window = ["21:00", "22:00"]
length = "8:00"
[[contracts]]
name = "full"
kinds = [{kinds}]
{people}
[law]
pack = "none"
"""
PERSON = '[[agents]]\nid = "A1"\nteam = "first-line"\ncontract = "full"'


def site(folder: Path, hours: str, day: str, kinds: str, people: str = PERSON) -> SiteFile:
    path = folder / "site.toml"
    path.write_text(SITE.format(hours=hours, day=day, kinds=kinds, people=people), encoding="utf-8")
    return read_site(path)


def needed_of(centre: SiteFile) -> pd.DataFrame:
    """Return the people needed by team where every queue takes three people, half a one more to roster, in each hour of two days."""
    grid = TimeGrid(centre.site.zone, date(2026, 6, 1), 2, 60)
    starts = pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)], dtype="datetime64[us, UTC]")
    all_day = pd.DataFrame({"start": starts, "agents": 3.0, "scheduled": 3.5, "reason": "80% in 20 s"})
    queues = [all_day.assign(skill=queue.name) for queue in centre.site.queues]
    return people_by_team(pd.concat(queues, ignore_index=True), centre, grid)


def left_to_the_day_before(centre: SiteFile) -> list[int]:
    """Return the hours, counted from the first midnight, that ask for nobody."""
    needed = needed_of(centre)
    blank = needed["scheduled"] == 0
    assert set(needed.loc[blank, "reason"]) <= {DAY_BEFORE}
    assert set(needed.loc[~blank, "scheduled"]) == {3.5}
    return [int(hour) for hour in needed.index[blank]]


def test_the_first_night_is_left_to_the_shifts_of_the_day_before_until_they_end(tmp_path: Path) -> None:
    centre = site(tmp_path, "00:00-24:00", "08:00", '"day", "night"')
    assert left_to_the_day_before(centre) == [
        0,
        1,
        2,
        3,
        4,
        5,
    ]  # the later night shift ends at six, the day begins at eight


def test_the_first_night_ends_where_the_first_shift_may_begin(tmp_path: Path) -> None:
    centre = site(tmp_path, "00:00-24:00", "04:00", '"day", "night"')
    assert left_to_the_day_before(centre) == [0, 1, 2, 3]


def test_a_centre_without_night_shifts_asks_for_everybody_before_its_first_shift_too(tmp_path: Path) -> None:
    assert left_to_the_day_before(site(tmp_path, "00:00-24:00", "10:00", '"day"')) == []


def test_a_team_without_anybody_still_asks_for_people(tmp_path: Path) -> None:
    person = PERSON.replace("first-line", "other")
    other = '[[queues]]\nname = "mail"\n[[teams]]\nname = "other"\nqueues = ["mail"]\n'
    centre = site(tmp_path, "00:00-24:00", "08:00", '"day", "night"', other + person)
    needed = needed_of(centre)
    assert set(needed.loc[needed["skill"] == "first-line", "scheduled"]) == {3.5}
