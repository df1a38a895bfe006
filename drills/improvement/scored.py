"""Drills that were held, each with its score and what it showed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drills.exercise import Log, Run, run_of
from drills.finding import Finding
from drills.improvement.findings import day_of, findings_of
from drills.incidents import Family
from drills.scenario.frozen import Expectation
from drills.scoring import DrillScore, TargetScore, score


@dataclass(frozen=True, slots=True)
class ScoredDrill:
    """A drill with its *log*, its score and its *findings*."""

    run: Run
    score: DrillScore
    findings: tuple[Finding, ...]

    @property
    def id(self) -> str:
        """The drill's name."""
        return self.run.drill.id

    @property
    def log(self) -> Log:
        """Its log."""
        return self.run.log

    @property
    def day(self) -> date:
        """The site's day on which it was started."""
        return day_of(self.run)

    @property
    def was_held(self) -> bool:
        """Whether it was started and is over; a practice is never held."""
        return not self.run.is_practice and self.run.state.started_at is not None and self.run.state.phase.over

    @property
    def was_broken_off(self) -> bool:
        """Whether it was aborted."""
        return self.run.state.abort_cause is not None

    @property
    def families(self) -> tuple[Family, ...]:
        """The kinds of its incidents."""
        return tuple(sorted({incident.family for incident in self.run.scenario.incidents}))

    def expectation(self, target: TargetScore) -> Expectation:
        """Return what *target* is the score of."""
        return self.run.scenario.expectation(target.expectation)

    def counted(self) -> tuple[tuple[Expectation, TargetScore], ...]:
        """Return the expectations that count, with their scores."""
        return tuple((self.expectation(one), one) for one in self.score.targets if one.met is not None)

    def families_of(self, expectation: Expectation) -> tuple[Family, ...]:
        """Return the kind of the incident of *expectation*, all kinds of the drill where it is of none alone."""
        own = tuple(one.family for one in self.run.scenario.incidents if one.id == expectation.incident)
        return own or self.families


def scored_drill(log: Log, found: DrillScore | None = None) -> ScoredDrill:
    """Return the drill of *log*, scored as *found*, or under the rules of the log where none is given."""
    known = score(log) if found is None else found
    return ScoredDrill(run_of(log), known, findings_of(log, known))


def held(drills: Iterable[ScoredDrill]) -> tuple[ScoredDrill, ...]:
    """Return those of *drills* that were started and are over, by day."""
    return tuple(sorted((one for one in drills if one.was_held), key=lambda one: (one.day, one.id)))
