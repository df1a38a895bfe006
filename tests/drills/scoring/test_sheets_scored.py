"""What evaluators' sheets come to together: disagreements and the points of role plays."""

from typing import Any

import pytest

from drills.exercise import Mark, Run, close_chat, correct, say, tick
from drills.rating import Rating
from drills.scoring import Aspect, Disagreement, score
from drills.standards import ROLE_PLAY_ITEMS
from tests.drills.scoring.small_played import (
    does,
    ends,
    judged,
    order,
    played,
    rates,
    saw,
    scored,
    sheet,
    small,
    started,
    wanted,
)
from tests.drills.simulation.small_scenario import customer

ONE = small(wanted("a"), roleplays=(customer("caller", 2),))
ITEMS = [item.id for item in ROLE_PLAY_ITEMS]


def found(*steps: Any) -> list[tuple[str, Aspect, str | None]]:
    told = scored(ONE, does(5, "a"), ends(), *steps).disagreements
    return [(item.of, item.aspect, item.item) for item in told]


def marks(by: str, **mark: Any) -> Any:
    return sheet(by, marks={"a": Mark(**mark)})


def gives(by: str, *points: int) -> Any:
    return sheet(by, points={"caller": dict(zip(ITEMS, points, strict=False))})


def test_met_against_not_met_is_told_with_who_said_what_and_where() -> None:
    run = played(ONE, does(5, "a"), ends(), saw("E1", a=True), saw("E2", a=False))
    sheets = tuple(line.number for line in run.log.lines[-2:])
    assert score(run.log).disagreements == (
        Disagreement("a", {"E1": "seen as met", "E2": "seen as not met"}, sheets, Aspect.MET, None),
    )


def test_who_judges_at_once_and_says_something_else_afterwards_disagrees_with_nobody() -> None:
    assert found(judged(61, "a", met=False), saw("E1", a=True)) == []
    assert found(judged(61, "a", met=False), saw("E2", a=True)) == [("a", Aspect.MET, None)]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({"scale": 3}, {"scale": 4}, []),
        ({"scale": 3}, {"scale": 5}, [Aspect.SCALE]),
        ({"minutes": 5}, {"minutes": 7}, []),
        ({"minutes": 5}, {"minutes": 7.1}, [Aspect.MINUTES]),
        ({"minutes": 20}, {"minutes": 24}, []),
        ({"minutes": 20}, {"minutes": 24.1}, [Aspect.MINUTES]),
        ({"met": True, "scale": 1}, {"met": False, "scale": 5}, [Aspect.MET, Aspect.SCALE]),
        ({"scale": 1}, {"met": True}, []),
    ],
)
def test_marks_are_apart_from_the_limits_of_the_rules_on(one: Any, other: Any, apart: list[Aspect]) -> None:
    assert found(marks("E1", **one), marks("E2", **other)) == [("a", aspect, None) for aspect in apart]


def test_what_was_said_stands_as_it_was_said() -> None:
    steps = (
        sheet("E1", marks={"a": Mark(scale=1, minutes=5)}, ratings={"do": Rating.P}),
        sheet("E2", marks={"a": Mark(scale=5, minutes=9.5)}, ratings={"do": Rating.U}),
    )
    told = scored(ONE, does(5, "a"), ends(), *steps).disagreements
    said = {item.aspect: dict(item.said) for item in told}
    assert said == {
        Aspect.SCALE: {"E1": "1", "E2": "5"},
        Aspect.MINUTES: {"E1": "5", "E2": "9.5"},
        Aspect.RATING: {"E1": "P", "E2": "U"},
    }


@pytest.mark.parametrize(("letters", "apart"), [("PS", False), ("PM", True), ("SU", True), ("MU", False)])
def test_letters_are_apart_from_two_on(letters: str, *, apart: bool) -> None:
    one, other = letters[0], letters[1]
    assert bool(found(rates("E1", do=one), rates("E2", do=other))) is apart


@pytest.mark.parametrize(("points", "apart"), [(15, []), (14, [("caller", Aspect.ITEM, "empathy")])])
def test_items_of_role_plays_are_apart_above_a_quarter_of_their_points(points: int, apart: list[Any]) -> None:
    assert found(gives("E1", 20, 20), gives("E2", 20, points)) == apart


def talked(*said: str, offset: float = 0) -> Run:
    run = tick(started(ONE), order(2).now)
    for number, text in enumerate(said):
        run = say(run, order(3 + number + offset, "A1"), "caller", agent="A1", text=text)
    return run


def test_a_role_play_has_the_mean_of_its_items_less_what_forbidden_phrases_cost() -> None:
    run = close_chat(talked("您好", "that's not my problem", "你自己看着办"), order(9), "caller", satisfied=False)
    run = played(run, ends(), gives("E1", 20, 20, 20, 20, 20), gives("E2", 10, 20, 20, 20, 20))
    play = score(run.log).roleplays[0]
    assert play.points is not None
    assert play.points.value == 95 - 10 * len(play.offences)
    assert play.offences
    assert play.satisfied is False
    assert play.first_reply is not None
    assert play.first_reply.value == 60.0


def test_a_category_costs_once_however_often_it_was_heard() -> None:
    once, twice = (
        scored(talked(*["这不归我管"] * count), ends(), gives("E1", 20, 20, 20, 20, 20)).roleplays[0]
        for count in (1, 2)
    )
    assert once.points is not None and twice.points is not None  # noqa: PT018
    assert once.points.value == twice.points.value == 90.0
    assert len(twice.points.lines) == len(once.points.lines) + 1


def test_a_phrase_that_was_taken_back_by_a_correction_costs_nothing() -> None:
    run = talked("这不归我管")
    run = correct(run, order(10), run.log.last.number, "said to a colleague", void=True)
    assert scored(run, ends(), gives("E1", 20, 20, 20, 20, 20)).roleplays[0].offences == ()


def test_a_role_play_with_an_item_that_nobody_judged_has_no_points() -> None:
    play = scored(talked("您好"), ends(), gives("E1", 20, 20, 20, 20)).roleplays[0]
    assert play.points is None
    assert play.first_reply is not None


def test_a_customer_who_never_called_has_nothing() -> None:
    play = scored(started(ONE), ends(1)).roleplays[0]
    assert (play.points, play.first_reply, play.satisfied, play.lines) == (None, None, None, ())


def test_of_equally_many_letters_the_worst_counts() -> None:
    told = scored(ONE, does(5, "a"), ends(), rates("E1", do="P"), rates("E2", do="S"), rates("E3", do="M"))
    assert told.objectives[0].by_evaluators is Rating.M
