"""The page that runs a drill: what stands in it before its scripts ask for the board, and the words that they say."""

from dataclasses import dataclass
from importlib.metadata import version

from jinja2 import Environment

from api.console.drill_run_words import drill_run_words
from api.store.records import StoredDrill
from api.translation import LANGUAGES, translator
from drills.reading import read_drill
from drills.roles import Role
from drills.scenario.canonical import canonical_json
from drills.scenario.text import DRILL_MARK


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has a seat on the script's side, and so may look at the page; *role* is its marked name."""

    agent: str
    name: str
    role: str


def drill_run_page(environment: Environment, drill: StoredDrill, site_id: int, language: str) -> str:
    """Return the page of *drill* of a site in *language*; its scripts show how the run stands."""
    _ = translator(language)
    known = read_drill(canonical_json(drill.document))
    staff = [seat for seat in known.seats if not seat.role.meets_incident]
    order = [Role.CONTROLLER, *(role for role in Role if role is not Role.CONTROLLER)]
    people = [
        Person(seat.agent, seat.name, seat.role.label)
        for seat in sorted(staff, key=lambda seat: order.index(seat.role))
    ]
    context: dict[str, object] = {
        "_": _,
        "lang": language.replace("_", "-"),
        "language": language,
        "languages": LANGUAGES,
        "version": version("watchbill"),
        "words": drill_run_words(_),
        "drill": drill,
        "site_id": site_id,
        "title": known.title.in_language(language),
        "zone": known.window.zone.key,
        "people": people,
        "mark": DRILL_MARK,
    }
    return environment.get_template("drill_run.html").render(context)
