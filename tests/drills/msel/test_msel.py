from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.incidents import Family
from drills.msel import edited_scenario, msel_csv
from drills.msel.retiming import retimed
from drills.msel.table_file import read_rows
from drills.roles import Form
from drills.scenario.catalogue import catalogue
from drills.scenario.frozen import Inject, Scenario, Standing
from drills.scenario.generator import is_intact
from drills.scenario.lint.checks import lint
from drills.scenario.text import DRILL_MARK
from forecasting.errors import Fault, InputError
from tests.drills.exercise.small_run import small_drill
from tests.drills.msel.edited_lists import Rows, edited, row_of, rows_in, written

DRILL = small_drill(Family.SYSTEM_OUTAGE, 7, Form.TABLETOP)
SCENARIO = DRILL.scenario
OFFERS = [(offer.id, form, level) for offer in catalogue().offers() for form in offer.forms for level in offer.levels]


def timed(scenario: Scenario = SCENARIO) -> list[Inject]:
    return [inject for inject in scenario.injects if inject.timed]


def faults_of(content: bytes) -> list[Fault]:
    with pytest.raises(InputError) as refused:
        edited_scenario(SCENARIO, content, "list.csv")
    return list(refused.value.faults)


@pytest.mark.parametrize("offer", OFFERS[::13], ids=lambda offer: f"{offer[0]}-{offer[1]}-{offer[2].name}")
def test_an_unedited_list_gives_the_same_scenario(offer: tuple[str, Form, object]) -> None:
    name, form, level = offer
    scenario = catalogue().draw(name, 3, form, level)  # type: ignore[arg-type]  # a level, as the catalogue offers it
    assert retimed(scenario) == scenario
    assert edited_scenario(scenario, msel_csv(scenario), "list.csv") == scenario


def test_a_list_has_a_row_for_each_inject_and_each_expectation_below_what_starts_its_clock() -> None:
    rows = rows_in(msel_csv(SCENARIO, DRILL))
    assert sorted(row["id"] for row in rows if row["kind"] == "inject") == sorted(item.id for item in SCENARIO.injects)
    assert len(rows) == len(SCENARIO.injects) + len(SCENARIO.expectations)
    basis = ""
    for row in rows:
        if row["kind"] == "inject":
            basis = row["id"]
        else:
            assert SCENARIO.expectation(row["id"]).clock.basis == basis


def test_10_every_inject_of_the_list_bears_the_drill_mark() -> None:
    rows = [row for row in rows_in(msel_csv(SCENARIO)) if row["kind"] == "inject"]
    assert all(DRILL_MARK in row["text_en"] and DRILL_MARK in row["text_zh"] for row in rows)


def test_a_list_begins_with_a_byte_order_mark_and_is_the_same_every_time() -> None:
    assert msel_csv(SCENARIO, DRILL).startswith(b"\xef\xbb\xbf")
    assert msel_csv(SCENARIO, DRILL) == msel_csv(SCENARIO, DRILL)


def test_a_moved_inject_takes_its_clocks_and_what_waits_for_them_along() -> None:
    inject = next(
        item for item in timed() if item.minutes > 10 and any(e.clock.basis == item.id for e in SCENARIO.expectations)
    )
    after = next(item for item in SCENARIO.expectations if item.clock.basis == inject.id)

    def later(rows: Rows) -> None:
        row_of(rows, inject.id)["minute"] = str(inject.minutes - 1)

    changed = edited_scenario(SCENARIO, edited(SCENARIO, later), "list.csv")
    assert changed.inject(inject.id).minutes == inject.minutes - 1
    assert changed.expectation(after.id).clock.due_minutes == after.clock.due_minutes - 1
    assert changed.digest != SCENARIO.digest
    assert is_intact(changed)
    assert not lint(changed)


def test_texts_senders_and_seats_can_be_changed() -> None:
    inject = timed()[0]
    seat = next(seat.id for seat in SCENARIO.seats if seat.id != timed()[1].seat)

    def change(rows: Rows) -> None:
        row_of(rows, inject.id).update(
            text_en=f"[{DRILL_MARK} DRILL] Hello", text_zh=f"【{DRILL_MARK}】您好", from_zh="老顾客"
        )
        row_of(rows, timed()[1].id)["to"] = seat

    changed = edited_scenario(SCENARIO, edited(SCENARIO, change), "list.csv")
    assert changed.inject(inject.id).text.zh == f"【{DRILL_MARK}】您好"
    assert changed.inject(inject.id).sender.zh == "老顾客"
    assert changed.inject(timed()[1].id).seat == seat


def test_a_timed_inject_can_be_added_and_taken_out_again() -> None:
    def add(rows: Rows) -> None:
        new = {**row_of(rows, timed()[0].id), "id": "second-caller", "minute": "3", "number": "", "local_time": ""}
        new.update(expected="", level="", text_en=f"[{DRILL_MARK} DRILL] Me too.", text_zh=f"【{DRILL_MARK}】我也是。")
        rows.append(new)

    larger = edited_scenario(SCENARIO, edited(SCENARIO, add), "list.csv")
    assert larger.inject("second-caller").minutes == 3
    assert [item.minutes for item in larger.injects] == sorted(item.minutes for item in larger.injects)

    def take_out(rows: Rows) -> None:
        rows.remove(row_of(rows, "second-caller"))

    assert edited_scenario(larger, edited(larger, take_out), "list.csv") == SCENARIO


