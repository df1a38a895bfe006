"""Courses, training and the record of a site file, and every way to write them wrong."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forecasting.site import Span
from forecasting.timegrid import TimeGrid
from scheduler.agents import AgentId
from scheduler.errors import SiteFileError
from scheduler.formats import SiteFile, read_site
from scheduler.formats.training import MOST_PEOPLE, SalesDistance
from scheduler.formats.training_record import read_training_record
from scheduler.rules.scope import Scoped
from scheduler.rules.training import CoursesAYear, TrainingCoverage, TrainingHours
from scheduler.rules.training_sessions import TrainingSessions
from scheduler.training.courses import Attended, Course

CENTRE = """
[site]
name = "Small centre"
zone = "Asia/Shanghai"
[[queues]]
name = "phone"
[[queues]]
name = "chat"
[[teams]]
name = "care"
queues = ["phone"]
[[teams]]
name = "desk"
queues = ["chat"]
[[shift_kinds]]
name = "early"
start = "08:00"
end = "17:00"
breaks = [{ minutes = 60, window = ["3:00", "5:00"] }]
[[contracts]]
name = "full"
kinds = ["early"]
[[agents]]
id = "A1"
team = "care"
contract = "full"
level = "senior"
[[agents]]
id = "A2"
team = "care"
contract = "full"
[[agents]]
id = "A3"
team = "desk"
contract = "full"
"""
NEWS = '[[courses]]\nname = "News"\nminutes = 45\n'
A1, A2, A3 = map(AgentId, ("A1", "A2", "A3"))


def site(folder: Path, text: str, record: str | None = None) -> SiteFile:
    if record is not None:
        (folder / "record.csv").write_text(record, encoding="utf-8")
    path = folder / "site.toml"
    path.write_text(CENTRE + text, encoding="utf-8")
    return read_site(path)


def faults(folder: Path, text: str, record: str | None = None) -> str:
    with pytest.raises(SiteFileError) as refused:
        site(folder, text, record)
    return str(refused.value)


def test_a_course_without_more_is_for_everybody_alone_at_any_time(tmp_path: Path) -> None:
    (course,) = site(tmp_path, NEWS).curriculum.courses
    assert course == Course("News", 45, 0.75)
    assert all(course.is_for(agent) for agent in (A1, A2, A3))


def test_every_key_of_a_course_is_read(tmp_path: Path) -> None:
    text = (
        '[[courses]]\nname = "Returns"\nminutes = 90\nhours = 2\npeople = { least = 2, most = 6 }\ntrainers = ["A1"]\n'
        'teams = ["care"]\nlevels = ["junior"]\nagents = ["A3"]\nweekdays = ["tuesday", "friday"]\n'
        'windows = ["09:00-12:00", "13:30-17:30"]\nsessions = 3\n'
    )
    (course,) = site(tmp_path, text).curriculum.courses
    assert course == Course(
        "Returns", 90, 2.0, 2, 6, (A1,), frozenset({A2, A3}), frozenset({1, 4}), (Span(540, 720), Span(810, 1050)), 3
    )


def test_without_most_any_number_of_people_learns_together(tmp_path: Path) -> None:
    (course,) = site(tmp_path, NEWS + "people = { least = 2 }\n").curriculum.courses
    assert (course.least, course.most) == (2, MOST_PEOPLE)


def test_who_needs_a_course_follows_people_into_skill_sets(tmp_path: Path) -> None:
    sets = '[[skill_sets]]\nname = "all"\nqueues = ["phone", "chat"]\n'
    by_set = site(tmp_path, NEWS + 'teams = ["desk"]\n' + sets).by_skill_set()
    assert by_set.agents[0].team == "all"
    assert by_set.curriculum.courses[0].attendees == frozenset({A3})


def test_a_file_without_training_has_none_of_its_rules(tmp_path: Path) -> None:
    names = {rule.name for rule in site(tmp_path, "").rules}
    assert names.isdisjoint({"training-hours", "courses-a-year", "training-coverage"})


def test_courses_bring_the_rules_with_the_figures_of_the_section(tmp_path: Path) -> None:
    rules = site(tmp_path, NEWS + "[training]\nhours = 30\ncourses = 3\npercent = 90\n").rules
    assert rules[-4:] == (TrainingHours(30), CoursesAYear(3), TrainingCoverage(90), TrainingSessions())
    usual = site(tmp_path, NEWS).rules
    assert usual[-4:] == (TrainingHours(), CoursesAYear(), TrainingCoverage(), TrainingSessions())


def test_tables_of_rules_go_before_the_section(tmp_path: Path) -> None:
    text = NEWS + "[training]\nhours = 30\n[rules.training-hours]\npoints_an_hour = 20\n"
    assert TrainingHours(30, 20) in site(tmp_path, text).rules
    some = NEWS + '[[rules.training-hours]]\nhours = 20\nteams = ["care"]\n'
    found = [rule for rule in site(tmp_path, some).rules if rule.name == "training-hours"]
    assert found == [Scoped(TrainingHours(20), TrainingHours().severity, teams=frozenset({"care"}))]


def test_days_near_sales_are_barred_to_the_end_of_the_year(tmp_path: Path) -> None:
    grid = TimeGrid(ZoneInfo("Asia/Shanghai"), date(2026, 12, 1), 7)
    plain = site(tmp_path, NEWS)
    assert plain.curriculum_of(grid).barred == frozenset()
    sale = '[[events]]\nname = "Own sale"\nphases = [{ phase = "sale", first = 2026-12-20 }]\n'
    near = site(tmp_path, NEWS + "[training]\ndays_before_sales = 2\ndays_after_sales = 1\n" + sale)
    assert near.sales_distance == SalesDistance(2, 1)
    barred = near.curriculum_of(grid).barred
    assert {date(2026, 12, day) for day in (18, 19, 20, 21)} <= barred
    assert not barred & {date(2026, 12, 17), date(2026, 12, 22)}
    assert min(barred) >= grid.first_day
    assert max(barred) <= date(2026, 12, 31)
    calendar = near.calendar(grid.first_day, grid.last_day)
    assert near.instance(grid, None, calendar, must_be_possible=False).curriculum.barred == barred


def test_the_record_is_read_with_the_hours_of_the_course_where_it_names_none(tmp_path: Path) -> None:
    record = "agent,date,course,hours\nA1,2026-02-03,News,\nA9,2026-02-04,First aid,4\n"
    found = site(tmp_path, NEWS + '[training]\nfile = "record.csv"\nother_courses = ["First aid"]\n', record)
    assert found.curriculum.record == (
        Attended(A1, date(2026, 2, 3), "News", 0.75),
        Attended(AgentId("A9"), date(2026, 2, 4), "First aid", 4.0),
    )
    again = read_training_record(tmp_path / "record.csv", found.curriculum)
    assert again == found.curriculum.record
    assert found.curriculum.attended(2026, date(2026, 2, 4)) == {A1: [found.curriculum.record[0]]}
    assert found.curriculum.attended(2026, date(2026, 2, 4) + timedelta(days=1)).keys() == {A1, AgentId("A9")}


WRONG = [
    (
        "minutes = 45",
        "minutes = 50",
        "courses[1].minutes: is no whole number of slots (found '50'); expected a multiple of 15",
    ),
    ('"News"', '"a;b"', "expected a name that is not blank and has no ;"),
    ("", "minute = 3", "courses[1].minute: is not known"),
    ("", "hours = 0", "courses[1].hours: is out of range"),
    ("", "people = { least = 3, most = 2 }", "courses[1].people: least is above most"),
    ("", 'trainers = ["A7"]', "courses[1].trainers[1]: is not known (found 'A7')"),
    ("", 'teams = ["cere"]', "courses[1].teams[1]: is not known (found 'cere'); expected 'care'"),
    ("", 'levels = ["master"]', "courses[1].levels[1]: is not known (found 'master')"),
    ("", 'agents = ["A5"]', "courses[1].agents[1]: is not known"),
    ("", 'teams = ["desk"]\nlevels = ["senior"]', "courses[1]: nobody needs the course"),
    ("", 'weekdays = ["mon"]', "courses[1].weekdays[1]: is not known (found 'mon'); expected 'monday'"),
    ("", "weekdays = []", "courses[1].weekdays: names no day"),
    ("", 'windows = ["closed"]', "courses[1].windows[1]: is no time"),
    ("", "windows = []", "courses[1].windows: names no time"),
    ("", 'windows = ["09:00-09:30"]', "no window is as long as a session of 45 minutes"),
    ("", "sessions = 0", "courses[1].sessions: is out of range"),
    ("", "[training]\nhour = 40", "training.hour: is not known; expected 'hours'"),
    ("", '[training]\nhours = "40"', "training.hours: is no number"),
    ("", "[training]\npercent = 101", "training.percent: is out of range"),
    ("", "[training]\ndays_before_sales = -1", "training.days_before_sales: is out of range"),
    ("", '[training]\nfile = "../record.csv"', "training.file: does not lie beside the site file"),
    ("", '[training]\nfile = "none.csv"', "none.csv: there is no such file"),
    ("", "training = 3", "courses[1].training: is not known"),
    ("", NEWS, "courses[2].name: is there more than once"),
    ("", "[[rules.training-hours]]\nhour = 3", "rules.training-hours"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG, ids=[each[1].replace("\n", " ") for each in WRONG])
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in faults(tmp_path, NEWS.replace(old, new) if old else NEWS + new + "\n")


def test_every_fault_of_a_record_is_named_at_once(tmp_path: Path) -> None:
    record = (
        "agent,date,course,hours\nA1,2026-02-30,News,1\n,2026-02-03,News,1\nA1,2026-02-03,Newz,1\nA1,2026-02-03,News,0\n"
        "A1,2026-02-05,News,1\nA1,2026-02-05,News,1\nA2,2026-02-05,First aid,\n"
    )
    text = NEWS + '[training]\nfile = "record.csv"\nother_courses = ["First aid"]\n'
    told = faults(tmp_path, text, record).splitlines()
    assert [line.split(":")[0] for line in told] == [
        "record.csv, row 2, date",
        "record.csv, row 3, agent",
        "record.csv, row 4, course",
        "record.csv, row 5, hours",
        "record.csv, row 7, course",
        "record.csv, row 8, hours",
    ]
    assert "found 'Newz'); expected 'News'" in told[2]
    with pytest.raises(SiteFileError, match="there is no such file"):
        read_training_record(tmp_path / "no.csv", site(tmp_path, NEWS).curriculum)
