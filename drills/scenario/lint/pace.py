"""Not too much at once, nothing at the very end, something for everybody."""

from collections.abc import Iterator

from drills.notes import Note
from drills.scenario.frozen import Outcome, Scenario
from drills.scenario.graph import delivered
from drills.scenario.lint.finding import Finding
from forecasting.messages import N_

MOST_INJECTS_A_SEAT_AND_HOUR = 8
SLACK_SHARE = 0.05
_HOUR_MINUTES = 60


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is wrong with the pace."""
    yield from _slack(scenario)
    for seat in scenario.seats:
        yield from _seat(scenario, seat.id)


def _slack(scenario: Scenario) -> Iterator[Finding]:
    last = int(scenario.minutes * (1 - SLACK_SHARE))
    sentence = N_("{name} may come at minute {minute}; the drill has no slack after minute {last}")
    for kind, entries in (("injects", scenario.injects), ("roleplays", scenario.roleplays)):
        for entry in entries:
            if entry.minutes > last:
                note = Note(sentence, {"name": entry.id, "minute": entry.minutes, "last": last})
                yield Finding("slack", f"{kind}.{entry.id}", note)


def _seat(scenario: Scenario, seat: str) -> Iterator[Finding]:
    if not any(inject.seat == seat for inject in scenario.injects):
        yield Finding("idle-seat", f"seats.{seat}", Note(N_("seat {seat} has nothing to respond to"), {"seat": seat}))
    busiest = max(_busiest_hour(scenario, seat, outcome) for outcome in Outcome)
    if busiest > MOST_INJECTS_A_SEAT_AND_HOUR:
        yield Finding(
            "pace",
            f"seats.{seat}",
            Note(
                N_("seat {seat} gets {count} injects within an hour; expected at most {most}"),
                {"seat": seat, "count": busiest, "most": MOST_INJECTS_A_SEAT_AND_HOUR},
            ),
        )


def _busiest_hour(scenario: Scenario, seat: str, outcome: Outcome) -> int:
    """Return the most messages that *seat* gets within an hour if all ends in *outcome*, by hand given ones included."""
    come = delivered(scenario, outcome)
    times = [item.minutes for item in scenario.injects if item.seat == seat and (item.id in come or item.by_hand)]
    times += [play.minutes for play in scenario.roleplays if play.seat == seat and play.begins_with is None]
    return max((sum(start <= time < start + _HOUR_MINUTES for time in times) for start in times), default=0)
