"""The programme plans re-tests of what drills showed, and a later log settles them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from drills.finding import Finding
from drills.improvement import ScoredDrill, held_entries, to_retest, with_held, with_owed
from drills.incidents import Family
from drills.programme import Question, plan
from drills.programme.basis import basis_of
from drills.rating import Rating
from drills.scenario.acts import Capability
from tests.drills.improvement.held_drills import FIRST_DAY, held_drill
from tests.drills.programme.small_year import question

NOW = datetime(2026, 3, 5, tzinfo=UTC)


def asked(*drills: ScoredDrill) -> Question:
    """Return the question for six weeks from the eighth day on, after *drills*."""
    days = question([10, 20, 30], 49)
    first = FIRST_DAY + timedelta(days=7)
    return replace(days, first=first, past=held_entries(drills), findings=to_retest(drills))


def test_what_was_rated_u_is_tested_again_within_six_weeks() -> None:
    missed = held_drill(["graded"])
    programme = plan(asked(missed), NOW)
    (owed,) = to_retest([missed])
    (entry,) = (entry for entry in programme.planned if owed.id in entry.retests)
    assert entry.day <= missed.day + timedelta(weeks=6)
    assert owed.capability in entry.capabilities
    assert owed.family in entry.families


def test_a_later_log_settles_it_whatever_it_showed_and_owes_what_it_missed() -> None:
    missed = held_drill(["graded"])
    met, again = held_drill((), 3, "D2"), held_drill(["graded"], 3, "D3")
    assert not [
        duty for duty in basis_of(plan(asked(missed, met), NOW), asked(missed, met)).duties if "retest" in duty.id
    ]
    (owed,) = asked(missed, again).findings
    assert owed.drill == "D3"


def test_records_of_the_past_give_way_to_logs_of_the_same_drills() -> None:
    drill = held_drill(["graded"])
    (entry,) = held_entries([drill])
    (told,) = with_held([replace(entry, capabilities=tuple(Capability))], [drill])
    assert told == entry


def test_findings_from_elsewhere_stay_until_a_drill_tested_them_again() -> None:
    older = Finding("R1", Family.SYSTEM_OUTAGE, FIRST_DAY - timedelta(days=9), Rating.U, Capability.GRADING)
    other = replace(older, id="R2", family=Family.DATA_LEAK)
    assert [one.id for one in with_owed([older, other], [held_drill()])] == ["R2"]
    assert [one.id for one in with_owed([older, other], [])] == ["R1", "R2"]
