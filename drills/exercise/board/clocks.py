"""The clocks on the board of a drill: what is expected of whom, when it is due, and how it stands."""

from dataclasses import dataclass

from drills.exercise.board.seats import places_of
from drills.exercise.clocks import ClockStatus, standing_of
from drills.exercise.people import names
from drills.exercise.run import Run
from drills.scenario.acts import Act
from drills.scenario.frozen import Measure
from drills.scenario.text import Text


@dataclass(frozen=True, slots=True)
class BoardClock:
    """The clock of an *expectation* that waits for *act*, from *seat*, whose *people* are named.

    Times are milliseconds of exercise time, None for what has not come; *remaining_ms* until it is due, only while it is running.
    *judged*: what an evaluator said at once; *seen_by* is the name of whose stamp it was.
    """

    expectation: str
    text: Text
    objective: str
    incident: str
    act: Act
    measure: Measure
    critical: bool
    seat: str
    seat_name: Text
    people: tuple[str, ...]
    basis: str
    within_minutes: int
    citation: str
    status: ClockStatus
    started_ms: int | None
    due_ms: int | None
    remaining_ms: int | None
    seen_ms: int | None
    seen_by: str | None
    judged: bool | None
    lines: tuple[int, ...]


def clocks_of(run: Run, ms: int) -> tuple[BoardClock, ...]:
    """Return the clocks of *run* at *ms*: those that run by the time they are due, then the others in the order of the scenario."""
    people, places = names(run), places_of(run)
    found = []
    for item in run.scenario.expectations:
        standing = standing_of(item, run.state, ms)
        clock, seen, judged = standing.clock, standing.seen, run.state.judged.get(item.id)
        running = clock is not None and standing.status is ClockStatus.RUNNING
        place = places[item.seat]
        found.append(
            BoardClock(
                expectation=item.id,
                text=item.text,
                objective=item.objective,
                incident=item.incident,
                act=item.act,
                measure=item.measure,
                critical=item.critical,
                seat=item.seat,
                seat_name=place.name,
                people=place.people,
                basis=item.clock.basis,
                within_minutes=item.clock.within_minutes,
                citation=item.clock.citation,
                status=standing.status,
                started_ms=None if clock is None else clock.due_ms - item.clock.within_minutes * 60_000,
                due_ms=None if clock is None else clock.due_ms,
                remaining_ms=clock.due_ms - ms if clock is not None and running else None,
                seen_ms=None if seen is None else seen.ms,
                seen_by=None if seen is None else people.get(seen.agent, seen.agent),
                judged=None if judged is None else judged.met,
                lines=standing.lines,
            )
        )
    return tuple(sorted(found, key=lambda item: (item.remaining_ms is None, item.remaining_ms or 0)))
