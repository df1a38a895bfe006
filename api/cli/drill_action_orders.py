"""The orders of ``watchbill drill actions``: each writes lines into the book, or says why not."""

import argparse
import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.drill_actions_told import tell_actions
from api.usecases.book_file import change_book
from api.usecases.drill_logs import drills_in
from drills.exercise import Order
from drills.finding import Finding
from drills.improvement import (
    Book,
    ScoredDrill,
    add_action,
    apply_retests,
    assign_action,
    close_action,
    correct_entry,
    mark_done,
    reopen_action,
)
from drills.scenario.acts import Element
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence, Translate
from scheduler.formats.values import nearest

if TYPE_CHECKING:
    from api.cli.console import Console

Verbs = argparse._SubParsersAction  # noqa: SLF001  # argparse gives it no other name
Change = Callable[[argparse.Namespace, Book, Order], Book]


def add_orders(orders: "Verbs[argparse.ArgumentParser]", _: Translate) -> None:
    """Add every order to *orders*."""
    _add_add(orders, _)
    _add_assign(orders, _)
    _add_done(orders, _)
    _parser(orders, "retest", _("write down what later drills showed of actions that were done"), _retested, _)
    close = _parser(orders, "close", _("close an action, on evidence and after its re-test"), _closed, _)
    _add_action(close, _)
    close.add_argument("--text", default="", help=_("a remark"))
    reopen = _parser(orders, "reopen", _("open an action again"), _reopened, _)
    _add_action(reopen, _)
    reopen.add_argument("--why", required=True, help=_("the reason"))
    _add_correct(orders, _)


def _add_add(orders: "Verbs[argparse.ArgumentParser]", _: Translate) -> None:
    parser = _parser(orders, "add", _("add an action about findings"), _added, _)
    about = _("what it is about, as the list names it; may be given again")
    parser.add_argument("--finding", metavar="ID", action="append", required=True, help=about)
    parser.add_argument("--text", required=True, help=_("what is to be done"))
    parser.add_argument("--element", choices=[one.value for one in Element], help=_("what is changed by it"))
    parser.add_argument("--verify", default="", help=_("how it will be verified"))
    parser.add_argument("--owner", default="", help=_("who has to do it"))
    _add_days(parser, _)


def _add_assign(orders: "Verbs[argparse.ArgumentParser]", _: Translate) -> None:
    parser = _parser(orders, "assign", _("say who has to do an action and until when"), _assigned, _)
    _add_action(parser, _)
    parser.add_argument("--owner", required=True, help=_("who has to do it"))
    _add_days(parser, _, needed=True)


def _add_done(orders: "Verbs[argparse.ArgumentParser]", _: Translate) -> None:
    parser = _parser(orders, "done", _("give the evidence that an action was done"), _done, _)
    _add_action(parser, _)
    parser.add_argument("--evidence", required=True, metavar="TEXT", help=_("the evidence in words"))
    parser.add_argument("--file", type=Path, help=_("a file that shows it; its SHA-256 goes into the book"))
    on = _("the day from which the measure was in place; today when not given")
    parser.add_argument("--on", metavar="DAY", type=date.fromisoformat, help=on)


def _add_correct(orders: "Verbs[argparse.ArgumentParser]", _: Translate) -> None:
    parser = _parser(orders, "correct", _("correct a line of the book; the line itself stays"), _corrected, _)
    parser.add_argument("line", metavar="LINE", type=int, help=_("number of the line"))
    parser.add_argument("--why", required=True, help=_("the reason"))
    parser.add_argument("--void", action="store_true", help=_("the line does not count"))
    field = _("what should stand there instead; may be given again")
    parser.add_argument("--set", dest="fields", metavar="FIELD=VALUE", action="append", default=[], help=field)


def _parser(
    orders: "Verbs[argparse.ArgumentParser]", name: str, told: str, change: Change, _: Translate
) -> argparse.ArgumentParser:
    parser = orders.add_parser(name, help=told)
    parser.add_argument("--by", required=True, metavar="NAME", help=_("who says so"))
    parser.set_defaults(run=lambda options, console: _run(change, options, console))
    return parser


