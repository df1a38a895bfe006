import os
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from api.cli import main

CHECKOUT = Path(__file__).parents[2]
DATA = Path(os.environ.get("WATCHBILL_DATA", CHECKOUT.parent / "shared" / "data"))
HEADER = "queue,start,mean,p05,p25,p50,p75,p95,aht_seconds,day_p05,day_p95"
FORECAST_DAY = date(2026, 11, 10)

SITE = """
[site]
name = "Two queues"
zone = "{zone}"
holidays = "none"

[opening]
every_day = "{hours}"
{special}

[[queues]]
name = "{queue}"
channel = "phone"
target_share = 0.80
within = "20 s"
aht_seconds = 180
max_occupancy = 1.0

[[teams]]
name = "everybody"
queues = ["{queue}"]

[[shift_kinds]]
name = "day"
start = "10:00"
length = "8:00"
breaks = [{{ minutes = 60, window = ["3:00", "4:00"] }}]

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


def site(
    folder: Path, zone: str = "Asia/Shanghai", hours: str = "08:00-22:00", queue: str = "phone", special: str = ""
) -> str:
    path = folder / "site.toml"
    path.write_text(SITE.format(zone=zone, hours=hours, queue=queue, special=special), encoding="utf-8")
    return str(path)


def forecast(folder: Path, mean: str = "50", days: int = 2) -> str:
    """Fifty calls of 180 s each quarter of an hour, day and night: 10 erlangs."""
    rows = [HEADER]
    for index in range(days):
        day = FORECAST_DAY + timedelta(days=index)
        rows += [
            f"phone,{day}T{hour:02d}:{minute:02d}:00+08:00,{mean},40,45,50,55,60,180,,"
            for hour in range(24)
            for minute in (0, 15, 30, 45)
        ]
    path = folder / "forecast.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def export(folder: Path) -> str:
    """Eight weeks of hourly calls, 30 an hour from 08:00 to 22:00."""
    rows = ["start,queue,offered,aht_seconds"]
    for index in range(56):
        day = date(2026, 9, 7) + timedelta(days=index)
        rows += [f"{day} {hour:02d}:00,phone,{30 + (index * 7 + hour) % 5},180" for hour in range(8, 22)]
    path = folder / "history.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def test_a_forecast_becomes_people_by_slot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "people.csv"
    assert main(["people", "--site", site(tmp_path), "--forecast", forecast(tmp_path), "--out", str(out)]) == 0
    needed = pd.read_csv(out)
    open_slots = needed[needed["reason"] != "closed"]
    assert len(needed) == 2 * len(open_slots) // 7 * 12 // 2 == 192
    assert open_slots["agents"].between(11, 14).all()
    assert set(open_slots["reason"]) == {"80% in 20 s"}
    assert needed["start"].iloc[0] == "2026-11-10T00:00:00+08:00"
    shown = capsys.readouterr().out
    assert "2026-11-11" in shown
    hours = open_slots.loc[open_slots["start"] < "2026-11-11", "agents"].sum() / 4 / 0.9  # a tenth is lost to shrinkage
    assert f"{hours:.1f}" in shown


def test_contacts_outside_the_opening_hours_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["people", "--site", site(tmp_path), "--forecast", forecast(tmp_path)])
    assert "phone: 4000 contacts are forecast while it is closed" in capsys.readouterr().out


def test_one_day_of_a_forecast_can_be_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "people.parquet"
    words = ["--from", "2026-11-11", "--days", "1", "--by", "team", "--out", str(out)]
    assert main(["people", "--site", site(tmp_path), "--forecast", forecast(tmp_path), *words]) == 0
    needed = pd.read_parquet(out)
    assert set(needed["skill"]) == {"everybody"}
    assert needed["start"].min() == pd.Timestamp("2026-11-10T16:00Z")
    assert len(needed) == 96


def test_quiet_slots_keep_the_floor_of_two_by_team(tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    words = ["--by", "team", "--out", str(out)]
    main(["people", "--site", site(tmp_path), "--forecast", forecast(tmp_path, mean="0"), *words])
    needed = pd.read_csv(out)
    assert set(needed.loc[needed["reason"] == "floor of 2", "scheduled"]) == {2.0}
    assert set(needed["reason"]) == {"floor of 2", "closed"}


def test_an_export_is_forecast_and_staffed_in_one_go(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "people.xlsx"
    words = ["--history", export(tmp_path), "--from", "2026-11-02", "--days", "7", "--out", str(out)]
    assert main(["people", "--site", site(tmp_path), *words]) == 0
    needed = pd.read_excel(out)
    assert len(needed) == 7 * 96
    assert needed.loc[needed["reason"] != "closed", "agents"].between(2.5, 4).all()
    assert "2026-11-08" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--history", "EXPORT", "--days", "0"], "--from: is missing"),
        (["--history", "EXPORT", "--days", "0"], "--days: is no number of days (found '0')"),
        (["--forecast", "FORECAST", "--from", "2026-11-09"], "not all in the forecast"),
        (["--forecast", "FORECAST", "--days", "3"], "expected 2026-11-10 to 2026-11-11"),
        (["--forecast", "FORECAST", "--out", "people.doc"], "expected .csv, .xlsx, .parquet"),
        (["--history", "EXPORT", "--from", "2026-09-07", "--days", "7"], "no row lies before the first day to plan"),
        (["--forecast", "missing.csv"], "missing.csv: the file cannot be opened"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    places = {"EXPORT": export(tmp_path), "FORECAST": forecast(tmp_path), "people.doc": str(tmp_path / "people.doc")}
    before = set(tmp_path.iterdir())
    words = [places.get(word, word) for word in words]
    out = [] if "--out" in words else ["--out", str(tmp_path / "people.csv")]
    assert main(["people", "--site", site(tmp_path), *words, *out]) == 2
    assert sentence in capsys.readouterr().err
    assert set(tmp_path.iterdir()) - before <= {tmp_path / "site.toml"}


@pytest.mark.parametrize(
    ("file", "zone", "hours", "first"),
    [
        ("bank_calls_30min", "America/New_York", "07:00-21:00", "2003-10-27"),
        ("online_retail_30min", "Europe/London", "06:00-21:00", "2011-11-28"),
    ],
)
def test_real_exports_are_staffed(tmp_path: Path, file: str, zone: str, hours: str, first: str) -> None:
    source = DATA / "history" / f"{file}.csv"
    if not source.exists():
        pytest.skip(f"{source} is not here")
    name = str(pd.read_csv(source, nrows=1)["queue"].item())
    closed = 'saturday = "closed"\nsunday = "closed"' if file.startswith("bank") else 'saturday = "closed"'
    out = tmp_path / "people.csv"
    words = ["--history", str(source), "--from", first, "--days", "7", "--out", str(out)]
    assert main(["people", "--site", site(tmp_path, zone, hours, name, closed), *words]) == 0
    needed = pd.read_csv(out)
    local = pd.to_datetime(needed["start"], utc=True).dt.tz_convert(zone)
    assert (needed.loc[local.dt.day_of_week == 5, "agents"] == 0).all()
    assert needed.loc[local.dt.day_of_week == 0, "agents"].max() >= 2


def test_a_real_centre_of_475_people_is_staffed_for_a_month(tmp_path: Path) -> None:
    folder = DATA / "callcentre_475"
    if not folder.exists():
        pytest.skip(f"{folder} is not here")
    out = tmp_path / "people.parquet"
    words = ["--history", str(folder / "volume_15min.csv"), "--from", "2024-04-01", "--days", "30", "--out", str(out)]
    assert main(["people", "--site", str(folder / "site.json"), *words]) == 0
    needed = pd.read_parquet(out)
    assert len(needed) == 30 * 96
    assert set(needed["reason"]) == {"80% in 30 s"}
    days = needed.groupby(needed["start"].dt.tz_convert("Etc/GMT-3").dt.day_of_week)["agents"].mean()
    assert days.idxmax() == 1  # Tuesdays, as in March
    assert days.idxmin() == 0
