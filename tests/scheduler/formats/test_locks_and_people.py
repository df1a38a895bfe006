"""Locks, availability, days of hiring and mentors in site files, CSVs beside them and files for one plan."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.calendar import event_calendar
from forecasting.timegrid import TimeGrid
from scheduler.agents import Lock
from scheduler.availability import WHOLE_DAY, Availability, Window
from scheduler.errors import SiteFileError
from scheduler.formats import SiteFile, read_site
from scheduler.formats.availability import availability, availability_text
from scheduler.formats.locks import lock_file
from scheduler.formats.values import UnreadableError
from tests.scheduler.formats.test_site_faults import WHOLE

HEADER = "id,team,contract,available,hired,mentor\n"
OF_NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


def site(folder: Path, more: str = "", **files: str) -> SiteFile:
    path = folder / "site.toml"
    path.write_text(WHOLE + more, encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return read_site(path)


def faults(folder: Path, more: str = "", **files: str) -> list[tuple[str, int | None, str | None, str | None, str]]:
    with pytest.raises(SiteFileError) as refused:
        site(folder, more, **files)
    return [
        (fault.file, fault.row, fault.field, fault.value, f"{fault.reason}; {fault.expected}")
        for fault in refused.value.faults
    ]


def test_locks_are_read_from_the_site_file(tmp_path: Path) -> None:
    more = """
