"""The acts of a rehearsal as orders: stamped when they were done, and judged at once where they were done wrongly."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from drills.drill import Drill
from drills.exercise import Order, Run, give, judge, stamp
from drills.incidents import Level
from drills.practice.circumstances import Circumstances
from drills.practice.conductor import Planned
from drills.practice.deeds import MINUTE, Deed
from drills.practice.grading import called_for, neighbour
from drills.practice.people import holder
from drills.practice.words import said_of
from drills.roles import Role
from drills.scenario.acts import Act
from drills.simulation.course import Course

BY_HAND, DONE, SPOKEN, PAUSED = range(4)  # what comes first of what is at the same instant


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts in *drill* as *seed* draws it, typing in the language of the *circumstances*."""

    drill: Drill
    seed: int
    circumstances: Circumstances

    def planned(self, course: Course, done: tuple[Deed, ...]) -> Iterator[Planned]:
        """Yield what the controller gives by hand, at the latest time for it, and all deeds that were *done*."""
        for number, inject in enumerate(self.drill.scenario.injects):
            if inject.by_hand and inject.minutes <= course.minutes:
                yield Planned(MINUTE * inject.minutes, BY_HAND, number, partial(self._give, inject.id))
        for number, deed in enumerate(done):
            yield Planned(deed.ms, DONE, number, partial(self._do, deed))

    def _give(self, inject: str, run: Run, now: datetime) -> Run:
        return give(run, Order(now, holder(self.drill, Role.CONTROLLER)), inject)

    def _do(self, deed: Deed, run: Run, now: datetime) -> Run:
        level = self._level(deed, run) if deed.act is Act.GRADED else None
        run = stamp(
            run,
            Order(now, deed.who),
            deed.act,
            deed.who,
            incident=deed.incident,
            expectation=deed.expectation,
            level=level,
            text=self._reason(run.state.levels.get(deed.incident), level),
        )
        if deed.right:
            return self._graded_again(deed, run, now) if deed.act is Act.ESCALATED else run
        watcher = Order(now, holder(self.drill, Role.EVALUATOR))
        why = said_of("graded-wrongly" if level else "done-wrongly", self.seed, deed.expectation)
        return judge(run, watcher, deed.expectation, why.in_language(self.circumstances.language), met=False)

    def _graded_again(self, deed: Deed, run: Run, now: datetime) -> Run:
        """Return *run* with the level that the facts call for now, where who escalates has to raise it and no clock waits for that."""
        held, level = run.state.levels.get(deed.incident), called_for(run, deed.incident)
        waiting = any(
            item.act is Act.GRADED and item.id in run.state.clocks and run.state.seen(item.id) is None
            for item in run.scenario.expectations
            if item.incident in {"", deed.incident}
        )
        if held is None or level >= held or waiting:
            return run
        return stamp(run, Order(now, deed.who), Act.GRADED, deed.who, incident=deed.incident, level=level)

    def _level(self, deed: Deed, run: Run) -> Level:
        level = called_for(run, deed.incident)
        return level if deed.right else neighbour(level, self.seed, deed.expectation)

    def _reason(self, held: Level | None, level: Level | None) -> str:
        if held is None or level is None or level <= held:
            return ""
        return said_of("graded-down", self.seed, level.name).in_language(self.circumstances.language)
