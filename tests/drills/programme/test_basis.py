"""What a programme was measured against: how each obligation is kept, told again without the question."""

import json
from dataclasses import replace
from functools import cache

import pytest

from drills.programme import Programme, Question, plan
from drills.programme.basis import Basis, DutyGroup, Keeping, basis_of
from drills.programme.basis_record import basis_of_record, basis_record
from drills.programme.documents import programme_markdown
from drills.programme.duties import duties_of
from drills.programme.occasions import Occasion
from drills.programme.question import Policy
from drills.programme.year_view import year_on, year_view
from forecasting.messages import english
from tests.drills.programme.small_year import NOW, day, leader, question

OCCASIONS = (Occasion("Festival", day(60), day(60)), Occasion("Beyond", day(400), day(400)))


def asked() -> Question:
    leaders = (leader("L1", away=[day(9)]), leader("L2", "chat"))
    policy = Policy(work=0.5, cast_work=0.5)
    return question(range(2, 60, 7), 60, leaders=leaders, occasions=OCCASIONS, policy=policy)


@cache
def told() -> tuple[Programme, Basis]:
    programme = plan(asked(), NOW)
    return programme, basis_of(programme, asked())


def test_the_basis_comes_back_from_plain_data_as_it_went_in() -> None:
    basis = told()[1]
    again = basis_of_record(json.loads(json.dumps(basis_record(basis))))
    assert again == replace(basis, leaders=tuple(replace(one, away=frozenset()) for one in basis.leaders))
    assert basis_record(again) == basis_record(basis)


def test_a_year_is_told_from_the_basis_as_it_is_from_the_question() -> None:
    programme, basis = told()
    again = basis_of_record(json.loads(json.dumps(basis_record(basis))))
    assert programme_markdown(year_on(programme, again, english), english) == programme_markdown(
        year_view(programme, asked(), english), english
    )


def test_every_obligation_stands_in_one_group_and_is_kept_or_lacking() -> None:
    programme, basis = told()
    assert [duty.id for duty in basis.duties] == [duty.id for duty in duties_of(asked()).all()]
    lacking = {duty.id for duty in basis.duties if not duty.is_kept}
    assert lacking == {unmet.breach.obligation for unmet in programme.unmet}
    assert basis.kept == len(basis.duties) - len(lacking)
    for duty in basis.duties:
        assert (duty.keeping is Keeping.LACKING) == (duty.reason is not None)
        assert bool(duty.drills) <= (duty.keeping is Keeping.MET)
        assert (duty.keeping is Keeping.KEPT) <= (duty.group is DutyGroup.LIMITS)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("team:phone", DutyGroup.PEOPLE),
        ("leader:L1", DutyGroup.PEOPLE),
        ("days-apart", DutyGroup.LIMITS),
        ("commanded", DutyGroup.LIMITS),
    ],
)
def test_obligations_are_grouped_by_what_they_are_about(name: str, group: DutyGroup) -> None:
    assert next(duty.group for duty in told()[1].duties if duty.id == name) is group


def test_occasions_beyond_the_programme_are_left_out_and_closed_days_keep_their_reasons() -> None:
    basis = told()[1]
    assert {one.name for one in basis.occasions} <= {"Festival"}
    assert basis.closed == dict(asked().closed)
    assert len(basis_record(basis)["closed"]) < len(basis.closed)  # type: ignore[arg-type]  # a list
    assert basis.name_of("L1") == "L1"
    assert basis.name_of("nobody") == "nobody"
