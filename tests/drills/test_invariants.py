"""The invariants of drills that apply before a drill is run; each name begins with the invariant's number."""

import os
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills import Drill, Family, Form, Level, Timing, breaches, drill_json, drill_markdown, drill_notice, new_drill
from drills.cast import parts_of
from drills.errors import NoWindowError, RequestError
from drills.incidents import Scope, worst
from drills.planning import scenario_of
from drills.reservation import published_roster, with_drill
from drills.roles import Role
from drills.scenario.acts import Effort
from drills.scenario.files import library
from drills.scenario.frozen import Outcome, Scenario, Standing
from drills.scenario.generator import frozen, generate, is_intact
from drills.scenario.graph import cycle, delivered, reachable
from drills.standards import TARGETS
from forecasting.messages import english
from forecasting.site import Span
from scheduler.coverage import on_duty
from tests.drills.drawn import drawn, draws, largest, names
from tests.drills.small_floor import everybody, floor, people

EVERY_DRAW = list(draws())
COMBINED = list(draws(Scope.COMBINED))


def drill(seed: int = 7, form: Form = Form.TABLETOP, *, announced: bool = True) -> Drill:
    instance = floor(people())
    return new_drill(Family.SYSTEM_OUTAGE, seed, everybody(instance), instance, form=form, announced=announced)


@pytest.mark.parametrize(("name", "form", "level"), EVERY_DRAW)
def test_4_every_objective_has_injects_and_expectations_and_they_have_it(name: str, form: Form, level: Level) -> None:
    scenario = drawn(name, form, level)
    objectives = {item.id for item in scenario.objectives}
    assert {name for inject in scenario.injects for name in inject.objectives} == objectives
    assert {item.objective for item in scenario.expectations} == objectives
    for item in scenario.expectations:
        assert item.objective in scenario.inject(item.clock.basis).objectives


@pytest.mark.parametrize(("name", "form", "level"), EVERY_DRAW)
def test_4_the_injects_have_no_cycle_and_all_is_reached_whether_players_do_well_or_badly(
    name: str, form: Form, level: Level
) -> None:
    scenario = drawn(name, form, level)
    assert cycle(scenario) == ()
    assert reachable(scenario) == {inject.id for inject in scenario.injects}
    for outcome in Outcome:
        come = delivered(scenario, outcome)
        tested = {item.objective for item in scenario.expectations if item.clock.basis in come}
        assert tested == {item.id for item in scenario.objectives}
    assert any(not inject.timed for inject in scenario.injects)  # what the players do leads on


@pytest.mark.parametrize(("name", "form", "level"), EVERY_DRAW)
def test_5_every_clock_runs_from_one_inject_for_the_time_of_its_standard(name: str, form: Form, level: Level) -> None:
    scenario = drawn(name, form, level)
    for item in scenario.expectations:
        basis = [inject for inject in scenario.injects if inject.id == item.clock.basis]
        assert len(basis) == 1
        assert item.clock.due_minutes == basis[0].minutes + item.clock.within_minutes
        if item.clock.target is not None:
            assert timedelta(minutes=item.clock.within_minutes) == TARGETS[item.clock.target].within
            assert item.clock.citation == TARGETS[item.clock.target].citation


@pytest.mark.parametrize(("name", "form", "level"), EVERY_DRAW)
def test_5_a_clock_that_ends_after_the_drill_is_never_counted(name: str, form: Form, level: Level) -> None:
    scenario = drawn(name, form, level)
    for item in scenario.expectations:
        assert (item.clock.standing is Standing.OBSERVED) == (item.clock.due_minutes <= scenario.minutes)


def test_5_a_complaint_due_in_24_hours_is_projected_and_one_due_in_72_hours_not_observed() -> None:
    template = next(item for item in library() if item.id == "late-refunds")
    clocks = {item.id: item.clock for item in generate(template, 3, Form.FULL, Level.II).expectations}
    assert clocks["handled"].within_minutes == 24 * 60
    assert clocks["handled"].standing is Standing.PROJECTED
    assert clocks["investigated"].within_minutes == 72 * 60
    assert clocks["investigated"].standing is Standing.NOT_OBSERVED


def test_6_the_level_of_several_incidents_is_the_worst() -> None:
    assert worst(Level.III, Level.I, Level.IV) is Level.I


