from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forecasting.containment import Containment
from forecasting.whatif import Act, EventChange, WhatIf
from scheduler.errors import SiteFileError
from scheduler.formats import read_what_if

SHANGHAI = ZoneInfo("Asia/Shanghai")


def read(folder: Path, text: str) -> WhatIf:
    path = folder / "change.toml"
    path.write_text(text, encoding="utf-8")
    return read_what_if(path, SHANGHAI)


def test_every_kind_of_change_is_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "growth = { '*' = 1.05 }\naht = { chat = 0.9 }\ngrowth_a_year = { phone = 1.186 }\n"
        "[[change]]\nevent = '618'\nmove_days = -5\nphase = 'presale'\n"
        "[[change]]\nevent = '618'\ndrop = true\n"
        "[[change]]\nevent = '618'\nmultiplier = 2\n"
        "[[add]]\nname = 'Show'\nphases = [{ phase = 'day', first = 2026-11-03, multiplier = 1.8 }]\n"
        "[[containment]]\nqueue = 'chat'\nday = 2026-11-01\nafter = 0.3\n",
    )
    assert found.events == (
        EventChange(Act.MOVE, "618", "presale", -5),
        EventChange(Act.DROP, "618"),
        EventChange(Act.MULTIPLIER, "618", multiplier=2.0),
    )
    assert [(phase.event, phase.multiplier) for phase in found.added] == [("Show", 1.8)]
    assert (found.growth, found.aht) == ({"*": 1.05}, {"chat": 0.9})
    assert found.growth_a_year == {"phone": 1.186}
    assert found.containment == (Containment("chat", date(2026, 11, 1), 0.0, 0.3),)


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == WhatIf()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("growth = 2", "growth: is no table"),
        ("growth = { chat = 0 }", "is out of range"),
        ("[[change]]\nevent = 'x'\ndrop = false\n", "says not one thing"),
        ("[[change]]\nevent = 'x'\ndrop = true\nmove_days = 3\n", "says not one thing"),
        ("[[change]]\nmove_days = 3\n", "event: is missing"),
        ("[[change\n", "is no TOML"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(SiteFileError, match=sentence):
        read(tmp_path, text)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "change.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SiteFileError, match="UTF-8"):
        read_what_if(path, SHANGHAI)
