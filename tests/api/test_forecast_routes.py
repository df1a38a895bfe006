"""Forecasts by REST: kept once, made again bit for bit, changed in thought, followed through the day."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pandas as pd
import pytest

from api.app import create_app
from api.settings import Settings
from api.store import Store
from api.usecases.forecast_making import told_unsolvable
from forecasting.errors import ModelError
from tests.api import small_centre as centre
from tests.api.small_plan import NOW

pytestmark = pytest.mark.anyio

FIRST = centre.FIRST.isoformat()
SHA_256 = 64


def export(frame: pd.DataFrame) -> bytes:
    local = frame["start"].dt.tz_convert(centre.ZONE).dt.strftime("%Y-%m-%d %H:%M")
    return frame.assign(start=local).to_csv(index=False).encode()


def lively(days: int = 28) -> pd.DataFrame:
    """The centre's history as chance would have it."""
    frame = centre.history_frame(days)
    return frame.assign(offered=np.random.default_rng(5).poisson(frame["offered"]).astype("int64"))


def with_outage(queue_hours: tuple[int, int] = (10, 16), day: int = -10) -> pd.DataFrame:
    """The centre's history with a day on which nearly nobody got through between two hours."""
    frame = lively(56)
    first, last = (pd.Timestamp(centre.GRID.origin) + timedelta(days=day, hours=hour) for hour in queue_hours)
    inside = (frame["start"] >= first) & (frame["start"] < last)
    return frame.assign(offered=frame["offered"].where(~inside, 0))


async def send_site(client: httpx.AsyncClient) -> None:
    files = [("files", (name, content)) for name, content in centre.SITE_FILES.items()]
    assert (await client.post("/api/v1/sites", data={"document": "site.toml"}, files=files)).status_code == 201


async def send_history(
    client: httpx.AsyncClient, frame: pd.DataFrame | None = None, name: str = "volume.csv"
) -> httpx.Response:
    content = export(lively() if frame is None else frame)
    form = {"site_id": "1", "zone": "Asia/Shanghai"}
    return await client.post("/api/v1/histories", data=form, files={"files": (name, content)})


async def send_forecast(client: httpx.AsyncClient, **change: object) -> httpx.Response:
    asked: dict[str, object] = {"history_id": 1, "first_day": FIRST, "days": 3, **change}
    return await client.post("/api/v1/forecasts", json=asked)


@pytest.fixture
async def base(client: httpx.AsyncClient) -> dict[str, Any]:
    """Site, history and forecast, each with the id 1; the forecast's head."""
    await send_site(client)
    await send_history(client)
    told: dict[str, Any] = (await send_forecast(client)).json()
    return told


async def means(client: httpx.AsyncClient, forecast_id: int) -> list[float]:
    values: list[float] = (await client.get(f"/api/v1/forecasts/{forecast_id}")).json()["values"]["mean"]
    return values


async def what_if(client: httpx.AsyncClient, **change: object) -> httpx.Response:
    return await client.post("/api/v1/forecasts/1/what-if", json=change)


async def follow(client: httpx.AsyncClient, frame: pd.DataFrame, as_of: str, forecast_id: int = 1) -> httpx.Response:
    form = {"as_of": as_of, "zone": "Asia/Shanghai"}
    return await client.post(
        f"/api/v1/forecasts/{forecast_id}/today", data=form, files={"files": ("today.csv", export(frame))}
    )


def morning(factor: int = 2, queue: str = "phone", hours: int = 4) -> pd.DataFrame:
    """What came of the first day from eight in the morning: *factor* times 8 contacts a slot."""
    start = pd.Timestamp(centre.GRID.origin) + pd.Timedelta(hours=8)
    count = 4 * hours
    return pd.DataFrame(
        {
            "queue": queue,
            "start": pd.date_range(start, periods=count, freq="15min", unit="us"),
            "offered": np.full(count, 8 * factor),
            "aht_seconds": 180.0,
        }
    )


async def test_the_same_rows_are_kept_once_whatever_the_file_is_called(client: httpx.AsyncClient) -> None:
    await send_site(client)
    first = await send_history(client)
    again = await send_history(client, name="the same.csv")
    other = await send_history(client, with_outage())
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 201)
    assert again.json() == first.json()
    assert len(first.json()["fingerprint"]) == SHA_256
    assert len((await client.get("/api/v1/histories", params={"site_id": 1})).json()) == 2


