"""The scenarios that can be drawn: the product's own, and those in a folder of the user's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from drills.errors import RequestError, TemplateError
from drills.incidents import Family, Level, Scope
from drills.roles import Form
from drills.scenario.combining import combine, levels_of
from drills.scenario.files import COMBINED, LIBRARY, Unread, combinations_in, own_folder, templates_in, without_doubles
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
    """Templates of one incident each, and combinations of several of them; *unread* are files that cannot be used."""

    templates: tuple[Template, ...]
    combinations: tuple[Combination, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the files that cannot be used, file by file."""
        return tuple(fault for item in self.unread for fault in item.faults)

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

        Raises RequestError for a name, form or level that there is not, ScenarioError where it makes no good exercise, TemplateError
        where a file of this name cannot be used.
        """
        faulty = [fault for item in self.unread if item.id == name for fault in item.faults]
        if faulty:
            raise TemplateError(faulty)
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
    templates of any folder. A file that cannot be used keeps nobody from the others: it is unread, with all its faults.
    Raises TemplateError for a folder that is not there or holds no such file.
    """
    homes = (own_folder() / LIBRARY, *folders)
    single = without_doubles([templates_in(home) for home in homes])
    _check_used(folders)
    templates = tuple(single.courses.values())
    combined = without_doubles([combinations_in(home, templates) for home in homes], single.courses)
    return Catalogue(templates, tuple(combined.courses.values()), (*single.unread, *combined.unread))


def _check_used(folders: Sequence[Path]) -> None:
    empty = [folder for folder in folders if not [*folder.glob("*.toml"), *folder.glob(f"{COMBINED}/*.toml")]]
    if empty:
        wanted = N_("a file ending in .toml, here or in the folder combined")
        raise TemplateError([Fault(str(folder), N_("no template is in it"), expected=wanted) for folder in empty])
