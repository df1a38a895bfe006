"""How the drill is stopped, and that it cannot be taken for a real incident."""

from collections.abc import Iterator

from drills.notes import Note
from drills.roles import Role
from drills.scenario.frozen import Scenario
from drills.scenario.lint.finding import Finding
from drills.scenario.templates import COMMANDER_SEAT
from drills.scenario.text import DRILL_MARK, Text
from forecasting.messages import N_


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is missing to stop the drill or to know it for one."""
    if not _said(scenario.stop_rule):
        yield Finding("stop-rule", "stop_rule", Note(N_("there is no rule for stopping")))
    if not _said(scenario.safe_word):
        yield Finding("safe-word", "safe_word", Note(N_("there is no safe word")))
    for inject in scenario.injects:
        if not _marked(inject.text):
            note = Note(N_("inject {inject} does not bear the drill mark"), {"inject": inject.id})
            yield Finding("mark", f"injects.{inject.id}.text", note)
    for play in scenario.roleplays:
        if not _marked(play.opening):
            note = Note(N_("role play {play} does not open with the drill mark"), {"play": play.id})
            yield Finding("mark", f"roleplays.{play.id}.opening", note)
    if [seat.people for seat in scenario.seats if seat.id == COMMANDER_SEAT] != [1]:
        yield Finding("commander", "seats", Note(N_("expected exactly one commander")))
    script = {role.value for role in Role if not role.meets_incident}
    for seat in scenario.seats:
        if seat.id in script:
            note = Note(N_("seat {seat} is a role that knows the script"), {"seat": seat.id})
            yield Finding("evaluator-player", f"seats.{seat.id}", note)


def _said(text: Text) -> bool:
    return bool(text.en.strip() and text.zh.strip())


def _marked(text: Text) -> bool:
    return DRILL_MARK in text.en and DRILL_MARK in text.zh
