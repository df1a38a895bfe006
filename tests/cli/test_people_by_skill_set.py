from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from api.cli import main

DAY = date(2026, 11, 10)
SITE = """
[site]
name = "Two tongues"
zone = "Asia/Shanghai"
holidays = "none"
slot_minutes = 30
floor = 0

[opening]
every_day = "09:00-12:00"

[[queues]]
name = "zh"
within = "20 s"
aht_seconds = 300

[[queues]]
name = "en"
within = "20 s"
aht_seconds = 300

[[teams]]
name = "line"
queues = ["zh", "en"]
{sets}
"""
SETS = """
[[skill_sets]]
name = "zh"
queues = ["zh"]

[[skill_sets]]
name = "both"
queues = ["zh", "en"]
languages = ["en"]
level = "intermediate"
"""


def site(folder: Path, sets: str = SETS) -> str:
    path = folder / "site.toml"
    path.write_text(SITE.format(sets=sets), encoding="utf-8")
    return str(path)


def forecast(folder: Path) -> str:
    """Thirty contacts in Chinese and ten in English each half hour: five and less than two people at work."""
    rows = ["queue,start,mean,p05,p25,p50,p75,p95,aht_seconds,day_p05,day_p95"]
    for queue, mean in (("zh", 30), ("en", 10)):
        rows += [
            f"{queue},{DAY}T{hour:02d}:{minute:02d}:00+08:00,{mean},5,6,7,8,9,300,,"
            for hour in range(9, 12)
            for minute in (0, 30)
        ]
    path = folder / "forecast.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def test_people_are_counted_by_skill_set_and_the_saving_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "people.csv"
    words = ["--by", "skill-set", "--out", str(out)]
    assert main(["people", "--site", site(tmp_path), "--forecast", forecast(tmp_path), *words]) == 0
    needed = pd.read_csv(out)
    assert set(needed["skill"]) == {"zh", "both"}
    assert "hours on the floor with skill sets" in capsys.readouterr().out
    together = needed["agents"].sum()
    assert 0 < together < 6 * (8 + 4)  # Erlang asks for 8 and 4 people alone


def test_a_site_without_skill_sets_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--site", site(tmp_path, ""), "--forecast", forecast(tmp_path), "--by", "skill-set"]
    assert main(["people", *words]) != 0
    assert "site.toml, skill_sets: is missing" in capsys.readouterr().err
