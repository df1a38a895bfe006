from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.calendar import event_calendar
from forecasting.cleaning import Cleaning, Finding, Kind, find_anomalies
from forecasting.forecast import make_forecast
from forecasting.site import ALL_DAY, OpeningHours, Span
from forecasting.timegrid import TimeGrid
from tests.forecasting.models.made_centre import SHANGHAI, MadeCentre

FIRST, DAYS = date(2025, 1, 6), 84
CENTRE = MadeCentre(lambda _day: 1400.0, country="none")
CALENDAR = event_calendar("none", SHANGHAI, FIRST, FIRST + timedelta(days=DAYS + 27))


def hours(first: datetime, number: int, history: pd.DataFrame) -> "pd.Series[bool]":
    return (history["start"] >= first) & (history["start"] < first + timedelta(hours=number))


def with_outage(number: int = 4) -> tuple[pd.DataFrame, datetime]:
    history, start = CENTRE.history(FIRST, DAYS), datetime(2025, 2, 19, 2, tzinfo=UTC)
    history.loc[hours(start, number, history), "offered"] = 0
    return history, start


def test_a_clean_history_has_no_findings() -> None:
    assert find_anomalies(CENTRE.history(FIRST, DAYS), CALENDAR, 60).findings == ()


def test_an_outage_is_found_with_its_hours_and_what_stayed_away() -> None:
    history, start = with_outage()
    (finding,) = find_anomalies(history, CALENDAR, 60).findings
    assert (finding.queue, finding.kind) == ("chat", Kind.OUTAGE)
    assert (finding.start, finding.end) == (start, start + timedelta(hours=4))
    assert finding.observed == 0
    assert finding.expected == pytest.approx(400, rel=0.1)


def test_an_outage_over_a_night_without_contacts_is_one_finding() -> None:
    history = CENTRE.history(FIRST, DAYS)
    evening = datetime(2025, 2, 19, 10, tzinfo=UTC)  # 18:00 to 12:00 of the next day in Shanghai
    history.loc[hours(evening, 18, history), "offered"] = 0
    (finding,) = find_anomalies(history, CALENDAR, 60).findings
    assert (finding.start, finding.end) == (evening, evening + timedelta(hours=18))


def test_a_spike_of_an_hour_is_found() -> None:
    history, start = CENTRE.history(FIRST, DAYS), datetime(2025, 2, 19, 2, tzinfo=UTC)
    history.loc[hours(start, 1, history), "offered"] = 600
    (finding,) = find_anomalies(history, CALENDAR, 60).findings
    assert (finding.kind, finding.start, finding.observed) == (Kind.SPIKE, start, 600)


def test_hours_that_are_closed_are_no_outage() -> None:
    history, start = with_outage()
    local = start.astimezone(SHANGHAI)
    opening = OpeningHours((ALL_DAY,) * 7, ALL_DAY, exceptions={local.date(): Span(14 * 60, 22 * 60)})
    assert find_anomalies(history, CALENDAR, 60, {"chat": opening}).findings == ()
    assert len(find_anomalies(history, CALENDAR, 60, {"phone": opening}).findings) == 1


def test_a_missing_row_is_no_outage() -> None:
    history, start = with_outage()
    gaps = history[~hours(start, 4, history)].reset_index(drop=True)
    assert find_anomalies(gaps, CALENDAR, 60).findings == ()


def test_a_day_named_as_an_event_has_no_spikes() -> None:
    calendar = event_calendar("CN", SHANGHAI, date(2024, 8, 1), date(2024, 12, 31))
    centre = MadeCentre(lambda day: 1400.0 * (4.0 if day == date(2024, 11, 11) else 1.0))
    assert find_anomalies(centre.history(date(2024, 8, 1), 140), calendar, 60).findings == ()


def test_a_quiet_holiday_is_no_outage() -> None:
    calendar = event_calendar("CN", SHANGHAI, date(2024, 8, 1), date(2024, 12, 31))
    centre = MadeCentre(lambda day: 200.0 if day in calendar.holidays else 1400.0)
    assert find_anomalies(centre.history(date(2024, 8, 1), 140), calendar, 60).findings == ()


def test_what_is_left_out_of_the_fit_no_longer_lowers_the_forecast() -> None:
    first = FIRST + timedelta(days=DAYS)
    grid = TimeGrid(SHANGHAI, first, 7, 60)
    history = CENTRE.history(FIRST, DAYS)
    week = history["start"] >= datetime(2025, 3, 25, tzinfo=UTC)
    history.loc[week & (history["start"].dt.hour < 6), "offered"] = 0  # 08:00 to 14:00 of the last days
    cleaning = find_anomalies(history, CALENDAR, 60)
    assert len(cleaning.findings) == 6
    clean = make_forecast(cleaning.applied(history), CENTRE.site(), CALENDAR, grid, 60)
    assert clean["mean"].sum() == pytest.approx(7 * 1400, rel=0.05)


def test_a_queue_that_leaves_zeros_out_keeps_its_rows() -> None:
    history = CENTRE.history(FIRST, DAYS)
    history = history[history["offered"] > 0].reset_index(drop=True)
    start = datetime(2025, 2, 19, 2, tzinfo=UTC)
    history.loc[hours(start, 1, history), "offered"] = 600
    cleaning = find_anomalies(history, CALENDAR, 60)
    seen = cleaning.applied(history)
    assert len(seen) == len(history)
    assert seen.loc[hours(start, 1, seen), "offered"].item() == round(cleaning.findings[0].expected)


@given(st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)))
@settings(max_examples=25, deadline=None)
def test_cleaning_can_be_taken_back(rejected: set[int], accepted: set[int]) -> None:
    history = CENTRE.history(FIRST, 28)
    moments = [datetime(2025, 1, 7 + day, 2, tzinfo=UTC) for day in range(6)]
    found = tuple(Finding("chat", start, start + timedelta(hours=2), Kind.OUTAGE, 0, 200) for start in moments)
    keys = [finding.key for finding in found]
    before = history.copy()
    cleaning = Cleaning(found).reject(keys[one] for one in rejected).accept(keys[one] for one in accepted)
    left = len(rejected - accepted)
    assert len(cleaning.applied(history)) == len(history) - 2 * (len(found) - left)
    pd.testing.assert_frame_equal(cleaning.reject(keys).applied(history), before)
    pd.testing.assert_frame_equal(history, before)


def test_a_finding_that_nobody_made_cannot_be_rejected() -> None:
    with pytest.raises(ValueError, match="no finding is called"):
        Cleaning().reject(["chat@2025-01-01T00:00Z"])


def test_neighbours_of_many_sizes_give_their_median() -> None:
    history = CENTRE.history(FIRST, 21)
    history["offered"] = np.int64(50)
    start = datetime(2025, 1, 14, 2, tzinfo=UTC)
    history.loc[hours(start, 1, history), "offered"] = 0
    (finding,) = find_anomalies(history, CALENDAR, 60).findings
    assert (finding.start, finding.expected) == (start, 50)
