from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from drills import Drill, Family, Form, Level, Timing, new_drill
from drills.errors import NoWindowError, RequestError
from drills.placement import Search
from drills.planning import placed_drill
from drills.roles import Role
from drills.scenario.files import library
from drills.scenario.generator import generate
from drills.scenario.loads import Absence
from drills.windows.finder import find_windows
from forecasting.errors import InputError
from forecasting.site import Span
from scheduler.agents import Grade, SkillLevel
from scheduler.instance import Instance
from scheduler.roster import Roster, elapsed
from tests.drills.small_floor import HOUR, MONDAY, SHANGHAI, agent, at, everybody, floor, people, shift

TUESDAY = MONDAY + timedelta(days=1)


def place(roster: Roster, instance: Instance, form: Form = Form.TABLETOP, timing: Timing | None = None) -> Drill:
    return new_drill(Family.SYSTEM_OUTAGE, 7, roster, instance, form=form, timing=timing)


def search(roster: Roster, instance: Instance, timing: Timing | None = None) -> Search:
    template = next(item for item in library() if item.id == "payment-timeouts")
    return find_windows(generate(template, 7, Form.TABLETOP, Level.II), roster, instance, timing or Timing())


def seat_of(drill: Drill, role: Role) -> str:
    return next(str(seat.agent) for seat in drill.seats if seat.role is role)


def test_the_drill_goes_where_most_people_are_to_spare() -> None:
    instance = floor(people(), days=1)
    quiet = range(instance.grid.slot_of(at(instance, 14.5)), instance.grid.slot_of(at(instance, 15.5)))
    heads = instance.demand.scheduled["service"].copy()
    heads[quiet.start : quiet.stop] = 0
    calm = replace(instance, demand=replace(instance.demand, scheduled={"service": heads}))
    assert place(everybody(calm), calm).window.start == at(calm, 14.5)


def test_every_window_of_the_search_is_either_usable_or_refused_with_a_reason() -> None:
    instance = floor(people(), days=1)
    found = search(everybody(instance), instance)
    starts = sorted([item.window.start for item in found.placements] + [item.window.start for item in found.refusals])
    quarters = (22 - 8) * 4 - 3  # from 08:00 to 21:00 at every quarter of an hour
    assert starts == [at(instance, 8) + step * timedelta(minutes=15) for step in range(quarters)]
    assert all(refusal.reason.say() for refusal in found.refusals)
    lunch = {item.window.start for item in found.refusals if "even without" in item.reason.say()}
    assert at(instance, 12.5) in lunch
    slack = [item.slack for item in found.placements]
    assert slack == sorted(slack, reverse=True)


def test_without_enough_people_the_nearest_window_and_its_shortfall_are_named() -> None:
    instance = floor(people(juniors=3), needed=8, days=1)  # ten people, five wanted, two to spare
    with pytest.raises(NoWindowError, match=r"lacks 3\.0 people: too few people can leave live work") as refused:
        place(everybody(instance), instance)
    assert refused.value.shortfall == pytest.approx(3.0)


def test_a_fraction_of_a_required_head_is_a_head() -> None:
    crew = people(juniors=3)
    exact, above = floor(crew, needed=5.0, days=1), floor(crew, needed=5.1, days=1)
    assert place(everybody(exact), exact).cover[0].least_spare == pytest.approx(0.0)
    with pytest.raises(NoWindowError):
        place(everybody(above), above)


def test_a_team_that_is_short_already_forbids_the_window_though_others_have_people() -> None:
    crew = [*people(), agent(90, team="email")]
    instance = floor(crew, needed=2, days=1)
    with pytest.raises(NoWindowError, match="team email lacks required heads even without a drill"):
        place(everybody(instance), instance)


def test_people_of_two_teams_fill_a_drill_that_neither_could() -> None:
    crew = [*people(juniors=0, team="chat"), *people(juniors=0, team="phone", first=40)]
    instance = floor(crew, needed=4, days=1)  # three to spare in each
    made = place(everybody(instance), instance)
    assert sorted(team.away for team in made.cover) == [2, 3]


def test_nobody_on_leave_takes_part_even_where_the_roster_still_has_their_shift() -> None:
    crew = [replace(who, leave=frozenset({MONDAY})) if who.id in {"A01", "A05"} else who for who in people()]
    instance = floor(crew, days=1)
    roster = Roster.of(instance.grid, [shift(instance, who.id, MONDAY) for who in crew])
    made = place(roster, instance)
    assert not {"A01", "A05"} & {str(person) for person in made.away}
    assert made.cover[0].least_spare == 17 - 2 - 5 - 2  # heads, on leave, away, required
    assert seat_of(made, Role.COMMANDER) == "A02"


