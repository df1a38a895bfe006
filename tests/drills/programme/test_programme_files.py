"""Programmes as files: what goes out comes in again, and what cannot be read is named."""

import csv
import io
import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from drills import Family, Form, drill_json, new_drill
from drills.notes import Note
from drills.programme import Programme, Question, Told, plan
from drills.programme.coverage import coverage_of, fairness_of
from drills.programme.documents import programme_csv, programme_markdown
from drills.programme.entry import Share, State
from drills.programme.occasions import Occasion
from drills.programme.question import Policy
from drills.programme.reading import read_findings, read_held, read_programme
from drills.programme.record import programme_json
from drills.programme.year_view import year_view
from drills.roles import Role
from drills.scenario.acts import Capability
from drills.timing import Timing
from forecasting.errors import InputError
from forecasting.messages import english
from scheduler.agents import AgentId
from tests.drills.programme.small_year import FIRST, NOW, OUTAGE, SURGE, ZONE, day, held, leader, question
from tests.drills.small_floor import everybody, floor, people


def asked() -> Question:
    return question(
        range(2, 60, 7),
        60,
        leaders=(leader("L1"), leader("L2", "chat")),
        occasions=(Occasion("Festival", day(60), day(60)),),
        policy=Policy(work=0.5, cast_work=0.5),
    )


@cache
def told() -> Programme:
    first = plan(asked(), NOW)
    return plan(asked(), NOW, Told(first, FIRST, {first.planned[0].id: Note("{reason}", {"reason": "fog"})}))


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(programme_json(told()))
    return found


def test_a_programme_comes_in_as_it_went_out() -> None:
    again = read_programme(document(), "programme.json")
    assert programme_json(again) == programme_json(told())
    assert [entry.day for entry in again.entries] == [entry.day for entry in told().entries]
    assert plan(asked(), NOW, Told(again, FIRST)).changes == plan(asked(), NOW, Told(told(), FIRST)).changes


def test_every_part_that_cannot_be_read_is_named_at_once() -> None:
    record = document()
    record["zone"], record["first"] = "Atlantis", "soon"
    record["drills"][0] |= {"form": "party", "announced": "yes", "loss": {"point_minutes": -1, "source": "guess"}}
    record["drills"][1]["day"] = "2026-02-30"
    record["changes"] = None
    with pytest.raises(InputError) as refused:
        read_programme(record, "programme.json")
    assert [(fault.row, fault.field, fault.value) for fault in refused.value.faults] == [
        (None, "zone", "Atlantis"),
        (None, "first", "soon"),
        (1, "drills.form", "party"),
        (1, "drills.announced", "yes"),
        (1, "drills.loss.point_minutes", "-1"),
        (1, "drills.loss.source", "guess"),
        (2, "drills.day", "2026-02-30"),
        (None, "changes", None),
    ]


def test_a_programme_that_names_a_drill_twice_is_refused() -> None:
    record = document()
    record["drills"].append(record["drills"][0])
    with pytest.raises(InputError, match="stands there twice"):
        read_programme(record, "programme.json")


@pytest.mark.parametrize("record", [None, [], {}, {"kind": "drill programme", "format": 99}])
def test_what_is_no_programme_is_refused(record: object) -> None:
    with pytest.raises(InputError):
        read_programme(record, "x.json")


@pytest.mark.parametrize("template", ["{a.__class__}", "{a:>99999999}", "{a!r}", "{b}", "{", "{}"])
def test_a_reason_that_does_more_than_name_its_values_is_refused(template: str) -> None:
    record = document()
    record["drills"][0]["why"] = {"template": template, "values": {"a": "x"}, "marked": {}}
    with pytest.raises(InputError):
        read_programme(record, "x.json")


def test_records_of_drills_that_were_held_are_read_with_people_and_what_they_showed() -> None:
    instance = floor(people())
    drill = new_drill(Family.SYSTEM_OUTAGE, 7, everybody(instance), instance, form=Form.TABLETOP, timing=Timing())
    (entry,) = read_held([json.loads(drill_json(drill))], ZONE, "past.json")
    assert entry.state is State.HELD
    assert entry.families == (OUTAGE,)
    assert entry.people == set(drill.away)
    assert entry.capabilities
    assert entry.day == drill.window.start.astimezone(ZONE).date()


def test_drills_of_an_earlier_programme_count_as_held_unless_they_were_called_off() -> None:
    found = read_held([document()], ZONE, "past.json")
    assert [entry.id for entry in found] == [entry.id for entry in told().entries if entry.counts]
    assert len(found) < len(told().entries)


def test_findings_are_read_from_rows_and_each_fault_is_named() -> None:
    row = {"id": "R1", "family": "complaint-surge", "found": "2026-02-01", "rating": "m", "capability": "care"}
    (finding,) = read_findings([row], "findings.csv")
    assert (finding.family, finding.rating, finding.capability) == (SURGE, "M", Capability.CARE)
    wrong = {"id": " ", "family": "flood", "found": "soon", "rating": "P", "capability": "cooking"}
    with pytest.raises(InputError) as refused:
        read_findings([row, wrong, {**row, "found": "20260230"}, row], "findings.csv")
    assert [(fault.row, fault.field, fault.value) for fault in refused.value.faults] == [
        *((3, name, value) for name, value in wrong.items()),
        (4, "found", "20260230"),
        (None, "id", "R1"),
    ]


def test_the_table_has_a_row_for_each_drill() -> None:
    rows = list(csv.DictReader(io.StringIO(programme_csv(told()))))
    assert [row["id"] for row in rows] == [entry.id for entry in told().entries]
    assert {row["state"] for row in rows} == {"planned", "cancelled"}


def test_the_year_view_shows_drills_obligations_and_changes_and_bears_the_mark() -> None:
    text = programme_markdown(year_view(told(), asked(), english), english)
    assert text.startswith("# 演练 Drill programme of Harbour")
    for entry in told().entries:
        assert entry.id in text
    assert "fog" in text
    assert "a rehearsal for Festival (2026-05-01)" in text
    assert text == programme_markdown(year_view(told(), asked(), lambda sentence: sentence), english)


def test_coverage_counts_cells_and_names_gaps() -> None:
    shares = (Share(Role.COMMANDER, "phone", AgentId("A")), Share(Role.PLAYER, "chat"))
    entry = replace(held(3), shares=shares)
    coverage = coverage_of([entry, held(-700)], (OUTAGE, SURGE), ("phone", "chat"), day(30))
    assert coverage.along("family", "team") == {("system-outage", "phone"): 1, ("system-outage", "chat"): 1}
    assert coverage.gaps("family", "team") == (("complaint-surge", "phone"), ("complaint-surge", "chat"))
    assert coverage.share("family", "team") == pytest.approx(0.5)
    assert coverage.share("family", "level", "team", "role") == pytest.approx(2 / 64)


def test_fairness_counts_people_commands_teams_and_weekdays() -> None:
    shares = (Share(Role.COMMANDER, "phone", AgentId("A")), Share(Role.PLAYER, "chat"))
    cancelled = replace(held(9), shares=shares, state=State.CANCELLED)
    fair = fairness_of([replace(held(0), shares=shares), cancelled], [AgentId("A"), AgentId("B")], ("phone", "chat"))
    assert fair.people == {"A": 1, "B": 0}
    assert fair.commands == {"A": 1, "B": 0}
    assert fair.teams == {"phone": 1, "chat": 1}
    assert fair.weekdays == {0: 1}
    assert fair.most_a_quarter == 1
