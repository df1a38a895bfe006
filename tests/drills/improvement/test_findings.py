"""What a drill showed that has to be mended."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from drills.exercise import (
    ClockStatus,
    CoverTold,
    Order,
    approve,
    log_text,
    look_both_ways,
    plan,
    read_log,
    start,
)
from drills.finding import Finding
from drills.improvement import FindingKind, finding_of_record, finding_record, findings_of, scored_drill
from drills.improvement.findings import LATE_MS, day_of
from drills.incidents import Family
from drills.practice import Circumstances, rehearsed_run
from drills.rating import Rating
from drills.scenario.acts import Capability, Element
from drills.scenario.catalogue import catalogue
from drills.scoring import Aspect, score
from drills.scoring.drill_score import Cited, Disagreement, RolePlayScore
from drills.simulation.habits import PACE, Habits
from tests.drills.exercise.small_run import small_drill
from tests.drills.improvement.held_drills import FIRST_DAY, held_drill
from tests.drills.practice.seated import seated


def test_a_drill_in_which_everything_was_met_shows_nothing_to_mend() -> None:
    assert held_drill().findings == ()


def test_every_objective_that_is_not_met_in_full_is_a_finding_and_so_is_each_unmet_target_under_it() -> None:
    drill = held_drill(missed=["graded", "honest-word"])
    found = {one.id: one for one in drill.findings}
    assert set(found) == {
        "D1/2026-03-02/objective/see",
        "D1/2026-03-02/target/graded",
        "D1/2026-03-02/objective/tell",
        "D1/2026-03-02/target/honest-word",
    }
    graded = found["D1/2026-03-02/target/graded"]
    item = drill.run.scenario.expectation("graded")
    assert (graded.text, graded.element, graded.capability) == (item.text, item.element, Capability.GRADING)
    assert (graded.rating, graded.under, graded.family) == (
        Rating.U,
        "D1/2026-03-02/objective/see",
        Family.SYSTEM_OUTAGE,
    )
    assert (graded.found, graded.allowed_minutes, graded.measured_minutes) == (
        FIRST_DAY,
        item.clock.within_minutes,
        None,
    )
    assert found["D1/2026-03-02/objective/tell"].rating is Rating.S
    see = found["D1/2026-03-02/objective/see"]
    assert see.text == next(one.text for one in drill.run.scenario.objectives if one.id == "see")
    assert see.note is not None
    assert see.note.say() == "rated U; 3 of 4 targets met"
    assert found["D1/2026-03-02/objective/see"].capability is Capability.GRADING


def test_every_finding_cites_lines_of_the_log() -> None:
    drill = rehearsed_run(small_drill(Family.LOGISTICS, 4), 4)
    numbers = {line.number for line in drill.log}
    found = scored_drill(drill.log).findings
    assert found
    assert all(one.lines and set(one.lines) <= numbers for one in found)


def test_findings_follow_from_the_log_alone_and_keep_their_names() -> None:
    run = rehearsed_run(small_drill(Family.DATA_LEAK, 3), 3)
    again = read_log(log_text(run.log))
    assert findings_of(again, score(again)) == findings_of(run.log, score(run.log))
    names = [one.id for one in findings_of(run.log, score(run.log))]
    assert len(set(names)) == len(names)


def test_an_objective_that_evaluators_alone_rate_down_is_a_finding_about_its_critical_capability() -> None:
    drill = held_drill(ratings={"no-harm": Rating.U})
    (finding,) = drill.findings
    assert (finding.id, finding.rating) == ("D1/2026-03-02/objective/no-harm", Rating.U)
    assert finding.capability in {Capability.CARE, Capability.COORDINATION}
    assert finding.note is not None
    assert "by the evaluators" in finding.note.say()


def test_live_service_above_its_budget_is_a_finding_that_stands_for_the_objectives_it_caps() -> None:
    drill = held_drill(lost_points=3.0)
    live, *objectives = sorted(drill.findings, key=lambda one: one.kind is not FindingKind.LIVE)
    assert (live.id, live.rating, live.element) == ("D1/2026-03-02/live", Rating.M, Element.EXERCISE)
    assert objectives
    assert {one.under for one in objectives} == {"D1/2026-03-02/live"}


def test_live_service_within_its_budget_is_none() -> None:
    assert held_drill(lost_points=1.5).findings == ()


def test_a_wrong_level_is_a_finding_about_grading() -> None:
    drill = held_drill()
    times = tuple(
        replace(one, level=next(level for level in type(one.called_for) if level is not one.called_for))
        for one in drill.score.times
    )
    (finding,) = findings_of(drill.log, replace(drill.score, times=times))
    assert (finding.kind, finding.capability, finding.rating) == (FindingKind.GRADING, Capability.GRADING, None)
    assert finding.id == f"D1/2026-03-02/grading/{drill.run.scenario.incidents[0].id}"


def test_forbidden_phrases_and_evaluators_who_differ_are_findings_that_no_rating_rests_on() -> None:
    drill = held_drill()
    play = drill.run.scenario.roleplays[0].id
    heard = RolePlayScore(play, None, None, ("lecturing", "blaming"), None, (5,))
    differ = Disagreement("graded", {"A05": "met", "A06": "not met"}, (7,), Aspect.MET)
    found = findings_of(drill.log, replace(drill.score, roleplays=(heard,), disagreements=(differ,)))
    assert [one.id for one in found] == [
        f"D1/2026-03-02/phrases/{play}/blaming",
        f"D1/2026-03-02/phrases/{play}/lecturing",
        "D1/2026-03-02/disagreement/graded/met",
    ]
    assert {one.rating for one in found} == {None}
    assert [one.element for one in found] == [Element.TRAINING, Element.TRAINING, Element.EXERCISE]


def test_an_inject_that_came_more_than_a_minute_late_is_a_finding_about_equipment() -> None:
    run = rehearsed_run(small_drill(), 7)
    inject = next(name for name, given in run.state.given.items() if given.ms > 0)
    lines = tuple(
        replace(line, data={**line.data, "planned_second": line.second - LATE_MS / 1000 - 1}, digest="")
        if line.kind == "inject" and line.data["inject"] == inject
        else line
        for line in run.log
    )
    log = replace(run.log, lines=lines)
    late = [one for one in findings_of(log, score(log)) if one.kind is FindingKind.LATE]
    assert [(one.of, one.element) for one in late] == [(inject, Element.EQUIPMENT)]


@pytest.mark.parametrize("family", list(Family))
def test_a_finding_is_read_back_as_it_was_written(family: Family) -> None:
    run = rehearsed_run(small_drill(family, 5), 5, circumstances=Circumstances(forbidden_every=1))
    found = scored_drill(run.log).findings
    assert tuple(finding_of_record(json.loads(json.dumps(finding_record(one)))) for one in found) == found


def test_a_finding_without_a_name_or_rated_p_is_none() -> None:
    with pytest.raises(ValueError, match="name is empty"):
        Finding(" ", Family.DATA_LEAK, FIRST_DAY, Rating.U)
    with pytest.raises(ValueError, match="rated P"):
        Finding("F", Family.DATA_LEAK, FIRST_DAY, Rating.P)


@pytest.mark.parametrize(
    ("seconds", "status", "told", "minutes"),
    [
        (601.2, ClockStatus.LATE, "seen after 10.1 min, 10 min were allowed", 10.02),
        (1200.0, ClockStatus.LATE, "seen after 20.0 min, 10 min were allowed", 20.0),
        (599.9, ClockStatus.MISSED, "seen after 9.9 of 10 min, but judged not to meet it", 599.9 / 60),
        (None, ClockStatus.MISSED, "not seen within 10 min", None),
    ],
)
def test_what_was_late_never_reads_as_if_it_had_been_in_time(
    seconds: float | None, status: ClockStatus, told: str, minutes: float | None
) -> None:
    drill = held_drill(["first-answer"])
    response = None if seconds is None else Cited(seconds, (9, 12))
    targets = tuple(
        replace(one, status=status, response=response, within_minutes=10) if one.expectation == "first-answer" else one
        for one in drill.score.targets
    )
    (found,) = (one for one in findings_of(drill.log, replace(drill.score, targets=targets)) if one.kind == "target")
    assert found.note is not None
    assert (found.note.say(), found.allowed_minutes) == (told, 10)
    assert found.measured_minutes == (None if minutes is None else pytest.approx(minutes))


def test_a_late_inject_says_by_how_many_minutes_and_one_of_a_minute_is_none() -> None:
    run = rehearsed_run(small_drill(), 7)
    given = [line for line in run.log if line.kind == "inject" and line.ms > 0][:2]
    late = {given[0].number: 150.0, given[1].number: 60.0}
    lines = tuple(
        replace(line, data={**line.data, "planned_second": line.second - late[line.number]}, digest="")
        if line.number in late
        else line
        for line in run.log
    )
    log = replace(run.log, lines=lines)
    found = [one for one in findings_of(log, score(log)) if one.kind is FindingKind.LATE]
    assert [one.note.say() for one in found if one.note] == [f"inject {given[0].data['inject']} came 2.5 min late"]
    assert [one.lines for one in found] == [(given[0].number,)]


def test_an_objective_is_about_what_is_critical_before_what_is_frequent() -> None:
    drill = held_drill(["one-list", "rights-kept", "cancel-stopped"])
    about = {one.of: one.capability for one in drill.findings if one.kind is FindingKind.OBJECTIVE}
    assert about == {"joint": Capability.COORDINATION, "no-harm": Capability.COORDINATION}
    mixed = held_drill(["first-answer", "both-kept"])
    (objective,) = (one for one in mixed.findings if one.kind is FindingKind.OBJECTIVE)
    assert objective.capability is Capability.CARE  # complaints were missed as often, but were not critical


def test_live_service_stands_for_no_objective_that_is_missed_for_a_reason_of_its_own() -> None:
    drill = held_drill(["graded"], lost_points=3.0, ratings={"no-harm": Rating.U})
    under = {one.of: one.under for one in drill.findings if one.kind is FindingKind.OBJECTIVE}
    live = "D1/2026-03-02/live"
    assert under == {"see": None, "no-harm": None, "tell": live, "joint": live}


def test_of_several_incidents_at_once_each_finding_is_of_its_own_kind_and_level() -> None:
    known = catalogue(())
    offer = next(one for one in known.offers() if len(set(one.families)) > 1)
    scenario = known.draw(offer.id, 3, offer.forms[0])
    places = {one.id: (one.family, one.template, one.level) for one in scenario.incidents}
    places[""] = (scenario.family, scenario.template, scenario.level)  # what ties them together is of all
    found = scored_drill(rehearsed_run(seated(scenario), 3, habits=SLOW).log).findings
    targets = [one for one in found if one.kind is FindingKind.TARGET]
    assert len({one.family for one in targets}) > 1
    for one in targets:
        assert (one.family, one.template, one.level) == places[scenario.expectation(one.of).incident]
    for objective in (one for one in found if one.kind is FindingKind.OBJECTIVE):
        about = {one.incident for one in targets if one.under == objective.id}
        assert objective.incident == (about.pop() if len(about) == 1 else "")


def test_a_drill_was_on_the_day_on_which_it_was_started() -> None:
    drill = small_drill()
    at = Order(drill.window.start + timedelta(days=1), "lead")
    planned = plan(drill, at, "1", 2.0)
    assert day_of(planned) == drill.window.local_start.date()
    begun = start(look_both_ways(approve(planned, at, CoverTold()), at, CoverTold()), at)
    assert day_of(begun) == drill.window.local_start.date() + timedelta(days=1)


SLOW = Habits(pace={level: 1.6 * factor for level, factor in PACE.items()})
