"""``watchbill roster explain``, ``why-not`` and ``price``: why a roster is as it is, and what would change it."""

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from api.cli.roster_options import add_roster_options, roster_source
from api.cli.seniority import service_told
from api.usecases.explained import ShiftAsked, rule_faults, rule_prices, shift_faults, who_is_missing, why_not
from api.usecases.rostered import Rostered
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence, Translate, listed, said
from scheduler.explain.price import Price
from scheduler.explain.why_not import Verdict, WhyNot
from scheduler.objective import term_label
from scheduler.objective.requests import REQUESTS
from scheduler.roster import Assignment
from scheduler.shortfall import ShortRun

if TYPE_CHECKING:
    from api.cli.console import Console

MOST_RUNS = 20
DEFAULT_SECONDS = 10.0
MOST_SECONDS = 86_400.0


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verbs to *verbs*."""
    explain = verbs.add_parser("explain", help=_("say of every shortage where the team's people are instead"))
    add_roster_options(explain, _)
    explain.add_argument("--all", action="store_true", help=_("show every shortage, not only the first twenty"))
    explain.set_defaults(run=run_explain)
    why_not = verbs.add_parser("why-not", help=_("say why somebody does not work a shift, or what it would cost"))
    add_roster_options(why_not, _)
    why_not.add_argument("--agent", required=True, help=_("id of the person"))
    why_not.add_argument("--day", type=date.fromisoformat, required=True, help=_("day of the shift"))
    why_not.add_argument("--kind", help=_("shift kind, by default any"))
    why_not.set_defaults(run=run_why_not)
    price = verbs.add_parser("price", help=_("say what a roster would gain by relaxing a rule a step"))
    add_roster_options(price, _)
    price.add_argument("names", metavar=_("RULE"), nargs="+", help=_("names of rules, such as daily-rest"))
    price.add_argument(
        "--seconds", type=float, default=DEFAULT_SECONDS, help=_("time for each roster at most (default 10)")
    )
    price.set_defaults(run=run_price)


def run_explain(options: argparse.Namespace, console: "Console") -> int:
    """Print the shortages of the roster named in *options*, the worst first, each with its reason."""
    _, rostered = console.translate, Rostered.read(roster_source(options))
    missing = who_is_missing(rostered, None if options.all else MOST_RUNS)
    if not missing.runs:
        console.say(_("Nobody is missing at any time."))
        return 0
    columns = [_("team"), _("when"), _("needed"), _("on duty"), _("hours missing"), _("why, at the worst time")]
    rows = [(*_short_row(found.run, rostered), found.sentence(_)) for found in missing.told]
    console.table(_("Who is missing, and why"), columns, rows)
    if missing.runs > len(missing.told):
        console.say(_("and {count} more; --all shows them").format(count=missing.runs - len(missing.told)))
    return 0


def _short_row(run: ShortRun, rostered: Rostered) -> tuple[str, str, str, str, str]:
    grid = rostered.instance.grid
    when = f"{grid.local(run.first):%Y-%m-%d %H:%M}-{grid.local(run.end):%H:%M}"
    return run.team, when, f"{run.required:.1f}", str(run.rostered), f"{run.missing_hours:.1f}"


def run_why_not(options: argparse.Namespace, console: "Console") -> int:
    """Print why the person named in *options* does not work the shift, or what it would cost."""
    rostered = Rostered.read(roster_source(options))
    asked = ShiftAsked(options.agent, options.day, options.kind)
    faults = [replace(fault, file=f"--{fault.field}", field=None) for fault in shift_faults(rostered, asked)]
    if faults:
        raise InputError(faults)
    answer = why_not(rostered, asked)
    agent, zone = answer.agent, rostered.instance.zone_of(answer.agent)
    for sentence in why_not_lines(answer, zone, console.translate):
        console.say(sentence)
    service = service_told(agent, options.day, rostered.site_file.aims.seniority_percent, console.translate)
    if answer.costs.get(REQUESTS) and service is not None:
        console.say(service)
    return 0


def why_not_lines(answer: WhyNot, zone: ZoneInfo, _: Translate) -> Iterator[str]:
    """Yield the sentences of *answer* in the reader's language, times on the clock of *zone*."""
    asked = answer.shift.kind if answer.shift is not None else answer.kind or _("any shift")
    yield _("{agent} ({id}), {kind} on {day}: {verdict}").format(
        agent=answer.agent.name, id=answer.agent.id, kind=asked, day=answer.day, verdict=_(answer.verdict.value)
    )
    for violation in answer.broken:
        told = _(violation.template).format(**violation.values)
        yield _("  as the roster stands it breaks {rule} [{citation}]: {sentence}").format(
            rule=violation.rule, citation=_(violation.citation), sentence=told
        )
    for reason in answer.reasons:
        yield "  " + said(reason.sentence, _)
    for before, after in answer.changes:
        yield _("  then {before} becomes {after}").format(before=_shift(before, zone, _), after=_shift(after, zone, _))
    if answer.verdict in {Verdict.POSSIBLE, Verdict.OTHER_DAYS}:
        yield _("  the objective would change by {points:+.2f} points: {terms}").format(
            points=answer.cost, terms=_terms(answer.costs, _)
        )


def _shift(shift: Assignment | None, zone: ZoneInfo, _: Translate) -> str:
    return _("a day off") if shift is None else f"{shift.kind} {shift.start.astimezone(zone):%Y-%m-%d %H:%M}"


def _terms(terms: Mapping[str, float], _: Translate) -> str:
    changed = [f"{said(term_label(name), _)} {points:+.2f}" for name, points in terms.items() if points]
    return listed(changed, _) or _("nothing changes")


def run_price(options: argparse.Namespace, console: "Console") -> int:
    """Print what relaxing each rule named in *options* by a step would gain."""
    _, rostered = console.translate, Rostered.read(roster_source(options))
    _refuse_unpriced(options, rostered)
    found = rule_prices(rostered, options.names, options.seconds)
    columns = [
        _("rule"),
        _("source"),
        _("figure"),
        _("now"),
        _("a step on"),
        _("points gained, at least"),
        _("of that"),
    ]
    console.table(_("What rules cost"), columns, (_price_row(price, _) for price in found))
    console.say(
        _("Gained against a roster that had the same work without the step; more work could gain more, under both.")
    )
    return 0


def _refuse_unpriced(options: argparse.Namespace, rostered: Rostered) -> None:
    wrong = rule_faults(rostered, options.names)
    faults = [replace(fault, file=str(fault.value), field=None, value=None) for fault in wrong]
    if not 0 < options.seconds < MOST_SECONDS:
        expected = Sentence(N_("above 0, below {most}"), most=f"{MOST_SECONDS:.0f}")
        faults.append(Fault("--seconds", N_("is no time to work in"), value=str(options.seconds), expected=expected))
    if faults:
        raise InputError(faults)


def _price_row(price: Price, _: Translate) -> tuple[str, ...]:
    step = price.step
    gained = _terms({name: -points for name, points in price.gain.items()}, _)
    return (
        step.rule.name,
        _(step.rule.citation),
        said(step.label, _),
        "-" if step.before is None else f"{step.before}",
        "-" if step.after is None else f"{step.after}",
        _("none found") if price.relaxed is None else f"{price.points:.2f}",
        gained,
    )
