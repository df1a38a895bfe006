"""The cover of a stored drill, looked at in the roster, the forecast and the day that there are (invariant 8)."""

import pickle

import httpx
import pytest

from api.store import Store
from api.usecases.drill_making import DrillOrder, drill_question, placed_in
from api.usecases.drill_run import drill_of
from api.usecases.drill_run_lookout import Lookout, answered, question_of
from api.usecases.rosters import PlannedRoster, publish
from drills.exercise import run_of
from drills.incidents import Family
from drills.practice import rehearsed_run
from drills.roles import Form
from drills.scenario.catalogue import catalogue
from scheduler.roster import Roster
from tests.api.conftest import NOW
from tests.api.running_drills import Clock, Play, make_drill, store_quiet
from tests.api.small_centre import GRID
from tests.api.small_plan import store_published
from tests.drills.practice.seated import seated

pytestmark = pytest.mark.anyio


async def planned(client: httpx.AsyncClient, clock: Clock) -> Play:
    play = await make_drill(client, clock)
    play.at(-60)
    assert (await play.plan(rehearsals=0)).status_code == 201
    return play


async def test_8_a_drill_under_which_service_would_fall_is_not_approved_and_why_is_said_in_both_languages(
    client: httpx.AsyncClient, clock: Clock, store: Store
) -> None:
    store_published(store)
    play = await planned(client, clock)
    body = {"order": "approve", "by": "A1"}
    for language, word in (("en", "floor"), ("zh", "phone")):
        answer = await client.post(f"{play.path}/run/orders", json=body, headers={"Accept-Language": language})
        assert answer.status_code == 409
        assert word in "; ".join(answer.json()["reasons"])
    assert (await play.board())["phase"] == "planned"


async def test_8_the_newest_published_roster_is_looked_at(
    client: httpx.AsyncClient, clock: Clock, store: Store
) -> None:
    store_quiet(store)
    play = await planned(client, clock)
    await play.ordered("approve")
    commander = next(one for one in play.drill["document"]["seats"] if one["role"] == "commander")
    with store.unit() as unit:
        known = unit.rosters.roster(1)
        left = [shift for shift in known.assignments if shift.agent != commander["agent"]]
        head = unit.rosters.add(1, 1, Roster(GRID, tuple(left)), (), None, NOW)
        publish(unit, PlannedRoster.of(unit, head.id), NOW)
        unit.commit()
    play.at(-5)
    told = await play.ordered("go")
    (refused,) = told["lines"]
    assert refused["kind"] == "refused"
    assert commander["name"] in "; ".join(refused["data"]["reasons"])


async def test_8_an_announced_drill_or_its_clone_does_not_stand_in_its_own_way(
    client: httpx.AsyncClient, clock: Clock, store: Store
) -> None:
    store_quiet(store)
    play = await make_drill(client, clock, announced=True)
    play.at(-60)
    assert (await play.plan(rehearsals=0)).status_code == 201
    await play.ordered("approve")
    clone = (await client.post(f"{play.path}/clone", json={"announced": True})).json()
    assert clone["document"]["scenario"]["digest"] == play.drill["document"]["scenario"]["digest"]
    play.at(-5)
    assert (await play.ordered("go"))["board"]["phase"] == "cleared"


async def test_what_takes_long_can_be_handed_to_another_process(
    client: httpx.AsyncClient, clock: Clock, store: Store
) -> None:
    store_quiet(store)
    play = await make_drill(client, clock)
    with store.snapshot() as unit:
        question = question_of(unit, unit.drills.get(1), Lookout(("A1",)), play.begins)
        making, _known = drill_question(unit, DrillOrder(1, Family.SYSTEM_OUTAGE, 7, service=False))
        scenario = drill_of(unit, 1).scenario
    run = run_of(rehearsed_run(seated(catalogue().draw("payments-and-refunds", 3, Form.FULL)), 3).log)
    assert pickle.loads(pickle.dumps(run)) == run
    assert answered(pickle.loads(pickle.dumps(question))) == answered(question)
    handed = pickle.loads(pickle.dumps((placed_in, making, scenario, "again")))
    assert handed[0](*handed[1:]) == placed_in(making, scenario, "again")