async def test_two_people_who_upload_the_same_history_at_once_share_one(client: httpx.AsyncClient) -> None:
    await send_site(client)
    answers = await asyncio.gather(*(send_history(client) for _person in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    assert {answer.json()["id"] for answer in answers} == {1}


async def test_forecasts_asked_for_at_once_are_all_stored_and_alike(client: httpx.AsyncClient) -> None:
    await send_site(client)
    await send_history(client)
    answers = await asyncio.gather(*(send_forecast(client) for _person in range(3)))
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert {answer.json()["id"] for answer in answers} == {1, 2, 3}
    assert len({answer.json()["provenance"]["answer"] for answer in answers}) == 1


async def test_a_forecast_tells_where_it_comes_from(client: httpx.AsyncClient, base: dict[str, Any]) -> None:
    provenance = base["provenance"]
    assert all(len(provenance[name]) == SHA_256 for name in ("data", "site", "calendar", "answer"))
    assert {"watchbill", "numpy", "pandas", "scipy"} <= set(provenance["versions"])
    assert provenance["settings"]["first_day"] == FIRST
    assert (await client.get("/api/v1/forecasts/1")).json()["head"] == base


@pytest.mark.usefixtures("base")
async def test_a_forecast_made_again_is_the_same_bit_for_bit(client: httpx.AsyncClient) -> None:
    told = (await client.post("/api/v1/forecasts/1/again")).json()
    assert (told["same"], told["distance"], told["differences"]) == (True, 0.0, [])
    assert len((await client.get("/api/v1/forecasts", params={"site_id": 1})).json()) == 1


async def test_a_forecast_that_cannot_be_made_again_tells_what_differs(
    client: httpx.AsyncClient, store: Store, base: dict[str, Any]
) -> None:
    with store.unit() as unit:
        head, frame = unit.forecasts.get(1), unit.forecasts.frame(1)
        stored = unit.forecasts.add(1, 1, head.grid, frame.assign(mean=frame["mean"] + 1.0), centre.GRID.origin)
        unit.commit()
    told = (await client.post(f"/api/v1/forecasts/{stored.id}/again")).json()
    assert (told["same"], told["differences"]) == (False, None)
    assert told["distance"] == pytest.approx(1.0)
    assert told["provenance"] == base["provenance"]


@pytest.mark.usefixtures("base")
async def test_growth_and_handling_time_change_every_slot_and_leave_the_base_alone(client: httpx.AsyncClient) -> None:
    before = await means(client, 1)
    answer = await what_if(client, growth={"*": 1.5}, aht={"phone": 2})
    assert answer.status_code == 200
    told = answer.json()
    assert [day["difference"] / day["before"] for day in told["days"]] == pytest.approx([0.5] * 3, rel=1e-4)
    assert np.array(told["slots"]["after"]) == pytest.approx(1.5 * np.array(told["slots"]["before"]), abs=1e-3)
    assert np.array(told["slots"]["aht_after"]) == pytest.approx(2 * np.array(told["slots"]["aht_before"]), abs=1e-3)
    assert told["slots"]["before"] == before == await means(client, 1)
    assert told["stored"] is None


@pytest.mark.usefixtures("base")
async def test_an_added_event_and_a_bot_change_their_days_alone(client: httpx.AsyncClient) -> None:
    day = (centre.FIRST + timedelta(days=1)).isoformat()
    event = {"name": "Evening show", "phases": [{"phase": "day", "first": day, "multiplier": 2.0}]}
    shown = (await what_if(client, add=[event], slots=False)).json()
    bot = {"queue": "phone", "day": day, "after": 0.5}
    eased = (await what_if(client, containment=[bot], slots=False)).json()
    assert shown["slots"] is None
    ratios = [[day["after"] / day["before"] for day in told["days"]] for told in (shown, eased)]
    assert ratios[0] == pytest.approx([1, 2, 1], rel=0.1)
    assert ratios[1] == pytest.approx([1, 0.5, 0.5], rel=1e-3)


@pytest.mark.usefixtures("base")
async def test_a_what_if_that_is_kept_is_a_forecast_of_its_own_and_can_be_made_again(client: httpx.AsyncClient) -> None:
    kept = (await what_if(client, growth={"phone": 1.2}, keep=True)).json()["stored"]
    assert (kept["id"], kept["base_id"], kept["change"]) == (2, 1, {"growth": {"phone": 1.2}})
    again = (await client.post("/api/v1/forecasts/2/again")).json()
    assert (again["same"], again["differences"]) == (True, [])
    assert np.array(await means(client, 2)) == pytest.approx(1.2 * np.array(await means(client, 1)), abs=1e-3)
    refused = await client.post("/api/v1/forecasts/2/what-if", json={"growth": {"phone": 2}})
    explained = await client.get("/api/v1/forecasts/2/explanation", params={"day": FIRST})
    for answer in (refused, explained):
        assert answer.status_code == 422
        assert "forecast 1" in answer.json()["faults"][0]["expected"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"growth": {"*": 0}}, "growth"),
        ({"surprise": 1}, "surprise"),
        ({"change": [{"event": "x"}]}, "change[1]"),
        ({"change": [{"event": "Double 11", "move_days": 10**9}]}, "move_days"),
        ({"add": [{"name": "x", "phases": []}]}, "phases"),
        ({"containment": [{"queue": "phone", "day": FIRST, "after": 1.0}]}, "after"),
        ({"containment": [{"queue": "*", "day": FIRST, "after": 0.5}]}, "containment[1].queue"),
    ],
)
@pytest.mark.usefixtures("base")
async def test_a_what_if_that_cannot_be_meant_is_refused_by_field(
    client: httpx.AsyncClient, change: dict[str, object], named: str
) -> None:
    answer = await what_if(client, **change)
    assert answer.status_code == 422
    assert any(named in fault["field"] for fault in answer.json()["faults"])