@pytest.mark.parametrize(("name", "form", "level"), COMBINED)
def test_6_incidents_at_once_keep_their_own_levels_and_clocks(name: str, form: Form, level: Level) -> None:
    scenario = drawn(name, form, level)
    assert len(scenario.incidents) >= 2
    assert scenario.level is level is worst(*(incident.level for incident in scenario.incidents))
    for incident in scenario.incidents:
        raised = [item.new_level for item in scenario.injects if item.incident == incident.id and item.new_level]
        assert raised == ([] if incident.level is incident.opening_level else [incident.level])
        own = [item for item in scenario.expectations if item.incident == incident.id]
        assert {scenario.inject(item.clock.basis).incident for item in own} == {incident.id}


@pytest.mark.parametrize(("name", "form", "level"), COMBINED)
def test_6_what_ties_incidents_lowers_no_level(name: str, form: Form, level: Level) -> None:
    assert all(item.new_level is None for item in drawn(name, form, level).injects if not item.incident)


@pytest.mark.parametrize("name", names())
def test_3_a_frozen_scenario_shows_any_change(name: str) -> None:
    scenario = drawn(name, largest(name))
    assert is_intact(scenario)
    first = scenario.injects[0]
    for change in (
        replace(scenario, seed=scenario.seed + 1),
        replace(scenario, intensity_percent=120),
        replace(scenario, injects=(replace(first, minutes=first.minutes + 1), *scenario.injects[1:])),
        replace(scenario, loads=scenario.loads[1:]),
        replace(scenario, roleplays=scenario.roleplays[1:]),
        replace(scenario, expectations=(replace(scenario.expectations[0], critical=True, effort=Effort(1, 2)),)),
    ):
        assert not is_intact(change)
        assert frozen(change).digest != scenario.digest


def test_3_a_scenario_cannot_be_changed_where_it_stands() -> None:
    scenario = drawn("payment-timeouts", Form.FULL)
    for field in ("seed", "injects", "digest"):
        with pytest.raises(FrozenInstanceError):
            setattr(scenario, field, None)


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("seed", range(5))
def test_7_nobody_is_both_player_and_evaluator(seed: int, form: Form) -> None:
    seats = drill(seed, form=form).seats
    tested = {seat.agent for seat in seats if seat.role.meets_incident}
    script = {seat.agent for seat in seats if not seat.role.meets_incident}
    assert not tested & script


def test_7_a_drill_with_a_player_who_evaluates_cannot_be_made() -> None:
    made = drill()
    player = next(seat for seat in made.seats if seat.role is Role.PLAYER)
    with pytest.raises(ValueError, match=f"{player.name} would know the script"):
        replace(made, seats=(*made.seats, replace(player, role=Role.EVALUATOR)))


def test_7_nobody_is_in_two_drills_at_once_even_where_the_first_is_not_in_the_roster() -> None:
    instance = floor(people(), days=1)
    roster = everybody(instance)
    hour = Timing(hours=Span(14 * 60, 15 * 60))
    first = new_drill(Family.SYSTEM_OUTAGE, 7, roster, instance, announced=False, timing=hour)
    second = new_drill(Family.COMPLAINT_SURGE, 7, roster, instance, timing=hour, planned=[first])
    assert second.window.overlaps(first.window.start, first.window.end)
    assert not set(first.away) & set(second.away)
    assert breaches(second, with_drill(roster, first), instance) == ()


@pytest.mark.parametrize("form", list(Form))
def test_7_nobody_in_a_drill_has_a_break_or_live_work_in_its_window(form: Form) -> None:
    instance = floor(people())
    roster = everybody(instance)
    made = new_drill(Family.COMPLAINT_SURGE, 3, roster, instance, form=form)
    lines = with_drill(roster, made).by_agent()
    for person in made.away:
        shifts = [item for item in lines[person] if item.start <= made.window.start and made.window.end <= item.end]
        assert len(shifts) == 1
        assert not any(made.window.overlaps(pause.start, pause.end) for pause in shifts[0].breaks)
        assert [item.start for item in shifts[0].activities] == [made.window.start]


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    needed=st.floats(0, 20, allow_nan=False),
    form=st.sampled_from(list(Form)),
    family=st.sampled_from(sorted({template.family for template in library()})),
)
def test_8_every_slot_keeps_its_required_heads(seed: int, needed: float, form: Form, family: Family) -> None:
    instance = floor(people(juniors=14), needed=needed, days=1)
    roster = everybody(instance)
    people_needed = len(parts_of(scenario_of(family, seed, form)))
    if people_needed > 21 - needed:
        with pytest.raises(NoWindowError):
            new_drill(family, seed, roster, instance, form=form)
        return
    made = new_drill(family, seed, roster, instance, form=form)
    left = on_duty(with_drill(roster, made), instance)["service"] - instance.demand.scheduled["service"]
    window = slice(instance.grid.slot_of(made.window.start), instance.grid.slot_of(made.window.end))
    assert left[window].min() >= -1e-6
    assert made.cover[0].least_spare == pytest.approx(left[window].min(), abs=1e-6)


