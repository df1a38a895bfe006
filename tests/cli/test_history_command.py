import json
from pathlib import Path

import pytest

from api.cli import main


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A fortnight of hourly volumes, one day missing, one row twice."""
    days = [day for day in range(4, 18) if day != 8]
    lines = [f"2024-03-{day:02d} {hour:02d}:00,售后,{hour + 1},{60 * hour}" for day in days for hour in range(24)]
    path = tmp_path / "三月.csv"
    path.write_text("\n".join(["时间,队列,来电量,平均处理时长", *lines, lines[0]]) + "\n", encoding="gb18030")
    return path


def test_the_check_shows_mapping_hours_and_findings(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "history", "check", str(export), "--zone", "Asia/Shanghai"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for part in (
        "GB18030",
        "来电量",
        "by its name",
        "steps of 60 minutes",
        "Mon-Sun",
        "24 intervals",
        "repeated rows that are dropped: 1",
    ):
        assert part in " ".join(out.split())


def test_the_report_is_written_for_other_programs(export: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    words = ["history", "check", str(export), "--zone", "Asia/Shanghai", "--json", str(target)]
    assert main(["--language", "en", *words]) == 0
    document = json.loads(target.read_text(encoding="utf-8"))
    assert document["report"]["step_minutes"] == 60
    assert document["report"]["queues"][0]["queue"] == "售后"
    assert document["report"]["gaps"][0]["start"] == "2024-03-07T16:00:00+00:00"
    assert document["mapping"][0]["choices"][0] == {"field": "start", "column": "时间", "found": "name"}
    assert {finding["topic"] for finding in document["findings"]} == {"gap", "duplicate"}


def test_options_of_the_command_line_reach_the_reader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("when;phone;chat\n03/04/2024 09:00;1;2\n03/04/2024 09:15;3;4\n")
    words = ["history", "check", str(path), "--zone", "Europe/Berlin", "--date-order", "dmy"]
    words += ["--queue-column", "phone", "--queue-column", "chat", "--column", "start=when"]
    assert main(["--language", "en", *words]) == 0
    out = capsys.readouterr().out
    assert "2024-04-03" in out
    assert "volume of a queue" in out