@pytest.mark.parametrize("change", [{"growth": {"chat": 2}}, {"change": [{"event": "Double 11", "drop": True}]}])
@pytest.mark.usefixtures("base")
async def test_a_queue_or_event_that_is_not_there_is_named_beside_those_that_are(
    client: httpx.AsyncClient, change: dict[str, object]
) -> None:
    answer = await what_if(client, **change)
    assert answer.status_code == 422
    assert "there are:" in answer.json()["detail"]


@pytest.mark.usefixtures("base")
async def test_the_rest_of_the_day_follows_a_busy_morning(client: httpx.AsyncClient) -> None:
    before = await means(client, 1)
    answer = await follow(client, morning(), f"{FIRST}T12:00:00+08:00")
    assert answer.status_code == 201
    told = answer.json()
    assert (told["head"]["base_id"], told["head"]["as_of"]) == (1, f"{FIRST}T12:00:00+08:00")
    (today,) = told["queues"]
    assert (today["slots"], today["came"]) == (16, 256.0)
    assert today["factor"] > 1.01
    after = await means(client, 2)
    day = len(centre.GRID.slots_of(centre.FIRST))
    assert after[32:48] == [16.0] * 16
    assert sum(after[48:day]) > sum(before[48:day])
    assert after[day:] == before[day:]
    assert (await client.post("/api/v1/forecasts/2/again")).json()["same"]
    assert await means(client, 1) == before


@pytest.mark.parametrize(
    "as_of", [f"{FIRST}T12:00:00", "noon", "2026-09-20T12:00:00+08:00", "0001-01-01T00:00:00+14:00"]
)
@pytest.mark.usefixtures("base")
async def test_actuals_until_no_instant_of_the_forecast_are_refused(client: httpx.AsyncClient, as_of: str) -> None:
    assert (await follow(client, morning(), as_of)).status_code == 422
    assert len((await client.get("/api/v1/forecasts", params={"site_id": 1})).json()) == 1


@pytest.mark.usefixtures("base")
async def test_actuals_of_a_queue_that_is_not_forecast_are_refused_by_name(client: httpx.AsyncClient) -> None:
    answer = await follow(client, morning(queue="fax"), f"{FIRST}T12:00:00+08:00")
    assert answer.status_code == 422
    assert [fault["value"] for fault in answer.json()["faults"]] == ["fax"]


async def test_an_outage_is_shown_left_out_and_taken_in_again(client: httpx.AsyncClient) -> None:
    await send_site(client)
    await send_history(client, with_outage())
    address = "/api/v1/histories/1/cleaning"
    (finding,) = (await client.get(address)).json()["findings"]
    assert (finding["kind"], finding["left_out"], finding["observed"]) == ("outage", False, 0.0)
    plain = (await send_forecast(client)).json()
    cleaned = await client.put(address, json={"left_out": [finding["key"]]})
    assert [one["left_out"] for one in cleaned.json()["findings"]] == [True]
    without = (await send_forecast(client)).json()
    as_it_came = (await send_forecast(client, cleaned=False)).json()
    await client.put(address, json={"left_out": []})
    reverted = (await send_forecast(client)).json()
    assert (plain["left_out"], without["left_out"]) == ([], [finding["key"]])
    answers = [head["provenance"]["answer"] for head in (plain, without, as_it_came, reverted)]
    assert answers[0] == answers[2] == answers[3] != answers[1]
    again = (await client.post(f"/api/v1/forecasts/{without['id']}/again")).json()
    assert again["same"]


