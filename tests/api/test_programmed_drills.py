"""Drills of the programme made in a roster: on their day, of their kind, once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest

from api.computing import Computing
from api.store import Store
from api.usecases.drill_programme import ProgrammeOrder
from api.usecases.programmed_drills import scenario_for
from api.usecases.stored_programmes import KeptProgramme, plan_stored
from drills.errors import RequestError
from drills.finding import Finding
from drills.incidents import Family, Scope
from drills.programme.entry import Entry, State
from drills.programme.question import Policy
from drills.rating import Rating
from drills.roles import Form
from drills.scenario.acts import Capability
from drills.scenario.catalogue import Offer, catalogue
from tests.api import small_centre as centre
from tests.api.kept_programme import keep, planned
from tests.api.small_plan import NOW, store_published

pytestmark = pytest.mark.anyio
DRILLS = "/api/v1/drill-programmes/1/drills"
COMBINED = [offer for offer in catalogue().offers() if offer.scope is Scope.COMBINED]


@pytest.fixture
def kept(store: Store) -> None:
    """A published roster of three days, and a programme with drills on the second one, off, and on a day beyond."""
    store_published(store)
    with store.unit() as unit:
        off = replace(planned("D2", 0), state=State.CANCELLED)
        keep(unit, planned("D1", 1), off, planned("D3", 30), planned("D4", 2, announced=False))
        unit.commit()


async def make(client: httpx.AsyncClient, drill: str, **change: object) -> httpx.Response:
    return await client.post(DRILLS, json={"drill": drill, "service": False, **change})


def day_of(told: dict[str, Any]) -> date:
    return datetime.fromisoformat(told["start"]).astimezone(centre.ZONE).date()


@pytest.mark.usefixtures("kept")
async def test_a_drill_of_the_programme_is_made_on_its_day_once_and_is_then_the_programmes(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/")).text
    assert 'id="drill-make"' in page
    told = (await make(client, "D1")).json()
    assert day_of(told) == planned("D1", 1).day
    scenario = told["document"]["scenario"]
    assert (scenario["form"], scenario["seed"]) == ("tabletop", 7)
    assert {incident["family"] for incident in scenario["incidents"]} == {"system-outage"}
    assert told["announced"]
    again = await make(client, "D1")
    assert again.status_code == 409
    assert "made already" in again.json()["detail"]
    page = (await client.get("/")).text
    section = page.split('<section id="drill">')[1].split("</section>")[0]
    assert "Drill D1" in section
    assert 'id="drill-make"' not in section
    assert f"/api/v1/drills/{told['id']}/document.md" in section


@pytest.mark.usefixtures("kept")
async def test_an_unannounced_drill_of_the_programme_makes_no_new_version_of_the_roster(
    client: httpx.AsyncClient,
) -> None:
    before = (await client.get("/api/v1/rosters")).json()
    told = (await make(client, "D4")).json()
    assert not told["announced"]
    assert day_of(told) == planned("D4", 2).day
    assert (await client.get("/api/v1/rosters")).json() == before


@pytest.mark.parametrize(
    ("drill", "change", "status"),
    [
        ("D9", {}, 404),
        ("D2", {}, 409),
        ("D3", {}, 422),
        ("D1", {"roster_id": 9}, 404),
        ("D1", {"service": True}, 422),
        ("D1", {"x": 1}, 422),
    ],
)
@pytest.mark.usefixtures("kept")
async def test_what_cannot_be_made_is_refused(
    client: httpx.AsyncClient, drill: str, change: dict[str, object], status: int
) -> None:
    assert (await make(client, drill, **change)).status_code == status
    assert (await client.get("/api/v1/drills")).json() == []


def entry(offer: Offer, seed: int, *shown: Capability) -> Entry:
    level = offer.levels[0]
    return replace(
        planned("D1", 1, form=offer.forms[0]),
        families=offer.families,
        scope=offer.scope,
        level=level,
        seed=seed,
        capabilities=shown,
    )


@pytest.mark.parametrize("offer", COMBINED, ids=lambda offer: offer.id)
def test_a_drill_of_several_incidents_is_drawn_from_a_combination_of_just_these(offer: Offer) -> None:
    wanted = entry(offer, 5)
    found, scenario = scenario_for(wanted, catalogue())
    assert set(found.families) == set(offer.families)
    assert {incident.family for incident in scenario.incidents} == set(offer.families)
    assert (scenario.form, scenario.level, scenario.seed) == (wanted.form, wanted.level, 5)


def test_what_is_tested_again_is_shown_by_the_scenario_where_a_template_has_it() -> None:
    known = catalogue()
    of_family = [offer for offer in known.offers() if offer.families == (Family.SYSTEM_OUTAGE,)]
    for seed in range(4):
        wanted = replace(planned("D1", 1, form=Form.FUNCTIONAL), seed=seed)
        shown = {
            item.capability
            for offer in of_family
            if Form.FUNCTIONAL in offer.forms
            for item in known.draw(offer.id, seed, Form.FUNCTIONAL).expectations
        }
        for capability in shown:
            scenario = scenario_for(replace(wanted, capabilities=(capability,)), known)[1]
            assert capability in {item.capability for item in scenario.expectations}


def test_a_kind_of_drill_that_no_template_gives_is_refused() -> None:
    odd = replace(planned("D1", 1), families=tuple(Family), scope=Scope.COMBINED)
    with pytest.raises(RequestError, match="no template gives a drill like D1"):
        scenario_for(odd, catalogue())


def plan_again(store: Store, **rules: Any) -> KeptProgramme:
    """Plan two months anew on the roster's first day."""
    policy = Policy(**{"budget": 99999, "work": 0.5, "cast_work": 0.5, "days_off": True, **rules})
    finding = Finding("R1", Family.COMPLAINT_SURGE, centre.FIRST - timedelta(days=1), Rating.U)
    order = ProgrammeOrder(centre.FIRST, 2, policy=policy, since=centre.FIRST, findings=(finding,))
    return plan_stored(store, Computing(0, 1, 60.0), 1, order, NOW)


@pytest.mark.usefixtures("kept")
async def test_planning_anew_leaves_a_drill_that_is_made_where_it_is(client: httpx.AsyncClient, store: Store) -> None:
    assert "D1" not in {entry.id for entry in plan_again(store, budget=0.0).programme.entries}
    with store.unit() as unit:
        keep(unit, planned("D1", 1))
        unit.commit()
    await client.post("/api/v1/drill-programmes/3/drills", json={"drill": "D1", "service": False})
    (stays,) = plan_again(store, budget=0.0).programme.planned
    assert (stays.id, stays.day, stays.state) == ("D1", planned("D1", 1).day, State.PLANNED)


@pytest.mark.usefixtures("kept")
async def test_a_drill_that_was_made_without_the_programme_counts_in_it_and_keeps_others_away(
    client: httpx.AsyncClient, store: Store
) -> None:
    asked = {"roster_id": 1, "family": "complaint-surge", "seed": 8, "announced": False, "service": False}
    alone = (await client.post("/api/v1/drills", json=asked)).json()
    kept = plan_again(store, retest_weeks=1)
    met = next(duty.drills for duty in kept.basis.duties if duty.id == "retest:R1")
    assert met == ((alone["document"]["id"], day_of(alone)),)
    assert all(abs((entry.day - day_of(alone)).days) >= 6 for entry in kept.programme.planned)
