"""Re-tests: which later drills tested a finding again, how that went, and which findings still wait for one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from drills.finding import MENDED, Finding, FindingKind
from drills.improvement.same import thing
from drills.improvement.scored import ScoredDrill, held
from drills.programme.entry import Entry
from drills.programme.reading import read_held
from drills.rating import Rating
from drills.record import drill_record
from drills.scoring import TargetScore, rules_called
from drills.scoring.letters import objective_letter


@dataclass(frozen=True, slots=True)
class Retest:
    """*drill* tested *finding* again and it was *met*, or not; *lines* of the drill's log say so."""

    finding: Finding
    drill: ScoredDrill
    met: bool
    lines: tuple[int, ...]


def retest_of(finding: Finding, drill: ScoredDrill) -> Retest | None:
    """Return how *drill* tested *finding* again; None where it did not.

    It did where it was held on a later day, has an incident of the same family, and a target of the same capability counted in it. The
    finding is met where these targets, taken together, earn S or better, and the very same one among them was met; an objective moreover
    where the evaluators do not rate M or U what they belong to; what live service lost, where it kept within the budget.
    """
    if not drill.was_held or drill.day <= finding.found or finding.family not in drill.families:
        return None
    if finding.kind is FindingKind.LIVE:
        live = drill.score.live
        return None if live.measured is None else Retest(finding, drill, not live.over_budget, live.measured.lines)
    tested = [
        target
        for item, target in drill.counted()
        if finding.capability in {None, item.capability} and finding.family in drill.families_of(item)
    ]
    if not tested:
        return None
    lines = {line for target in tested for line in target.lines}
    return Retest(finding, drill, _is_met(finding, tested, drill), tuple(sorted(lines)))


def _is_met(finding: Finding, tested: Sequence[TargetScore], drill: ScoredDrill) -> bool:
    """Tell whether what was *tested* in *drill* meets *finding*."""
    targets = [(target.met is True, target.critical) for target in tested]
    if objective_letter(targets, rules_called(drill.score.rules)) is Rating.U:
        return False
    if finding.kind is FindingKind.OBJECTIVE:
        objectives = {target.objective for target in tested}
        return not any(one.by_evaluators in MENDED for one in drill.score.objectives if one.objective in objectives)
    return all(thing(one) != thing(finding) for one in drill.findings)


def retests_of(findings: Iterable[Finding], drill: ScoredDrill) -> tuple[Retest, ...]:
    """Return how *drill* tested those of *findings* again that it did test."""
    return tuple(one for finding in findings if (one := retest_of(finding, drill)) is not None)


def to_retest(drills: Iterable[ScoredDrill]) -> tuple[Finding, ...]:
    """Return the findings rated M or U of *drills* that no later one tested, for a programme: those of targets stand for their objective.

    What a re-test did not meet is a finding of its own, and owed for that.
    """
    known = held(drills)
    return tuple(
        finding
        for drill in known
        for finding in _tested_alone(drill.findings)
        if all(retest_of(finding, later) is None for later in known)
    )


def _tested_alone(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Yield the findings to be tested again that no other one stands for."""
    mended = [finding for finding in findings if finding.must_be_mended]
    parents = {finding.under for finding in mended}
    names = {finding.id for finding in mended}
    for finding in mended:
        stands_for_itself = finding.kind is not FindingKind.OBJECTIVE or finding.under not in names
        if stands_for_itself and (finding.kind is FindingKind.LIVE or finding.id not in parents):
            yield finding


def held_entries(drills: Iterable[ScoredDrill]) -> tuple[Entry, ...]:
    """Return *drills* as a programme knows drills that were held, each with the capabilities that counted in it.

    One that was broken off is left out: what it was owed for is owed still.
    """
    return tuple(
        replace(_entry(drill), capabilities=tuple(sorted({item.capability for item, _target in drill.counted()})))
        for drill in held(drills)
        if not drill.was_broken_off
    )


def _entry(drill: ScoredDrill) -> Entry:
    (entry,) = read_held([drill_record(drill.run.drill)], drill.run.drill.window.zone, drill.id)
    return replace(entry, day=drill.day)


def with_held(past: Iterable[Entry], drills: Iterable[ScoredDrill]) -> tuple[Entry, ...]:
    """Return *past* with *drills* that have a log; a drill that stands in both as its log says it went."""
    logged = tuple(drills)
    known = {(drill.id, planned_day) for drill in logged for planned_day in (drill.day, _planned_day(drill))}
    return (*(entry for entry in past if (entry.id, entry.day) not in known), *held_entries(logged))


def _planned_day(drill: ScoredDrill) -> date:
    return drill.run.drill.window.local_start.date()


def with_owed(findings: Iterable[Finding], drills: Iterable[ScoredDrill]) -> tuple[Finding, ...]:
    """Return *findings*, less those that *drills* tested again since, with what *drills* are owed a re-test for."""
    known = held(drills)
    owed = to_retest(known)
    names = {finding.id for finding in owed}
    others = (one for one in findings if one.id not in names and all(retest_of(one, drill) is None for drill in known))
    return (*others, *owed)
