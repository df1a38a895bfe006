import json
from pathlib import Path

import pytest

from drills import Drill, Family, Form, Level, drill_json, drill_markdown, drill_notice, new_drill
from drills.errors import RequestError
from drills.markdown import cell, table
from drills.standards import TARGETS
from forecasting.messages import english
from scheduler.agents import AgentId
from tests.drills.small_floor import everybody, floor, people


@pytest.fixture(scope="module")
def drill() -> Drill:
    instance = floor(people())
    return new_drill(Family.COMPLAINT_SURGE, 7, everybody(instance), instance, form=Form.FUNCTIONAL, level=Level.II)


def test_the_plan_names_everybody_with_their_role(drill: Drill) -> None:
    lines = drill_markdown(drill, english, "en").splitlines()
    for seat in drill.seats:
        assert any(line.startswith(f"| {seat.role.label} | {seat.name} |") for line in lines)


def test_the_plan_has_each_inject_at_its_local_time(drill: Drill) -> None:
    plan = drill_markdown(drill, english, "en")
    for moment, inject in drill.timeline():
        row = next(line for line in plan.splitlines() if cell(inject.text.en) in line)
        assert f"| {moment:%H:%M}" in row


def test_the_plan_says_how_long_each_clock_runs_and_by_which_source(drill: Drill) -> None:
    plan = drill_markdown(drill, english, "en")
    assert "30 min (first response and classification, OS-7.1)" in plan
    assert "2 h (crisis statement, OS-7.2)" in plan
    assert "24 h (" in plan


def test_the_plan_is_in_the_language_of_its_reader(drill: Drill) -> None:
    seen: list[str] = []

    def translated(sentence: str) -> str:
        seen.append(sentence)
        return f"译{sentence}"

    plan = drill_markdown(drill, translated, "zh_CN")
    assert plan.startswith(f"# {drill.title.zh}")
    assert f"译{drill.scenario.level.label}" in plan
    assert drill.scenario.cause.zh in plan
    assert drill.scenario.cause.en not in plan
    assert all("{" not in line for line in plan.splitlines())
    assert "complaint surge" in seen


def test_every_line_of_a_table_has_as_many_cells_as_its_head(drill: Drill) -> None:
    width = 0
    for line in drill_markdown(drill, english, "en").splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = line.replace("\\|", "").count("|")
        width = width or cells
        assert cells == width


def test_a_name_with_a_bar_or_a_line_feed_stays_in_its_cell() -> None:
    assert table(["Name"], [["Li | <b>\nAnn"]]) == ["| Name |", "| --- |", "| Li \\| &lt;b> Ann |", ""]


def test_the_notice_gives_nothing_of_the_scenario_away(drill: Drill) -> None:
    notice = drill_notice(drill, drill.away[0], english, "en")
    assert "Your role: commander" in notice
    for text in (drill.scenario.cause, drill.scenario.mechanism, *(item.text for item in drill.scenario.injects)):
        assert text.en not in notice


def test_who_takes_no_part_gets_no_notice(drill: Drill) -> None:
    with pytest.raises(RequestError, match="A99 takes no part"):
        drill_notice(drill, AgentId("A99"), english, "en")


def test_the_record_holds_both_languages_times_with_offset_and_every_clock(drill: Drill) -> None:
    record = json.loads(drill_json(drill))
    assert record["window"]["start"].endswith("+08:00")
    assert record["scenario"]["level"] == "II"
    assert record["scenario"]["seats"][0]["least_level"] == "senior"
    assert set(record["title"]) == {"en", "zh"}
    assert len(record["clocks"]) == len(drill.scenario.expectations)
    assert [item["inject"] for item in record["timeline"]] == [item.id for item in drill.scenario.injects]


@pytest.mark.parametrize(
    ("target", "minutes", "citation"),
    [
        ("first-response", 30, "OS-7.1"),
        ("statement", 120, "OS-7.2"),
        ("first-reply", 10, "OS-1.2, OS-3.1, OS-5.2"),
        ("routine-resolved", 30, "OS-5.2"),
        ("inquiry-resolved", 1440, "OS-1.2"),
        ("complaint-accepted", 10, "OS-3.2"),
        ("complaint-handled", 1440, "OS-3.2"),
        ("complaint-investigated", 4320, "OS-3.2, OS-1.2"),
        ("return-accepted", 10, "OS-3.3"),
        ("return-processed", 1440, "OS-3.3"),
        ("result-told", 1440, "OS-1.2"),
    ],
)
def test_the_target_is_the_one_of_the_standard(target: str, minutes: int, citation: str) -> None:
    assert (TARGETS[target].minutes, TARGETS[target].citation) == (minutes, citation)


def test_a_statement_is_due_for_crises_of_level_one_to_three() -> None:
    assert TARGETS["statement"].levels == {Level.I, Level.II, Level.III}


def test_the_guide_lists_every_target_with_its_time_and_source() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "drills.md").read_text(encoding="utf-8")
    for target in TARGETS.values():
        time = f"{target.minutes // 60} h" if target.minutes % 60 == 0 else f"{target.minutes} min"
        row = next(line for line in guide.splitlines() if line.startswith(f"| `{target.id}`"))
        assert row.endswith(f"| {time} | {target.citation} |")
