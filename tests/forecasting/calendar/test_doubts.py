from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forecasting.calendar import Phase, event_calendar, read_events
from forecasting.calendar.doubts import doubts
from forecasting.errors import InputError

SHANGHAI = ZoneInfo("Asia/Shanghai")


def own(name: str, phase: str, family: str = "major-sale") -> Phase:
    start = datetime(2026, 11, 1, tzinfo=SHANGHAI)
    return Phase(name, family, phase, start, start + timedelta(days=3))


def test_what_ships_leaves_no_doubt() -> None:
    shipped = event_calendar("CN", SHANGHAI, date(2018, 1, 1), date(2027, 12, 31)).phases
    whole = [phase for phase in shipped if phase.start.year in range(2019, 2027)]
    assert list(doubts(whole)) == []


def test_a_phase_that_no_other_year_has_is_doubted_and_the_known_ones_are_named() -> None:
    (found,) = doubts([own("Double 11", "sale"), own("Double 11", "peak"), own("Double 11", "aftermath")])
    assert found.startswith("Double 11 2026: other years have no phase sale, so that nothing is learned for it")
    assert found.endswith("they have wave-1, presale, lull, wave-2, peak, aftermath, returns")


def test_another_family_and_missing_days_of_returns_are_doubted() -> None:
    found = list(doubts([own("Double 11", "wave-1", "promo")]))
    assert [sentence.values["event"] for sentence in found] == ["Double 11", "Double 11", "Double 11"]
    assert "its family is promo, in other years major-sale" in found[0]
    assert "aftermath" in found[1]
    assert "peak" in found[2]


def test_events_that_do_not_ship_are_the_planners_own_affair() -> None:
    assert list(doubts([own("Anniversary", "sale", "promo")])) == []


def test_two_sizes_of_one_phase_at_the_same_time_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(
        "date,cls,name,last,multiplier\n2026-03-01,tv,Show,2026-03-04,2\n2026-03-04,tv,Show,,3\n2026-03-05,tv,Show,,3\n"
        "12-24,tv,Film,12-26,2\n12-26,tv,Film,,1.5\n12-27,tv,Film,,1.5\n2026-03-02,tv,Show,,2\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_events(path, SHANGHAI)
    assert [(fault.row, fault.reason) for fault in caught.value.faults] == [
        (3, "row 2 says another size of the same phase at the same time"),
        (6, "row 5 says another size of the same phase at the same time"),
    ]
