from datetime import date
from pathlib import Path

import pytest

from forecasting.timegrid import TimeGrid
from scheduler.agents import SkillLevel
from scheduler.errors import SiteFileError
from scheduler.formats import read_site
from scheduler.rules.scope import Scoped
from scheduler.rules.several import streams_of

SITE = """
[site]
name = "Two tongues"
zone = "Asia/Shanghai"
holidays = "none"

[[queues]]
name = "zh"

[[queues]]
name = "en"

[[teams]]
name = "line"
queues = ["zh", "en"]
"""


def written(folder: Path, sets: str) -> Path:
    path = folder / "site.toml"
    path.write_text(SITE + sets, encoding="utf-8")
    return path


def test_a_site_without_skill_sets_has_none(tmp_path: Path) -> None:
    assert read_site(written(tmp_path, "")).skill_sets == ()


def test_a_skill_set_names_queues_and_who_serves_them(tmp_path: Path) -> None:
    sets = """
[[skill_sets]]
name = "both"
queues = ["zh", "en"]
level = "senior"
languages = ["en"]
teams = ["line"]
cost = 1.2
"""
    (both,) = read_site(written(tmp_path, sets)).skill_sets
    assert both.skills.queues == ("zh", "en")
    assert (both.skills.level, both.skills.weight) == (2, 1.2)
    assert (both.level, both.languages, both.teams) == (SkillLevel.SENIOR, ("en",), ("line",))


def test_every_fault_of_skill_sets_is_named_at_once(tmp_path: Path) -> None:
    sets = """
[[skill_sets]]
name = "zh"
queues = ["zh", "fax"]
level = "master"

[[skill_sets]]
name = "en"
queues = ["en"]
teams = ["night"]
cost = 0.0
"""
    with pytest.raises(SiteFileError) as refused:
        read_site(written(tmp_path, sets))
    told = str(refused.value)
    for place in ("skill_sets[1].queues[2]", "skill_sets[1].level", "skill_sets[2].teams[1]"):
        assert place in told


PEOPLE = """
[[shift_kinds]]
name = "day"
start = "09:00"
length = "8:00"

[[contracts]]
name = "full"
kinds = ["day"]

[[agents]]
id = "A1"
team = "line"
contract = "full"

[[agents]]
id = "A2"
team = "line"
contract = "full"
languages = ["en"]

[law]
pack = "none"
"""
TWO = """
[[skill_sets]]
name = "plain"
queues = ["zh"]

[[skill_sets]]
name = "both"
queues = ["zh", "en"]
languages = ["en"]
"""


def test_skill_sets_take_the_place_of_teams_when_asked(tmp_path: Path) -> None:
    plain = read_site(written(tmp_path, PEOPLE + TWO))
    by_set = plain.by_skill_set()
    assert {team.name: team.queues for team in by_set.teams} == {"plain": ("zh",), "both": ("zh", "en")}
    assert [(str(agent.id), agent.team) for agent in by_set.agents] == [("A1", "plain"), ("A2", "both")]
    assert by_set.team_opening == dict.fromkeys(("plain", "both"), plain.team_opening["line"])


def test_rules_about_a_team_mean_the_team_of_the_site_whatever_its_skill_sets(tmp_path: Path) -> None:
    rules = '[rules.heads-per-shift]\nteams = ["line"]\n[[rules.days-in-row]]\nteams = ["line"]\n'
    by_set = read_site(written(tmp_path, PEOPLE + TWO + rules)).by_skill_set()
    grid = TimeGrid(by_set.site.zone, date(2026, 4, 20), days=2, slot_minutes=by_set.site.slot_minutes)
    instance = by_set.instance(grid, None, by_set.calendar(grid.first_day, grid.last_day))
    wanted = [stream for stream in streams_of(by_set.rules, instance) if stream.name == "heads-per-shift"]
    assert {stream.members for stream in wanted} == {frozenset({"A1", "A2"})}
    (scoped,) = (rule for rule in by_set.rules if isinstance(rule, Scoped))
    assert all(scoped.covers(agent) for agent in instance.agents)


def test_agents_without_a_set_and_sets_without_agents_are_named_at_once(tmp_path: Path) -> None:
    sets = TWO.replace('queues = ["zh"]', 'queues = ["zh"]\nlevel = "senior"')
    with pytest.raises(SiteFileError) as refused:
        read_site(written(tmp_path, PEOPLE + sets)).by_skill_set()
    assert "no skill set takes the agent (found 'A1')" in str(refused.value)
    assert "takes no agent (found 'plain')" in str(refused.value)


def test_a_queue_that_no_skill_set_serves_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match=r"skill_sets: serve not all queues \(found 'en'\)"):
        read_site(written(tmp_path, '\n[[skill_sets]]\nname = "zh"\nqueues = ["zh"]\n'))
