from pathlib import Path

import pytest

from tests.cli.test_forecast_command import export, forecast


def words(folder: Path, days: int, *more: str | Path) -> tuple[str | Path, ...]:
    asked = ("--zone", "Asia/Shanghai", "--from", "2026-09-14", "--days", str(days), "--out", folder / "f.parquet")
    return ("--history", folder / "volume.csv", *asked, "--holidays", "none", *more)


def test_eighteen_months_are_shown_by_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export(tmp_path)
    assert forecast(*words(tmp_path, 546)) == 0
    shown = capsys.readouterr().out
    assert "contacts by month" in shown
    assert "2026-09-14" not in [line.split("│")[1].strip() for line in shown.splitlines() if line.startswith("│")]
    months = {line.split("│")[1].strip() for line in shown.splitlines() if line.startswith("│")}
    assert len(months) == 19
    assert {"2026-09", "2028-03"} <= months


def test_growth_a_year_is_shown_by_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export(tmp_path)
    change = tmp_path / "change.toml"
    change.write_text("growth_a_year = { '*' = 1.2 }\n", encoding="utf-8")
    assert forecast(*words(tmp_path, 400, "--what-if", change)) == 0
    rows = [line.split("│")[1:-1] for line in capsys.readouterr().out.splitlines() if line.startswith("│ 2027-09")]
    before, after = (float(rows[0][place]) for place in (2, 3))
    assert after / before == pytest.approx(1.2, rel=0.02)


def test_a_month_is_shown_by_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export(tmp_path)
    assert forecast(*words(tmp_path, 31)) == 0
    assert "contacts by day" in capsys.readouterr().out
