"""What the first page says of drills: the programme's year, the next drill, what is still to do; planners see the unannounced ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.computing import Computing
from api.console.next_drill import next_drill, next_drill_section
from api.feeds.drill_calendar import calendar_record, next_calendar
from api.settings import Settings
from api.store import Store
from api.store.records import StoredDrill
from api.translation import translator
from api.usecases.drill_making import DrillOrder, make_drill
from api.usecases.drill_programme import ProgrammeOrder
from api.usecases.stored_programmes import KeptProgramme, plan_stored, usual_first_day
from drills.incidents import Family
from drills.programme.question import Policy
from drills.programme.record import programme_record
from drills.roles import Form
from tests.api import small_centre as centre
from tests.api.kept_programme import keep, planned
from tests.api.small_plan import NOW, store_published

pytestmark = [pytest.mark.anyio]


@pytest.fixture
def published(store: Store) -> None:
    store_published(store)


def made_drill(store: Store, *, announced: bool = True) -> StoredDrill:
    """Make a drill about an outage in the small centre's roster."""
    order = DrillOrder(1, Family.SYSTEM_OUTAGE, 7, announced=announced, service=False)
    return make_drill(store, Computing(0, 1, 60.0), order, NOW)


def steps(store: Store, now: datetime = NOW) -> tuple[str, dict[str, bool]]:
    """Return the name of the next drill, and by the first word of each step whether it is done."""
    with store.snapshot() as unit:
        standing = unit.programmes.latest(1)
        found = next_drill(unit, 1, None if standing is None else KeptProgramme(standing), now)
    assert found is not None
    section = next_drill_section(found, None, now.date(), "en", translator("en"))
    return section.name, {step.text.split()[0]: step.done for step in section.steps}


@pytest.mark.usefixtures("published")
async def test_without_a_programme_the_page_offers_to_plan_one(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    assert "No programme is planned" in page
    assert 'data-first="2026-09-01"' in page
    assert "No drill is planned" in page


@pytest.mark.usefixtures("published")
async def test_the_year_shows_its_drills_obligations_and_the_next_drill(
    client: httpx.AsyncClient, store: Store
) -> None:
    policy = Policy(budget=99999, work=1.0, unannounced_every=1)
    kept = plan_stored(store, Computing(0, 1, 60.0), 1, ProgrammeOrder(centre.FIRST, 3, policy=policy), NOW)
    for language, words in (
        ("en", ("Obligations kept", "What is still to do", "Drills to come")),
        ("zh_CN", ("要求",)),
    ):
        page = (await client.get("/", params={"lang": language})).text
        first = kept.programme.planned[0]
        assert page.count('class="year"') == 1
        for word in (*words, first.id, f"/api/v1/drill-programmes/{kept.head.id}/year.html"):
            assert word in page
    duties = len(kept.basis.duties)
    page = (await client.get("/", params={"lang": "en"})).text
    assert f"{kept.basis.kept} of {duties}" in page
    drawn = page.split('class="year"')[1].split("</table>")[0]
    assert drawn.count("tabletop") + drawn.count("functional") + drawn.count("full") >= len(kept.programme.planned)
    for unmet in kept.programme.unmet:
        assert unmet.breach.note.say() in page


@pytest.mark.usefixtures("published")
async def test_the_drill_that_comes_first_is_next_and_says_what_is_still_to_do(store: Store) -> None:
    with store.unit() as unit:
        keep(unit, planned("D2", 60), planned("D1", 30))
        unit.commit()
    assert steps(store) == ("D1", dict.fromkeys(["Publish", "Draw", "Tell", "Rehearse", "On"], False))


@pytest.mark.usefixtures("published")
async def test_a_drill_made_in_a_roster_is_the_programmes_where_day_form_and_kind_are_the_same(store: Store) -> None:
    made = made_drill(store, announced=True)
    days = (made.start.astimezone(centre.ZONE).date() - centre.FIRST).days
    with store.unit() as unit:
        keep(unit, planned("D1", days))
        unit.commit()
    assert steps(store) == ("D1", {"Publish": True, "Draw": True, "Tell": True, "Rehearse": False, "On": False})
    with store.unit() as unit:
        keep(unit, planned("D1", days, form=Form.FUNCTIONAL))
        unit.commit()
    assert steps(store)[1]["Draw"] is False


@pytest.mark.usefixtures("published")
async def test_a_drill_that_was_held_is_not_next(store: Store) -> None:
    made = made_drill(store, announced=True)
    days = (made.start.astimezone(centre.ZONE).date() - centre.FIRST).days
    with store.unit() as unit:
        keep(unit, planned("D1", days), planned("D2", days + 9))
        unit.commit()
    assert steps(store, made.start)[0] == "D1"
    assert steps(store, made.end)[0] == "D2"


@pytest.mark.usefixtures("published")
async def test_a_drill_without_a_programme_is_next_too(store: Store) -> None:
    made = made_drill(store, announced=False)
    assert steps(store) == (
        str(made.document["id"]),
        {"Publish": True, "Draw": True, "Rehearse": False, "On": False},
    )


@pytest.mark.usefixtures("published")
async def test_the_drills_of_the_running_year_stand_until_the_next_one_begins(store: Store) -> None:
    with store.unit() as unit:
        this = keep(unit, planned("D1", 300))
        programme = KeptProgramme(this).programme
        later = replace(
            programme, first=centre.FIRST + timedelta(days=365), last=centre.FIRST + timedelta(days=700), entries=()
        )
        unit.programmes.add(
            1,
            (later.first, later.last),
            NOW,
            asked={},
            document=programme_record(later),
            basis=this.basis,
            calendar=calendar_record(next_calendar(KeptProgramme(this).calendar, later, NOW), later.zone),
        )
        unit.commit()
    assert steps(store)[0] == "D1"


@pytest.mark.usefixtures("published")
async def test_an_unannounced_drill_is_shown_to_planners_with_the_warning_to_keep_it(
    client: httpx.AsyncClient, store: Store
) -> None:
    with store.unit() as unit:
        keep(unit, planned("D1", 30, announced=False, form=Form.FUNCTIONAL))
        unit.commit()
    page = (await client.get("/")).text
    section = page.split('<section id="drill">')[1].split("</section>")[0]
    assert "Keep it to yourself" in section
    assert "unannounced" in section
    assert "Tell those who take part" not in section
    year = page.split('class="year"')[1].split("</table>")[0]
    assert 'class="functional unannounced"' in year


@pytest.mark.parametrize(
    ("today", "first"), [("2026-11-22", "2026-12-01"), ("2026-11-25", "2027-01-01"), ("2026-12-31", "2027-02-01")]
)
async def test_a_programme_begins_with_a_month_a_week_ahead_at_least(today: str, first: str) -> None:
    assert usual_first_day(datetime.fromisoformat(today).date()).isoformat() == first


@pytest.mark.usefixtures("published")
async def test_the_page_of_a_day_within_the_programme_marks_it(store: Store, tmp_path: Path) -> None:
    with store.unit() as unit:
        keep(unit, planned("D1", 30))
        unit.commit()
    later = datetime(2026, 10, 1, 4, tzinfo=UTC)
    app = create_app(Settings(tmp_path / "data", clock=lambda: later, processes=0), store)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8080") as client:
        page = (await client.get("/")).text
    assert page.split('class="year"')[1].split("</table>")[0].count('class="today"') == 1
    assert "in 13 days" in page
