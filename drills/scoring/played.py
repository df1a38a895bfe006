"""What a score rests on, all of it out of the log: scenario, what was told before the drill, and how everything stands at its end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from drills.errors import LogError
from drills.exercise import Line, LineKind, Log, State, effective
from drills.exercise.state import state_of
from drills.scenario.canonical import canonical_json
from drills.scenario.frozen import Scenario
from drills.scenario.record import read_scenario
from forecasting.messages import N_, Sentence


@dataclass(frozen=True, slots=True)
class Played:
    """*lines* are those of the log with corrections applied; *ms* is the exercise time of the end, of the last line before it."""

    scenario: Scenario
    planned: Mapping[str, Any]
    lines: tuple[Line, ...]
    state: State
    ms: int
    by_kind: Mapping[LineKind, tuple[Line, ...]] = field(repr=False)

    def of(self, kind: LineKind) -> tuple[Line, ...]:
        """Return the lines of *kind*, in their order."""
        return self.by_kind.get(kind, ())

    def predicted(self, expectation: str) -> float | None:
        """Return the chance of meeting *expectation* that was told before the drill, None where none was."""
        chance = self._told("chances") or {}
        found = chance.get(expectation)
        return None if found is None else float(found)

    def points_lost(self) -> float | None:
        """Return what the live service was to lose, as told before the drill, None where nothing was."""
        found = self._told("points_lost")
        return None if found is None else float(found)

    def _told(self, name: str) -> Any:
        return (self.planned.get("prediction") or {}).get(name)


def played(log: Log) -> Played:
    """Return what *log* says. Raises LogError where its first line holds no drill, ScenarioError where its scenario was changed."""
    record = log.line(1).data if len(log) and log.line(1).kind is LineKind.PLANNED else {}
    drill = record.get("drill")
    if not isinstance(drill, dict) or "scenario" not in drill:
        raise LogError([Sentence(N_("the first line of the log holds no drill"))])
    lines, state = effective(log), state_of(log)
    kinds: dict[LineKind, list[Line]] = {}
    for line in lines:
        kinds.setdefault(line.kind, []).append(line)
    return Played(
        read_scenario(canonical_json(drill["scenario"])),
        record,
        lines,
        state,
        state.elapsed_ms if state.phase.over else log.last.ms,
        {kind: tuple(known) for kind, known in kinds.items()},
    )
