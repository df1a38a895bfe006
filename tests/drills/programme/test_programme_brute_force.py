"""Small years in which every programme can be tried: the planner's is as good as the best of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from drills.finding import Finding
from drills.programme import Told, plan
from drills.programme.course_model import course_terms, weighed
from drills.programme.duties import duties_of
from drills.programme.entry import Entry, State
from drills.programme.obligation import Choice, DrillCourse
from drills.programme.occasions import Occasion
from drills.programme.prices import Possible
from drills.programme.programme import Programme
from drills.programme.question import Policy, Question
from drills.programme.weights import CourseTerm
from drills.rating import Rating
from drills.roles import Form
from tests.drills.programme.small_year import FIRST, KINDS, NOW, OUTAGE, SURGE, ZONE, day, held, question

Value = tuple[int, int, int]
FEW_KINDS = {kind: levels for kind, levels in KINDS.items() if kind.form is not Form.FULL or kind.families == (OUTAGE,)}


def every_course(asked: Question) -> Iterator[list[Entry]]:
    """Yield every way to put drills on the open days of *asked*."""
    days = [FIRST.fromordinal(number) for number in range(asked.first.toordinal(), asked.last.toordinal() + 1)]
    open_days = [one for one in days if one not in asked.closed]
    for choices in product([None, *asked.choices], repeat=len(open_days)):
        yield [_entry(one, kind, asked) for one, kind in zip(open_days, choices, strict=True) if kind is not None]


def _entry(one: "object", kind: Choice, asked: Question) -> Entry:
    number = (one - FIRST).days  # type: ignore[operator]  # a date
    possible = asked.prices.on(kind.form, day(number))
    assert isinstance(possible, Possible)
    entry = held(number, kind.form, kind.families, state=State.PLANNED, name=f"N{number}")
    return replace(entry, scope=kind.scope, loss=possible.loss, capabilities=())


def value(entries: Sequence[Entry], told: Sequence[Entry], asked: Question) -> Value | None:
    """Return what is to be least of a programme of *entries*, None where it breaks a limit."""
    duties = duties_of(asked)
    course = DrillCourse(asked.first, asked.last, (*asked.past, *entries))
    if any(breach for limit in duties.limits for breach in limit.check(course)):
        return None
    lacking = sum(len(list(duty.check(course))) for duty in duties.held)
    terms = course_terms(entries, told, asked.first, asked)
    soft = weighed(terms, asked)
    assert isinstance(soft, int)
    return lacking, terms[CourseTerm.CHANGES], soft


def best(asked: Question, told: Sequence[Entry] = ()) -> Value:
    """Return the least value of all programmes."""
    return min(found for entries in every_course(asked) if (found := value(entries, told, asked)) is not None)


@st.composite
def small_questions(draw: st.DrawFn) -> Question:
    open_days = draw(st.sets(st.integers(0, 29), min_size=1, max_size=3))
    past = [held(-draw(st.integers(330, 400)), Form.FULL, name="P1")]
    past += [held(-9, families=(family,), name=f"T{family}") for family in (OUTAGE, SURGE) if draw(st.booleans())]
    occasion = Occasion("Festival", day(draw(st.integers(20, 60))), day(20))
    finding = Finding("F1", SURGE, day(-draw(st.integers(0, 40))), Rating.U)
    return question(
        open_days,
        kinds=FEW_KINDS,
        past=tuple(past),
        occasions=(occasion,) if draw(st.booleans()) else (),
        findings=(finding,) if draw(st.booleans()) else (),
        policy=Policy(
            work=5.0, days_apart=draw(st.integers(1, 8)), budget=draw(st.sampled_from([None, 600.0, 1500.0, 5000.0]))
        ),
    )


@settings(max_examples=25, deadline=None)
@given(small_questions())
def test_a_small_year_is_as_good_as_the_best_of_all(asked: Question) -> None:
    programme = plan(asked, NOW)
    assert value(programme.planned, (), asked) == best(asked)


@settings(max_examples=20, deadline=None)
@given(small_questions(), st.data())
def test_a_year_planned_anew_changes_as_little_as_the_best_of_all(asked: Question, data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(list(FEW_KINDS)), min_size=1, max_size=2))
    days = data.draw(st.lists(st.integers(0, 29), min_size=len(kinds), max_size=len(kinds), unique=True))
    told = [_entry(day(number), kind, asked) for number, kind in zip(days, kinds, strict=True)]
    before = Programme(asked.site, ZONE, asked.first, asked.last, tuple(told), (), (), (NOW,))
    programme = plan(asked, NOW, Told(before, asked.first))
    assert value(programme.planned, told, asked) == best(asked, told)
