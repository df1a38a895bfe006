"""Training as the report shows it: class hours of the year by team, so far, planned and due."""

from dataclasses import dataclass

from api.reports.view import PlanView
from api.reports.wording import number
from api.usecases.training import training_of
from forecasting.messages import Translate
from scheduler.training.overview import TeamYear


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One team in one year, values ready to show; *tone* is bad where less is planned than is due."""

    team: str
    year: str
    so_far: str
    planned: str
    due: str
    missing: str
    trained: str
    tone: str


@dataclass(frozen=True, slots=True)
class TrainingTable:
    """What is planned in a *sentence*, and the *rows* of teams."""

    sentence: str
    rows: tuple[TrainingRow, ...]


def training_table(view: PlanView, _: Translate) -> TrainingTable | None:
    """Return the training of the plan; None where there is no roster, or neither courses nor sessions."""
    found = None if view.roster is None else training_of(view.roster, view.instance, view.rules)
    if found is None:
        return None
    told = _(
        "Class hours. People learn or are taught at {count} times of these days; {hours} person-hours are short because of it. Times stand in everybody's shifts."
    )
    sentence = told.format(count=number(found.sessions), hours=number(found.hours_short, 1))
    return TrainingTable(sentence, tuple(_row(row, _) for row in found.years))


def _row(row: TeamYear, _: Translate) -> TrainingRow:
    return TrainingRow(
        row.team,
        str(row.year),
        number(row.so_far, 1),
        number(row.planned, 1),
        number(row.due, 1),
        number(row.missing, 1),
        _("{trained} of {people}").format(trained=number(row.trained), people=number(row.people)),
        "bad" if row.planned < row.due else "good",
    )
