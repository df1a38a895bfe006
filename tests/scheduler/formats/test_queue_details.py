from pathlib import Path

import pytest

from forecasting.absences import Combine
from forecasting.site import Queue, ServiceTarget
from scheduler.errors import SiteFileError
from scheduler.formats import read_site

SITE = """
[site]
name = "Chats"
zone = "Asia/Shanghai"

[[queues]]
name = "chat"
channel = "chat"
{keys}

[[teams]]
name = "everybody"
queues = ["chat"]

[[shift_kinds]]
name = "day"
start = "10:00"
length = "8:00"

[[contracts]]
name = "full"
kinds = ["day"]

[[agents]]
id = "A1"
team = "everybody"
contract = "full"

[law]
pack = "none"
"""


def queue(folder: Path, keys: str) -> Queue:
    path = folder / "site.toml"
    path.write_text(SITE.format(keys=keys), encoding="utf-8")
    return read_site(path).site.queues[0]


def test_targets_beside_the_share_are_read(tmp_path: Path) -> None:
    found = queue(tmp_path, 'target_share = 0.8\nwithin = "1 min"\nmean_wait = "30 s"\nabandoned = 0.05')
    assert found.target == ServiceTarget(0.8, 60, 30, 0.05)


def test_what_customers_do_is_read(tmp_path: Path) -> None:
    keys = 'balk_share = 0.02\nredial_share = 0.4\nredial_after = "10 min"\nhandover_share = 0.3\nhandling_spread = 0.8'
    found = queue(tmp_path, keys)
    assert (found.balk_share, found.redial_share, found.redial_after_seconds) == (0.02, 0.4, 600)
    assert (found.handover_share, found.handling_spread) == (0.3, 0.8)


def test_a_curve_is_read_or_fitted(tmp_path: Path) -> None:
    given = queue(tmp_path, "concurrency_curve = { points = [[1, 240], [3, 390]], measured_at = 2 }").curve
    assert given is not None
    assert given.factor(3) == pytest.approx(390 / 315)
    fitted = queue(tmp_path, "concurrency_curve = { measured = [[1, 240, 10], [2, 300, 30]] }").curve
    assert fitted is not None
    assert (fitted.points, fitted.measured_at) == (((1.0, 240.0), (2.0, 300.0)), 1.75)


def test_classes_are_read_in_order(tmp_path: Path) -> None:
    keys = """
[[queues.classes]]
name = "refunds"
share = 0.3
target_share = 0.9
within = "60 s"

[[queues.classes]]
name = "other"
share = 0.7
mean_wait = "2 min"
"""
    first, second = queue(tmp_path, keys).classes
    assert (first.name, first.share, first.target) == ("refunds", 0.3, ServiceTarget(0.9, 60))
    assert second.target == ServiceTarget(0.0, 0.0, 120)


def test_kinds_of_absence_are_read(tmp_path: Path) -> None:
    keys = """
[queues.absences]
combine = "add"

[[queues.absences.kinds]]
name = "sickness"
share = 0.05
by_month = [1.5, 1.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.2]

[[queues.absences.kinds]]
name = "meetings"
share = 0.04
by_weekday = [2, 1, 1, 1, 1, 0, 0]
by_time = { "09:00-10:00" = 3 }

[[queues.absences.kinds]]
name = "breaks"
share = 0.11
rostered = true
"""
    found = queue(tmp_path, keys).absences
    assert found is not None
    sick, meetings, breaks = found.kinds
    assert found.combine is Combine.ADD
    assert (sick.by_month[0], meetings.by_weekday[0], meetings.by_time) == (1.5, 2, {(540, 600): 3})
    assert breaks.rostered


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ("abandoned = 0", "cannot be met by any number of people, because"),
        ("balk_share = 0.3", "cannot be met above 70%, because 30% of the customers leave"),
        ("max_occupancy = 0", "cannot be met by any number of people, because whoever serves is busy"),
        ("concurrency_curve = {}", "has neither or both of points and measured"),
        ("concurrency_curve = { points = [[1, 240], [2, 200]] }", "240 s at 1 at once is followed by 200 s at 2"),
        ("concurrency_curve = { points = [[1, 240, 3]] }", "has another number of values"),
        ("concurrency_curve = { measured = [[0, 240, 3]] }", "row 1: 0 at once"),
        ("shrinkage = 0.1\nabsences = { kinds = [{ name = 'a', share = 0.1 }] }", "is given beside shrinkage"),
        ("absences = { kinds = [] }", "names no kind of absence"),
        (
            "absences = { kinds = [{ name = 'a', share = 0.1, by_weekday = [1, 1] }] }",
            "2 factors of weekdays; expected 7",
        ),
        (
            "absences = { kinds = [{ name = 'a', share = 0.1, by_time = { '09:00-11:00' = 1, '10:00-12:00' = 2 } }] }",
            "has spans that overlap",
        ),
        ("classes = [{ name = 'a', share = 0.4 }]", "the shares of its classes sum to 0.4; expected 1"),
        ("classes = [{ name = 'a' }]", "is missing"),
    ],
)
def test_what_no_queue_can_mean_is_refused_with_its_place(tmp_path: Path, keys: str, sentence: str) -> None:
    with pytest.raises(SiteFileError) as refused:
        queue(tmp_path, keys)
    assert sentence in str(refused.value)
    assert "queues[1]" in str(refused.value)
