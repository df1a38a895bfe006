"""The scenarios that can be drawn: the product's own, and those in a folder of the user's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from drills.errors import RequestError, TemplateError
from drills.incidents import Family, Level, Scope
from drills.roles import Form
from drills.scenario.combining import combine, levels_of
from drills.scenario.files import COMBINED, LIBRARY, own_folder, read_combinations, read_templates, same_id
from drills.scenario.frozen import Scenario
from drills.scenario.generator import generate
from drills.scenario.templates import Combination, Template
from forecasting.errors import Fault
from forecasting.messages import N_, Sentence


@dataclass(frozen=True, slots=True)
class Offer:
    """What one file offers: the *forms* and *levels* at worst of its drills, and the families of its incidents."""

    id: str
    scope: Scope
    families: tuple[Family, ...]
    forms: tuple[Form, ...]
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Templates of one incident each, and combinations of several of them."""

    templates: tuple[Template, ...]
    combinations: tuple[Combination, ...] = ()

    def offers(self) -> Iterator[Offer]:
        """Yield what each template and combination offers, templates first, in the order of their files."""
        for template in self.templates:
            levels = tuple(sorted({path.worst for path in template.levels}))
            yield Offer(template.id, Scope.SINGLE, (template.family,), tuple(template.minutes), levels)
        known = {template.id: template for template in self.templates}
        for item in self.combinations:
            families = tuple(known[part.template].family for part in item.parts)
            levels = levels_of(item, self.templates)
            yield Offer(item.id, Scope.COMBINED, families, tuple(item.minutes), levels)

    def draw(self, name: str, seed: int, form: Form, level: Level | None = None) -> Scenario:
        """Return the scenario that *seed* draws from the template or combination called *name*.

        Raises RequestError for a name, form or level that there is not, ScenarioError where it makes no good exercise.
        """
        for template in self.templates:
            if template.id == name:
                return generate(template, seed, form, level)
        for combination in self.combinations:
            if combination.id == name:
                return combine(combination, self.templates, seed, form, level)
        there = ", ".join(offer.id for offer in self.offers())
        raise RequestError(
            Sentence(N_("there is no template {template}; there are {names}"), template=name, names=there)
        )


def catalogue(folders: Sequence[Path] = ()) -> Catalogue:
    """Return the product's own templates and combinations, and those in *folders*.

    A folder holds ``*.toml`` files, one a template, and ``combined/*.toml``, one a combination, which may use
    templates of any folder. Raises TemplateError with the faults of all files of a kind together.
    """
    homes = (own_folder() / LIBRARY, *folders)
    templates = tuple(template for home in homes for template in read_templates(home))
    _check_used(folders)
    doubled = same_id(templates)
    if doubled:
        raise TemplateError(doubled)
    combinations = tuple(item for home in homes for item in read_combinations(home, templates))
    doubled = same_id((*templates, *combinations))
    if doubled:
        raise TemplateError(doubled)
    return Catalogue(templates, combinations)


def _check_used(folders: Sequence[Path]) -> None:
    empty = [folder for folder in folders if not [*folder.glob("*.toml"), *folder.glob(f"{COMBINED}/*.toml")]]
    if empty:
        wanted = N_("a file ending in .toml, here or in the folder combined")
        raise TemplateError([Fault(str(folder), N_("no template is in it"), expected=wanted) for folder in empty])
