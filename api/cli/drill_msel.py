"""``watchbill drill msel``: the list of injects of a drill as a table, and an edited one as another drill."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from drills.drill import Drill
from drills.msel import edited_scenario, msel_csv
from drills.reading import read_drill
from drills.record import drill_json
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.messages import N_, Translate

if TYPE_CHECKING:
    from api.cli.console import Console

SHOWN_DIGITS = 6


def add_msel(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser(
        "msel", help=_("write the list of injects (MSEL) as a table, or make a drill of an edited one")
    )
    parser.add_argument("drill", metavar="DRILL", type=Path, help=_("record of the drill, as `drill new` writes it"))
    parser.add_argument("--edited", metavar="FILE", type=Path, help=_("the list as it was edited, .csv"))
    out = _("file to write: the list as .csv; with --edited the record of the new drill as .json")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help=out)
    named = _("name of the new drill; that of the old one and the beginning of the new fingerprint when not given")
    parser.add_argument("--id", metavar="NAME", help=named)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Write the list, or the drill that an edited list makes."""
    drill, _ = _drill(options.drill), console.translate
    if options.edited is None:
        _refuse_name(options)
        write_together({options.out: msel_csv(drill.scenario, drill)})
    else:
        edited = _edited(options, drill)
        if edited is drill:
            console.say(_("nothing was changed in it; nothing was written"))
            return 0
        write_together({options.out: drill_json(edited).encode()})
        fingerprint = edited.scenario.digest[:16]
        console.say(_("drill {name}, fingerprint of the scenario {digest}").format(name=edited.id, digest=fingerprint))
    console.say(_("wrote {file}").format(file=options.out))
    return 0


def _drill(path: Path) -> Drill:
    try:
        return read_drill(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(path), N_("is no UTF-8 text"), expected=N_("what `drill new` writes"))]) from error


def _refuse_name(options: argparse.Namespace) -> None:
    if options.id is not None:
        raise InputError([Fault("--id", N_("has no meaning without --edited"))])


def _edited(options: argparse.Namespace, drill: Drill) -> Drill:
    scenario = edited_scenario(drill.scenario, options.edited.read_bytes(), str(options.edited), drill)
    if scenario == drill.scenario:
        return drill
    name = options.id or f"{drill.id}-{scenario.digest[:SHOWN_DIGITS]}"
    if name == drill.id:
        expected = N_("a name of its own: a drill that was frozen never changes")
        raise InputError([Fault("--id", N_("is the name of the drill that was edited"), value=name, expected=expected)])
    return replace(drill, id=name, scenario=scenario)
