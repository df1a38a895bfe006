"""Role plays: there are some, each complete and joined to the scenario."""

from collections.abc import Iterator

from drills.notes import Note
from drills.scenario.frozen import Scenario
from drills.scenario.lint.finding import Finding
from drills.scenario.roleplays import RolePlay
from forecasting.messages import N_

LEAST_LINES = 2


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is wrong with the role plays."""
    if not scenario.roleplays:
        yield Finding("role-play-count", "roleplays", Note(N_("there is no role play")))
    seats = {seat.id for seat in scenario.seats}
    objectives = {objective.id for objective in scenario.objectives}
    injects = {inject.id: inject for inject in scenario.injects}
    for play in scenario.roleplays:
        place, named = f"roleplays.{play.id}", {"play": play.id}
        if play.seat not in seats:
            yield Finding("seat", place, Note(N_("role play {play} is answered by nobody"), named))
        if play.objective not in objectives:
            yield Finding("reference", place, Note(N_("role play {play} serves no known objective"), named))
        if play.begins_with is not None:
            first = injects.get(play.begins_with)
            if first is None:
                yield Finding("reference", place, Note(N_("role play {play} begins with an unknown inject"), named))
            elif first.seat != play.seat:
                note = Note(N_("role play {play} begins with an inject to another seat"), named)
                yield Finding("role-play", place, note)
        yield from _lines(play, place)


def _lines(play: RolePlay, place: str) -> Iterator[Finding]:
    named = {"play": play.id, "count": len(play.lines), "least": LEAST_LINES}
    if len(play.lines) < LEAST_LINES:
        note = Note(N_("the customer of role play {play} has {count} lines; expected {least} or more"), named)
        yield Finding("role-play", f"{place}.lines", note)
    if not any(line.cue is not None for line in play.lines):
        note = Note(N_("nothing that the customer of role play {play} says answers the player"), {"play": play.id})
        yield Finding("role-play", f"{place}.lines", note)