async def test_a_finding_that_is_none_is_refused(client: httpx.AsyncClient) -> None:
    await send_site(client)
    await send_history(client, with_outage())
    answer = await client.put("/api/v1/histories/1/cleaning", json={"left_out": ["phone@2020-01-01T00:00Z"]})
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["value"] == "phone@2020-01-01T00:00Z"
    assert "phone@" in answer.json()["faults"][0]["expected"]


async def test_a_backtest_tells_errors_of_each_model_by_week_queue_and_hour(client: httpx.AsyncClient) -> None:
    await send_site(client)
    await send_history(client, lively(56))
    answer = await client.post("/api/v1/histories/1/backtest", json={"origins": 2, "horizon_days": 14})
    assert answer.status_code == 200
    told = answer.json()
    assert told["models"] == ["watchbill", "four-week-mean", "seasonal-naive"]
    assert {row["by"] for row in told["figures"]} >= {"", "lead_week", "queue", "local_hour"}
    overall = {row["model"]: row["wape"] for row in told["figures"] if row["by"] == ""}
    assert 0 < overall["watchbill"] < overall["seasonal-naive"]


@pytest.mark.parametrize(
    "asked", [{"models": ["os.py:system"]}, {"models": []}, {"origins": 1000}, {"origins": 0}, {"horizon_days": 5000}]
)
async def test_a_backtest_that_would_run_code_or_for_ever_is_refused(
    client: httpx.AsyncClient, asked: dict[str, object]
) -> None:
    await send_site(client)
    await send_history(client)
    answer = await client.post("/api/v1/histories/1/backtest", json=asked)
    assert answer.status_code == 422
    assert any(next(iter(asked)) in fault["field"] for fault in answer.json()["faults"])


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/v1/forecasts", {"history_id": 9, "first_day": FIRST, "days": 3}),
        ("POST", "/api/v1/forecasts/9/again", None),
        ("POST", "/api/v1/forecasts/9/what-if", {"growth": {"*": 2}}),
        ("GET", f"/api/v1/forecasts/9/explanation?day={FIRST}", None),
        ("GET", "/api/v1/histories/9/cleaning", None),
        ("PUT", "/api/v1/histories/9/cleaning", {"left_out": []}),
        ("POST", "/api/v1/histories/9/backtest", {}),
    ],
)
async def test_what_is_asked_of_something_that_is_not_stored_is_a_404_problem(
    client: httpx.AsyncClient, method: str, path: str, body: object
) -> None:
    answer = await client.request(method, path, json=body)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("first_day", ["0001-01-01", "9999-12-31", "2199-12-31", "2031-01-01", "2026-08-17"])
@pytest.mark.usefixtures("base")
async def test_days_that_no_forecast_can_reach_are_refused(client: httpx.AsyncClient, first_day: str) -> None:
    answer = await send_forecast(client, first_day=first_day)
    assert answer.status_code == 422
    assert answer.json()["faults"]


async def test_days_too_much_alike_are_told_in_words() -> None:
    with pytest.raises(ModelError, match="too much alike"), told_unsolvable():
        raise np.linalg.LinAlgError("Singular matrix")


async def test_everything_can_be_done_by_processes_beside_the_service(tmp_path: Path) -> None:
    app = create_app(Settings(tmp_path, processes=1, clock=lambda: NOW))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        await send_site(client)
        assert (await send_history(client, with_outage())).status_code == 201
        assert (await send_forecast(client)).status_code == 201
        assert (await client.post("/api/v1/forecasts/1/again")).json()["same"]
        assert (await client.get("/api/v1/forecasts/1/explanation", params={"day": FIRST})).json()["same"]
        assert (await follow(client, morning(), f"{FIRST}T12:00:00+08:00")).status_code == 201
        assert (await client.get("/api/v1/histories/1/cleaning")).json()["findings"]
        tried = await client.post("/api/v1/histories/1/backtest", json={"origins": 1, "horizon_days": 14})
        assert tried.status_code == 200
        refused = await what_if(client, change=[{"event": "Double 11", "drop": True}])
        assert "there are:" in refused.json()["detail"]
    app.state.computing.close()
    app.state.store.close()
