import pytest

from drills.errors import LogError
from drills.exercise import read_log


@pytest.mark.parametrize("value", ["NaN", "Infinity", '"\\ud800"'])
def test_values_that_no_line_can_hold_are_told_as_changes(value: str) -> None:
    line = (
        '{"at":"2026-11-03T06:00:00.000+00:00","before":"' + "0" * 64 + '","by":"A01","data":{"text":' + value + "},"
        '"digest":"' + "1" * 64 + '","kind":"noted","number":1,"second":0}\n'
    )
    with pytest.raises(LogError, match="line 1 was changed: its fingerprint is not that of its content"):
        read_log(line)
