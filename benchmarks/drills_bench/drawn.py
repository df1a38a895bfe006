"""Scenarios to measure with: what a seed draws from every template of the library and every combination."""

from collections.abc import Iterator

from drills.incidents import Scope
from drills.roles import Form
from drills.scenario.catalogue import catalogue
from drills.scenario.frozen import Scenario

TOGETHER = "several at once"


def drawn(seeds: int, forms: tuple[Form, ...] = tuple(Form)) -> Iterator[tuple[str, Scenario]]:
    """Yield what the seeds below *seeds* draw of each template and combination in each of *forms*, levels as drawn, with its kind."""
    known = catalogue()
    for offer in known.offers():
        for form in forms:
            if form in offer.forms:
                kind = offer.families[0].value if offer.scope is Scope.SINGLE else TOGETHER
                for seed in range(seeds):
                    yield kind, known.draw(offer.id, seed, form)
