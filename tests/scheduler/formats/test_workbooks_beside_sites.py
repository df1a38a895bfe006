"""Agents, requests and locks may stand in workbooks beside the site file, typed as spreadsheets type them."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from scheduler.agents import AgentId, Lock
from scheduler.availability import Availability, Window
from scheduler.errors import SiteFileError
from scheduler.formats import SiteFile, read_site
from scheduler.formats.locks import lock_file
from scheduler.objective.requests import Request
from tests.scheduler.formats.test_site_faults import WHOLE

AGENTS = ("id", "team", "contract", "available", "hired", "mentor", "leave")


def midnight(day: date) -> datetime:
    """Return a day as spreadsheets give it back."""
    return datetime.combine(day, time())


def workbook(path: Path, *rows: Sequence[Any]) -> Path:
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            book.worksheets[0].cell(number, column, value)
    book.create_sheet("notes").cell(1, 1, "anything")
    book.save(path)
    return path


def site(folder: Path, *agents: Sequence[Any], more: str = "") -> SiteFile:
    before, _, after = WHOLE.partition("[[agents]]")
    text = before + '[agents]\nfile = "people.xlsx"\n' + after[after.index("[law]") :] + more
    (folder / "site.toml").write_text(text, encoding="utf-8")
    workbook(folder / "people.xlsx", AGENTS, *agents)
    return read_site(folder / "site.toml")


def test_agents_are_read_from_a_workbook_as_from_a_csv(tmp_path: Path) -> None:
    found = site(
        tmp_path,
        (101, "desk", "full", "Mon-Fri 09:00-18:00", midnight(date(2026, 11, 2)), 102, date(2026, 11, 20)),
        (),
        (102.0, "desk", "full", None, "2020-01-01", None, "2026-11-02..2026-11-03; 2026-11-05"),
    )
    newcomer, mentor = found.agents
    assert (newcomer.id, newcomer.hired, newcomer.mentor) == ("101", date(2026, 11, 2), "102")
    assert newcomer.available == Availability(((Window(540, 1080),),) * 5 + ((),) * 2)
    assert newcomer.leave == {date(2026, 11, 20)}
    assert (mentor.id, mentor.hired) == ("102", date(2020, 1, 1))
    assert mentor.leave == {date(2026, 11, day) for day in (2, 3, 5)}


def test_faults_of_a_workbook_are_named_with_the_row_of_the_spreadsheet(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError) as refused:
        site(tmp_path, ("A1", "desk", "full"), (), ("A2", "dask", "full", None, 7.5, None, True))
    assert [(fault.file, fault.row, fault.field, fault.value) for fault in refused.value.faults] == [
        ("people.xlsx", 4, "team", "dask"),
        ("people.xlsx", 4, "leave[1]", "true"),
        ("people.xlsx", 4, "hired", "7.5"),
    ]


def test_requests_and_locks_are_read_from_workbooks(tmp_path: Path) -> None:
    workbook(tmp_path / "wishes.xlsx", ("agent", "day", "for", "weight"), ("A1", midnight(date(2026, 11, 4)), "off", 2))
    workbook(
        tmp_path / "locks.xlsx", ("agent", "day", "kind", "start"), ("A1", date(2026, 11, 3), "night", time(21, 30))
    )
    more = '[requests]\nfile = "wishes.xlsx"\n[locked]\nfile = "locks.xlsx"\n'
    found = site(tmp_path, ("A1", "desk", "full"), more=more)
    assert found.aims.asked == (Request(AgentId("A1"), date(2026, 11, 4), "off", weight=2.0),)
    (agent,) = found.agents
    assert agent.locked == {Lock(date(2026, 11, 3), "night", 21 * 60 + 30)}
    single = workbook(tmp_path / "plan.xlsx", ("agent", "day", "kind"), ("A1", date(2026, 11, 5), "day"))
    (agent,) = lock_file(single, found.agents, found.kinds, (date(2026, 11, 1), date(2026, 11, 30)))
    assert Lock(date(2026, 11, 5), "day") in agent.locked


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"agent,day,kind\n"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "locks.xlsx").write_bytes(content)
    with pytest.raises(SiteFileError) as refused:
        site(tmp_path, ("A1", "desk", "full"), more='[locked]\nfile = "locks.xlsx"\n')
    (fault,) = refused.value.faults
    assert (fault.file, fault.reason, fault.expected) == ("locks.xlsx", "is no workbook", "an XLSX file")


def test_a_workbook_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError) as refused:
        site(tmp_path, ("A1", "desk", "full"), more='[locked]\nfile = "locks.xlsx"\n')
    (fault,) = refused.value.faults
    assert (fault.file, fault.reason) == ("locks.xlsx", "cannot be opened")


def test_an_empty_sheet_lacks_its_columns(tmp_path: Path) -> None:
    workbook(tmp_path / "locks.xlsx")
    with pytest.raises(SiteFileError) as refused:
        site(tmp_path, ("A1", "desk", "full"), more='[locked]\nfile = "locks.xlsx"\n')
    assert {fault.field for fault in refused.value.faults} == {"agent", "day", "kind"}
