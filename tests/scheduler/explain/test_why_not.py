"""Why does somebody not work a shift: the rules that forbid it, with their sources, or the price, term by term."""

import pytest

from scheduler.agents import AgentId
from scheduler.checking import check_roster
from scheduler.explain.why_not import Asking, Verdict, WhyNot
from scheduler.objective import Objective, roster_terms
from scheduler.roster import Roster
from scheduler.rules.base import Severity
from tests.scheduler.explain.overconstrained import CHINA, day
from tests.scheduler.explain.questions import QUESTIONS, Question, asking, fortnight
from tests.scheduler.tiny import EARLY, MONDAY, SOMEBODY, after, centre, contract, line, person


def answer(question: Question) -> WhyNot:
    asked = asking(question.rules)
    agent = asked.instance.agent_by_id[AgentId(question.who)]
    return asked.why_not(agent, day(question.ahead), question.kind)


def test_there_are_twenty_five_questions_about_a_lawful_roster() -> None:
    assert len({question.name for question in QUESTIONS}) == 25
    asked = asking()
    assert {found.severity for found in check_roster(asked.roster, asked.instance, CHINA)} <= {
        Severity.SOFT,
        Severity.NOTE,
    }


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_answer_is_the_one_expected(question: Question) -> None:
    found = answer(question)
    assert found.verdict is question.verdict
    assert tuple(sorted({violation.rule for violation in found.broken})) == question.broken
    assert all(violation.citation for violation in found.broken)
    assert question.forbids in " ".join(reason.sentence for reason in found.reasons)
    assert bool(found.reasons) is (found.verdict is Verdict.FORBIDDEN)
    changed = [shift.day for before, after_it in found.changes for shift in (before or after_it,) if shift is not None]
    assert changed == [day(ahead) for ahead in question.changed]
    if question.costs:
        assert found.costs == pytest.approx(question.costs)


def test_the_price_is_the_difference_that_the_change_makes() -> None:
    asked, instance = asking(), fortnight()
    found = asked.why_not(instance.agent_by_id[AgentId("e")], day(4), "night")
    assert found.shift is not None
    with_it = Roster.of(instance.grid, [*asked.roster.assignments, found.shift])
    before, after_it = (roster_terms(roster, instance, Objective()) for roster in (asked.roster, with_it))
    assert found.costs == pytest.approx({name: after_it[name] - before[name] for name in before})
    assert found.cost == pytest.approx(sum(after_it.values()) - sum(before.values()))


def test_a_shift_that_the_day_before_the_plan_forbids_is_told_so() -> None:
    late = next(kind for kind in fortnight().kinds if kind.name == "late")
    instance = after(centre(person(contract(EARLY)), [EARLY], days=2), late)
    asked = Asking(line(instance), instance, CHINA, Objective())
    found = asked.why_not(instance.agent_by_id[SOMEBODY], MONDAY, "early")
    assert found.verdict is Verdict.FORBIDDEN
    assert "daily-rest" in {violation.rule for violation in found.broken}
