from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.concurrency import ConcurrencyCurve
from forecasting.errors import StaffingError
from forecasting.frames import FORECAST, QUANTILES, REQUIREMENT
from forecasting.site import Channel, OpeningHours, PriorityClass, Queue, ServiceTarget, Site, Span
from forecasting.staffing import required_people
from forecasting.staffing.pooled import OTHERS, Search, people_by_skill_set
from forecasting.staffing.pooled_load import load_of
from forecasting.staffing.pooled_trial import Trial
from forecasting.staffing.skills import SkillSet
from forecasting.timegrid import TimeGrid

ZONE = ZoneInfo("Asia/Shanghai")
GRID = TimeGrid(ZONE, date(2026, 11, 10), 1, 30)
HOURS = OpeningHours((Span(8 * 60, 12 * 60),) * 7)
QUICK = Search(contacts=40_000, least_days=30, most_days=120)
AHT_SECONDS = 300.0
ZH, EN, JA = (
    Queue(name, opening=HOURS, aht_seconds=AHT_SECONDS, patience_seconds=180, shrinkage=0.0)
    for name in ("zh", "en", "ja")
)
SITE = Site("test", ZONE, (ZH, EN, JA))
EACH = tuple(SkillSet(name, (name,)) for name in ("zh", "en", "ja"))
BOTH = SkillSet("zh+en", ("zh", "en"))


def forecast_of(grid: TimeGrid = GRID, **contacts: float) -> pd.DataFrame:
    """Each queue's contacts a slot, the same in every slot from 08:00 to 12:00."""
    starts = pd.DatetimeIndex([grid.instant(slot) for slot in range(grid.n_slots)]).as_unit("us")
    hours = np.array([grid.local(slot).hour for slot in range(grid.n_slots)])
    parts = []
    for queue, count in contacts.items():
        means = np.where((hours >= 8) & (hours < 12), count, 0.0)
        rows = {"queue": pd.Series([queue] * len(starts), dtype="str"), "start": starts, "mean": means}
        quantiles = dict.fromkeys(QUANTILES, means)
        nothing = np.full(len(starts), np.nan)
        rest = {"aht_seconds": np.full(len(starts), AHT_SECONDS), "day_p05": nothing, "day_p95": nothing}
        parts.append(pd.DataFrame({**rows, **quantiles, **rest}))
    return FORECAST.check(pd.concat(parts, ignore_index=True))


def people_in(needed: pd.DataFrame) -> pd.DataFrame:
    """People on the floor, one column a set, one row an open slot."""
    table = needed.pivot_table(index="start", columns="skill", values="agents")
    return table[table.sum(axis=1) > 0]


def apart(forecast: pd.DataFrame, site: Site = SITE) -> pd.Series:
    """By open slot, what the queues need alone, each rounded up."""
    alone = required_people(forecast, site, GRID)
    table = people_in(alone.assign(agents=np.ceil(alone["agents"] - 1e-9)))
    return table.sum(axis=1)


def test_one_queue_by_itself_needs_what_erlang_says() -> None:
    forecast = forecast_of(zh=60.0)
    found = people_in(people_by_skill_set(forecast, SITE, GRID, EACH[:1], search=QUICK))["zh"]
    difference = (found - apart(forecast)).to_numpy()
    assert np.all(np.abs(difference) <= 1)
    assert np.median(difference) == 0


def test_chats_that_slow_each_other_down_need_what_the_formulas_say() -> None:
    curve = ConcurrencyCurve(((1, 200), (2, 300)), measured_at=2)
    chat = replace(ZH, name="chat", channel=Channel.CHAT, concurrency=2, curve=curve)
    site, forecast = replace(SITE, queues=(chat,)), forecast_of(chat=60.0)
    found = people_in(people_by_skill_set(forecast, site, GRID, (SkillSet("chat", ("chat",)),), search=QUICK))["chat"]
    difference = (found - apart(forecast, site)).to_numpy()
    assert np.all(np.abs(difference) <= 1)
    assert abs(difference.mean()) <= 0.5


