"""A plan of the small centre, from its files to the store."""

import pytest

from api.computing import Computing
from api.errors import ConflictError
from api.store import Store
from api.usecases.forecasts import make_again
from api.usecases.plan import Order, Plan, plan_site
from api.usecases.plan_storage import publish_plan
from api.usecases.plan_views import shown_roster, stored_plan
from drills.incidents import Family
from scheduler.agents import AgentId
from scheduler.solution import Limits, Progress
from tests.api import small_centre as centre
from tests.api.small_plan import NOW


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Three days of the small centre, planned within a second."""
    folder = tmp_path_factory.mktemp("centre")
    for name, content in centre.SITE_FILES.items():
        (folder / name).write_bytes(content)
    frame = centre.history_frame()
    local = frame["start"].dt.tz_convert(centre.ZONE).dt.strftime("%Y-%m-%d %H:%M")
    frame.assign(start=local).to_csv(folder / "volume.csv", index=False)
    order = Order(
        folder / "site.toml",
        (folder / "volume.csv",),
        centre.FIRST,
        centre.GRID.days,
        Limits(1.0),
        lambda options: options,
        Family.SYSTEM_OUTAGE,
    )
    return plan_site(order, _go_on)


def _go_on(_: Progress) -> bool:
    return True


def test_a_plan_is_stored_published_and_read_back_whole(store: Store, plan: Plan) -> None:
    with store.unit() as unit:
        head = publish_plan(unit, plan, NOW)
    with store.snapshot() as unit:
        assert shown_roster(unit) == head.id
        stored = stored_plan(unit, head.id)
        assert unit.sites.files(head.site_id) == centre.SITE_FILES
        assert [drill.away for drill in unit.drills.all()] == ([] if plan.drill is None else [plan.drill.away])
        calendars = {agent: unit.publications.revisions(head.site_id, agent) for agent in centre.NAMES}
    assert stored.planned.roster == plan.roster
    assert stored.view.violations == plan.violations
    assert stored.view.instance.demand.scheduled["line"].tolist() == plan.instance.demand.scheduled["line"].tolist()
    assert (stored.view.result.objective, stored.view.result.bound) == (plan.result.objective, plan.result.bound)
    lines = plan.roster.by_agent()
    assert {agent: len(events) for agent, events in calendars.items()} == {
        agent: len(lines.get(AgentId(agent), [])) for agent in centre.NAMES
    }


def test_the_forecast_of_a_stored_plan_is_made_again_bit_for_bit(store: Store, plan: Plan) -> None:
    with store.unit() as unit:
        publish_plan(unit, plan, NOW)
    with store.snapshot() as unit:
        assert unit.forecasts.get(1).provenance == plan.provenance
    again = make_again(store, Computing(0, 0, 1.0), 1)
    assert (again.same, again.differences) == (True, ())


def test_a_plan_for_a_site_that_is_stored_leaves_the_store_as_it_was(store: Store, plan: Plan) -> None:
    with store.unit() as unit:
        publish_plan(unit, plan, NOW)
    with store.unit() as unit, pytest.raises(ConflictError):
        publish_plan(unit, plan, NOW)
    with store.snapshot() as unit:
        assert len(unit.rosters.all()) == len(unit.histories.of_site(1)) == 1
