"""The scenario for a gap: of the kind wanted, unlike the last ones, as hard as wanted, frozen."""

from collections.abc import Iterable
from dataclasses import dataclass

from drills.errors import RequestError
from drills.incidents import Family, Level, Scope
from drills.roles import Form
from drills.scenario.catalogue import Catalogue, Offer
from drills.scenario.frozen import Scenario
from drills.scenario.novelty import CANDIDATES, by_novelty, distance, sub_seed
from drills.scenario.streams import Stream
from drills.scenario.tuning import WANTED_CHANCE, Chance, Tuned, tune_first
from forecasting.messages import N_, Sentence, joined

TUNED = 6  # draws that are tried, the most novel first, until one is as hard as wanted


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be drilled: in which *form*; of which *family*, *level* at worst and *scope*, where that matters.

    *templates* limits it to some by name. A combination is of a family when one of its incidents is.
    """

    form: Form
    family: Family | None = None
    level: Level | None = None
    scope: Scope | None = Scope.SINGLE
    templates: frozenset[str] | None = None

    def fits(self, offer: Offer) -> bool:
        """Tell whether *offer* has what is wished."""
        return (
            self.form in offer.forms
            and self.scope in {None, offer.scope}
            and (self.family is None or self.family in offer.families)
            and (self.level is None or self.level in offer.levels)
            and (self.templates is None or offer.id in self.templates)
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A frozen *scenario*, how unlike the nearest one of the past it is (0 to 1), and how its load was *tuned*."""

    scenario: Scenario
    novelty: float
    tuned: Tuned | None = None


def propose(
    known: Catalogue,
    wish: Wish,
    seed: int,
    past: Iterable[Scenario] = (),
    *,
    chance: Chance | None = None,
    wanted: float = WANTED_CHANCE,
    candidates: int = CANDIDATES,
) -> Proposal:
    """Return what *seed* proposes for *wish*: of *candidates* the one least like *past*, tuned where *chance* is given.

    *chance* says with which probability a scenario's targets are met, *wanted* what it should be. Of those least like *past* the
    first that can be made so hard is taken; six are tried. Same catalogue, wish, seed and past: the same proposal. Raises
    RequestError where nothing in the catalogue fits, naming what there is.
    """
    offers = [offer for offer in known.offers() if wish.fits(offer)]
    if not offers:
        raise RequestError(_nothing_fits(known, wish))
    before = tuple(past)
    seeds = (sub_seed(seed, index) for index in range(candidates))
    drawn = by_novelty(
        (known.draw(Stream(each, "offer").pick(offers).id, each, wish.form, wish.level) for each in seeds), before
    )
    if chance is None:
        return Proposal(drawn[0], _novelty(drawn[0], before))
    tuned = tune_first(drawn[:TUNED], chance, wanted=wanted)
    return Proposal(tuned.scenario, _novelty(tuned.scenario, before), tuned)


def _novelty(scenario: Scenario, past: Iterable[Scenario]) -> float:
    return min((distance(scenario, other) for other in past), default=1.0)


def _nothing_fits(known: Catalogue, wish: Wish) -> Sentence:
    there = [
        Sentence(
            N_("{template}: {forms}, levels {levels}"),
            template=offer.id,
            forms=", ".join(offer.forms),
            levels=", ".join(level.name for level in offer.levels),
        )
        for offer in known.offers()
        if wish.family is None or wish.family in offer.families
    ]
    return Sentence(
        N_("no scenario fits ({wish}); there are {offers}"),
        wish=", ".join(_words(wish)),
        offers=joined(there or [N_("none")]),
    )


def _words(wish: Wish) -> list[str]:
    level = None if wish.level is None else wish.level.name
    words = (wish.family, wish.form, level, wish.scope, *sorted(wish.templates or ()))
    return [str(word) for word in words if word is not None]
