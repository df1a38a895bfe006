"""``watchbill drill report``: the report of a drill from its log, its evidence as one file, and whether evidence was changed."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.drill_report_told import tell_report
from api.translation import LANGUAGES
from api.usecases.book_file import book_at
from api.usecases.drill_evidence import evidence_zip, report_files
from api.usecases.drill_log_file import log_at
from api.usecases.drill_verifying import verify_evidence
from drills.exercise import Log
from drills.improvement import Book
from drills.report import drill_report
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.messages import N_, Translate

if TYPE_CHECKING:
    from api.cli.console import Console

FINE, CHANGED = 0, 1
BUNDLE = "evidence.zip"


def add_report(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser("report", help=_("report on a drill from its log, or check its evidence"))
    parser.add_argument(
        "log", metavar="LOG", type=Path, help=_("log of a drill; with --verify its evidence, a zip file")
    )
    parser.add_argument("--out", metavar="FOLDER", type=Path, help=_("folder for the report: page, Word file and data"))
    parser.add_argument("--actions", metavar="FILE", type=Path, help=_("book of actions, for the measures"))
    parser.add_argument("--language", choices=tuple(LANGUAGES), help=_("language of the report; all when not given"))
    bundle = _("write the evidence, too: log, score, report and sums in one zip file that anybody can check")
    parser.add_argument("--bundle", action="store_true", help=bundle)
    verify = _("name every file and line of the evidence that was changed; ends with 1 where there is one")
    parser.add_argument("--verify", action="store_true", help=verify)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Tell the result and write what *options* ask for; with ``--verify`` return 1 where the evidence was changed."""
    _refuse_unclear(options)
    if options.verify:
        return _verify(options.log, console)
    log = log_at(options.log)
    book = None if options.actions is None else _book(options.actions)
    tell_report(drill_report(log, book), console)
    if options.out is not None:
        _write(options, log, book, console)
    return FINE


def _refuse_unclear(options: argparse.Namespace) -> None:
    faults = []
    if options.verify:
        given = {"--out": options.out, "--actions": options.actions, "--bundle": options.bundle}
        faults = [Fault(name, N_("has no meaning with --verify")) for name, value in given.items() if value]
    elif options.bundle and options.out is None:
        faults = [Fault("--bundle", N_("needs --out"), expected=N_("a folder for it"))]
    if faults:
        raise InputError(faults)


def _book(path: Path) -> Book:
    if not path.exists():
        raise FileNotFoundError(2, "", str(path))
    return book_at(path)


def _write(options: argparse.Namespace, log: Log, book: Book | None, console: "Console") -> None:
    languages = tuple(LANGUAGES) if options.language is None else (options.language,)
    files = report_files(log, book, languages)
    if options.bundle:
        files[BUNDLE] = evidence_zip(log, book)
    contents = {options.out / name: content for name, content in files.items()}
    write_together(contents)
    for path in contents:
        console.say(console.translate("wrote {file}").format(file=path))


def _verify(path: Path, console: "Console") -> int:
    _ = console.translate
    found = verify_evidence(path.read_bytes())
    for fault in found.faults:
        console.say(fault.say(_))
    if found.digest is not None:
        console.say(_("fingerprint of the log's last line: {digest}").format(digest=found.digest))
    if found.other_version is not None:
        sentence = _("written by version {version}: pages and Word files were held against their sums alone")
        console.say(sentence.format(version=found.other_version))
    if found.faults:
        console.say(_("the evidence was changed; faults: {count}").format(count=len(found.faults)))
        return CHANGED
    console.say(_("the evidence is as it was written"))
    return FINE
