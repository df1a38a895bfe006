"""``watchbill rules``: the rules that a site can have, with their sources, parameters and what sets them apart from the texts."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from api.reports.rules_page import BEGIN, END, put_into, rules_page
from api.reports.rules_told import RuleTold, rules_told
from api.usecases.rules import list_rules, rules_called
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Translate, listed
from scheduler.rules.law import PACKS

if TYPE_CHECKING:
    from api.cli.console import Console


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("rules", help=_("list the rules that rosters keep, or tell all about some of them"))
    parser.add_argument("names", metavar=_("RULE"), nargs="*", help=_("names of rules, such as daily-rest"))
    parser.add_argument("--pack", choices=tuple(PACKS), help=_("only the rules of this law pack"))
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help=_("print everything for programs"))
    shape.add_argument("--markdown", action="store_true", help=_("print everything for a page"))
    shape.add_argument("--into", type=Path, help=_("Markdown page to write everything into, between its marks"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Print the rules named in *options*, by default all, in the reader's language."""
    _ = console.translate
    entries = rules_called(options.names, options.pack) if options.names else list_rules(options.pack)
    rules = rules_told(entries, _)
    if options.json:
        console.say(json.dumps([asdict(rule) for rule in rules], ensure_ascii=False, indent=1))
    elif options.markdown:
        console.say(rules_page(rules, _))
    elif options.into is not None:
        _write(options.into, rules_page(rules, _))
        console.say(_("{count} rules written to {file}").format(count=len(rules), file=options.into))
    elif options.names:
        for rule in rules:
            _tell(rule, console)
    else:
        _list(rules, console)
    return 0


def _write(path: Path, part: str) -> None:
    page = path.read_text(encoding="utf-8")
    if BEGIN not in page or END not in page.partition(BEGIN)[2]:
        raise InputError([Fault(str(path), N_("has no place for the rules"), expected=f"{BEGIN} … {END}")])
    path.write_text(put_into(page, part), encoding="utf-8")


def _list(rules: Sequence[RuleTold], console: "Console") -> None:
    _ = console.translate
    for rule in rules:
        told = _("{name}: {title}; {weight} ({citation})")
        console.say(told.format(name=rule.name, title=rule.title, weight=rule.severity, citation=rule.citation))
    console.say(_("watchbill rules NAME tells all about one of them."))


def _tell(rule: RuleTold, console: "Console") -> None:
    _ = console.translate
    console.say(_("{name}: {title}").format(name=rule.name, title=rule.title))
    rows = [
        (_("asks"), rule.says),
        (_("weight"), rule.severity),
        (_("source"), _("{citation} ({sources})").format(citation=rule.citation, sources=listed(rule.sources, _))),
        (_("differs"), rule.differs),
        (_("to be known"), rule.note),
        (_("how firm"), rule.firm),
        (_("law packs"), ", ".join(rule.packs)),
        (_("a site may also set"), ", ".join(rule.beside)),
    ]
    for what, told in rows:
        if told:
            console.say(_("  {what}: {told}").format(what=what, told=told))
    columns = [_("parameter"), _("value"), _("unit"), _("default"), _("meaning")]
    if rule.parameters:
        cells = [(one.name, one.expected, one.unit, one.default, one.meaning) for one in rule.parameters]
        console.table(_("Parameters"), columns, cells)