def _add_action(parser: argparse.ArgumentParser, _: Translate) -> None:
    parser.add_argument("action", metavar="ACTION", help=_("the action, such as A3"))


def _add_days(parser: argparse.ArgumentParser, _: Translate, *, needed: bool = False) -> None:
    parser.add_argument("--start", metavar="DAY", type=date.fromisoformat, help=_("the day on which it begins"))
    due = _("the last day for it")
    parser.add_argument("--due", metavar="DAY", type=date.fromisoformat, required=needed, help=due)


def _run(change: Change, options: argparse.Namespace, console: "Console") -> int:
    """Write what the order adds to the book and show the actions it is about."""
    order = Order(datetime.now(UTC).astimezone(), options.by)
    before: list[int] = []

    def changed(book: Book) -> Book:
        before.append(len(book))
        return change(options, book, order)

    book = change_book(options.book, changed)
    new = {line.number for line in book.lines[before[0] :]}
    tell_actions([action for action in book.actions if new & set(action.lines)], order.now.date(), console)
    count = console.translate("{file}: {count} new lines").format(count=len(new), file=options.book)
    console.say(count)
    return 0


def _added(options: argparse.Namespace, book: Book, order: Order) -> Book:
    findings = _findings(options.finding, _drills(options))
    element = None if options.element is None else Element(options.element)
    days = options.start, options.due
    return add_action(book, order, findings, options.text, element, options.verify, options.owner, *days)


def _assigned(options: argparse.Namespace, book: Book, order: Order) -> Book:
    return assign_action(book, order, options.action, options.owner, options.due, options.start)


def _done(options: argparse.Namespace, book: Book, order: Order) -> Book:
    digest = "" if options.file is None else hashlib.sha256(options.file.read_bytes()).hexdigest()
    name = "" if options.file is None else options.file.name
    return mark_done(book, order, options.action, options.evidence, digest, name, options.on)


def _retested(options: argparse.Namespace, book: Book, order: Order) -> Book:
    return apply_retests(book, order, _drills(options))


def _closed(options: argparse.Namespace, book: Book, order: Order) -> Book:
    if options.logs is not None:
        book = apply_retests(book, order, _drills(options))
    return close_action(book, order, options.action, options.text)


def _reopened(options: argparse.Namespace, book: Book, order: Order) -> Book:
    return reopen_action(book, order, options.action, options.why)


def _corrected(options: argparse.Namespace, book: Book, order: Order) -> Book:
    fields = dict(_fields(options.fields))
    return correct_entry(book, order, options.line, options.why, void=options.void, data=fields)


def _fields(claims: Sequence[str]) -> Iterator[tuple[str, str]]:
    for claim in claims:
        name, sign, value = claim.partition("=")
        if not sign:
            fault = Fault(
                "--set", N_("the option names no field"), value=claim, expected=N_("FIELD=VALUE, such as owner=Li")
            )
            raise InputError([fault])
        yield name.strip(), value.strip()


def _drills(options: argparse.Namespace) -> tuple[ScoredDrill, ...]:
    if options.logs is None:
        expected = N_("the folder with the logs of drills, before the order")
        raise InputError([Fault("--logs", N_("is missing"), expected=expected)])
    return drills_in(options.logs)


def _findings(names: Sequence[str], drills: Sequence[ScoredDrill]) -> tuple[Finding, ...]:
    known = {finding.id: finding for drill in drills for finding in drill.findings}
    faults = [
        Fault("--finding", N_("is no finding of these drills"), value=name, expected=nearest(name, sorted(known)))
        for name in names
        if name not in known
    ]
    if not known:
        faults = [Fault("--logs", Sentence(N_("the drills in it have no findings")))]
    if faults:
        raise InputError(faults)
    return tuple(known[name] for name in names)