[[locked]]
agent = "A1"
day = 2026-11-02
kind = "off"
[[locked]]
agent = "A1"
day = ["2026-11-03..2026-11-04"]
kind = "night"
start = "21:30"
"""
    (agent,) = site(tmp_path, more).agents
    nights = {Lock(date(2026, 11, day), "night", 21 * 60 + 30) for day in (3, 4)}
    assert agent.locked == nights | {Lock(date(2026, 11, 2))}
    assert agent.lock_on(date(2026, 11, 2)) == Lock(date(2026, 11, 2))
    assert agent.lock_on(date(2026, 11, 5)) is None


def test_locks_are_read_from_a_file_beside_it(tmp_path: Path) -> None:
    rows = "agent,day,kind,start\nA1,2026-11-02..2026-11-03;2026-11-05,off,\nA1,2026-11-04,day,08:00\n"
    (agent,) = site(tmp_path, '[locked]\nfile = "locks.csv"\n', locks=rows).agents
    assert agent.locked == {
        *(Lock(date(2026, 11, day)) for day in (2, 3, 5)),
        Lock(date(2026, 11, 4), "day", 480),
    }


def test_every_fault_of_a_lock_is_named_with_its_place(tmp_path: Path) -> None:
    rows = (
        "agent,day,kind,start\n"
        "A2,2026-11-02,day,\n"
        "A1,2026-11-31,day,\n"
        "A1,2026-11-02,dya,\n"
        "A1,2026-11-02,night,20:00\n"
        "A1,2026-11-02,off,08:00\n"
        "A1,2026-11-03,day,\n"
        "A1,2026-11-03,night,\n"
        "A1,2026-11-03,day,\n"
    )
    found = faults(tmp_path, '[locked]\nfile = "locks.csv"\n', locks=rows)
    assert found == [
        ("locks.csv", 2, "agent", "A2", "is not known; 'A1'"),
        ("locks.csv", 3, "day[1]", "2026-11-31", "is no day of the calendar; YYYY-MM-DD"),
        ("locks.csv", 4, "kind", "dya", "is not known; 'day', or another of day, night, off"),
        ("locks.csv", 5, "start", "20:00", "is no start of the kind; 21:00 to 22:00, every 15 minutes"),
        ("locks.csv", 6, "start", "08:00", "stands beside a day off; no start of a day off"),
        (
            "locks.csv",
            8,
            "kind",
            "night",
            "clashes with another lock of this day; day on 2026-11-03, as locks.csv 7 says",
        ),
    ]


def test_a_kind_that_the_contract_does_not_allow_is_refused(tmp_path: Path) -> None:
    more = '[[agents]]\nid = "A2"\nteam = "desk"\ncontract = "nights"\n'
    lock = '[[locked]]\nagent = "A2"\nday = 2026-11-02\nkind = "day"\n'
    ((_, row, field, value, told),) = faults(tmp_path, more + lock)
    assert (row, field, value, told) == (51, "locked[1].kind", "day", "is not known; one of night, off")


def test_a_file_of_locks_for_one_plan_adds_to_those_of_the_site(tmp_path: Path) -> None:
    found = site(tmp_path, '[[locked]]\nagent = "A1"\nday = 2026-11-02\nkind = "off"\n')
    path = tmp_path / "plan.csv"
    path.write_text("agent,day,kind\nA1,2026-11-30,day\nA1,2026-11-02,off\n", encoding="utf-8")
    (agent,) = lock_file(path, found.agents, found.kinds, OF_NOVEMBER)
    assert agent.locked == {Lock(date(2026, 11, 2)), Lock(date(2026, 11, 30), "day")}


def test_days_outside_the_plan_and_clashes_with_the_site_are_refused_in_such_a_file(tmp_path: Path) -> None:
    found = site(tmp_path, '[[locked]]\nagent = "A1"\nday = 2026-11-02\nkind = "off"\n')
    path = tmp_path / "plan.csv"
    path.write_text("agent,day,kind\nA1,2026-12-01,day\nA1,2026-11-02,day\n", encoding="utf-8")
    with pytest.raises(SiteFileError) as refused:
        lock_file(path, found.agents, found.kinds, OF_NOVEMBER)
    outside, clash = (str(fault) for fault in refused.value.faults)
    assert outside == (
        "plan.csv, row 2, day: lies outside the planned days (found '2026-12-01'); expected 2026-11-01 to 2026-11-30"
    )
    assert clash == (
        "plan.csv, row 3, kind: clashes with another lock of this day (found 'day'); "
        "expected off on 2026-11-02, as the site file says"
    )


def test_people_have_windows_a_day_of_hiring_and_a_mentor(tmp_path: Path) -> None:
    rows = HEADER + "A2,desk,full,Mon-Fri 09:00-18:00;not Wed,2026-11-02,A3\n"
    with pytest.raises(SiteFileError, match="contradicts what is said before"):
        site_of_people(tmp_path, rows)
    rows = HEADER + "A2,desk,full,Mon-Fri 09:00-18:00;2026-11-04 off,2026-11-02,A3\nA3,desk,full,,,\n"
    newcomer, mentor = site_of_people(tmp_path, rows).agents
    window = (Window(540, 1080),)
    assert newcomer.available == Availability((window,) * 5 + ((),) * 2, ((date(2026, 11, 4), ()),))
    assert (newcomer.hired, newcomer.mentor) == (date(2026, 11, 2), "A3")
    assert (mentor.available, mentor.hired, mentor.mentor) == (None, None, None)


def site_of_people(folder: Path, rows: str) -> SiteFile:
    path = folder / "site.toml"
    before, _, after = WHOLE.partition("[[agents]]")
    path.write_text(before + '[agents]\nfile = "people.csv"\n' + after[after.index("[law]") :], encoding="utf-8")
    (folder / "people.csv").write_text(rows, encoding="utf-8")
    return read_site(path)


def test_people_are_on_leave_until_the_day_on_which_they_are_hired(tmp_path: Path) -> None:
    rows = HEADER + "A2,desk,full,,2026-11-04,\nA3,desk,full,,2026-12-01,\nA4,desk,full,,2026-11-02,\n"
    found = site_of_people(tmp_path, rows)
    grid = TimeGrid(found.site.zone, date(2026, 11, 2), 7)
    calendar = event_calendar("none", found.site.zone, grid.first_day, grid.last_day)
    hired, later, there = found.instance(grid, None, calendar, must_be_possible=False).agents
    assert sorted(hired.leave) == [date(2026, 11, 2), date(2026, 11, 3)]
    assert len(later.leave) == 7
    assert there.leave == frozenset()


def test_every_fault_about_mentors_and_windows_is_named(tmp_path: Path) -> None:
    rows = HEADER + (
        "A2,desk,full,,2026-11-02,A9\nA3,desk,full,,,A2\nA4,desk,full,,2026-11-02,A4\nA5,desk,full,Mon 9-18;Foo off,,\n"
    )
    with pytest.raises(SiteFileError) as refused:
        site_of_people(tmp_path, rows)
    told = [(fault.row, fault.field, str(fault.reason), str(fault.expected)) for fault in refused.value.faults]
    assert told == [
        (3, "mentor", "is given without a day of hiring", "the first day at work in hired"),
        (4, "mentor", "is the agent's own id", "the id of somebody else"),
        (5, "available[1]", "is no time of day", "HH:MM, 00:00 to 24:00"),
        (5, "available[2]", "names no days", "weekdays such as Mon or Mon-Fri, days such as 2026-11-05, or daily"),
        (2, "mentor", "is nobody of this site", "'A5', or another of A2, A3, A4, A5"),
    ]


@pytest.mark.parametrize(
    ("text", "week", "dated"),
    [
        ("Mon-Fri 09:00-18:00", ["09:00-18:00"] * 5 + [""] * 2, {}),
        ("not Sunday", ["00:00-24:00"] * 6 + [""], {}),
        ("Sat, Sun off; 2026-11-07 08:00-12:00", ["00:00-24:00"] * 5 + [""] * 2, {7: "08:00-12:00"}),
        ("Fri-Mon 22:00-06:00", ["22:00-30:00"] + [""] * 3 + ["22:00-30:00"] * 3, {}),
        ("daily 09:00 - 12:00, 14:00-18:00", ["09:00-12:00 14:00-18:00"] * 7, {}),
        ("2026-11-02..2026-11-03 off", ["00:00-24:00"] * 7, {2: "", 3: ""}),
        ("mon 09:00-12:00; MON 14:00–18:00", ["09:00-12:00 14:00-18:00"] + [""] * 6, {}),
    ],
)
def test_windows_are_read_as_people_write_them(text: str, week: list[str], dated: dict[int, str]) -> None:
    found = availability(text)
    assert [" ".join(map(str, windows)) for windows in found.week] == week
    assert {day: " ".join(map(str, windows)) for day, windows in found.dated} == {
        date(2026, 11, number): windows for number, windows in dated.items()
    }
    assert availability(text.split(";")) == found


@pytest.mark.parametrize(
    "text", ["", "Mon", "not Mon 09:00-10:00", "Mon 09:00", "Mon 24:00-25:00", "Mon 09:00-09:00", "Mon 08:00-40:00"]
)
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        availability(text)


WINDOWS = st.builds(
    lambda first, length: Window(15 * first, 15 * (first + length)), st.integers(0, 95), st.integers(1, 96)
)
SETS = st.one_of(
    st.just(()), st.just((WHOLE_DAY,)), st.sets(WINDOWS, min_size=1, max_size=3).map(lambda found: tuple(sorted(found)))
)


@given(
    week=st.lists(SETS, min_size=7, max_size=7).map(tuple),
    dated=st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 1, 1)), SETS, max_size=3),
)
def test_windows_written_are_read_back(
    week: tuple[tuple[Window, ...], ...], dated: dict[date, tuple[Window, ...]]
) -> None:
    found = Availability(week, tuple(sorted(dated.items())))
    assert availability(availability_text(found)) == found


def test_a_site_keeps_the_locks_of_people_who_move_to_skill_sets(tmp_path: Path) -> None:
    more = (
        '[[skill_sets]]\nname = "all"\nqueues = ["calls"]\n[[locked]]\nagent = "A1"\nday = 2026-11-02\nkind = "off"\n'
    )
    (agent,) = site(tmp_path, more).by_skill_set().agents
    assert agent == replace(site(tmp_path, more).agents[0], team="all", home="desk")