def test_queues_served_by_class_are_refused_by_name() -> None:
    classes = (PriorityClass("refunds", 0.2, ServiceTarget()), PriorityClass("rest", 0.8, ServiceTarget()))
    site = replace(SITE, queues=(replace(ZH, classes=classes), EN))
    with pytest.raises(StaffingError, match="queues zh: people of several skills cannot be worked out"):
        people_by_skill_set(forecast_of(zh=10.0, en=5.0), site, GRID, EACH[:2], search=QUICK)


def test_people_who_help_each_other_out_are_fewer() -> None:
    forecast = forecast_of(zh=24.0, en=24.0, ja=24.0)
    everything = SkillSet("everything", ("zh", "en", "ja"))
    found = people_in(people_by_skill_set(forecast, SITE, GRID, (*EACH, everything), search=QUICK))
    assert found.sum(axis=1).sum() <= 0.9 * apart(forecast).sum()
    assert (found["everything"] < found.sum(axis=1)).all()  # not everybody has to know everything


@settings(max_examples=4, deadline=None, derandomize=True)
@given(st.floats(1, 40), st.floats(1, 40), st.sampled_from([0, 1, 2]), st.booleans())
def test_pooling_never_needs_more_than_separate_queues(zh: float, en: float, level: int, patient: bool) -> None:  # noqa: FBT001  # drawn
    site = replace(SITE, queues=(replace(ZH, patience_seconds=None) if patient else ZH, EN))
    forecast = forecast_of(zh=zh, en=en)
    sets = (EACH[0], EACH[1], replace(BOTH, level=level))
    found = people_in(people_by_skill_set(forecast, site, GRID, sets, search=QUICK)).sum(axis=1)
    separate = apart(forecast, site)
    assert (found <= separate.reindex(found.index)).all()


@settings(max_examples=3, deadline=None, derandomize=True)
@given(st.floats(5, 40), st.floats(5, 40))
def test_one_more_skill_of_a_set_never_needs_more_people(zh: float, en: float) -> None:
    forecast = forecast_of(zh=zh, en=en)
    plain = people_by_skill_set(forecast, SITE, GRID, EACH[:2], search=QUICK)
    able = people_by_skill_set(forecast, SITE, GRID, (EACH[0], replace(EACH[1], queues=("en", "zh"))), search=QUICK)
    assert able["agents"].sum() <= plain["agents"].sum()


def test_every_target_holds_for_other_customers() -> None:
    site = replace(SITE, queues=(ZH, replace(EN, target=ServiceTarget(0.8, 20, 30, 0.08)), JA))
    forecast = forecast_of(zh=30.0, en=12.0, ja=4.0)
    sets = (EACH[0], BOTH, SkillSet("zh+ja", ("zh", "ja"), 2))
    needed = people_by_skill_set(forecast, site, GRID, sets, search=Search(100_000))
    load = load_of(forecast, required_people(forecast, site, GRID), site, GRID, "mean")
    people = needed["agents"].to_numpy().reshape(len(sets), -1).astype(np.int64)
    assert (Trial(load, sets, 200, 99).margins(people, -0.999) >= 0).all()


