"""Scenarios to measure with: every template of the library in every form and level, and its combinations."""

from collections.abc import Iterator

from drills.roles import Form
from drills.scenario.files import library
from drills.scenario.frozen import Scenario
from drills.scenario.generator import generate


def drawn(seeds: int) -> Iterator[Scenario]:
    """Yield what the seeds below *seeds* draw from each template, form and level."""
    for template in library():
        for form in Form:
            if form in template.minutes:
                for level in sorted({path.worst for path in template.levels}):
                    for seed in range(seeds):
                        yield generate(template, seed, form, level)
