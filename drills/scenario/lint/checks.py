"""Is it a good exercise? Every finding over a finished scenario; none means that it may be frozen."""

from drills.scenario.frozen import Scenario
from drills.scenario.lint import clocks, flow, languages, load, pace, plays, purpose, safety, secrecy, turns
from drills.scenario.lint.finding import Finding

_CHECKS = (
    purpose.findings,
    flow.findings,
    clocks.findings,
    pace.findings,
    turns.findings,
    safety.findings,
    secrecy.findings,
    load.findings,
    plays.findings,
    languages.findings,
)


def lint(scenario: Scenario) -> tuple[Finding, ...]:
    """Return every finding over *scenario*, in the order of the checks."""
    return tuple(finding for check in _CHECKS for finding in check(scenario))
