"""Every template in every form, run to its end: what comes is what its graph says."""

import pytest

from drills.exercise import run_of, standing_of
from drills.exercise.log import log_text, read_log
from drills.roles import Form
from drills.scenario.frozen import Outcome
from drills.scenario.graph import delivered
from tests.drills.drawn import KNOWN, drawn
from tests.drills.exercise.played import done_at_once, done_wrongly, played
from tests.drills.practice.seated import seated

DRAWS = [
    pytest.param(offer.id, form, id=f"{offer.id}-{form.value}") for offer in KNOWN.offers() for form in offer.forms
]


@pytest.mark.parametrize(("name", "form"), DRAWS)
def test_with_nobody_acting_every_clock_runs_out_and_all_that_waits_for_it_comes(name: str, form: Form) -> None:
    run = played(seated(drawn(name, form)))
    assert run.state.given.keys() == delivered(run.scenario, Outcome.EXPIRED)
    counted = {
        item.id for item in run.scenario.expectations if standing_of(item, run.state, run.log.last.ms).status.counts
    }
    assert run.state.ran_out.keys() == counted
    assert run_of(read_log(log_text(run.log))) == run


@pytest.mark.parametrize(("name", "form"), DRAWS)
def test_with_everybody_acting_in_time_no_clock_runs_out_and_what_waits_for_success_comes(
    name: str, form: Form
) -> None:
    run = played(seated(drawn(name, form)), done_at_once)
    assert run.state.given.keys() == delivered(run.scenario, Outcome.MET)
    assert not run.state.ran_out
    statuses = {standing_of(item, run.state, run.log.last.ms).status for item in run.scenario.expectations}
    assert not statuses & {"missed", "late", "running"}


@pytest.mark.parametrize(("name", "form"), DRAWS)
def test_with_everything_judged_wrong_failures_bring_what_waits_for_them(name: str, form: Form) -> None:
    run = played(seated(drawn(name, form)), done_wrongly)
    assert run.state.given.keys() >= delivered(run.scenario, Outcome.MISSED)
    assert not {given.cause for given in run.state.given.values()} & {"success", "expiry"}