def test_nobody_in_training_takes_part() -> None:
    instance = floor(people(), days=1)
    training = {f"A{number:02}" for number in range(8, 18)}
    roster = Roster.of(
        instance.grid,
        [shift(instance, who.id, MONDAY, training=[(13, 17)] if who.id in training else []) for who in instance.agents],
    )
    made = place(roster, instance, timing=Timing(hours=Span(13 * 60, 17 * 60)))
    assert not training & {str(person) for person in made.away}


def test_a_shift_that_ends_inside_the_window_gives_nobody_to_it() -> None:
    instance = floor(people(), days=1)
    early = {"A01", "A08"}
    roster = Roster.of(
        instance.grid,
        [shift(instance, who.id, MONDAY, hours=(9, 15.5 if who.id in early else 17)) for who in instance.agents],
    )
    made = place(roster, instance, timing=Timing(hours=Span(15 * 60, 17 * 60)))
    assert made.window.start >= at(instance, 15)
    assert not early & {str(person) for person in made.away}


def test_a_break_between_two_slots_takes_both_slots() -> None:
    instance = floor(people(), days=1)
    roster = Roster.of(
        instance.grid, [shift(instance, who.id, MONDAY, breaks=[(13.9, 14.1)]) for who in instance.agents]
    )
    usable = [item.window for item in search(roster, instance).placements]
    assert usable
    assert not any(window.overlaps(at(instance, 13.75), at(instance, 14.25)) for window in usable)


def test_a_supervisor_commands_and_another_stays_on_live_work() -> None:
    instance = floor(people(), days=1)
    made = place(everybody(instance), instance)
    commander = next(seat for seat in made.seats if seat.role is Role.COMMANDER)
    assert {str(commander.agent), str(commander.backup)} == {"A01", "A02"}


def test_nobody_who_backs_up_is_away() -> None:
    instance = floor(people(), days=1)
    for form in Form:
        made = place(everybody(instance), instance, form)
        assert not {seat.backup for seat in made.seats} & set(made.away)


def test_a_drill_whose_backup_is_away_cannot_be_made() -> None:
    instance = floor(people(), days=1)
    made = place(everybody(instance), instance)
    player = next(seat for seat in made.seats if seat.role is Role.PLAYER)
    wrong = replace(made.seats[0], backup=player.agent, backup_name=player.name)
    with pytest.raises(ValueError, match="is a backup and away at the same time"):
        replace(made, seats=(wrong, *made.seats[1:]))


def test_a_single_supervisor_commands_and_the_missing_backup_is_said() -> None:
    crew = [replace(who, grade=Grade.AGENT) if who.id == "A01" else who for who in people()]
    instance = floor(crew, days=1)
    made = place(everybody(instance), instance)
    assert seat_of(made, Role.COMMANDER) == "A02"
    assert [note.say() for note in made.notes] == ["nobody else who may command stays on live work"]


def test_without_any_supervisor_the_highest_level_commands_and_that_is_said() -> None:
    crew = [replace(who, grade=Grade.AGENT) for who in people()]
    instance = floor(crew, days=1)
    made = place(everybody(instance), instance)
    commander = next(who for who in crew if who.id == seat_of(made, Role.COMMANDER))
    assert commander.level is SkillLevel.SENIOR
    assert "nobody of a leading grade is on this roster" in made.notes[0].say()


def test_a_window_without_a_supervisor_on_shift_is_refused_where_the_roster_has_one() -> None:
    instance = floor(people(), days=2)
    leaders = {"A01", "A02"}
    shifts = [
        shift(instance, who.id, day)
        for who in instance.agents
        for day in (MONDAY, TUESDAY)
        if day == TUESDAY or who.id not in leaders
    ]
    found = search(Roster.of(instance.grid, shifts), instance)
    assert {item.window.local_start.date() for item in found.placements} == {TUESDAY}
    assert any("nobody who may command" in item.reason.say() for item in found.refusals)


def test_where_nobody_has_the_wanted_level_the_highest_is_taken_and_that_is_said() -> None:
    crew = [agent(1, SkillLevel.SENIOR, Grade.SUPERVISOR), *(agent(number) for number in range(2, 12))]
    instance = floor(crew, days=1)
    made = place(everybody(instance), instance)
    assert any(note.say().startswith("evaluator: nobody of the wanted skill level") for note in made.notes)


@pytest.mark.parametrize(("days_before", "allowed"), [(9, False), (10, True)])
def test_no_drill_within_nine_days_before_a_peak(days_before: int, *, allowed: bool) -> None:
    instance = floor(people(), days=1)
    timing = Timing(peaks=frozenset({MONDAY + timedelta(days=days_before)}))
    assert bool(search(everybody(instance), instance, timing).placements) is allowed


