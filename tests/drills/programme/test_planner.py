"""Programmes: every obligation passes its check or is named with its reason; re-planning changes little and says why."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.finding import Finding
from drills.notes import Note
from drills.programme import Programme, Question, Told, plan
from drills.programme.candidates import candidates_of
from drills.programme.cast_model import CastModel, Place
from drills.programme.cast_terms import WEIGHTS, cast_terms
from drills.programme.course_model import CourseModel, course_terms, weighed
from drills.programme.duties import duties_of
from drills.programme.entry import Share, State
from drills.programme.obligation import DrillCourse
from drills.programme.occasions import Occasion
from drills.programme.programme import ChangeKind
from drills.programme.question import Policy, year_from
from drills.programme.record import programme_json
from drills.programme.solving import solved_cast, solved_course
from drills.programme.subjects import Content
from drills.rating import Rating
from drills.roles import Form, Role
from drills.scenario.acts import Capability
from scheduler.agents import AgentId
from tests.drills.programme.small_year import CLOSED, FIRST, NOW, SURGE, day, held, leader, question

LEADERS = tuple(leader(f"L{number}", ("phone", "chat")[number % 2]) for number in range(5))
FESTIVALS = tuple(Occasion(f"Festival {number}", day(number), day(number)) for number in (60, 150, 240, 320))


def year(**rest: object) -> Question:
    """A year with few open days, so that it is planned in a second."""
    values = {"leaders": LEADERS, "occasions": FESTIVALS, "policy": Policy(work=0.5, cast_work=0.5), **rest}
    return question([number for number in range(365) if number % 14 == 8], 365, **values)  # type: ignore[arg-type]  # of this file


@cache
def planned() -> Programme:
    return plan(year(), NOW)


def lacking(programme: Programme, asked: Question) -> list[str]:
    """What checks find in *programme*, told as a course of its own."""
    course = DrillCourse(asked.first, asked.last, (*asked.past, *programme.entries))
    return [breach.obligation for breach in duties_of(asked).breaches(course)]


def test_a_year_with_enough_days_meets_every_obligation() -> None:
    programme = planned()
    assert {unmet.breach.obligation for unmet in programme.unmet} == {f"content:{Content.PUBLIC_OPINION}"}
    assert lacking(programme, year()) == [f"content:{Content.PUBLIC_OPINION}"]
    assert programme.unmet[0].reason.say() == "no template gives a drill for it"


def test_everybody_who_may_command_takes_part_and_nobody_twice_in_a_drill() -> None:
    programme = planned()
    assert {agent for entry in programme.planned for agent in entry.people} >= {one.agent for one in LEADERS}
    for entry in programme.planned:
        named = [share.agent for share in entry.shares if share.agent is not None]
        assert len(named) == len(set(named))
        assert [share.role for share in entry.shares].count(Role.COMMANDER) == 1
        assert entry.without not in entry.people


def test_invariant_16_the_same_question_gives_the_same_bytes() -> None:
    assert programme_json(plan(year(), NOW)) == programme_json(planned())


def test_each_drill_says_why_it_is_held_and_has_a_level_that_its_templates_have() -> None:
    for entry in planned().planned:
        assert entry.why is not None
        assert entry.level in year().levels[next(c for c in year().choices if c.families == entry.families)]


def test_nothing_changes_where_the_calendar_does_not_move() -> None:
    again = plan(year(), NOW, Told(planned(), FIRST))
    assert again.changes == ()
    assert again.entries == planned().entries
    assert again.revision == 2


def test_a_day_that_is_closed_moves_its_drill_alone_and_says_so() -> None:
    gone = next(entry for entry in planned().planned if entry.is_live)
    asked = year()
    moved = replace(asked, closed={**asked.closed, gone.day: Note("the festival was moved")})
    programme = plan(moved, NOW, Told(planned(), FIRST))
    assert {change.drill for change in programme.changes if change.kind is not ChangeKind.RECAST} == {gone.id}
    (change,) = (change for change in programme.changes if change.drill == gone.id)
    assert change.kind is ChangeKind.MOVED
    assert change.reason.say() == "the festival was moved"
    assert {entry.id for entry in programme.entries} == {entry.id for entry in planned().entries}
    unchanged = [entry for entry in programme.entries if entry.id not in {one.drill for one in programme.changes}]
    assert {entry.changed_in for entry in unchanged} == {1}
    assert next(entry for entry in programme.entries if entry.id == gone.id).changed_in == 2


def test_what_is_past_or_near_stays_even_where_its_day_is_closed_now() -> None:
    first = planned().planned[0]
    asked = year()
    closed = replace(asked, closed={**asked.closed, first.day: CLOSED})
    programme = plan(closed, NOW, Told(planned(), first.day + timedelta(days=1)))
    assert first in programme.entries
    (unmet,) = (unmet for unmet in programme.unmet if unmet.breach.obligation == "open-days")
    assert "stays as it was told" in unmet.reason.say()


def test_the_record_of_a_drill_that_was_held_takes_the_place_of_its_plan() -> None:
    first = planned().planned[0]
    record = replace(first, id="drill-7", state=State.HELD, shares=(Share(Role.COMMANDER, "chat", AgentId("L3")),))
    programme = plan(year(past=(record,)), NOW, Told(planned(), first.day + timedelta(days=1)))
    (entry,) = (entry for entry in programme.entries if entry.day == first.day)
    assert (entry.id, entry.state, entry.commander) == (first.id, State.HELD, "L3")
    assert "days-apart" not in {unmet.breach.obligation for unmet in programme.unmet}
    assert (entry.changed_in, entry.shown_in) == (2, 1)


def test_a_cancelled_drill_stays_in_the_programme_and_what_it_was_for_is_met_otherwise() -> None:
    full = next(entry for entry in planned().planned if entry.form is Form.FULL)
    programme = plan(year(), NOW, Told(planned(), FIRST, {full.id: Note("a real incident")}))
    off = next(entry for entry in programme.entries if entry.id == full.id)
    assert off.state is State.CANCELLED
    assert any(entry.form is Form.FULL for entry in programme.planned)
    assert not any(entry.day == full.day for entry in programme.planned)
    (change,) = (change for change in programme.changes if change.drill == full.id)
    assert (change.kind, change.reason.say()) == (ChangeKind.CANCELLED, "a real incident")
    assert lacking(programme, year()) == [f"content:{Content.PUBLIC_OPINION}"]


def test_a_new_finding_is_tested_again_in_time_by_a_drill_that_shows_the_same() -> None:
    finding = Finding("R7", SURGE, day(-5), Rating.U, Capability.CARE)
    asked = year(findings=(finding,))
    programme = plan(asked, NOW, Told(planned(), FIRST))
    (entry,) = (entry for entry in programme.planned if "R7" in entry.retests)
    assert entry.day <= day(-5) + timedelta(weeks=6)
    assert Capability.CARE in entry.capabilities
    assert lacking(programme, asked) == [f"content:{Content.PUBLIC_OPINION}"]


@pytest.mark.parametrize(
    ("asked", "obligation", "reason"),
    [
        (question([], occasions=(Occasion("F", day(40), day(40)),)), "rehearsal:F 2026", "no day is open"),
        (
            question([5, 15], occasions=(Occasion("F", day(40), day(40)),), policy=Policy(budget=10, work=1.0)),
            "rehearsal:F 2026",
            "the budget of service lost does not allow it",
        ),
        (
            question([5, 7], occasions=(Occasion("F", day(40), day(40)),), policy=Policy(budget=9000, work=1.0)),
            "rehearsal:F 2026",
            "other drills are too near",
        ),
        (
            question([9], occasions=(Occasion("F", day(40), day(40)),)),
            "rehearsal:F 2026",
            "easier drills would have to come before it",
        ),
    ],
)
def test_what_cannot_be_met_is_named_with_what_is_in_the_way(asked: Question, obligation: str, reason: str) -> None:
    found = {unmet.breach.obligation: unmet.reason.say() for unmet in plan(asked, NOW).unmet}
    assert reason in found[obligation]


def test_a_leader_who_is_away_whenever_there_are_drills_is_named() -> None:
    away = leader("L9", "chat", [day(number) for number in range(365)])
    asked = year(leaders=(*LEADERS, away))
    found = {unmet.breach.obligation: unmet.reason.say() for unmet in plan(asked, NOW).unmet}
    assert found["leader:L9"] == "away on the days of all drills"


def test_terms_of_the_drills_are_the_same_in_the_model_and_in_the_programme() -> None:
    asked = year()
    told = (held(13, name="X1", state=State.PLANNED), held(40, Form.FUNCTIONAL, name="X2", state=State.PLANNED))
    duties = duties_of(asked)
    dues = [(owed, due) for owed in duties.held for due in owed.dues(asked.first, asked.last, ())]
    candidates = candidates_of(asked, [due for _o, due in dues], FIRST, told, ())
    model = CourseModel(asked, duties, candidates, dues, (), (), told)
    solver = solved_course(model, 1.0, 0)
    chosen = [option for option, switch in model.switch.items() if solver.boolean_value(switch)]
    entries = [
        replace(held((o.day - FIRST).days, o.choice.form, o.choice.families, state=State.PLANNED), loss=o.possible.loss)
        for o in chosen
    ]
    assert solver.objective_value == weighed(course_terms(entries, told, FIRST, asked), asked)


def test_terms_of_the_cast_are_the_same_in_the_model_and_in_the_programme() -> None:
    asked = year()
    places = [Place(replace(entry, shares=(), without=None)) for entry in planned().planned]
    model = CastModel(asked, places, (), ())
    solver = solved_cast(model, 2.0, 0)
    counted = cast_terms(model.cast(solver), {place.entry.id: place.entry for place in places}, (), asked)
    assert solver.objective_value == sum(WEIGHTS[term] * count for term, count in counted.items())


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_whatever_is_asked_every_obligation_passes_or_is_named(data: st.DataObject) -> None:
    open_days = data.draw(st.sets(st.integers(0, 79), max_size=9))
    past = tuple(
        held(-number, data.draw(st.sampled_from(Form)), name=f"P{number}")
        for number in data.draw(st.sets(st.integers(1, 700), max_size=4))
    )
    occasion = Occasion("Festival", day(data.draw(st.integers(5, 130))), day(5))
    asked = question(
        open_days, 80, past=past, occasions=(occasion,), leaders=LEADERS[: data.draw(st.integers(0, 5))],
        findings=(Finding("F", SURGE, day(-data.draw(st.integers(0, 60))), Rating.M),),
    )  # fmt: skip
    programme = plan(asked, NOW)
    assert lacking(programme, asked) == [unmet.breach.obligation for unmet in programme.unmet]
    assert all(unmet.reason.say() for unmet in programme.unmet)


def test_a_year_begins_and_ends_with_the_same_day() -> None:
    assert year_from(FIRST) == day(364)


def test_drills_that_nobody_may_command_any_more_are_named_instead_of_making_the_programme_impossible() -> None:
    findings = tuple(Finding(f"R{number}", SURGE, day(number * 7 - 1), Rating.U) for number in range(4))
    policy = Policy(work=0.5, cast_work=0.5, retest_weeks=1, most_a_quarter=1, budget=99_999)
    found = plan(question(range(28), 28, leaders=(leader("L1"),), findings=findings, policy=policy), NOW)
    commanded = [entry for entry in found.planned if entry.commander is not None]
    assert len(commanded) == 1
    unnamed = [unmet for unmet in found.unmet if unmet.breach.obligation == "commanded"]
    assert len(unnamed) == len(found.planned) - 1 > 0
    assert "as many drills in that quarter" in unnamed[0].reason.say()
