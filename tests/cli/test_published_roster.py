"""The roster that people know already, read for the days of a plan."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from api.usecases.published import published_roster_of
from forecasting.errors import InputError
from forecasting.timegrid import TimeGrid
from scheduler.formats import read_site
from tests.cli.test_roster_check_command import HEAD, SITE, row

SHANGHAI = ZoneInfo("Asia/Shanghai")


def published(folder: Path, first: date, days: int) -> list[str]:
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    roster = folder / "roster.csv"
    rows = [HEAD, row("A1", 2), row("A2", 5), row("A1", 9)]
    roster.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = published_roster_of(roster, read_site(folder / "site.toml"), TimeGrid(SHANGHAI, first, days))
    return [f"{found.grid.first_day} {found.grid.days}", *(f"{shift.agent} {shift.day}" for shift in found.assignments)]


def test_only_the_planned_days_that_were_published_are_compared(tmp_path: Path) -> None:
    assert published(tmp_path, date(2026, 11, 4), 28) == ["2026-11-04 6", "A1 2026-11-09", "A2 2026-11-05"]
    assert published(tmp_path, date(2026, 10, 28), 7) == ["2026-11-02 2", "A1 2026-11-02"]


def test_a_roster_of_other_days_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no planned day"):
        published(tmp_path, date(2026, 11, 10), 7)
