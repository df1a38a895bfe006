from datetime import date, timedelta

import pytest

from forecasting.calendar import event_calendar
from forecasting.errors import InputError
from forecasting.forecast import make_forecast
from forecasting.provenance import Provenance, frame_fingerprint, provenance_of, read_provenance
from forecasting.timegrid import TimeGrid
from tests.forecasting.models.made_centre import SHANGHAI, MadeCentre

FIRST = date(2025, 1, 6)
GRID = TimeGrid(SHANGHAI, FIRST + timedelta(days=60), 7, 60)


def made(seed: int = 1, aht: float = 240.0) -> Provenance:
    centre = MadeCentre(lambda _day: 900.0, seed=seed, aht_seconds=aht)
    history = centre.history(FIRST, 60)
    calendar = event_calendar("CN", SHANGHAI, FIRST, GRID.last_day)
    forecast = make_forecast(history, centre.site(), calendar, GRID, 60)
    return provenance_of(history, centre.site(), calendar, GRID, forecast, {"step_minutes": 60})


def test_a_forecast_is_made_again_bit_for_bit() -> None:
    assert made().differences(made()) == ()


def test_other_data_are_told_and_give_another_answer() -> None:
    assert made().differences(made(seed=2)) == ("data", "answer")


def test_other_settings_are_named() -> None:
    first = made()
    other = Provenance(first.data, first.site, first.calendar, first.answer, {**first.settings, "days": "8"}, {})
    assert other.differences(first)[0] == "settings.days"
    assert "versions.watchbill" in other.differences(first)


def test_provenance_is_written_and_read_back() -> None:
    first = made()
    assert read_provenance(first.to_json(), "f.json") == first
    assert first.settings["zone"] == "Asia/Shanghai"


@pytest.mark.parametrize("text", ["", "[]", '{"data": "x"}'])
def test_another_file_is_no_provenance(text: str) -> None:
    with pytest.raises(InputError, match="is no provenance"):
        read_provenance(text, "f.json")


def test_the_order_of_rows_does_not_matter_but_every_number_does() -> None:
    history = MadeCentre(lambda _day: 900.0).history(FIRST, 3)
    assert frame_fingerprint(history.iloc[::-1]) == frame_fingerprint(history)
    changed = history.assign(offered=history["offered"].where(history.index != 40, history["offered"] + 1))
    assert frame_fingerprint(changed) != frame_fingerprint(history)
