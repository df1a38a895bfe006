"""``watchbill calendar``: a year in words, in both languages, and as a table to change."""

from pathlib import Path

import pandas as pd
import pytest

from api.cli import main


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")


def calendar(*words: str | Path, language: str = "en") -> int:
    return main(["--language", language, "calendar", *map(str, words)])


def test_a_year_shows_days_off_working_weekends_and_festivals_by_phase(capsys: pytest.CaptureFixture[str]) -> None:
    assert calendar("--year", "2026") == 0
    shown = capsys.readouterr().out
    lines = [" ".join(line.replace("│", " ").split()) for line in shown.splitlines()]
    assert "Spring Festival Sun 2026-02-15 Mon 2026-02-23 9 4 published" in lines
    assert "make-up working day Sat 2026-02-28 Sat 2026-02-28 1 published" in lines
    assert "Qixi Festival Wed 2026-08-19 00:00 Thu 2026-08-20 00:00 firm" in lines
    assert any(line.startswith("Double 11 presale, deposits open at 20:00 Thu 2026-10-15 20:00") for line in lines)
    assert any("Double 11" in line and "no announcement of this year was at hand" in line for line in lines)


def test_predicted_holidays_are_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert calendar("--year", "2027") == 0
    shown = capsys.readouterr().out
    assert "the public holidays of 2027 are predicted" in shown
    assert "published" not in shown.replace("nobody has published them yet", "")


def test_a_year_shows_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert calendar("--year", "2022", language="zh_CN") == 0
    shown = capsys.readouterr().out
    assert "双 11" in shown or "双11" in shown
    assert "Spring Festival" not in shown


def test_the_table_written_can_be_changed_and_given_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "events.csv"
    assert calendar("--year", "2026", "--out", out, "--bom") == 0
    text = out.read_text(encoding="utf-8")
    assert text.startswith("\ufeffdate,cls,name,phase,last,from,to")
    assert "2026-10-15,major-sale,Double 11,presale,2026-10-20,20:00,20:00" in text
    moved = text.replace("2026-10-15,major-sale", "2026-10-12,major-sale")
    out.write_text(f"{moved}2026-12-24,closed,Christmas Eve,,,14:00,,,,,\n", encoding="utf-8")
    capsys.readouterr()
    assert calendar("--year", "2026", "--events", out) == 0
    shown = capsys.readouterr().out
    assert "Mon 2026-10-12 20:00" in shown
    assert "Thu 2026-10-15 20:00" not in shown
    assert "closed from 14:00" in shown


def test_several_years_and_the_schools_of_a_region_go_into_one_table(tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    assert calendar("--year", "2025", "--years", "2", "--schools", "CN-BJ", "--out", out) == 0
    text = out.read_text(encoding="utf-8")
    assert "2025-01-12,school-vacation,school vacation,winter,2025-02-16" in text
    assert "2026-07-08,school-vacation,school vacation,summer,2026-08-31" in text


def test_a_site_file_gives_zone_holidays_and_own_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "site.toml"
    path.write_text(
        '[site]\nname = "s"\nzone = "Europe/London"\nholidays = "GB"\nclosed = [2026-12-28]\n[[queues]]\nname = "q"\n'
        '[[teams]]\nname = "t"\nqueues = ["q"]\n[[shift_kinds]]\nname = "k"\nstart = "08:00"\nhours = 8\n'
        '[[contracts]]\nname = "c"\nkinds = ["k"]\n'
        '[[events]]\nname = "Show"\nphases = [{ phase = "day", start = "03-01 20:00", end = "03-02 00:00" }]\n',
        encoding="utf-8",
    )
    assert calendar("--year", "2026", "--site", path) == 0
    shown = capsys.readouterr().out
    assert "Sun 2026-03-01 20:00" in shown
    assert "Good Friday" in shown
    assert "Mon 2026-12-28" in shown
    assert "Double 11" not in shown


def test_every_wrong_option_is_named_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert calendar("--year", "1200", "--years", "0", "--holidays", "GB", "--bom") == 2
    told = capsys.readouterr().err
    assert [name for name in ("--year", "--years", "--zone", "--bom") if f"  {name}:" in told] == [
        "--year",
        "--years",
        "--zone",
        "--bom",
    ]
    events = tmp_path / "events.csv"
    events.write_text("date,cls,name,from\nlunar 13-1,promo,a,\n2026-03-01,holiday,b,12:00\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert calendar("--year", "2026", "--events", events, "--out", out) == 2
    told = capsys.readouterr().err
    assert "row 2" in told
    assert "row 3" in told
    assert not out.exists()


def test_a_forecast_says_which_of_its_dates_are_provisional(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days = pd.date_range("2026-08-01", "2026-10-14", freq="D").strftime("%Y-%m-%d")
    history = tmp_path / "history.csv"
    history.write_text(
        "start,queue,offered\n" + "".join(f"{day},chat,{500 + 7 * row}\n" for row, day in enumerate(days))
    )
    out = tmp_path / "forecast.csv"
    words = [
        "--history",
        str(history),
        "--zone",
        "Asia/Shanghai",
        "--from",
        "2026-10-15",
        "--days",
        "4",
        "--out",
        str(out),
    ]
    assert main(["--language", "en", "forecast", *words]) == 0
    assert "these dates are provisional: Double 11; watchbill calendar tells why" in capsys.readouterr().out
