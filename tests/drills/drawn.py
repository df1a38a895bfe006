"""Everything that the product's catalogue can draw, as parameters of tests."""

from functools import cache

import pytest
from _pytest.mark import ParameterSet

from drills.incidents import Level, Scope
from drills.roles import Form
from drills.scenario.catalogue import Catalogue, catalogue
from drills.scenario.frozen import Scenario

SEED = 3
KNOWN: Catalogue = catalogue()


def draws(scope: Scope | None = None) -> list[ParameterSet]:
    """Return a parameter for every template or combination, form and level."""
    return [
        pytest.param(offer.id, form, level, id=f"{offer.id}-{form.value}-{level.name}")
        for offer in KNOWN.offers()
        if scope is None or offer.scope is scope
        for form in offer.forms
        for level in offer.levels
    ]


def names(scope: Scope | None = None) -> list[str]:
    """Return the names of every template or combination."""
    return [offer.id for offer in KNOWN.offers() if scope is None or offer.scope is scope]


def largest(name: str) -> Form:
    """Return the fullest form that a template or combination offers."""
    forms = next(offer.forms for offer in KNOWN.offers() if offer.id == name)
    return max(forms, key=list(Form).index)


@cache
def drawn(name: str, form: Form, level: Level | None = None, seed: int = SEED) -> Scenario:
    return KNOWN.draw(name, seed, form, level)
