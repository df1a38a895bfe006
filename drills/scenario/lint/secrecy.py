"""Nothing that players see gives the cause away before it may."""

from collections.abc import Iterator

from drills.notes import Note
from drills.scenario.frozen import Scenario
from drills.scenario.lint.finding import Finding
from drills.scenario.text import Text
from forecasting.messages import N_


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what gives the cause away."""
    if not scenario.spoilers:
        yield Finding("spoiler-list", "spoilers", Note(N_("no words are listed that give the cause away")))
    for place, text in seen_by_players(scenario):
        for spoiler in scenario.spoilers:
            if spoiler.en.lower() in text.en.lower() or spoiler.zh in text.zh:
                words = {"place": place, "spoiler": spoiler.en}
                note = Note(N_("{place} gives the cause away: it says “{spoiler}”"), words)
                yield Finding("spoiler", place, note)


def seen_by_players(scenario: Scenario) -> Iterator[tuple[str, Text]]:
    """Yield by place every text that players read or hear, without injects that may name the cause."""
    yield "title", scenario.title
    yield "stop_rule", scenario.stop_rule
    yield "safe_word", scenario.safe_word
    for seat in scenario.seats:
        yield f"seats.{seat.id}.name", seat.name
    for inject in scenario.injects:
        if not inject.reveals:
            yield f"injects.{inject.id}.sender", inject.sender
            yield f"injects.{inject.id}.text", inject.text
    for play in scenario.roleplays:
        yield f"roleplays.{play.id}.opening", play.opening
        for number, line in enumerate(play.lines):
            yield f"roleplays.{play.id}.lines.{number}.say", line.say
