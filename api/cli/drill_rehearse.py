"""``watchbill drill rehearse``: how a drill will go, before anybody is told of it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.drill_past import drill_in
from api.cli.drill_rehearse_told import show_events, show_prediction
from api.usecases.drill_rehearsal import (
    REHEARSALS,
    SERVICE_REHEARSALS,
    RehearsalQuestion,
    rehearsed,
    setting_on,
    without_drill,
)
from api.usecases.service_files import read_question
from drills.drill import Drill
from drills.incidents import Family, Level
from drills.planning import scenario_of
from drills.roles import Form
from drills.scenario.canonical import canonical_json
from drills.scenario.catalogue import catalogue
from drills.scenario.frozen import Scenario
from drills.simulation import Setting, floor_of
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.messages import N_, Translate
from scheduler.service import Trial

if TYPE_CHECKING:
    from api.cli.console import Console

MOST_REHEARSALS = 100_000


def add_rehearse(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser("rehearse", help=_("tell how a drill will go and what it costs live service"))
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "drill", nargs="?", metavar="DRILL", type=Path, help=_("record of a drill, as `drill new` writes it")
    )
    what.add_argument("--family", choices=[item.value for item in Family], help=_("kind of incident"))
    what.add_argument("--template", metavar="NAME", help=_("a template or a combination of several, by its name"))
    parser.add_argument("--seed", type=int, default=1, help=_("whole number; the same one gives the same answer"))
    parser.add_argument("--form", choices=[item.value for item in Form], default=Form.TABLETOP.value, help=_("form"))
    parser.add_argument("--level", choices=list(Level.__members__), help=_("level at worst; drawn when not given"))
    parser.add_argument(
        "--templates",
        type=Path,
        action="append",
        default=[],
        help=_("folder with templates of one's own; may be given again"),
    )
    parser.add_argument("--site", type=Path, help=_("site file"))
    parser.add_argument("--roster", type=Path, help=_("roster file: .csv, .xlsx or .json"))
    parser.add_argument("--forecast", type=Path, help=_("forecast; without it nothing is said of live service"))
    parser.add_argument("--rehearsals", type=int, default=REHEARSALS, help=_("rehearsals of people (default 500)"))
    parser.add_argument(
        "--service-rehearsals",
        type=int,
        default=SERVICE_REHEARSALS,
        help=_("of them with queues and live service (default 100)"),
    )
    parser.add_argument("--events", action="store_true", help=_("show one rehearsal event by event"))
    parser.add_argument("--json", metavar="FILE", type=Path, help=_("file for all of it"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Rehearse what *options* ask for, show what comes of it and write it where asked for."""
    _refuse_unclear(options)
    scenario, setting = _asked(options, console)
    question = RehearsalQuestion(scenario, setting, options.rehearsals, options.service_rehearsals, options.seed)
    told = rehearsed(question)
    show_prediction(told, scenario, console)
    if options.events:
        show_events(question, console)
    if options.json is not None:
        write_together({options.json: canonical_json(told).encode()})
        console.say(console.translate("wrote {file}").format(file=options.json))
    return 0


def _refuse_unclear(options: argparse.Namespace) -> None:
    """Raise InputError naming each number that cannot be meant, and what is missing."""
    numbers = (
        ("--seed", options.seed, 0, 2**53),
        ("--rehearsals", options.rehearsals, 1, MOST_REHEARSALS),
        ("--service-rehearsals", options.service_rehearsals, 1, MOST_REHEARSALS),
    )
    faults = [
        Fault(name, N_("is out of range"), value=str(value), expected=f"{least} … {most}")
        for name, value, least, most in numbers
        if not least <= value <= most
    ]
    files = {"--site": options.site, "--roster": options.roster, "--forecast": options.forecast}
    if any(files.values()):
        expected = N_("a drill with --site, --roster and --forecast")
        faults += [Fault(name, N_("is missing"), expected=expected) for name, given in files.items() if given is None]
        if options.drill is None:
            faults.append(Fault("DRILL", N_("is missing"), expected=expected))
    if faults:
        raise InputError(faults)


def _asked(options: argparse.Namespace, console: "Console") -> tuple[Scenario, Setting | None]:
    if options.drill is None:
        level = None if options.level is None else Level[options.level]
        known, form = catalogue(options.templates), Form(options.form)
        console.left_out(known.faults)
        if options.template is not None:
            return known.draw(options.template, options.seed, form, level), None
        return scenario_of(Family(options.family), options.seed, form, level, known.templates), None
    drill = drill_in(options.drill)
    return drill.scenario, _setting(options, drill) if options.site is not None else None


def _setting(options: argparse.Namespace, drill: Drill) -> Setting:
    """Return where *drill* takes place, read from the files of *options*."""
    asked = read_question(options.site, options.forecast, options.roster, Trial())
    floor = floor_of(asked.site, asked.forecast, asked.instance, without_drill(asked.roster, drill))
    return setting_on(drill, floor, asked.instance.agents, str(options.drill))
