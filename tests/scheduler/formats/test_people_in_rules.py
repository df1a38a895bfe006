"""Rules that name people, and what seniority weighs, in site files: read, and refused with the nearest right name."""

from pathlib import Path

import pytest

from scheduler.errors import SiteFileError
from scheduler.formats import read_site
from scheduler.rules.asked_in_vain import AskedInVain
from scheduler.rules.base import Rule, Severity
from scheduler.rules.law import law_pack
from scheduler.rules.mentor import BesideMentor
from scheduler.rules.pairing import Pairing, Same
from scheduler.rules.separation import Apart, Separation
from tests.scheduler.formats.test_site_faults import WHOLE

SECOND = '[[agents]]\nid = "A2"\nteam = "desk"\ncontract = "full"\n'


def added(folder: Path, more: str) -> list[Rule]:
    (folder / "site.toml").write_text(WHOLE + SECOND + more, encoding="utf-8")
    return [rule for rule in read_site(folder / "site.toml").rules if rule not in law_pack("china")]


def faults(folder: Path, more: str) -> list[tuple[str | None, str | None, str]]:
    with pytest.raises(SiteFileError) as refused:
        added(folder, more)
    return [(fault.field, fault.value, fault.expected or "") for fault in refused.value.faults]


def test_pairs_people_kept_apart_and_mentors_are_set_by_name(tmp_path: Path) -> None:
    more = """
[rules.pairing]
pairs = ["A1+A2"]
same = "start"
[rules.separation]
pairs = ["A1 + A2"]
apart = "day"
severity = "soft"
weight = 5
[rules.mentor]
days = 60
share = 0.75
"""
    assert added(tmp_path, more) == [
        BesideMentor(60, 0.75),
        Pairing(frozenset({"A1+A2"}), Same.START),
        Separation(frozenset({"A1 + A2"}), Apart.DAY, Severity.SOFT, 5),
    ]


def test_unknown_people_in_pairs_are_refused_with_the_nearest_id(tmp_path: Path) -> None:
    more = '[rules.pairing]\npairs = ["A1+A22"]\n[rules.separation]\npairs = ["B1+A2"]\n'
    assert faults(tmp_path, more) == [
        ("rules.pairing", "A22", "'A2', or another of A1, A2"),
        ("rules.separation", "B1", "'A1', or another of A1, A2"),
    ]


def test_overtime_is_approved_for_people_of_the_site_only(tmp_path: Path) -> None:
    more = '[rules.daily-hours]\novertime_approved = ["A1", "A3"]\n'
    assert faults(tmp_path, more) == [("rules.daily-hours", "A3", "'A2', or another of A1, A2")]
    more = '[[rules.daily-hours]]\nhours = 9\novertime_approved = ["A3"]\nteams = ["desk"]\n'
    assert faults(tmp_path, more) == [("rules.daily-hours", "A3", "'A2', or another of A1, A2")]


def test_every_wrong_figure_of_these_rules_is_named(tmp_path: Path) -> None:
    more = """
[rules.pairing]
pairs = ["A1"]
[rules.separation]
pairs = ["A1+A2"]
apart = "week"
teams = ["desk"]
[rules.mentor]
share = 1.5
severity = "soft"
"""
    found = faults(tmp_path, more)
    assert [field for field, _, _ in found] == [
        "rules.pairing",
        "rules.separation.apart",
        "rules.separation.teams",
        "rules.mentor.severity",
        "rules.mentor",
    ]
    told = " | ".join(expected for _, _, expected in found)
    for words in ("ids of two people or more", "one of time, day", "one of pairs, apart", "a share from 0 to 1"):
        assert words in told


def test_requests_and_what_seniority_adds_to_them_are_read(tmp_path: Path) -> None:
    ask = '[[requests]]\nagent = "A1"\nday = 2026-11-02\nfor = "off"\n[objective]\nseniority_percent_a_year = 2.5\n'
    (note,) = added(tmp_path, ask)
    assert isinstance(note, AskedInVain)
    site = read_site(tmp_path / "site.toml")
    assert (site.aims.seniority_percent, note.asked.requests) == (2.5, site.aims.asked)
    wrong = "[objective]\nseniority_percent_a_year = 101\n"
    assert faults(tmp_path, wrong) == [("objective.seniority_percent_a_year", "101", "a number from 0 to 100")]
