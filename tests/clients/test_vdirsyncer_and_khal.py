"""vdirsyncer and khal subscribe to the running service and list what the roster says."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.clients import night_centre as centre
from tests.clients.conftest import Subscriber

pytestmark = [pytest.mark.clients, pytest.mark.slow]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[centre.Service]:
    with centre.running_service(tmp_path / "data") as running:
        yield running


@pytest.fixture
def ann(service: centre.Service, programs: Path, tmp_path: Path) -> Subscriber:
    """Return Ann, who subscribed after ten nights were published, Bob working late meanwhile."""
    late = centre.shift("b2", centre.GRID.first_day, 14, "late")
    service.publish(*centre.nights(), late)
    subscriber = Subscriber(programs, tmp_path / "ann", service.link("a1"), "Europe/London")
    subscriber.subscribe()
    return subscriber


def seen(subscriber: Subscriber) -> list[tuple[str, str]]:
    events = subscriber.events("2026-10-19", 16)
    return [(start, end) for start, end, _, status in events if status != "CANCELLED"]


def test_they_list_every_night_the_one_with_the_clock_change_too(ann: Subscriber) -> None:
    assert seen(ann) == centre.listed(centre.nights())
    assert {title for _, _, title, _ in ann.events("2026-10-19", 16)} == {"Shift: night; 22–06"}


def test_nothing_is_fetched_anew_while_nothing_changes(ann: Subscriber, service: centre.Service) -> None:
    service.now += timedelta(hours=3)
    service.publish(*centre.nights())
    said = ann.refresh()
    assert "Copying" not in said
    assert "Deleting" not in said
    assert seen(ann) == centre.listed(centre.nights())


def test_a_moved_a_vanished_and_a_new_shift_arrive(ann: Subscriber, service: centre.Service) -> None:
    kept = centre.nights()[2:]
    moved = centre.shift("a1", centre.GRID.first_day + timedelta(days=1), 14, "late")
    added = centre.shift("a1", centre.GRID.first_day + timedelta(days=12))
    service.now += timedelta(days=1)
    service.publish(moved, *kept, added)
    ann.refresh()
    assert seen(ann) == centre.listed([moved, *kept, added])
    cancelled = [event for event in ann.events("2026-10-19", 16) if event[3] == "CANCELLED"]
    assert [(start, end) for start, end, *_ in cancelled] == centre.listed(centre.nights()[:1])


def test_the_service_answers_calendars_as_they_ask(service: centre.Service) -> None:
    service.publish(*centre.nights())
    url = service.link("a1")
    with httpx.Client(headers={"Accept-Encoding": "gzip, deflate"}) as client:
        first = client.get(url, headers={"Accept": "application/json"})
        assert first.status_code == 200
        assert first.headers["content-type"] == "text/calendar; charset=utf-8"
        assert "content-encoding" not in first.headers
        assert first.headers["referrer-policy"] == "no-referrer"
        again = client.get(url, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = client.head(url)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(first.content))
        unknown = client.get(url.replace(".ics", "x.ics"))
        assert unknown.status_code == 404
        assert unknown.headers["referrer-policy"] == "no-referrer"
