from pathlib import Path

import pandas as pd
import pytest

from api.cli import main

SITE = """
[site]
name = "Two queues"
zone = "Asia/Shanghai"
holidays = "none"

[opening]
every_day = "08:00-22:00"

[[queues]]
name = "phone"
patience_seconds = 120
abandoned = 0.03
redial_share = 0.5

[queues.absences]
kinds = [{ name = "sickness", share = 0.05 }, { name = "meetings", share = 0.05, by_time = { "10:00-11:00" = 2 } }]

[[teams]]
name = "everybody"
queues = ["phone"]

[[shift_kinds]]
name = "day"
start = "10:00"
length = "8:00"

[[contracts]]
name = "full"
kinds = ["day"]

[[agents]]
id = "A1"
team = "everybody"
contract = "full"

[law]
pack = "none"
"""


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """A day of fifty calls of 180 s each quarter of an hour."""
    site, forecast = tmp_path / "site.toml", tmp_path / "forecast.csv"
    site.write_text(SITE, encoding="utf-8")
    rows = ["queue,start,mean,p05,p25,p50,p75,p95,aht_seconds,day_p05,day_p95"]
    for hour in range(24):
        for minute in (0, 15, 30, 45):
            band = "4000,5600" if hour == minute == 0 else ","
            rows.append(f"phone,2026-11-10T{hour:02d}:{minute:02d}:00+08:00,50,40,45,50,55,60,180,{band}")
    forecast.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return ["people", "--site", str(site), "--forecast", str(forecast)]


def test_one_slot_is_explained(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--explain", "2026-11-10T10:05"]) == 0
    shown = capsys.readouterr().out
    for text in ("phone, 2026-11-10 10:00", "dialled again", "3 % of the customers leave", "absent: meetings", "10.0%"):
        assert text in shown
    assert "what customers meet with whole people on the floor" in shown


def test_the_price_of_safety_rises_with_it(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--safety"]) == 0
    shown = capsys.readouterr().out
    assert "the price of safety" in shown
    hours = [float(line.split("│")[2]) for line in shown.splitlines() if line.startswith("│") and "%" in line]
    assert hours == sorted(hours)
    assert len(hours) == 8


@pytest.mark.parametrize("more", [["--volume", "p80"], ["--safe-days", "0.9"]])
def test_a_safer_plan_takes_more_people(words: list[str], tmp_path: Path, more: list[str]) -> None:
    usual, safer = tmp_path / "usual.csv", tmp_path / "safer.csv"
    assert main([*words, "--out", str(usual)]) == 0
    assert main([*words, *more, "--out", str(safer)]) == 0
    assert pd.read_csv(safer)["agents"].sum() > pd.read_csv(usual)["agents"].sum()


def test_slots_can_be_looked_at_by_themselves(words: list[str], tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    assert main([*words, "--method", "per-slot", "--out", str(out)]) == 0
    needed = pd.read_csv(out)
    first = needed.loc[needed["agents"] > 0, "agents"]
    assert first.iloc[0] == pytest.approx(first.iloc[-1], abs=0.3)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--safe-days", "1.5"], "--safe-days: is no probability (found '1.5')"),
        (["--safe-days", "0.9", "--volume", "p75"], "--volume: is given beside --safe-days"),
        (["--volume", "p99"], "--volume: is no volume of a forecast (found 'p99')"),
        (["--explain", "2026-12-01T10:00"], "is not within the days from 2026-11-10 to 2026-11-10"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    words: list[str], capsys: pytest.CaptureFixture[str], more: list[str], sentence: str
) -> None:
    assert main([*words, *more]) == 2
    assert sentence in capsys.readouterr().err
