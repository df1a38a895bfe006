"""Stamps: what a player did, taken for the clock that waits for it."""

from collections.abc import Iterator

from drills.exercise.log import LineKind
from drills.exercise.orders import Order, once, ordered
from drills.exercise.people import against_player, seats_of
from drills.exercise.phases import Phase
from drills.exercise.run import Run, tick
from drills.incidents import Level
from drills.scenario.acts import Act
from drills.scenario.frozen import Expectation, Scenario
from forecasting.messages import N_, Sentence


@once(LineKind.STAMP)
def stamp(
    run: Run,
    order: Order,
    act: Act,
    agent: str,
    *,
    incident: str | None = None,
    expectation: str | None = None,
    level: Level | None = None,
    text: str = "",
) -> Run:
    """Return *run* with the act of *agent*, stamped now.

    Without *expectation* it is taken for a clock that runs and waits for this act: in time rather than late, of the agent's own seats
    rather than others', then the one due first. A named expectation whose clock has not started is done in advance: it counts as
    done when the clock starts. *incident* may be left out where there is one, or the expectation has it. A level goes down only
    with a reason in *text*.
    """
    known = {item.id: item for item in run.scenario.expectations}
    taken = known.get(expectation) if expectation else _waiting_for(run, order, act, agent, incident)
    of = incident if incident is not None else _incident_of(run.scenario, taken)
    reasons = [
        *against_player(run, agent),
        *_against_expectation(act, incident, expectation, taken),
        *_against_incident(run.scenario, act, of, named=bool(incident or expectation)),
        *_against_level(run, act, of, level, text),
    ]
    data = {
        "act": act.value,
        "agent": agent,
        "incident": of,
        "expectation": None if taken is None else taken.id,
        "level": None if level is None else level.name,
        "text": text,
    }
    return tick(ordered(run, order, LineKind.STAMP, data, {Phase.RUNNING}, reasons), order.now)


def _incident_of(scenario: Scenario, taken: Expectation | None) -> str:
    if taken is not None and taken.incident:
        return taken.incident
    return scenario.incidents[0].id if len(scenario.incidents) == 1 else ""


def _waiting_for(run: Run, order: Order, act: Act, agent: str, incident: str | None) -> Expectation | None:
    """Return the expectation that a stamp of *act* is taken for; a decision is for none unless it is named."""
    if act is Act.DECISION:
        return None
    clocks, ms = run.state.clocks, run.ms(order.now)
    seats = {seat.player_seat for seat in seats_of(run, agent)}
    running = [
        item
        for item in run.scenario.expectations
        if item.act is act
        and item.id in clocks
        and run.state.seen(item.id) is None
        and (incident is None or item.incident in {"", incident})
    ]
    return min(
        running,
        key=lambda item: (clocks[item.id].due_ms < ms, item.seat not in seats, clocks[item.id].due_ms, item.id),
        default=None,
    )


def _against_expectation(
    act: Act, incident: str | None, named: str | None, taken: Expectation | None
) -> Iterator[Sentence]:
    if named and taken is None:
        yield Sentence(N_("there is no expectation {expectation}"), expectation=named)
    if taken is None:
        return
    if taken.act is not act:
        template = N_("{expectation} is seen by the stamp “{expected}”, not “{act}”")
        expected = Sentence(taken.act.label)
        yield Sentence(template, expectation=taken.id, expected=expected, act=Sentence(act.label))
    if incident and taken.incident not in {"", incident}:
        template = N_("{expectation} belongs to the incident {expected}, not to {incident}")
        yield Sentence(template, expectation=taken.id, expected=taken.incident, incident=incident)


def _against_incident(scenario: Scenario, act: Act, incident: str, *, named: bool) -> Iterator[Sentence]:
    known = [item.id for item in scenario.incidents]
    if incident and incident not in known:
        yield Sentence(N_("there is no incident {incident}"), incident=incident)
    if act is Act.GRADED and len(known) > 1 and not named:
        template = N_("several incidents are under way, and each has its own level: expected one of {incidents}")
        yield Sentence(template, incidents=", ".join(known))


def _against_level(run: Run, act: Act, incident: str, level: Level | None, text: str) -> Iterator[Sentence]:
    if (act is Act.GRADED) is not (level is not None):
        yield Sentence(N_("a grading has a level, and nothing else has one"))
    held = run.state.levels.get(incident)
    if level is not None and held is not None and level > held and not text.strip():
        template = N_("the level goes down from {held} to {level}: expected the reason for it")
        yield Sentence(template, held=Sentence(held.label), level=Sentence(level.label))
