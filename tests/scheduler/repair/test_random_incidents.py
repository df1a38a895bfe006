"""What every repair keeps, whatever happened: drawn at random, centres and incidents alike."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.agents import AgentId, Bounds
from scheduler.checking import check_roster, is_lawful
from scheduler.instance import Instance
from scheduler.repair import Absence, Asks, Incident, Notice, Repair, repair
from scheduler.roster import Assignment, Roster
from scheduler.rules.heads import HeadsOnDuty
from scheduler.solution import Limits
from tests.scheduler.repair.repairs import RULES, Shift, at, day, roster
from tests.scheduler.tiny import EARLY, LATE, NIGHT, centre, contract, kind, person

DAYS = 5
MOVABLE = kind("day", "08:00", 8, last="11:00")
OFFERS = (
    contract(EARLY, LATE, name="two"),
    contract(EARLY, NIGHT, name="night", hours=Bounds(None, 32)),
    contract(MOVABLE, name="day", hours=Bounds(8, 40)),
)
KINDS = (EARLY, LATE, NIGHT, MOVABLE)
NAMES = "abcd"


@st.composite
def lawful_centres(draw: st.DrawFn) -> tuple[Instance, Roster]:
    """Draw a centre with a roster that keeps the rules of single people."""
    people = [person(draw(st.sampled_from(OFFERS)), name) for name in NAMES]
    need = {slot: float(draw(st.integers(0, 3))) for slot in range(8, 24 * DAYS, 5)}
    instance = centre(people, KINDS, days=DAYS, need=need)
    lines: dict[str, list[Shift]] = {}
    for agent in people:
        offered: list[Shift] = [None, *(each for each in KINDS if each.name in agent.contract.kinds)]
        drawn = draw(st.lists(st.sampled_from(offered), min_size=DAYS, max_size=DAYS))
        # whoever drew a line that breaks a rule works every other day alone
        alone = instance.alone(agent)
        lawful = is_lawful(check_roster(roster(instance, {agent.id: drawn}), alone, RULES))
        lines[agent.id] = drawn if lawful else [offered[1], None, offered[1], None, offered[1]]
    return instance, roster(instance, lines)


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """Draw who is away, whole days or hours, and who has left."""
    absences = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)):
        start = at(0, 0) + timedelta(hours=draw(st.integers(0, 24 * DAYS - 2)))
        if draw(st.booleans()):
            start = at((start - at(0, 0)).days, 0)
        hours = draw(st.sampled_from([1, 5, 24, 48, 60]))
        absences.append(Absence(AgentId(name), start, start + timedelta(hours=hours), draw(st.booleans())))
    left = {AgentId("d"): day(draw(st.integers(0, DAYS - 1)))} if draw(st.booleans()) else {}
    return Incident(tuple(absences), left)


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    """Draw when it is now, before or within the planned days."""
    now: datetime = at(0, 0) + timedelta(hours=draw(st.integers(-48, 24 * DAYS)))
    return Notice(now, timedelta(hours=draw(st.sampled_from([0, 6, 24]))))


trials = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def mended(asked: tuple[Instance, Roster], incident: Incident, notice: Notice) -> Repair:
    """Return the repair."""
    instance, published = asked
    return repair(instance, RULES, published, incident, notice, Limits(60, 1))


def shifts_of(found: Roster) -> dict[tuple[AgentId, object], Assignment]:
    """Return the shifts by person and day."""
    return {(shift.agent, shift.day): shift for shift in found.assignments}


@trials
@given(lawful_centres(), incidents(), notices())
def test_whoever_is_away_is_given_no_shift_and_serves_in_none(
    asked: tuple[Instance, Roster], incident: Incident, notice: Notice
) -> None:
    found = mended(asked, incident, notice)
    for shift in found.roster.assignments:
        for absence in incident.of(shift.agent):
            if absence.meets(shift):
                start, end = max(shift.start, absence.start), min(shift.end, absence.end)
                away = [(pause.start, pause.end) for pause in shift.breaks]
                away += [(activity.start, activity.end) for activity in shift.activities]
                assert any(first <= start and end <= last for first, last in away)


@trials
@given(lawful_centres(), incidents(), notices())
def test_the_changes_told_are_the_difference_of_the_rosters(
    asked: tuple[Instance, Roster], incident: Incident, notice: Notice
) -> None:
    found = mended(asked, incident, notice)
    before, after = shifts_of(found.kept), shifts_of(found.roster)
    told = {(change.agent, change.day): (change.before, change.after) for change in found.changes}
    keys = before.keys() | after.keys()
    assert told == {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}
    assert len(found.kept.assignments) + len(found.lost) == len(asked[1].assignments)


@trials
@given(lawful_centres(), incidents(), notices())
def test_no_shift_that_starts_too_soon_is_changed_or_given(
    asked: tuple[Instance, Roster], incident: Incident, notice: Notice
) -> None:
    for change in mended(asked, incident, notice).changes:
        for shift in (change.before, change.after):
            assert shift is None or shift.start >= notice.border


@trials
@given(lawful_centres(), incidents(), notices())
def test_nobody_who_was_lawful_breaks_a_rule_after_a_repair(
    asked: tuple[Instance, Roster], incident: Incident, notice: Notice
) -> None:
    found = mended(asked, incident, notice)
    broken = {violation.agent for violation in check_roster(found.roster, found.instance, RULES)}
    assert broken <= incident.agents


@trials
@given(lawful_centres(), incidents(), notices())
def test_a_repair_misses_no_more_hours_than_doing_nothing(
    asked: tuple[Instance, Roster], incident: Incident, notice: Notice
) -> None:
    found = mended(asked, incident, notice)
    prices = Asks().prices
    assert found.after_missing_hours <= found.before_missing_hours
    assert all(change.points >= min(prices.changes.values()) / 100 for change in found.changes)


@trials
@given(lawful_centres(), incidents())
def test_the_floor_of_heads_is_missed_no_more_than_without_the_repair(
    asked: tuple[Instance, Roster], incident: Incident
) -> None:
    instance, published = asked
    rules = (*RULES, HeadsOnDuty(heads=1))
    found = repair(instance, rules, published, incident, Notice(at(-2, 0)), Limits(60, 1))
    streams = HeadsOnDuty(heads=1).streams(found.instance)
    missing = [
        sum(stream.missing(stream.heads(each, found.instance)) for stream in streams)
        for each in (found.kept, found.roster)
    ]
    assert missing[1] <= missing[0]
