from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from drills import new_drill
from drills.errors import TemplateError
from drills.incidents import Family, Level
from drills.roles import Form
from drills.scenario.files import LIBRARY, library, parse_template, read_templates
from drills.scenario.generator import generate
from tests.drills.small_floor import everybody, floor, people

SOURCE = (files("drills.scenario") / LIBRARY / "late-refunds.toml").read_text(encoding="utf-8")


def faults_of(source: str) -> list[str]:
    with pytest.raises(TemplateError) as refused:
        parse_template(source, "mine.toml")
    return [str(fault) for fault in refused.value.faults]


def broken(old: str, new: str) -> list[str]:
    assert old in SOURCE
    return faults_of(SOURCE.replace(old, new, 1))


@pytest.mark.parametrize("family", list(Family))
def test_each_family_has_at_least_four_templates(family: Family) -> None:
    assert sum(template.family is family for template in library()) >= 4


def test_one_file_more_is_one_template_more(tmp_path: Path) -> None:
    (tmp_path / "late-refunds.toml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "mine.toml").write_text(SOURCE.replace('"late-refunds"', '"mine"', 1), encoding="utf-8")
    assert [template.id for template in read_templates(tmp_path)] == ["late-refunds", "mine"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('family = "complaint-surge"', 'family = "flood"', "mine.toml, family: expected one of 'system-outage'"),
        ("version = 2", 'version = "1"', "mine.toml, version: expected a whole number (found '1')"),
        ("version = 2", "version = 2\ncolour = 3", "mine.toml, colour: there is no such field"),
        (', zh = "投诉激增应急演练"', "", "mine.toml, title.zh: this is missing"),
        ('zh = "投诉激增应急演练"', 'zh = " "', "mine.toml, title.zh: the text is empty"),
        ('opening = "III"', 'opening = "5"', "mine.toml, levels.0.opening: expected one of I, II, III, IV"),
        ('opening = "III"', 'opening = "I"', "opening level I is graver than worst level II"),
        ("tabletop = 60", "tabletop = 0", "mine.toml, minutes.tabletop: expected 1 or more (found '0')"),
        ("at_percent = [8, 12]", "at_percent = [12, 8]", "inject counts-up: at_percent runs from 12 down to 8"),
        ("at_percent = [8, 12]\n", "", "inject counts-up: give exactly one of at_percent, after, on and by_hand"),
        ("II = [5, 7]", "II = [7, 5]", "parameter times: II runs from 7 down to 5"),
        ("II = [5, 7], ", "", "mine.toml, parameters.times.ranges: no range for a level of the template (found 'II')"),
        ("{times} times the usual, handling", "{tmies} times the usual, handling", "a place for an unknown parameter"),
        ("的 {amount} 元你们说", "的钱你们说", "the two languages do not name the same parameters"),
        ("{times} times the usual, handling", "{times times", "a brace stands alone"),
        ('seat = "agents"', 'seat = "cook"', "mine.toml, injects.first-complaint.seat: refers to nothing"),
        ('basis = "insult"', 'basis = "joke"', "expectations.calm-under-insult.basis: refers to nothing"),
        ('target = "first-reply"', 'target = "soon"', "expectations.calm-under-insult.target: refers to nothing"),
        ('target = "first-reply"', 'target = "first-reply"\ncitation = "X-1"', "a target has its citation"),
        (
            "ambiguous = true",
            "ambiguous = true\nforms = []",
            "injects.screen-says-done.forms: none of them is a form of the template",
        ),
        ('levels = ["IV"]', "levels = []", "injects.small-group.levels: none of them is a worst level"),
        ('id = "counts-up"', 'id = "insult"', "mine.toml, injects: the name appears 2 times (found 'insult')"),
        ('id = "commander"\n', 'id = "boss"\n', "nobody commands"),
        ('least_level = "senior"', 'least_level = "wise"', "expected one of junior, intermediate, senior"),
        ("version = 2", "version 2", "mine.toml: not a TOML file"),
    ],
)
def test_a_broken_file_is_refused_with_the_field_named(old: str, new: str, expected: str) -> None:
    assert any(expected in fault for fault in broken(old, new)), broken(old, new)


def test_a_file_may_begin_with_the_mark_that_editors_on_windows_write(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(SOURCE, encoding="utf-8-sig")
    assert [template.id for template in read_templates(tmp_path)] == ["late-refunds"]


def test_all_faults_of_a_file_are_named_at_once() -> None:
    source = SOURCE.replace("version = 2", 'version = "1"').replace("tabletop = 60", "tabletop = 0")
    assert len(faults_of(source)) == 2


def test_the_faults_of_all_files_of_a_folder_are_named_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(SOURCE.replace("version = 2", "version = 0"), encoding="utf-8")
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateError) as refused:
        read_templates(tmp_path)
    assert [fault.file for fault in refused.value.faults] == ["a.toml", "b.toml", "c.toml"]


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(SOURCE, encoding="utf-8")
    with pytest.raises(TemplateError, match="another file bears the same id"):
        read_templates(tmp_path)


def test_a_limit_of_the_template_can_name_its_source() -> None:
    source = SOURCE.replace("within_minutes = 10", 'within_minutes = 10\ncitation = "X-1"', 1)
    scenario = generate(parse_template(source, "mine.toml"), 7, Form.FULL, Level.II)
    own = [item.clock.citation for item in scenario.expectations if item.clock.target is None]
    assert own.count("X-1") == 1
    assert set(own) == {"X-1", "template"}


def test_faults_are_said_in_the_reader_s_language() -> None:
    source = SOURCE.replace("version = 2", "version = 0").replace("at_percent = [8, 12]", "at_percent = [12, 8]")
    with pytest.raises(TemplateError) as refused:
        parse_template(source, "mine.toml")
    seen: list[str] = []

    def translated(sentence: str) -> str:
        seen.append(sentence)
        return sentence

    assert all(fault.say(translated) for fault in refused.value.faults)
    assert {"expected {ge} or more", "{entry}: {field} runs from {first} down to {last}"} <= set(seen)


def test_a_seat_can_ask_for_languages_and_gets_people_who_speak_them() -> None:
    speaking = 'least_level = "intermediate"\nlanguages = ["en"]'
    template = parse_template(SOURCE.replace('least_level = "intermediate"', speaking, 1), "mine.toml")
    crew = [replace(who, languages=("zh", "en") if who.id in {"A05", "A09"} else ("zh",)) for who in people()]
    instance = floor(crew)
    made = new_drill(Family.COMPLAINT_SURGE, 7, everybody(instance), instance, templates=[template])
    assert made.scenario.seat("liaison").languages == ("en",)
    (liaison,) = made.holders("liaison")
    assert liaison.agent in {"A05", "A09"}
