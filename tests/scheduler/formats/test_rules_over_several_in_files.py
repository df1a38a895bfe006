"""Rules that count heads of several people in site files: each table a rule, for the teams it names."""

from pathlib import Path

import pytest

from scheduler.errors import SiteFileError
from scheduler.rules.base import Severity
from scheduler.rules.heads_per_shift import HeadsPerShift
from scheduler.rules.levels import Level, LevelsOnDuty
from scheduler.rules.supervisors import SupervisorOnDuty
from scheduler.rules.work_days import Weekday
from tests.scheduler.formats.test_rules_for_some import added, faults, site

ON_CALL = """
[[shift_kinds]]
name = "standby"
start = "18:00"
length = "12:00"
on_call = true
"""


def test_each_table_is_a_rule_of_its_own(tmp_path: Path) -> None:
    more = """
[[rules.levels-on-duty]]
least = 2
kinds = ["night"]
[[rules.levels-on-duty]]
level = "junior"
language = "yue"
teams = ["desk"]
severity = "soft"
weight = 5
[rules.supervisor-on-duty]
each_team = true
[[rules.heads-per-shift]]
weekdays = ["sunday"]
most = 4
"""
    assert added(tmp_path, more) == [
        SupervisorOnDuty(each_team=True),
        LevelsOnDuty(2, kinds=frozenset({"night"})),
        LevelsOnDuty(1, Level.JUNIOR, "yue", teams=frozenset({"desk"}), severity=Severity.SOFT, weight=5),
        HeadsPerShift(2, 4, weekdays=frozenset({Weekday.SUNDAY})),
    ]


@pytest.mark.parametrize(
    ("more", "field", "expected"),
    [
        (
            '[rules.levels-on-duty]\nlevel = "expert"',
            "rules.levels-on-duty.level",
            "one of junior, intermediate, senior",
        ),
        ('[rules.levels-on-duty]\nkinds = ["nigth"]', "rules.levels-on-duty", "'night'"),
        ('[rules.levels-on-duty]\nqueue = "foxes"', "rules.levels-on-duty", "one of calls"),
        ('[rules.supervisor-on-duty]\nteams = ["desc"]', "rules.supervisor-on-duty", "'desk'"),
        ('[rules.supervisor-on-duty]\ngrade = "boss"', "rules.supervisor-on-duty.grade", "one of agent, supervisor"),
        ("[rules.heads-per-shift]\nleast = 3\nmost = 2", "rules.heads-per-shift", "least 3 no more than most 2"),
        ('[rules.heads-per-shift]\nweekdays = ["someday"]', "rules.heads-per-shift.weekdays", "a list of monday"),
        ("[rules.heads-per-shift]\nweekdays = []", "rules.heads-per-shift", "days of the week"),
        ('[rules.heads-per-shift]\ncontracts = ["nights"]', "rules.heads-per-shift.contracts", "one of least, most"),
        (
            "[[rules.levels-on-duty]]\n[[rules.levels-on-duty]]\nweight = -1",
            "rules.levels-on-duty[2].weight",
            "0 or more",
        ),
        ("[rules.on-call-reserve]\nweight = -1", "rules.on-call-reserve.weight", "a number, 0 or more"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(tmp_path: Path, more: str, field: str, expected: str) -> None:
    found = faults(tmp_path, more)
    assert [place for place, _, _ in found] == [field]
    assert expected in found[0][2]


def test_a_shift_kind_may_be_on_call(tmp_path: Path) -> None:
    kinds = {kind.name: kind for kind in site(tmp_path, ON_CALL).kinds}
    assert (kinds["standby"].on_call, kinds["standby"].paid_minutes) == (True, 0)
    assert not kinds["night"].on_call


def test_breaks_of_people_on_call_are_refused(tmp_path: Path) -> None:
    more = ON_CALL + 'breaks = [{ minutes = 60, window = ["3:00", "5:00"] }]\n'
    with pytest.raises(SiteFileError, match="who is on call has no breaks"):
        site(tmp_path, more)
