"""Is it a good exercise? Every finding over a finished scenario; none means that it may be frozen."""

from collections.abc import Iterator

from drills.notes import Note
from drills.scenario.frozen import Outcome, Scenario, Standing
from drills.scenario.graph import cycle, delivered, reachable
from drills.scenario.templates import COMMANDER_SEAT
from drills.scenario.text import DRILL_MARK, Text
from forecasting.messages import N_

OBJECTIVES = range(3, 6)
MOST_INJECTS_A_SEAT_AND_HOUR = 8
SLACK_SHARE = 0.05
_HOUR_MINUTES = 60


def lint(scenario: Scenario) -> tuple[Note, ...]:
    """Return every finding over *scenario*, in the order of the checks."""
    return tuple(finding for check in _CHECKS for finding in check(scenario))


def _objectives(scenario: Scenario) -> Iterator[Note]:
    count = len(scenario.objectives)
    if count not in OBJECTIVES:
        yield Note(N_("there are {count} objectives; expected 3 to 5"), {"count": count})
    for objective in scenario.objectives:
        if not (objective.success.en.strip() and objective.success.zh.strip()):
            yield Note(N_("objective {objective} does not say by what it is met"), {"objective": objective.id})


def _total(scenario: Scenario) -> Iterator[Note]:
    for objective in scenario.objectives:
        if not any(objective.id in inject.objectives for inject in scenario.injects):
            yield Note(N_("no inject serves objective {objective}"), {"objective": objective.id})
        clocks = [item.clock for item in scenario.expectations if item.objective == objective.id]
        if not clocks:
            yield Note(N_("no expectation measures objective {objective}"), {"objective": objective.id})
        elif not any(clock.standing is Standing.OBSERVED for clock in clocks):
            yield Note(
                N_("nothing of objective {objective} can be seen before the drill ends"), {"objective": objective.id}
            )


def _references(scenario: Scenario) -> Iterator[Note]:
    objectives = {objective.id for objective in scenario.objectives}
    seats = {seat.id for seat in scenario.seats}
    injects = {inject.id: inject for inject in scenario.injects}
    expectations = {expectation.id for expectation in scenario.expectations}
    for inject in scenario.injects:
        if not inject.objectives or not set(inject.objectives) <= objectives:
            yield Note(N_("inject {inject} serves no known objective"), {"inject": inject.id})
        if inject.seat not in seats:
            yield Note(N_("inject {inject} goes to nobody"), {"inject": inject.id})
        if inject.condition is not None and inject.condition.expectation not in expectations:
            yield Note(N_("inject {inject} waits for an unknown expectation"), {"inject": inject.id})
    for expectation in scenario.expectations:
        basis = injects.get(expectation.clock.basis)
        if basis is None:
            yield Note(N_("the clock of {expectation} has no event that starts it"), {"expectation": expectation.id})
        elif expectation.objective not in basis.objectives:
            yield Note(
                N_("{expectation} measures an objective that its inject {inject} does not serve"),
                {"expectation": expectation.id, "inject": basis.id},
            )
        if expectation.objective not in objectives or expectation.seat not in seats:
            yield Note(N_("{expectation} measures nobody or nothing known"), {"expectation": expectation.id})


def _flow(scenario: Scenario) -> Iterator[Note]:
    circle = cycle(scenario)
    if circle:
        yield Note(N_("the injects {injects} wait for each other"), {"injects": ", ".join(circle)})
    missing = {inject.id for inject in scenario.injects} - reachable(scenario)
    for name in sorted(missing):
        yield Note(N_("inject {inject} can never come"), {"inject": name})
    for outcome, sentence in (
        (Outcome.MET, N_("objective {objective} is never tested when the players do well")),
        (Outcome.MISSED, N_("objective {objective} is never tested when the players do badly")),
    ):
        come = delivered(scenario, outcome)
        tested = {item.objective for item in scenario.expectations if item.clock.basis in come}
        for objective in scenario.objectives:
            if objective.id not in tested:
                yield Note(sentence, {"objective": objective.id})


