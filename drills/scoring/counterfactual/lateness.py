"""How much later than it was due everything came that the clock brought, because nobody looked at it earlier."""

from collections.abc import Iterator, Mapping

from drills.exercise import LineKind, Log, State
from drills.exercise.due import MINUTE, Due
from drills.exercise.log import CLOCK
from drills.scenario.frozen import Scenario

Known = Mapping[tuple[LineKind, str], int]


def lateness(log: Log, scenario: Scenario, state: State) -> Known:
    """Return by kind and name how many milliseconds after it was due each line of the clock was written."""
    return dict(_late(log, scenario, state))


def _late(log: Log, scenario: Scenario, state: State) -> Iterator[tuple[tuple[LineKind, str], int]]:
    plays = {play.id: play for play in scenario.roleplays}
    for line in log:
        data = line.data
        if line.by != CLOCK:
            continue
        if line.kind is LineKind.INJECT:
            yield (line.kind, str(data["inject"])), line.ms - _ms(data["planned_second"])
        elif line.kind is LineKind.RAN_OUT:
            yield (line.kind, str(data["expectation"])), line.ms - _ms(data["due_second"]) - 1
        elif line.kind is LineKind.CHAT_OPENED:
            play = plays[str(data["roleplay"])]
            began = play.minutes * MINUTE if play.begins_with is None else state.given[play.begins_with].ms
            yield (line.kind, play.id), line.ms - began
        elif line.kind is LineKind.CHAT_SAID:
            play, cue = plays[str(data["roleplay"])], int(str(data["cue"]))
            after = (play.lines[cue].after_minutes or 0) * MINUTE
            yield (line.kind, f"{play.id}.{cue}"), line.ms - state.chats[play.id].opened_ms - after


def _ms(second: object) -> int:
    return round(1000 * float(str(second)))


def comes(due: Due, late: Known) -> int:
    """Return when *due* comes: as late as it came in the drill that was played, at once where it did not come there."""
    return due.comes_ms + max(late.get((due.kind, due.of), 0), 0)
