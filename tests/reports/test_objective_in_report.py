"""The report says what the objective is made of."""

from dataclasses import replace

from api.reports.headline import status_line
from forecasting.messages import english
from tests.reports.sample_plan import sample_view


def test_the_head_tells_each_term_of_the_objective() -> None:
    view = sample_view()
    told = replace(view, result=replace(view.result, terms={"shortage": 1234.5, "uneven nights": 2.0}))
    objective = next(figure for figure in status_line(told, english) if figure.label == "Objective")
    assert objective.note.endswith("lower is better: shortage 1,234.5 · uneven nights 2.0")
