"""What the live service did during a drill and after it, simulated: with the people of the drill away against without a drill."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from drills.drill import Drill
from drills.scenario.canonical import Plain
from drills.scenario.streams import named_number
from drills.simulation import Floor
from drills.simulation.queue import Counted, play
from drills.simulation.stage import STEP_SECONDS, Stage, stage_of
from scheduler.agents import AgentId

TAIL_MINUTES = 60  # after the drill, that are measured
ROW_MINUTES = 15
MEASURED_AFTER = timedelta(minutes=TAIL_MINUTES + 5)  # the drill's end


def live_rows(drill: Drill, floor: Floor, away: Iterable[AgentId], seed: int) -> tuple[dict[str, Plain], ...]:
    """Return by queue and quarter of an hour what came and was answered in time with *away* off *floor* for *drill*.

    The same customers without a drill say what was to be expected. Quarters in which nobody came are left out. Raises ValueError where
    *floor* does not hold the drill's window.
    """
    stage = stage_of(floor, floor.grid.slot_of(drill.window.start), drill.scenario.minutes)
    key = named_number(seed, "live") % 2**32
    people = next(stage.present(key, [0]))
    without = play(stage, stage.streams, people, key, 0)
    instead = play(stage, stage.streams, stage.without(people, away), key, 0)
    return tuple(_rows(stage, drill.window.start, without, instead))


def _rows(stage: Stage, start: datetime, without: Counted, instead: Counted) -> Iterator[dict[str, Plain]]:
    each = round(60 * ROW_MINUTES / STEP_SECONDS)
    first, last = round(stage.begins / STEP_SECONDS), round((stage.ends + 60 * TAIL_MINUTES) / STEP_SECONDS)
    for step in range(first, min(last, stage.steps), each):
        part = slice(step, min(step + each, last, stage.steps))
        begins, ends = (start + timedelta(seconds=(at - first) * STEP_SECONDS) for at in (part.start, part.stop))
        for at, stream in enumerate(stage.streams):
            usual = float(without.came[part, at].sum())
            came, within = float(instead.came[part, at].sum()), float(instead.within[part, at].sum())
            if came > 0 and usual > 0:
                yield {
                    "queue": stream.name,
                    "start": begins.isoformat(),
                    "end": ends.isoformat(),
                    "came": round(came),
                    "within": round(within),
                    "expected_percent": round(100 * float(without.within[part, at].sum()) / usual, 2),
                }
