"""Training credit: who gets it, for what, until when, and as which tables."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from drills.exercise import Order, attend, correct, end, judge, note, stamp
from drills.improvement import (
    Credit,
    ScoredDrill,
    credits_json,
    credits_of,
    scored_drill,
    training_csv,
    training_year,
)
from drills.improvement.credit import KEPT_MONTHS
from drills.roles import Role
from drills.scenario.acts import Act
from scheduler.agents import AgentId
from scheduler.formats.training_record import read_training_record
from scheduler.training.courses import Attended, Curriculum
from tests.drills.improvement.held_drills import FIRST_DAY, PLANNER, drill_on, held_drill, run_of_all_but


def credit_of(drill: ScoredDrill, agent: str) -> Credit:
    return next(one for one in credits_of(drill.log, drill.score) if one.agent == agent)


def holder(seat: str) -> str:
    return str(drill_on().holders(seat)[0].agent)


def in_role(role: Role) -> str:
    return str(next(seat.agent for seat in drill_on().seats if seat.role is role))


def test_14_who_was_there_and_acted_in_their_role_has_credit() -> None:
    credit = credit_of(held_drill(["graded"]), holder("commander"))
    assert credit.is_given
    assert credit.acts
    assert (credit.hours, credit.met, credit.counted) == (drill_on().scenario.minutes / 60, 5, 6)
    assert (credit.valid_until, credit.day) == (date(2027, 3, 2), FIRST_DAY)


def test_14_who_was_absent_has_none_whatever_the_log_says_they_did() -> None:
    credit = credit_of(held_drill(absent=[in_role(Role.EVALUATOR)]), in_role(Role.EVALUATOR))
    assert credit.acts
    assert credit.valid_until is None
    assert credit.against is not None
    assert "was not there" in credit.against.say()


def test_14_who_was_there_and_did_nothing_has_none() -> None:
    credit = credit_of(held_drill(idle=[holder("liaison")]), holder("liaison"))
    assert credit.attended
    assert not credit.is_given
    assert credit.against is not None
    assert "no act in their role" in credit.against.say()


def test_14_a_note_is_an_act_of_who_watches_and_none_of_who_plays() -> None:
    player, watcher = holder("liaison"), in_role(Role.CONTROLLER)
    run = run_of_all_but((), drill_on(), idle=[player])
    for agent in (player, watcher):
        run = note(run, Order(run.drill.window.end + timedelta(hours=1), agent), "seen")
    drill = scored_drill(run.log)
    assert not credit_of(drill, player).is_given
    assert credit_of(drill, watcher).is_given


def test_14_what_others_write_is_no_act_of_who_watches_nor_is_any_line_of_theirs() -> None:
    watcher = in_role(Role.CONTROLLER)
    assert credit_of(held_drill(), watcher).acts == ()  # all orders were the planner's
    run = run_of_all_but((), drill_on())
    cut = next(at for at, line in enumerate(run.log.lines) if line.kind == "ended")
    open_ = scored_drill(replace(run.log, lines=run.log.lines[:cut])).run
    minute = run.drill.window.start + timedelta(minutes=59)
    judged = judge(open_, Order(minute, in_role(Role.EVALUATOR)), "graded", met=True)
    over = end(judged, Order(run.drill.window.end, in_role(Role.EVALUATOR)))
    evaluator = credit_of(scored_drill(over.log), in_role(Role.EVALUATOR))
    assert evaluator.acts == (next(line.number for line in over.log if line.kind == "judged"),)
    assert credit_of(scored_drill(over.log), watcher).acts == ()


def test_a_person_is_told_by_their_own_seat_and_not_by_one_that_they_could_take() -> None:
    drill = drill_on()
    held = held_drill()
    for seat in drill.seats:
        credit = credit_of(held, str(seat.agent))
        roles = {one.role for one in drill.seats if one.agent == seat.agent}
        assert (credit.name, credit.team, set(credit.roles)) == (seat.name, seat.team, roles)
        assert credit.was_examined is seat.role.meets_incident


def test_14_an_act_that_was_voided_is_none() -> None:
    drill = held_drill()
    liaison = holder("liaison")
    run = run_of_all_but((), drill_on())
    cut = next(at for at, line in enumerate(run.log.lines) if line.kind == "evaluated")
    open_ = scored_drill(replace(run.log, lines=run.log.lines[:cut])).run
    for line in credit_of(drill, liaison).acts:
        open_ = correct(open_, Order(run.drill.window.end + timedelta(hours=1), PLANNER), line, "slip", void=True)
    assert not credit_of(scored_drill(open_.log), liaison).is_given


def test_a_backup_who_took_a_seat_has_credit_for_it() -> None:
    seat = next(seat for seat in drill_on().seats if seat.backup is not None and seat.role.meets_incident)
    run = run_of_all_but((), drill_on(), absent=[str(seat.agent)])
    cut = next(at for at, line in enumerate(run.log.lines) if line.kind == "attended")
    open_ = scored_drill(replace(run.log, lines=run.log.lines[:cut])).run
    there = attend(open_, Order(run.drill.window.start, PLANNER), str(seat.backup), present=True)
    idle = credit_of(scored_drill(there.log), str(seat.backup))
    assert (idle.name, idle.attended, idle.acts) == (seat.backup_name, True, ())
    acted = stamp(there, Order(run.drill.window.start, PLANNER), Act.DECISION, str(seat.backup), text="took over")
    over = end(acted, Order(run.drill.window.start + timedelta(minutes=30), PLANNER))
    credit = credit_of(scored_drill(over.log), str(seat.backup))
    assert (credit.is_given, credit.hours, credit.roles) == (True, 0.5, (seat.role,))


def test_a_drill_that_is_not_over_gives_no_credit() -> None:
    run = run_of_all_but((), drill_on())
    cut = next(at for at, line in enumerate(run.log.lines) if line.kind == "ended")
    drill = scored_drill(replace(run.log, lines=run.log.lines[:cut]))
    given = credits_of(drill.log, drill.score)
    assert {one.against.say() for one in given if one.against} == {"the drill is not over yet"}
    assert {one.hours for one in given} == {0.0}


def test_records_are_to_be_kept_three_years() -> None:
    assert KEPT_MONTHS >= 36
    assert {one.keep_until for one in credits_of(held_drill().log, held_drill().score)} == {date(2029, 3, 2)}


def test_the_csv_is_a_training_record_that_a_site_reads(tmp_path: Path) -> None:
    drill = held_drill(absent=[holder("liaison")])
    given = credits_of(drill.log, drill.score)
    path = tmp_path / "training-record.csv"
    path.write_text(training_csv((*given, *given)), encoding="utf-8")
    rows = read_training_record(path, Curriculum(others=("drill system-outage",)))
    assert {str(row.agent) for row in rows} == {one.agent for one in given if one.is_given}
    assert {row.hours for row in rows} == {2 * drill_on().scenario.minutes / 60}


def test_the_json_has_everybody_and_says_why_there_is_no_credit() -> None:
    drill = held_drill(absent=[holder("liaison")])
    rows = json.loads(credits_json(credits_of(drill.log, drill.score)))["credits"]
    assert {row["agent"] for row in rows} == {str(seat.agent) for seat in drill_on().seats}
    window = drill.run.drill.window
    assert {row["start"] for row in rows} == {window.local_start.isoformat()}
    assert {row["end"] for row in rows} == {window.local_end.isoformat()}
    (refused,) = (row for row in rows if row["agent"] == holder("liaison"))
    assert (refused["given"], refused["attended"]) == (False, False)
    assert refused["against"]


def test_hours_in_the_csv_are_those_of_credit() -> None:
    drill = held_drill()
    given = [one for one in credits_of(drill.log, drill.score) if one.is_given]
    rows = list(csv.DictReader(io.StringIO(training_csv(given))))
    assert sum(float(row["hours"]) for row in rows) == pytest.approx(
        sum(one.hours for one in given), abs=0.01 * len(rows)
    )


def test_a_year_adds_drills_to_other_training_and_counts_no_drill_twice() -> None:
    drill = held_drill()
    given = credits_of(drill.log, drill.score)
    commander = holder("commander")
    record = [
        Attended(AgentId(commander), date(2026, 5, 1), "Product news", 38.5),
        Attended(AgentId(commander), FIRST_DAY, "drill system-outage", 1.0),
        Attended(AgentId("A19"), date(2025, 5, 1), "Product news", 2.0),
    ]
    year = training_year(given, 2026, [commander, "A19", commander], record)
    assert [one.agent for one in year.people] == [commander, "A19"]
    mine, other = year.people
    assert (mine.drill_hours, mine.other_hours, mine.courses) == (drill_on().scenario.minutes / 60, 38.5, 2)
    assert (mine.lacking_courses, other.lacking_courses, other.lacking_hours) == (0, 2, 40.0)
    assert (year.covered, year.covered_percent, year.covers_enough) == (1, 50.0, False)
