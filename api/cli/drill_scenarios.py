"""``watchbill drill scenarios``: what can be drilled, and whether an author's own files make good exercises."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from drills.scenario.catalogue import Catalogue, Offer, catalogue
from drills.scenario.checking import BadDraw, bad_draws
from forecasting.messages import Translate, listed, said

if TYPE_CHECKING:
    from api.cli.console import Console

FINE, FAULTY = 0, 1


def add_scenarios(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser("scenarios", help=_("list the scenarios there are, or check those of one's own"))
    parser.add_argument(
        "--templates",
        metavar="FOLDER",
        type=Path,
        action="append",
        default=[],
        help=_("folder with templates of one's own; may be given again"),
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help=_(
            "draw every form and level, of one's own templates where they are given, and say what makes no good exercise"
        ),
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """List what there is and what cannot be used; return 1 where there is such a file.

    With ``--check`` return it also where something drawn makes no good exercise: of one's own, if given.
    """
    known = catalogue(options.templates)
    _list(known, console)
    console.left_out(known.faults)
    if not options.check:
        return FAULTY if known.unread else FINE
    found = list(bad_draws(known, _own(known) if options.templates else ()))
    for draw in found:
        _tell(draw, console)
    if not found:
        console.say(console.translate("everything that was drawn makes a good exercise"))
    return FAULTY if found or known.unread else FINE


def _own(known: Catalogue) -> set[str]:
    """Return the names of what the product does not bring along."""
    return {offer.id for offer in known.offers()} - {offer.id for offer in catalogue().offers()}


def _list(known: Catalogue, console: "Console") -> None:
    _ = console.translate
    columns = [_("scenario"), _("kind of incident"), _("forms"), _("levels at worst")]
    console.table(_("Scenarios"), columns, [_row(offer, _) for offer in known.offers()])


def _row(offer: Offer, _: Translate) -> tuple[str, ...]:
    return (
        offer.id,
        listed((_(family.label) for family in offer.families), _),
        listed((_(form.label) for form in offer.forms), _),
        ", ".join(level.name for level in offer.levels),
    )


def _tell(draw: BadDraw, console: "Console") -> None:
    _ = console.translate
    sentence = _("{template}, {form}, level {level}, seed {seed}:")
    console.say(sentence.format(template=draw.template, form=_(draw.form.label), level=draw.level.name, seed=draw.seed))
    for finding in draw.findings:
        console.say(f"  {said(finding, _)}")