def test_every_fault_is_named_with_row_field_value_and_what_is_expected() -> None:
    first, second = timed()[0], timed()[1]

    def spoil(rows: Rows) -> None:
        row_of(rows, first.id).update(minute="soon", to="nobody")
        row_of(rows, second.id).update(text_zh=" ", objectives="fame", source="oracle")
        rows.append({**row_of(rows, second.id), "id": "", "trigger": "by hand"})

    content = edited(SCENARIO, spoil)
    numbers = {row["id"]: number for number, row in enumerate(rows_in(content), start=2)}
    found = {(fault.row, fault.field): fault for fault in faults_of(content)}
    assert {
        (numbers[first.id], "minute"),
        (numbers[first.id], "to"),
        (numbers[second.id], "text_zh"),
        (numbers[second.id], "objectives"),
        (numbers[second.id], "source"),
        (numbers[""], "id"),
        (numbers[""], "trigger"),
    } <= set(found)
    assert found[numbers[first.id], "minute"].value == "soon"
    assert found[numbers[first.id], "to"].expected
    assert all(fault.file == "list.csv" for fault in found.values())


@pytest.mark.parametrize("field", ["trigger", "incident", "level", "allowed_minutes", "target", "critical"])
def test_what_follows_from_the_scenario_cannot_be_changed_in_the_list(field: str) -> None:
    name = SCENARIO.expectations[0].id

    def change(rows: Rows) -> None:
        row_of(rows, name)[field] = "other"

    assert [fault.field for fault in faults_of(edited(SCENARIO, change))] == [field]


def test_an_inject_on_which_something_rests_cannot_be_taken_out() -> None:
    basis = SCENARIO.expectations[0].clock.basis

    def take_out(rows: Rows) -> None:
        rows.remove(row_of(rows, basis))

    found = faults_of(edited(SCENARIO, take_out))
    assert {fault.expected for fault in found} == {basis}
    assert any(SCENARIO.expectations[0].id in str(fault) for fault in found)


def test_a_local_time_is_there_to_be_read() -> None:
    rows = rows_in(msel_csv(SCENARIO, DRILL))
    row_of(rows, timed()[0].id)["local_time"] = "23:59"
    with pytest.raises(InputError, match="change the minute"):
        edited_scenario(SCENARIO, written(rows), "list.csv", DRILL)


def test_what_spreadsheets_make_of_a_list_is_read_all_the_same() -> None:
    rows = rows_in(msel_csv(SCENARIO, DRILL))
    for row in rows:
        row["local_time"] = f"{row['local_time']}:00" if len(row["local_time"]) == 5 else row["local_time"]
    as_saved = written(rows, separator=";").decode().encode("gb18030")
    assert edited_scenario(SCENARIO, as_saved, "list.csv", DRILL) == SCENARIO


def test_an_edit_that_makes_no_good_exercise_is_refused_with_its_row() -> None:
    def unmark(rows: Rows) -> None:
        row_of(rows, timed()[0].id)["text_en"] = "It is real."

    content = edited(SCENARIO, unmark)
    numbers = {row["id"]: number for number, row in enumerate(rows_in(content), start=2)}
    found = faults_of(content)
    assert numbers[timed()[0].id] in {fault.row for fault in found}
    assert any("[mark]" in str(fault) for fault in found)


def test_columns_that_are_missing_unknown_or_there_twice_are_all_named() -> None:
    content = b"kind,id,id,colour\ninject,a,b,red\n"
    told = [str(fault) for fault in faults_of(content)]
    assert any("colour" in line for line in told)
    assert any("twice" in line for line in told)
    assert any("text_zh" in line and "missing" in line for line in told)


def test_times_that_no_load_can_have_are_refused() -> None:
    ends = {load.begins_with for load in SCENARIO.loads if load.ends_with is None} - {None}
    late = next(item for item in timed() if item.id in ends)

    def change(rows: Rows) -> None:
        row_of(rows, late.id)["minute"] = str(SCENARIO.minutes)

    assert any("load" in str(fault) for fault in faults_of(edited(SCENARIO, change)))


def test_a_clock_that_would_end_after_the_drill_is_no_longer_observed() -> None:
    last = max(timed(), key=lambda item: item.minutes)
    moved = replace(
        SCENARIO,
        injects=tuple(
            replace(item, minutes=SCENARIO.minutes - 1) if item == last else item for item in SCENARIO.injects
        ),
    )
    after = [item for item in retimed(moved).expectations if item.clock.basis == last.id]
    assert all(item.clock.standing is not Standing.OBSERVED for item in after)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_other_file_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InputError):
        edited_scenario(SCENARIO, content, "list.csv")


@pytest.mark.parametrize(
    "content", [b"", b'{"at":"2026-11-01","by":"A01"}\n', b"x" * 200_000, b"interval,contacts\n1,2\n"]
)
def test_a_file_that_is_no_list_of_injects_is_called_so_once(content: bytes) -> None:
    with pytest.raises(InputError) as refused:
        read_rows(content, "other.csv")
    assert [str(fault) for fault in refused.value.faults] == [
        "other.csv: is no list of injects; expected what `drill msel` writes"
    ]
