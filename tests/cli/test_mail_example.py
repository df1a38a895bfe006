"""The mail desk of the examples: from its export to the people who work the letters off."""

from pathlib import Path

import pandas as pd
import pytest

from api.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
SITE, HISTORY = str(EXAMPLES / "mail-site.toml"), str(EXAMPLES / "mail-history.csv")
WEEK = ["--from", "2026-04-20", "--days", "7"]


@pytest.fixture(scope="module")
def foretold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("mail") / "forecast.csv"
    assert main(["forecast", "--site", SITE, "--history", HISTORY, *WEEK, "--out", str(out)]) == 0
    return out


def test_letters_are_forecast_for_nights_and_weekends(foretold: Path) -> None:
    rows = pd.read_csv(foretold)
    hours = rows["start"].str[11:13].astype(int)
    assert (rows.loc[hours < 9, "mean"] > 0).all()
    days = rows.groupby(rows["start"].str[:10])["mean"].sum()
    assert days["2026-04-25"] == pytest.approx(180, rel=0.1)  # a Saturday


def test_people_are_needed_by_day_for_the_letters_of_day_and_night(
    foretold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "people.csv"
    assert main(["people", "--site", SITE, "--forecast", str(foretold), "--out", str(out)]) == 0
    needed, rows = pd.read_csv(out), pd.read_csv(foretold)
    work_hours = (rows["mean"] * rows["aht_seconds"]).sum() / 3600 / 0.9
    assert needed["agents"].sum() / 4 == pytest.approx(work_hours, rel=0.02)
    assert (needed["agents"] > 0).sum() == 5 * 9 * 4
    assert needed.loc[needed["start"] == "2026-04-20T09:00:00+08:00", "reason"].item() == (
        "backlog carried from 2026-04-17 18:00"
    )
    assert "90% within 72 h" in set(needed["reason"])
    assert "no people are planned" not in capsys.readouterr().out


def test_a_day_is_too_short_for_letters_of_the_weekend(
    foretold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hurried = tmp_path / "site.toml"
    hurried.write_text(Path(SITE).read_text(encoding="utf-8").replace("72 h", "24 h"), encoding="utf-8")
    out = tmp_path / "people.csv"
    assert main(["people", "--site", str(hurried), "--forecast", str(foretold), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "queue email: 90% within 24 h cannot be met by any number of people" in said
    assert "from 2026-04-24 18:00 to 2026-04-26 09:15; at most 10% may be late" in said
    assert not out.exists()


def test_people_on_the_phone_work_letters_off_in_quiet_slots(foretold: Path, tmp_path: Path) -> None:
    site, forecast = tmp_path / "site.toml", tmp_path / "forecast.csv"
    text = Path(SITE).read_text(encoding="utf-8").replace('queues = ["email"]', 'queues = ["email", "phone"]')
    site.write_text(text + '\n[[queues]]\nname = "phone"\n', encoding="utf-8")
    letters = pd.read_csv(foretold)
    pd.concat([letters, letters.assign(queue="phone", mean=20.0, aht_seconds=180.0)]).to_csv(forecast, index=False)
    words = ["people", "--site", str(site), "--forecast", str(forecast)]
    sums = []
    for number, option in enumerate([[], ["--quiet-slots"]]):
        out = tmp_path / f"{number}.csv"
        assert main([*words, *option, "--out", str(out)]) == 0
        needed = pd.read_csv(out)
        sums.append(needed.groupby("skill")["agents"].sum())
        assert needed.loc[needed["skill"] == "email", "agents"].max() < 5
    assert sums[1]["phone"] == sums[0]["phone"]
    assert 0 < sums[1]["email"] < 0.8 * sums[0]["email"]


def test_an_export_of_letters_is_checked_without_missing_the_office_hours(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "check", "--site", SITE, HISTORY]) == 0
    assert "nothing doubtful was found" in capsys.readouterr().out
