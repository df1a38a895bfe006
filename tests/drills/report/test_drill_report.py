import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta

import pytest

from api.reports.drill_report import cited_in
from drills.errors import RequestError
from drills.exercise import Log, Order, evaluate, note, report, run_of
from drills.report import drill_report, report_fingerprint, report_json
from drills.report.items import Code, Label, Number, Quoted, Told, Unit, When
from drills.report.layout import LogRow, LogTable, Table, Verdict
from drills.report.spans import SpanKind, spans, text_of_item
from drills.scenario.text import DRILL_MARK
from drills.scoring import score
from drills.scoring.counterfactual import Change, counterfactual
from forecasting.messages import english
from tests.drills.report.reported_runs import (
    LOGS,
    broken_off,
    called_off,
    measured_twice,
    rehearsed,
    reported,
    several_at_once,
    with_backups,
    with_live_loss,
)

every_log = pytest.mark.parametrize("log", LOGS.values(), ids=list(LOGS))
HIDDEN = {"line"}  # the log's own lines, shown as they are


def parts(value: object) -> Iterator[object]:
    """Yield *value* and everything within it."""
    yield value
    if is_dataclass(value):
        for field in fields(value):
            if field.name not in HIDDEN:
                yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from parts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from parts(item)


@every_log
def test_2_every_number_of_the_report_resolves_to_lines_of_the_log(log: Callable[[], Log]) -> None:
    lines = {line.number for line in log()}
    known = list(parts(reported(log).sections))
    cited = [item for item in known if isinstance(item, Number | When | Quoted)]
    assert cited
    assert all(item.lines and set(item.lines) <= lines for item in cited)


@every_log
def test_2_words_of_the_report_itself_hold_no_number(log: Callable[[], Log]) -> None:
    for item in parts(reported(log).sections):
        words = []
        if isinstance(item, Label):
            words = [item.template]
        elif isinstance(item, Told):
            words = [span.text for span in spans(item, english, "en") if span.kind is SpanKind.WORDS]
        assert not any(sign.isdigit() for word in words for sign in word), words


@every_log
def test_2_numbers_in_the_data_stand_with_their_lines(log: Callable[[], Log]) -> None:
    known = json.loads(report_json(log()))
    assert set(loose(known)) <= {"format", "log.lines"}
    assert all(1 <= line <= len(log()) for line in cited(known))


def loose(value: object, place: str = "") -> Iterator[str]:
    """Yield the places of numbers that are neither lines nor a value beside its lines."""
    if isinstance(value, dict):
        for name, item in value.items():
            is_cited = (name == "lines" and isinstance(item, list)) or (name == "value" and value.get("lines"))
            if not is_cited:
                yield from loose(item, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list):
        for item in value:
            yield from loose(item, place)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield place


def cited(value: object) -> Iterator[int]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from item if name == "lines" and isinstance(item, list) else cited(item)
    elif isinstance(value, list):
        for item in value:
            yield from cited(item)


def test_the_data_holds_no_words_of_the_report_that_a_later_version_could_change() -> None:
    known = json.loads(report_json(rehearsed()))
    told = {item.template for item in parts(reported(rehearsed).sections) if isinstance(item, Label | Told)}
    assert not {text for text in texts(known) if " " in text} & told


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


@every_log
def test_10_the_report_bears_the_drill_mark(log: Callable[[], Log]) -> None:
    told = reported(log)
    assert DRILL_MARK in told.title.en
    assert DRILL_MARK in told.title.zh
    assert json.loads(report_json(log()))["mark"] == DRILL_MARK


@every_log
def test_15_every_duration_is_one_that_was_measured_once_and_no_mean(log: Callable[[], Log]) -> None:
    result = score(log())
    once = {item.response.value for item in result.targets if item.response is not None}
    once |= {item.first_reply.value for item in result.roleplays if item.first_reply is not None}
    once.add(max(line.ms for line in log()) / 1000)
    shown = [item for item in parts(reported(log).sections) if isinstance(item, Number) and item.unit is Unit.SECONDS]
    assert {item.value for item in shown} <= once


def test_the_same_log_gives_the_same_bytes_and_one_changed_line_others() -> None:
    log = rehearsed()
    assert report_json(log) == report_json(run_of(Log(log.lines)).log)
    longer = note(run_of(log), Order(log.last.at + timedelta(seconds=1), "controller"), "looked at again").log
    assert report_fingerprint(longer) != report_fingerprint(log)


def test_the_fingerprint_is_the_same_before_and_after_the_report_is_logged() -> None:
    log = rehearsed()
    order = Order(log.last.at + timedelta(hours=1), "controller")
    run = run_of(log)
    if run.state.phase.value != "evaluated":
        run = evaluate(run, order, "nobody else")
    fingerprint = report_fingerprint(run.log)
    after = report(run, order, fingerprint).log
    assert report_fingerprint(after) == fingerprint
    assert drill_report(after).fingerprint == fingerprint


