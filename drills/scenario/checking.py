"""Everything that a catalogue can draw, drawn: what an author looks at before a new file is used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from drills.errors import ScenarioError
from drills.incidents import Level
from drills.roles import Form
from drills.scenario.catalogue import Catalogue

SEEDS = range(8)


@dataclass(frozen=True, slots=True)
class BadDraw:
    """What is wrong with the scenario that *seed* draws from *template* in one form and level, as sentences."""

    template: str
    form: Form
    level: Level
    seed: int
    findings: tuple[str, ...]


def bad_draws(known: Catalogue, names: Iterable[str] = (), seeds: Iterable[int] = SEEDS) -> Iterator[BadDraw]:
    """Yield what is wrong in any form, level and seed of the templates and combinations *names*, by default of all.

    Stops at the first bad seed of each form and level: the others would say the same.
    """
    wanted, tried = set(names), tuple(seeds)
    for offer in known.offers():
        if wanted and offer.id not in wanted:
            continue
        for form in offer.forms:
            for level in offer.levels:
                bad = (_bad_draw(known, offer.id, seed, form, level) for seed in tried)
                first = next((draw for draw in bad if draw is not None), None)
                if first is not None:
                    yield first


def _bad_draw(known: Catalogue, name: str, seed: int, form: Form, level: Level) -> BadDraw | None:
    try:
        known.draw(name, seed, form, level)
    except ScenarioError as error:
        return BadDraw(name, form, level, seed, error.findings)
    return None
