from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from forecasting.errors import InputError
from forecasting.staffing.requirement_file import read_requirement, write_requirement

HEADER = "start,skill,agents,scheduled,reason"


def refused(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "requirement.csv"
    path.write_text("\n".join((HEADER, *lines)), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_requirement(path)
    return str(error.value)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_what_was_written_is_read_back(tmp_path: Path, ending: str) -> None:
    starts = pd.date_range("2026-03-02 01:00", periods=3, freq="15min", tz="UTC", unit="us")
    needed = pd.DataFrame(
        {
            "start": [*starts, *starts],
            "skill": pd.Series(["chat"] * 3 + ["phone"] * 3, dtype="str"),
            "agents": [1.0, 2.0, 3.0, 0.0, 2.5, 2.0],
            "scheduled": [1.25, 2.5, 3.75, 0.0, 3.125, 2.5],
            "reason": pd.Series(["target"] * 6, dtype="str"),
        }
    )
    path = tmp_path / f"requirement.{ending}"
    write_requirement(needed, path, ZoneInfo("Asia/Shanghai"))
    pd.testing.assert_frame_equal(read_requirement(path), needed)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    told = refused(tmp_path, "2026-03-02T09:00,chat,1,1,target", "2026-03-02T09:15+08:00,chat,many,-1,target")
    assert "row 2, start: is no time with an offset" in told
    assert "row 3, agents: is no number (found 'many')" in told
    assert "row 3, scheduled: is below 0 (found '-1')" in told


def test_a_slot_given_twice_is_refused(tmp_path: Path) -> None:
    line = "2026-03-02T09:15+08:00,chat,1,1,target"
    assert "row 3, start: the skill's slot was given before" in refused(tmp_path, line, line)
