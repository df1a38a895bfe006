import json
import os
from pathlib import Path

import pytest

from benchmarks.rostering.__main__ import main
from benchmarks.rostering.centre import real_centre
from benchmarks.rostering.made import made_centre
from benchmarks.rostering.rows import measured
from scheduler.rules.law import law_pack
from scheduler.solution import Limits

DATA = Path(os.environ.get("WATCHBILL_DATA", Path(__file__).parents[3] / "shared" / "data"))


def test_a_small_made_centre_gets_a_lawful_roster_with_its_bound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "rows.json"
    main(["made", "--agents", "5", "--days", "7", "--seconds", "2", "--json", str(out)])
    (row,) = json.loads(out.read_text(encoding="utf-8"))
    assert (row["what"], row["agents"], row["days"], row["lawful"]) == ("made", 5, 7, True)
    assert 0 < row["bound"] <= row["objective"]
    assert row["gap"] == pytest.approx(1 - row["bound"] / row["objective"])
    assert 0 < row["short"] < 1
    assert "rostering" in capsys.readouterr().out


def test_the_need_of_a_made_centre_is_what_its_people_can_work() -> None:
    instance = made_centre(10, 14, seed=3)
    assert instance.demand.scheduled["care"].sum() == pytest.approx(10 * 10 * 8 * 4)  # people × shifts × hours × slots
    assert measured("made", instance, law_pack("none"), Limits(0.001, 1)).limit_seconds == pytest.approx(0.001)


def test_a_folder_is_needed_for_a_real_centre() -> None:
    with pytest.raises(SystemExit):
        main(["centre"])


@pytest.mark.skipif(not (DATA / "callcentre_475").is_dir(), reason="the call centre's files are not here")
def test_the_real_centre_asks_for_a_whole_month_of_its_475_people() -> None:
    instance, rules = real_centre(DATA / "callcentre_475", None)
    assert (len(instance.agents), instance.grid.days) == (475, 31)
    assert instance.demand.scheduled["calls"].sum() > 0
    assert {rule.name for rule in rules} == {rule.name for rule in law_pack("none")}
    _, held = real_centre(DATA / "callcentre_475", 2, "china")
    assert held == law_pack("china")
