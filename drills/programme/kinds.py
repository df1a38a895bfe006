"""What the templates can give: kinds of drill with their levels, and how many people a form takes at most."""

from collections import defaultdict
from collections.abc import Mapping

from drills.cast import Needs, needs_of
from drills.incidents import Level
from drills.programme.obligation import Choice
from drills.programme.prices import Size
from drills.roles import Form
from drills.scenario.catalogue import Catalogue

SAMPLE_SEED = 1


def levels_by_choice(known: Catalogue) -> dict[Choice, tuple[Level, ...]]:
    """Return each kind of drill that *known* has templates for, with the levels at worst that they can have."""
    found: defaultdict[Choice, set[Level]] = defaultdict(set)
    for offer in known.offers():
        for form in offer.forms:
            found[Choice(tuple(sorted(set(offer.families))), offer.scope, form)].update(offer.levels)
    return {choice: tuple(sorted(levels)) for choice, levels in found.items()}


def needs_by_form(known: Catalogue) -> dict[Form, Needs]:
    """Return the largest needs of each form: whoever can leave for these can leave for any drill of the form."""
    found: dict[Form, Needs] = {}
    for offer in known.offers():
        for form in offer.forms:
            needs = needs_of(known.draw(offer.id, SAMPLE_SEED, form))
            if form not in found or _time(needs) > _time(found[form]):
                found[form] = needs
    return found


def sizes(needs: Mapping[Form, Needs], usual: Mapping[Form, Size]) -> dict[Form, Size]:
    """Return how many people each form takes and for how long; *usual* for forms that no template has."""
    return dict(usual) | {form: Size(len(one.parts), one.minutes) for form, one in needs.items()}


def _time(needs: Needs) -> int:
    return len(needs.parts) * needs.minutes
