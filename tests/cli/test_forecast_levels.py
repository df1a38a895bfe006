from pathlib import Path

import pandas as pd
import pytest

from tests.cli.test_forecast_command import export, forecast

EXTRA = ["p90", "p97.5"]


def words(folder: Path, *more: str | Path) -> tuple[str | Path, ...]:
    asked = ("--zone", "Asia/Shanghai", "--from", "2026-09-14", "--days", "2", "--out", folder / "f.parquet")
    return ("--history", folder / "volume.csv", *asked, "--holidays", "none", *more)


def test_any_level_is_written_in_its_place_and_changed_with_the_rest(tmp_path: Path) -> None:
    export(tmp_path)
    change = tmp_path / "change.toml"
    change.write_text("growth = { '*' = 2.0 }\n", encoding="utf-8")
    found = []
    for more in ((), ("--what-if", change)):
        assert forecast(*words(tmp_path, "--levels", "0.975,0.9", *more)) == 0
        frame = pd.read_parquet(tmp_path / "f.parquet")
        busy = frame[frame["mean"] > 5]
        assert (busy["p90"] <= busy["p95"]).all()
        assert (busy["p95"] <= busy["p97.5"]).all()
        days = frame.dropna(subset="day_p95")
        assert (days["day_p90"] < days["day_p95"]).all()
        assert (days["day_p95"] < days["day_p97.5"]).all()
        found.append(frame.loc[frame["mean"] > 5, EXTRA].sum())
    assert (found[1] > 1.7 * found[0]).all()


@pytest.mark.parametrize("text", ["90", "0", "many", "0.9,1"])
def test_a_level_that_is_no_share_is_refused(tmp_path: Path, text: str) -> None:
    export(tmp_path)
    with pytest.raises(SystemExit):
        forecast(*words(tmp_path, "--levels", text))