def _clocks(scenario: Scenario) -> Iterator[Note]:
    injects = {inject.id: inject for inject in scenario.injects}
    clocks = {item.id: item.clock for item in scenario.expectations}
    for name, clock in clocks.items():
        basis = injects.get(clock.basis)
        if basis is not None and clock.due_minutes != basis.minutes + clock.within_minutes:
            yield Note(N_("the clock of {expectation} does not run from its inject"), {"expectation": name})
        if (clock.due_minutes <= scenario.minutes) != (clock.standing is Standing.OBSERVED):
            yield Note(N_("the clock of {expectation} counts although it ends after the drill"), {"expectation": name})
    for inject in scenario.injects:
        condition = inject.condition
        if condition is None or condition.expectation not in clocks:
            continue
        if clocks[condition.expectation].standing is not Standing.OBSERVED:
            yield Note(N_("inject {inject} waits for what ends after the drill"), {"inject": inject.id})


def _pace(scenario: Scenario) -> Iterator[Note]:
    last = scenario.minutes * (1 - SLACK_SHARE)
    for inject in scenario.injects:
        if inject.minutes > last:
            yield Note(
                N_("inject {inject} may come at minute {minute}; the drill has no slack after minute {last}"),
                {"inject": inject.id, "minute": inject.minutes, "last": int(last)},
            )
    for seat in scenario.seats:
        times = [inject.minutes for inject in scenario.injects if inject.seat == seat.id]
        if not times:
            yield Note(N_("seat {seat} has nothing to respond to"), {"seat": seat.id})
        busiest = max((sum(start <= time < start + _HOUR_MINUTES for time in times) for start in times), default=0)
        if busiest > MOST_INJECTS_A_SEAT_AND_HOUR:
            yield Note(
                N_("seat {seat} gets {count} injects within an hour; expected at most {most}"),
                {"seat": seat.id, "count": busiest, "most": MOST_INJECTS_A_SEAT_AND_HOUR},
            )


def _turns(scenario: Scenario) -> Iterator[Note]:
    if not any(inject.ambiguous for inject in scenario.injects):
        yield Note(N_("no fact can be read in two ways"))
    changes = [inject for inject in scenario.injects if inject.new_level is not None]
    if scenario.opening_level is not scenario.level and len(changes) != 1:
        yield Note(N_("the level changes {count} times; expected once"), {"count": len(changes)})
    if scenario.opening_level is scenario.level and changes:
        yield Note(N_("an inject changes the level to what it is already"))


def _safety(scenario: Scenario) -> Iterator[Note]:
    for text, sentence in (
        (scenario.stop_rule, N_("there is no rule for stopping")),
        (scenario.safe_word, N_("there is no safe word")),
    ):
        if not (text.en.strip() and text.zh.strip()):
            yield Note(sentence)
    for inject in scenario.injects:
        if DRILL_MARK not in inject.text.en or DRILL_MARK not in inject.text.zh:
            yield Note(N_("inject {inject} does not bear the drill mark"), {"inject": inject.id})
    commanders = [seat.people for seat in scenario.seats if seat.id == COMMANDER_SEAT]
    if commanders != [1]:
        yield Note(N_("expected exactly one commander"))


def _spoilers(scenario: Scenario) -> Iterator[Note]:
    if any(_gives_away(scenario.title, spoiler) for spoiler in scenario.spoilers):
        yield Note(N_("the title gives the cause away"))
    for inject in scenario.injects:
        if not inject.reveals and any(_gives_away(inject.text, spoiler) for spoiler in scenario.spoilers):
            yield Note(N_("inject {inject} gives the cause away"), {"inject": inject.id})


def _gives_away(text: Text, spoiler: Text) -> bool:
    return spoiler.en.lower() in text.en.lower() or spoiler.zh in text.zh


_CHECKS = (_objectives, _total, _references, _flow, _clocks, _pace, _turns, _safety, _spoilers)