@pytest.mark.parametrize(("days_after", "allowed"), [(2, False), (3, True)])
def test_no_drill_within_two_days_after_a_peak(days_after: int, *, allowed: bool) -> None:
    instance = floor(people(), days=1)
    timing = Timing(peaks=frozenset({MONDAY - timedelta(days=days_after)}))
    assert bool(search(everybody(instance), instance, timing).placements) is allowed


def test_a_day_near_a_peak_says_so() -> None:
    instance = floor(people(), days=1)
    with pytest.raises(NoWindowError, match="too near the peak on 2026-03-03") as refused:
        place(everybody(instance), instance, timing=Timing(peaks=frozenset({TUESDAY})))
    assert refused.value.shortfall is None


def test_a_drill_lasts_its_minutes_in_a_night_with_a_clock_change() -> None:
    berlin, sunday = ZoneInfo("Europe/Berlin"), date(2026, 3, 29)
    instance = floor(people(), days=1, zone=berlin, first_day=sunday)
    roster = Roster.of(
        instance.grid, [shift(instance, who.id, sunday, hours=(0, 8), breaks=[]) for who in instance.agents]
    )
    timing = Timing(hours=Span(60, 4 * 60))  # 01:00 to 04:00 on the clock are two hours
    made = place(roster, instance, Form.FUNCTIONAL, timing)
    assert elapsed(made.window.local_start, made.window.local_end) == 2 * HOUR
    assert (made.window.local_start.hour, made.window.local_end.hour) == (1, 4)
    assert made.time_of(90).hour == 3


@pytest.mark.parametrize(("slot_minutes", "hours"), [(5, 2.5), (15, 2.5), (30, 2.5), (60, 3.0)])
def test_a_window_is_whole_slots_and_no_shorter_than_the_drill(slot_minutes: int, hours: float) -> None:
    instance = floor(people(), days=1, slot_minutes=slot_minutes)
    made = place(everybody(instance), instance, Form.FULL)
    assert made.window.end - made.window.start == hours * HOUR


def test_an_empty_roster_carries_no_drill() -> None:
    instance = floor(people(), days=1)
    with pytest.raises(NoWindowError):
        place(Roster(instance.grid, ()), instance)


def test_hours_too_short_for_the_drill_are_said_to_be_so() -> None:
    instance = floor(people(), days=1)
    with pytest.raises(NoWindowError, match="no day with enough time"):
        place(everybody(instance), instance, timing=Timing(hours=Span(540, 580)))


def test_a_roster_of_other_days_is_refused() -> None:
    instance, other = floor(people(), days=1), floor(people(), days=2)
    with pytest.raises(RequestError, match="do not cover the same days"):
        place(everybody(other), instance)


def test_what_no_template_offers_is_refused_with_what_there_is() -> None:
    instance = floor(people(), days=1)
    only = [item for item in library() if item.id == "desk-tool-down"]
    with pytest.raises(RequestError, match=r"desk-tool-down: .*levels I, II, III"):
        new_drill(Family.SYSTEM_OUTAGE, 7, everybody(instance), instance, level=Level.IV, templates=only)


def test_a_scenario_whose_absences_are_of_other_teams_is_refused() -> None:
    instance = floor(people(), days=1)
    made = generate(next(item for item in library() if item.id == "half-team-unwell"), 7, Form.FULL, Level.II)
    loads = tuple(
        replace(load, effect=replace(load.effect, teams=("service", "night")))
        for load in made.loads
        if isinstance(load.effect, Absence)
    )
    with pytest.raises(InputError) as refused:
        placed_drill(replace(made, loads=loads), "x", everybody(instance), instance)
    assert [(fault.value, fault.expected) for fault in refused.value.faults] == [("night", "service")] * len(loads)


def test_a_level_that_is_asked_for_is_the_level_at_worst() -> None:
    instance = floor(people(), days=1)
    for level in Level:
        made = new_drill(Family.COMPLAINT_SURGE, 7, everybody(instance), instance, level=level)
        assert made.scenario.level is level


def test_the_commander_changes_from_seed_to_seed() -> None:
    instance = floor(people(), days=1)
    commanders = {
        seat_of(new_drill(Family.SYSTEM_OUTAGE, seed, everybody(instance), instance), Role.COMMANDER)
        for seed in range(12)
    }
    assert commanders == {"A01", "A02"}


def test_the_zone_of_the_site_tells_the_time() -> None:
    instance = floor(people(), days=1)
    made = place(everybody(instance), instance)
    assert made.window.zone == SHANGHAI
    assert made.time_of(0).utcoffset() == timedelta(hours=8)
