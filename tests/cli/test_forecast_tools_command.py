import json
from pathlib import Path

import pandas as pd
import pytest

from forecasting.staffing.forecast_file import read_forecast
from tests.cli.test_forecast_command import export, forecast


def words(folder: Path, *more: str | Path) -> tuple[str | Path, ...]:
    asked = ("--zone", "Asia/Shanghai", "--from", "2026-09-14", "--days", "3", "--out", folder / "f.csv")
    return ("--history", folder / "volume.csv", *asked, "--holidays", "none", *more)


def with_outage(folder: Path) -> None:
    path = export(folder)
    frame = pd.read_csv(path)
    frame.loc[frame["start"].between("2026-08-26 10:00", "2026-08-26 13:59:59"), "offered"] = 0
    frame.to_csv(path, index=False)


def test_an_outage_is_shown_and_stays_unless_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_outage(tmp_path)
    assert forecast(*words(tmp_path)) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "chat@2026-08-26T02:00Z" in shown
    assert "--clean leaves them out" in shown
    before = json.loads((tmp_path / "f.csv.provenance.json").read_text(encoding="utf-8"))
    assert forecast(*words(tmp_path, "--clean")) == 0
    after = json.loads((tmp_path / "f.csv.provenance.json").read_text(encoding="utf-8"))
    assert "chat@2026-08-26T02:00Z" in after["settings"]["left_out"]
    assert f"history {before['data'][:12]}" in shown
    assert f"forecast {before['answer'][:12]}" in shown
    assert before["data"] == after["data"]  # the export is what it was
    assert before["answer"] != after["answer"]
    assert forecast(*words(tmp_path, "--clean", "--keep", "chat@2026-08-26T02:00Z")) == 0
    again = json.loads((tmp_path / "f.csv.provenance.json").read_text(encoding="utf-8"))
    assert (again["data"], again["answer"]) == (before["data"], before["answer"])


def test_a_day_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export(tmp_path)
    assert forecast(*words(tmp_path, "--explain", "2026-09-15")) == 0
    shown = capsys.readouterr().out
    assert "how the forecast of 2026-09-15 comes about" in shown
    assert "weekday" in shown


def test_what_if_writes_the_changed_forecast(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export(tmp_path)
    assert forecast(*words(tmp_path)) == 0
    base = read_forecast(tmp_path / "f.csv")
    change = tmp_path / "change.toml"
    change.write_text(
        "growth = { '*' = 1.1 }\naht = { chat = 0.5 }\n"
        "[[containment]]\nqueue = 'chat'\nday = 2026-09-15\nafter = 0.5\n"
        "[[add]]\nname = 'Show'\nphases = [{ phase = 'day', first = 2026-09-16, multiplier = 2 }]\n",
        encoding="utf-8",
    )
    capsys.readouterr()
    assert forecast(*words(tmp_path, "--what-if", change)) == 0
    assert "difference" in capsys.readouterr().out
    changed = read_forecast(tmp_path / "f.csv")
    sums = [frame["mean"].to_numpy().reshape(3, 24).sum(axis=1) for frame in (base, changed)]
    assert sums[1] / sums[0] == pytest.approx([1.1, 0.55, 1.1], rel=0.01)
    assert (changed["aht_seconds"] / base["aht_seconds"]).to_numpy() == pytest.approx(0.5)


def test_the_mornings_actuals_move_the_rest_of_the_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export(tmp_path)
    hours = pd.date_range("2026-09-14 08:00", periods=4, freq="60min")
    frame = pd.DataFrame({"start": hours, "queue": "chat", "offered": 80, "aht_seconds": 240.0})
    frame.to_csv(tmp_path / "today.csv", index=False)
    assert forecast(*words(tmp_path, "--actuals", tmp_path / "today.csv", "--as-of", "2026-09-14T12:00")) == 0
    assert "rest of the day" in capsys.readouterr().out
    found = read_forecast(tmp_path / "f.csv")["mean"].to_numpy()
    assert found[8:12] == pytest.approx(80)
    assert 50 < found[12] < 80
    assert found[24 + 12] == pytest.approx(50, rel=0.1)


def test_several_queues_are_summed_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = export(tmp_path)
    frame = pd.read_csv(path)
    pd.concat([frame, frame.assign(queue="phone")]).to_csv(path, index=False)
    assert forecast(*words(tmp_path)) == 0
    assert "all queues" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--keep", "x"), "--keep: has nothing to keep"),
        (("--clean", "--keep", "x"), "no finding is called that"),
        (("--as-of", "2026-09-14T12:00"), "--actuals: is missing"),
        (("--explain", "2026-09-17"), "--explain: is no day of the forecast"),
        (("--explain", "2026-09-14", "--what-if", "x.toml"), "explains a forecast as it is"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], sentence: str
) -> None:
    export(tmp_path)
    assert forecast(*words(tmp_path, *more)) == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "f.csv").exists()


def test_every_fault_of_a_what_if_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export(tmp_path)
    change = tmp_path / "change.toml"
    change.write_text(
        "grow = 1\ngrowth = { '*' = 0 }\n[[change]]\nevent = 'x'\n"
        "[[containment]]\nqueue = 'chat'\nday = 2026-09-15\nafter = 2\n",
        encoding="utf-8",
    )
    assert forecast(*words(tmp_path, "--what-if", change)) == 2
    told = capsys.readouterr().err
    for part in ("grow: is not known", "growth", "says not one thing", "containment[1].after"):
        assert part in told
