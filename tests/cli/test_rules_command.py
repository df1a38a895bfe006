"""``watchbill rules`` lists the rules and tells all about one, in both languages, for people, pages and programs."""

import json
from pathlib import Path

import pytest

from api.cli import main
from api.reports.rules_page import BEGIN, END


def test_rules_are_listed_with_title_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--pack", "eu"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "daily-rest" in told
    assert "breaks-of-long-shifts" in told
    assert "weekly-hours" not in told


def test_all_about_a_rule_is_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "zh_CN", "rules", "weekly-rest"]) == 0
    told = capsys.readouterr().out
    assert "每周一个休息日" in told
    assert "《中华人民共和国劳动法》第三十八条" in told
    assert "china, china-comprehensive" in told


def test_programs_read_all_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "daily-rest", "--pack", "china", "--json"]) == 0
    (rule,) = json.loads(capsys.readouterr().out)
    assert (rule["name"], rule["citation"], rule["severity"]) == ("daily-rest", "OS-2.1, EU 2003/88 art. 3", "hard")
    (parameter,) = rule["parameters"]
    assert parameter == {
        "name": "hours",
        "expected": "a number, 0 or more",
        "unit": "in hours",
        "default": "11",
        "meaning": "least rest",
    }


def test_unknown_rules_are_all_named_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "dayly-rest", "daily-rest", "rotatoin"]) == 2
    told = capsys.readouterr().err
    assert "dayly-rest: is no rule; expected daily-rest" in told
    assert "rotatoin: is no rule; expected rotation" in told


def test_a_rule_of_another_pack_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "weekly-hours", "--pack", "eu"]) == 2
    assert "weekly-hours: is no rule; expected" in capsys.readouterr().err


def test_a_page_takes_the_rules_between_its_marks_and_one_without_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Rules\n\n{BEGIN}\nold\n{END}\nend\n", encoding="utf-8")
    assert main(["rules", "leave", "--into", str(page)]) == 0
    written = page.read_text(encoding="utf-8")
    assert written.startswith(f"# Rules\n\n{BEGIN}\n\n## Rules of law and contract")
    assert "### leave" in written
    assert "old" not in written
    capsys.readouterr()
    page.write_text(f"{END}{BEGIN}", encoding="utf-8")
    assert main(["rules", "--into", str(page)]) == 2
    assert "has no place for the rules" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == f"{END}{BEGIN}"


def test_the_markdown_is_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "start-window", "--markdown"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("## Rules that a site may add")
    assert '| `earliest` | a text in quotes | time on the clock, HH:MM | `"00:00"` | earliest start |' in told