def test_8_a_roster_that_lost_a_participant_or_heads_no_longer_carries_the_drill() -> None:
    instance = floor(people())
    roster = everybody(instance)
    made = new_drill(Family.SYSTEM_OUTAGE, 7, roster, instance)
    assert breaches(made, roster, instance) == ()
    ill = made.seats[0].agent
    thinner = replace(roster, assignments=tuple(item for item in roster.assignments if item.agent != ill))
    assert [note.values["name"] for note in breaches(made, thinner, instance)] == [made.seats[0].name]
    busier = floor(people(), needed=14)
    assert [note.values["people"] for note in breaches(made, roster, busier)] == [2.0]


def test_9_an_unannounced_drill_leaves_the_roster_as_it_was() -> None:
    instance = floor(people())
    roster = everybody(instance)
    before = repr(roster)
    hidden = new_drill(Family.SYSTEM_OUTAGE, 7, roster, instance, announced=False)
    assert published_roster(roster, hidden) is roster
    assert repr(roster) == before
    assert repr(published_roster(roster, replace(hidden, announced=True))) != before


def test_9_nobody_gets_a_notice_of_an_unannounced_drill() -> None:
    hidden = drill(announced=False)
    with pytest.raises(RequestError, match="unannounced"):
        drill_notice(hidden, hidden.away[0], english, "en")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_10_every_text_that_goes_out_bears_the_drill_mark(language: str) -> None:
    made = drill()
    assert all("演练" in inject.text.in_language(language) for inject in made.scenario.injects)
    assert "演练" in drill_markdown(made, english, language).splitlines()[0]
    assert "演练" in drill_notice(made, made.away[0], english, language).splitlines()[0]
    assert '"mark": "演练"' in drill_json(made)
    activities = {
        item.name for line in with_drill(everybody(floor(people())), made).assignments for item in line.activities
    }
    assert len(activities) == 1
    assert all("演练" in name for name in activities)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_16_same_seed_and_data_give_the_same_bytes(language: str) -> None:
    assert drill_json(drill()) == drill_json(drill())
    assert drill_markdown(drill(), english, language) == drill_markdown(drill(), english, language)


def test_16_another_seed_gives_another_scenario() -> None:
    digests = {drill(seed).scenario.digest for seed in range(8)}
    assert len(digests) == 8


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("payment-timeouts", "a29025cd9d1aa1ee9e076ff9f1b4fee0bbd7f034d95bfeb61bf0e3a72656e72f"),
        ("fake-goods-rumour", "107a5c66b48694dc2477df2ebe4c3fedce095226063b0cd370bda10e886a0998"),
        ("payments-and-refunds", "b0a6c2f5c1630ddf6f6fab990812ce7f8ba98d8c082be35f838332fdd41f2d47"),
    ],
)
def test_16_a_fingerprint_is_the_same_on_every_machine_until_its_template_changes(name: str, digest: str) -> None:
    assert drawn(name, Form.FULL).digest == digest


def test_16_the_fingerprint_hangs_on_no_hash_seed_of_python() -> None:
    code = (
        "from drills.roles import Form; from drills.scenario.catalogue import catalogue;"
        "print(catalogue().draw('silence-hides-rumour', 3, Form.FULL).digest)"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("0", "4711")
    }
    assert seen == {drawn("silence-hides-rumour", Form.FULL).digest}


def test_16_the_draws_of_a_seed_are_pinned_for_every_machine() -> None:
    template = next(item for item in library() if item.id == "payment-timeouts")
    scenario: Scenario = generate(template, 7, Form.TABLETOP, Level.II)
    assert [(item.name, item.text.en) for item in scenario.values][:3] == [
        ("failed_percent", "35"),
        ("waiting", "420"),
        ("double_charges", "210"),
    ]
