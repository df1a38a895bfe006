"""The report tells the training of the year by team, and calls it so in the reader's language."""

from dataclasses import replace

from api.feeds.wording import shift_text
from api.reports.roster_grid import roster_grid
from api.reports.training_rows import TrainingRow, training_table
from api.reports.view import PlanView
from forecasting.messages import english
from scheduler.agents import AgentId
from scheduler.roster import Activity, Roster
from scheduler.rules.training import TrainingHours
from scheduler.training.courses import Attended, Course, Curriculum
from tests.reports.sample_plan import sample_view


def german(sentence: str) -> str:
    return {"training {course}": "Schulung {course}", "teaching {course}": "Unterricht {course}"}.get(
        sentence, sentence
    )


def with_training() -> PlanView:
    """Return the sample plan with a first shift of which the first hour is training and the second is taught."""
    view = sample_view()
    assert view.roster is not None
    first, *others = view.roster.assignments
    hour = (first.end - first.start) / 9
    spells = (
        Activity(first.start, first.start + hour, "training news"),
        Activity(first.start + hour, first.start + 2 * hour, "teaching news"),
    )
    record = (
        Attended(first.agent, view.grid.first_day.replace(month=2), "news", 3),
        Attended(AgentId("gone"), view.grid.first_day.replace(month=2), "news", 9),
    )
    instance = replace(view.instance, curriculum=Curriculum((Course("news", 60, 2),), record))
    roster = Roster.of(view.grid, [replace(first, activities=spells), *others])
    return replace(view, instance=instance, roster=roster, rules=(*view.rules, TrainingHours(10)))


def test_a_plan_without_training_has_no_table() -> None:
    assert training_table(sample_view(), english) is None
    assert training_table(replace(with_training(), roster=None), english) is None


def test_the_table_has_a_row_a_team() -> None:
    view = with_training()
    found = training_table(view, english)
    assert found is not None
    assert "at 1 times" in found.sentence
    assert [row.team for row in found.rows] == ["phone", "chat"]
    team = view.instance.agents[0].team
    row = next(row for row in found.rows if row.team == team)
    members = sum(agent.team == team for agent in view.instance.agents)
    missing = 10.0 * members - 3
    due = missing * 14 / 59  # 3 to 16 November of the 59 days to the end of the year
    assert row == TrainingRow(team, "2025", "3.0", "2.0", f"{due:.1f}", f"{missing:.1f}", f"1 of {members}", "bad")


def test_training_is_called_so_in_the_language_of_the_reader() -> None:
    view = with_training()
    assert view.roster is not None
    shift = view.roster.assignments[0]
    grid = roster_grid(view, "de", german)
    rows = {row["id"]: row["cells"] for row in grid["rows"]}  # type: ignore[attr-defined]  # a list of rows
    detail = rows[shift.agent][0][3]
    assert "Schulung news " in detail
    assert "Unterricht news " in detail
    agent = view.instance.agent_by_id[shift.agent]
    told = [phrase.text(english) for phrase in shift_text(shift, view.instance, agent, "").description]
    assert any(line.endswith(": training news") for line in told)
    assert any(line.endswith(": teaching news") for line in told)