def test_a_target_counts_on_the_first_page_as_it_does_in_the_score() -> None:
    result = score(rehearsed())
    counted = [item for item in result.targets if item.met is not None]
    text = _text(rehearsed, "verdict")
    assert f"{sum(1 for item in counted if item.met)} of {len(counted)} targets" in text


def _text(log: Callable[[], Log], *sections: str) -> str:
    told = reported(log)
    known = [told.section(name) for name in sections]
    items = [item for item in parts(known) if isinstance(item, Label | Told | Code | Number | Quoted | When)]
    return "\n".join(text_of_item(item, english, "en") for item in items)


def test_a_drill_that_was_broken_off_says_so_first_and_blames_nobody_for_stopped_clocks() -> None:
    text = _text(broken_off, "verdict", "targets", "conclusion")
    assert "broken off (a real incident)" in text
    assert "clock was stopped with the drill" in text


def test_a_drill_that_was_called_off_is_not_rated() -> None:
    told = reported(called_off)
    (verdict,) = [item for item in told.section("verdict").blocks if isinstance(item, Verdict)]
    assert verdict.rating is None
    assert "called off before it started" in _text(called_off, "verdict")


def test_live_loss_above_its_budget_is_told_with_what_it_does_to_the_rating() -> None:
    text = _text(with_live_loss, "verdict", "ratings", "live-service")
    assert "Live service lost 9.5 percentage points, more than its budget of 2.0 percentage points." in text
    assert "no rating is better than M" in text


def test_nothing_is_praised_where_nothing_was_met() -> None:
    told = reported(with_live_loss)
    assert "Nothing was noted as a strength" in _text(with_live_loss, "strengths")
    assert "Shown in full" not in _text(with_live_loss, "conclusion")
    assert told.section("strengths").blocks


def test_corrections_are_told_and_what_was_corrected_is_told_as_it_now_stands() -> None:
    assert "the mail tool hangs" in _text(with_live_loss, "timeline")
    assert "it was the mail tool" in _text(with_live_loss, "corrections")
    corrected = [row for row in _log_rows(with_live_loss) if row.corrected_by]
    assert len(corrected) == 1


def _log_rows(log: Callable[[], Log]) -> tuple[LogRow, ...]:
    (table,) = [block for block in reported(log).section("log").blocks if isinstance(block, LogTable)]
    return table.rows


def test_the_appendix_has_every_line_of_the_log() -> None:
    assert [row.line for row in _log_rows(rehearsed)] == list(rehearsed())


def test_each_of_several_incidents_has_its_own_times_and_levels() -> None:
    told = reported(several_at_once)
    tables = {item.name: item for item in parts(told.sections) if isinstance(item, Table)}
    assert len(tables["time-points"].columns) == 1 + 1 + 2
    assert len(tables["levels"].rows) == 2
    assert len(tables["incidents"].rows) == 2


def test_backups_who_came_stand_among_the_participants() -> None:
    people = json.loads(report_json(with_backups()))["participants"]
    backups = [person for person in people if "backup_for" in person]
    assert backups
    away = {person["agent"] for person in people if person["present"] is False}
    assert {person["backup_for"] for person in backups} <= away
    assert "as backup" in _text(with_backups, "participants")


def test_what_would_have_followed_is_no_drill_to_report_on() -> None:
    missed = next(item for item in score(rehearsed()).targets if item.met is False and item.response is not None)
    log = counterfactual(rehearsed(), Change(missed.expectation, None)).log
    with pytest.raises(RequestError, match="no record of a drill"):
        drill_report(log)


def test_the_worst_miss_is_replayed_in_half_of_its_time() -> None:
    text = _text(rehearsed, "what-if")
    assert "in half of its time? E2" in text
    assert "there is nothing to replay" in _text(broken_off, "what-if")


def test_live_service_has_one_row_a_queue_in_which_the_last_measurement_of_a_span_counts() -> None:
    tables = [block for block in reported(measured_twice).section("live-service").blocks if isinstance(block, Table)]
    (row,) = tables[0].rows
    assert [cell.value for cell in row.cells if isinstance(cell, Number)] == pytest.approx([200, 180, 0.9, 0.845])


def test_a_sheet_of_one_evaluator_is_not_told_as_agreement() -> None:
    assert len(run_of(rehearsed()).state.sheets) == 1
    assert "nothing to compare" in _text(rehearsed, "corrections")


def test_a_wrong_level_is_cited() -> None:
    table = next(block for block in reported(rehearsed).section("problems").blocks if isinstance(block, Table))
    assert all(cited_in(row) for row in table.rows)


def test_every_table_has_as_many_cells_as_columns() -> None:
    table = next(item for item in parts(reported(rehearsed).sections) if isinstance(item, Table) and item.rows)
    with pytest.raises(ValueError, match="expected"):
        replace(table, widths=())
