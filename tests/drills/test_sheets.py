from dataclasses import replace

import pytest

from drills import Drill, Family, Form, Level, drill_markdown, drill_notice, new_drill
from drills.markdown import cell
from drills.roles import Role
from drills.scenario.frozen import Standing
from drills.sheet_pages import evaluator_markdown, role_play_markdown
from drills.sheets import evaluator_sheets
from drills.standards import ROLE_PLAY_ITEMS
from forecasting.messages import english
from tests.drills.drawn import drawn
from tests.drills.small_floor import everybody, floor, people


@pytest.fixture(scope="module")
def drill() -> Drill:
    instance = floor(people())
    return new_drill(Family.PUBLIC_OPINION, 7, everybody(instance), instance, form=Form.FUNCTIONAL, level=Level.II)


def test_there_is_one_sheet_for_each_evaluator(drill: Drill) -> None:
    evaluators = [seat.agent for seat in drill.seats if seat.role is Role.EVALUATOR]
    assert [sheet.evaluator for sheet in evaluator_sheets(drill)] == evaluators != []


def test_a_sheet_has_a_line_for_all_that_can_be_seen_or_judged_by_its_plan(drill: Drill) -> None:
    sheet = evaluator_sheets(drill)[0]
    seen = [item for item in drill.scenario.expectations if item.clock.standing is not Standing.NOT_OBSERVED]
    assert [line.expectation for line in sheet.lines] == [item.id for item in seen]
    for line, item in zip(sheet.lines, seen, strict=True):
        assert line.due == drill.time_of(item.clock.due_minutes)
        assert (line.basis, line.measure, line.critical) == (item.clock.basis, item.measure, item.critical)


def test_each_role_play_has_five_items_worth_a_hundred_points(drill: Drill) -> None:
    sheet = evaluator_sheets(drill)[0]
    for play in drill.scenario.roleplays:
        lines = [line for line in sheet.plays if line.roleplay == play.id]
        assert [line.item for line in lines] == [item.id for item in ROLE_PLAY_ITEMS]
        assert sum(line.points for line in lines) == 100
    assert sheet.play_points == 100 * len(drill.scenario.roleplays)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_cards_hold_all_that_the_simulator_says(drill: Drill, language: str) -> None:
    cards = role_play_markdown(drill, english, language)
    assert cards.startswith(f"# {drill.title.in_language(language)}")
    for play in drill.scenario.roleplays:
        said = (
            play.persona,
            play.mood,
            play.opening,
            play.satisfied_by,
            play.sheet.survey,
            *(x.say for x in play.lines),
        )
        assert all(text.in_language(language) in cards for text in said)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_printed_sheet_names_its_evaluator_and_every_line(drill: Drill, language: str) -> None:
    sheet = evaluator_sheets(drill)[0]
    page = evaluator_markdown(drill, sheet, english, language)
    assert f"Evaluation form: {sheet.name}" in page
    for line in sheet.lines:
        row = next(row for row in page.splitlines() if row.startswith(f"| E{line.number} |"))
        assert line.item.in_language(language) in row


def test_the_plan_holds_cards_and_sheets_and_the_players_notice_neither(drill: Drill) -> None:
    plan = drill_markdown(drill, english, "en")
    notices = [drill_notice(drill, seat.agent, english, "en") for seat in drill.seats if seat.role.meets_incident]
    for play in drill.scenario.roleplays:
        assert play.background.en in plan
        assert not any(play.background.en in notice or play.persona.en in notice for notice in notices)
    assert not any("Evaluation form" in notice for notice in notices)


def test_what_is_due_after_the_drill_is_marked_so_on_the_sheet(drill: Drill) -> None:
    sheet = evaluator_sheets(drill)[0]
    page = evaluator_markdown(drill, sheet, english, "en")
    late = [line for line in sheet.lines if line.standing is Standing.PROJECTED]
    assert late
    for line in late:
        row = next(row for row in page.splitlines() if row.startswith(f"| E{line.number} |"))
        assert "after the drill: judge the plan" in row


def test_the_plan_of_several_incidents_names_them_and_tells_whose_each_message_is(drill: Drill) -> None:
    several = replace(drill, scenario=drawn("silence-hides-rumour", Form.FUNCTIONAL))
    plan = drill_markdown(several, english, "en")
    assert "| Kind of incident | public-opinion crisis, system outage |" in plan
    assert "| How the incidents belong together | one hides another |" in plan
    for incident in several.scenario.incidents:
        assert incident.cause.en in plan
    for inject in several.scenario.injects:
        row = next(row for row in plan.splitlines() if cell(inject.text.en) in row)
        labels = [item.family.label for item in several.scenario.incidents if item.id == inject.incident]
        assert all(f"| {label}" in row for label in labels)