def test_the_same_seed_gives_the_same_people() -> None:
    forecast = forecast_of(zh=20.0, en=10.0)
    one, other = (people_by_skill_set(forecast, SITE, GRID, (*EACH[:2], BOTH), search=QUICK) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


def test_nobody_is_busier_than_the_queues_allow() -> None:
    calm = replace(SITE, queues=tuple(replace(queue, max_occupancy=0.5) for queue in SITE.queues))
    forecast = forecast_of(zh=30.0, en=30.0)
    needed = people_by_skill_set(forecast, calm, GRID, (*EACH[:2], BOTH), search=QUICK)
    busiest = required_people(forecast, calm, GRID).groupby("start")["erlangs"].sum()
    people = people_in(needed).sum(axis=1)
    assert (busiest[people.index] / people <= 0.5 + 1e-9).all()
    assert needed["reason"].str.endswith("occupancy 50%").any()


def test_backlogs_are_worked_by_the_lightest_set_that_can() -> None:
    mail = Queue("mail", Channel.EMAIL, ServiceTarget(0.9, 24 * 3600), HOURS, AHT_SECONDS, shrinkage=0.2)
    site = replace(SITE, queues=(ZH, mail))
    forecast = forecast_of(zh=10.0, mail=12.0)
    sets = (EACH[0], SkillSet("zh+mail", ("zh", "mail")))
    needed = people_by_skill_set(forecast, site, GRID, sets, search=QUICK)
    alone = required_people(forecast, site, GRID)
    fractions = (needed.loc[needed["skill"] == "zh+mail", "agents"] % 1).to_numpy()
    expected = (alone.loc[alone["skill"] == "mail", "agents"] % 1).to_numpy()
    assert expected.any()
    np.testing.assert_allclose(fractions, expected)
    rows = needed[needed["agents"] > 0]
    assert (rows["scheduled"] >= rows["agents"]).all()


def test_a_floor_holds_for_all_sets_together() -> None:
    needed = people_by_skill_set(forecast_of(zh=0.2, en=0.2), SITE, GRID, (*EACH[:2], BOTH), floor=4, search=QUICK)
    assert (people_in(needed).sum(axis=1) >= 4).all()
    assert needed["reason"].eq("floor of 4").any()


def test_a_floor_is_never_made_of_people_who_answer_nobody() -> None:
    mail = Queue("mail", Channel.EMAIL, ServiceTarget(0.9, 24 * 3600), HOURS, AHT_SECONDS)
    site = replace(SITE, queues=(ZH, mail))
    sets = (replace(EACH[0], cost=2.0), SkillSet("mail", ("mail",)))
    needed = people_by_skill_set(forecast_of(zh=0.2, mail=0.0), site, GRID, sets, floor=3, search=QUICK)
    people = people_in(needed)
    assert (people["zh"] >= 3).all()
    assert not people["mail"].any()


def test_a_site_of_backlogs_alone_is_not_simulated() -> None:
    mail = Queue("mail", Channel.EMAIL, ServiceTarget(0.9, 24 * 3600), HOURS, AHT_SECONDS)
    site = replace(SITE, queues=(mail,))
    forecast = forecast_of(mail=6.0)
    needed = people_by_skill_set(forecast, site, GRID, (SkillSet("letters", ("mail",)),))
    alone = required_people(forecast, site, GRID)
    np.testing.assert_allclose(needed["agents"], alone["agents"])
    np.testing.assert_allclose(needed["scheduled"], alone["scheduled"])


def test_rows_say_what_they_rest_on() -> None:
    needed = people_by_skill_set(forecast_of(zh=20.0, en=5.0), SITE, GRID, (*EACH[:2], BOTH), search=QUICK)
    assert REQUIREMENT.check(needed) is not None
    assert set(needed["reason"]) <= {"closed", OTHERS, *(f"{queue}: 80% in 20 s" for queue in ("zh", "en")), *(
        f"{queue}: occupancy 90%" for queue in ("zh", "en"))}  # fmt: skip
    assert (needed.loc[needed["reason"].isin(["closed", OTHERS]), "agents"] == 0).all()


def test_every_queue_out_of_place_is_named_at_once() -> None:
    sets = (SkillSet("fax", ("zh", "fax")), SkillSet("fax", ("zh",)))
    with pytest.raises(StaffingError) as refused:
        people_by_skill_set(forecast_of(zh=1.0, en=1.0, ja=1.0), SITE, GRID, sets)
    for sentence in (
        "skill set fax is there more than once",
        "skill set fax serves fax, which is no queue of site test",
        "queue en is served by no skill set",
        "queue ja is served by no skill set",
    ):
        assert sentence in str(refused.value)


def test_a_set_without_queues_or_of_no_known_level_is_refused() -> None:
    with pytest.raises(ValueError, match="skill set idle serves no queue"):
        SkillSet("idle", ())
    with pytest.raises(ValueError, match="level 3; expected 0 to 2"):
        SkillSet("masters", ("zh",), 3)
    with pytest.raises(ValueError, match="cost 0; expected above 0"):
        SkillSet("free", ("zh",), cost=0.0)
