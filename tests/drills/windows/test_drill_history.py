"""What past drills leave behind for the next: read from their records, or taken from drills that are planned."""

import json

import pytest

from api.translation import translator
from drills.drill import Drill
from drills.incidents import Family
from drills.planning import new_drill
from drills.record import drill_json
from drills.windows.finder import Finder
from drills.windows.history import DrillHistory, PastDrill, history_of
from drills.windows.record import search_record
from drills.windows.weights import Weights
from drills.windows.wishes import Wishes
from forecasting.errors import InputError
from tests.drills.small_floor import everybody, floor, people
from tests.drills.windows.live_floor import TIMING
from tests.drills.windows.small_search import needs


def drill(seed: int = 7) -> Drill:
    instance = floor(people(), days=1)
    return new_drill(Family.SYSTEM_OUTAGE, seed, everybody(instance), instance)


def test_the_record_of_a_drill_tells_as_much_as_the_drill() -> None:
    made = drill()
    assert history_of([json.loads(drill_json(made))]).drills == (PastDrill.of(made),)
    assert DrillHistory().with_planned([made]).drills == (PastDrill.of(made),)


def test_drills_are_kept_by_time() -> None:
    records = [json.loads(drill_json(drill(seed))) for seed in (1, 2, 3)]
    records[0]["window"]["start"], records[0]["window"]["end"] = "2026-04-01T09:00+08:00", "2026-04-01T10:00+08:00"
    starts = [one.start for one in history_of(records).drills]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("broken", "fields"),
    [
        ({"window": None}, ["window"]),
        ({"seats": "none", "announced": 1}, ["announced", "seats"]),
        ({"window": {"start": "today", "end": "2026-03-02T15:00"}}, ["window.start", "window.end"]),
        ({"window": {"start": "2026-03-02T15:00+08:00", "end": "2026-03-02T15:00+08:00"}}, ["window"]),
        ({"seats": [{"role": "king", "team": "service"}]}, ["seats.0.role", "seats.0.agent"]),
    ],
)
def test_every_part_of_every_record_that_cannot_be_read_is_named(broken: dict[str, object], fields: list[str]) -> None:
    good = json.loads(drill_json(drill()))
    bad = {**good, **broken}
    with pytest.raises(InputError) as refused:
        history_of([good, bad, bad], source="past")
    assert [(fault.file, fault.row, fault.field) for fault in refused.value.faults] == [
        ("past", row, field) for row in (2, 3) for field in fields
    ]


def test_faults_of_a_record_are_said_in_the_reader_s_language() -> None:
    chinese = translator("zh_CN")
    with pytest.raises(InputError) as refused:
        history_of([{**json.loads(drill_json(drill())), "announced": "yes"}], source="past")
    (fault,) = refused.value.faults
    assert "expected true or false (found 'yes')" in str(fault)
    assert chinese("expected true or false") in fault.say(chinese) != str(fault)


def test_people_of_a_planned_drill_carry_its_load_in_the_next_search() -> None:
    instance = floor(people(), days=1)
    planned = drill()
    history = DrillHistory().with_planned([planned])
    found = Finder(needs(), everybody(instance), instance, TIMING, Wishes(Weights(load=1.0), history)).search()
    assert not {seat.agent for seat in found.best().cast.seats} & set(planned.away)


def test_a_search_is_told_as_plain_data_that_json_takes() -> None:
    instance = floor(people(), days=2)
    found = Finder(needs(), everybody(instance), instance, TIMING).search()
    told = json.loads(json.dumps(search_record(found, 4, every_refusal=True)))
    assert len(told["windows"]) == 4
    assert told["windows"][0]["cost"] is None
    assert told["usable"] + told["refused"] == len(found.placements) + len(found.refusals)
    assert len(told["refusals"]) == told["refused"]
    assert sum(told["refused_by_kind"].values()) == sum(len(one["reasons"]) for one in told["refusals"])
    assert told["windows"][0]["start"].endswith("+08:00")
