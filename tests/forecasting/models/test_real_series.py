import pytest

from benchmarks.forecasting import DATA, Score, load, scores_of

NAMES = ("bank_calls_30min", "online_retail_30min", "yuebao_daily")


@pytest.fixture(scope="module", params=NAMES)
def scores(request: pytest.FixtureRequest) -> dict[str, Score]:
    if not (DATA / f"{request.param}.csv").exists():
        pytest.skip(f"{DATA} is missing")
    return {one.model: one for one in scores_of(load(request.param), 5)}


def test_the_core_beats_the_naive_forecasts_on_real_series(scores: dict[str, Score]) -> None:
    core = scores["log-linear"].day_wape
    assert core < 0.85 * scores["seasonal naive"].day_wape
    assert core < scores["weekly average"].day_wape


def test_the_bands_of_real_series_hold_about_nine_times_in_ten(scores: dict[str, Score]) -> None:
    core = scores["log-linear"]
    assert 0.80 <= core.day_coverage <= 0.98
    if core.slot_coverage == core.slot_coverage:  # daily series have no slots
        assert 0.88 <= core.slot_coverage <= 0.97
