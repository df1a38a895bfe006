"""Programmes of drills in the store: versions that stay, links known by a hash."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from api.errors import NotFoundError
from api.settings import Settings
from api.store import Store, UnitOfWork
from api.store.engine import make_engine
from api.store.records import StoredProgramme
from tests.api import small_centre as centre

NOW = datetime(2026, 8, 25, 9, 0, tzinfo=UTC)
DAYS = (date(2026, 9, 1), date(2027, 8, 31))


def stored(unit: UnitOfWork, site_id: int, word: str) -> StoredProgramme:
    return unit.programmes.add(
        site_id, DAYS, NOW, asked={"seed": 1}, document={"word": word}, basis={"duties": []}, calendar=[{"id": word}]
    )


def test_versions_of_a_sites_programme_count_up_and_stay(store: Store) -> None:
    with store.unit() as unit:
        sites = [unit.sites.add(name, "site.toml", centre.SITE_FILES, NOW).id for name in ("one", "other")]
        for site_id, word in zip((sites[0], sites[1], sites[0]), ("a", "b", "c"), strict=True):
            stored(unit, site_id, word)
        unit.commit()
    with store.snapshot() as unit:
        assert [(one.version, one.document["word"]) for one in unit.programmes.all(sites[0])] == [(2, "c"), (1, "a")]
        assert [one.id for one in unit.programmes.all()] == [3, 2, 1]
        latest = unit.programmes.latest(sites[0])
        assert latest is not None
        assert (latest.id, latest.calendar, latest.told_at) == (3, ({"id": "c"},), NOW)
        assert (latest.first_day, latest.last_day) == DAYS
        assert unit.programmes.get(1).document == {"word": "a"}
        assert unit.programmes.latest(41) is None


def test_a_stored_programme_is_never_changed(settings: Settings, store: Store) -> None:
    with store.unit() as unit:
        stored(unit, unit.sites.add("one", "site.toml", centre.SITE_FILES, NOW).id, "a")
        unit.commit()
    engine = make_engine(settings.store_url)
    with pytest.raises(IntegrityError, match="never change"), engine.begin() as connection:
        connection.execute(text("UPDATE drill_programmes SET version = 9"))
    engine.dispose()


def test_a_revoked_link_to_drills_is_dead(store: Store) -> None:
    with store.unit() as unit:
        site = unit.sites.add("one", "site.toml", centre.SITE_FILES, NOW)
        link = unit.programme_links.add(site.id, "en", "h1", NOW, planners=True)
        other = unit.programme_links.add(site.id, "zh_CN", "h2", NOW, planners=False)
        assert unit.programme_links.alive("h1") == link
        revoked = unit.programme_links.revoke(link.id, NOW)
        assert revoked.revoked_at == NOW
        assert unit.programme_links.alive("h1") is None
        assert unit.programme_links.alive("nobody") is None
        assert unit.programme_links.of_site(site.id) == [other, revoked]
        assert not other.planners


@pytest.mark.parametrize("noun", ["programmes", "programme_links"])
def test_an_unknown_programme_or_link_is_named(store: Store, noun: str) -> None:
    with store.snapshot() as unit, pytest.raises(NotFoundError, match="41"):
        getattr(unit, noun).get(41)
