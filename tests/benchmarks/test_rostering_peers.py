from benchmarks.rostering.peers import HOURS, ours, question
from scheduler.solution import Limits


def test_a_question_that_needs_nearly_everybody_is_answered_without_missing_heads() -> None:
    asked = question(8, 7, seed=1)
    row = ours(asked, Limits(3, 2))
    assert (row.people, row.days, row.missing) == (8, 7, 0)
    needed = sum(HOURS[shift] * heads for shift, by_day in asked.need.items() for heads in by_day)
    assert row.hours is not None
    assert row.hours >= max(needed, 8 * asked.least_hours)
