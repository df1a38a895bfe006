"""``watchbill drill what-if``: what would have followed had one act of a drill been done at another minute, or not at all."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from api.usecases.drill_log_file import floor_at, log_at
from api.usecases.drill_rehearsal import setting_on
from drills.drill import Drill
from drills.exercise import Log, run_of
from drills.scoring import DrillScore
from drills.scoring.counterfactual import (
    REPLICATIONS,
    Change,
    Counterfactual,
    QueueShift,
    Shift,
    counterfactual,
    counterfactual_json,
)
from drills.simulation import Setting
from forecasting.errors import Fault, InputError
from forecasting.files import write_together
from forecasting.messages import N_, Translate

if TYPE_CHECKING:
    from api.cli.console import Console

NEVER = "never"
MOST_REPLICATIONS = 10_000


def add_what_if(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser("what-if", help=_("tell what would have followed from one act at another minute"))
    parser.add_argument("log", metavar="LOG", type=Path, help=_("log of a drill that is over"))
    act = _(
        "an expectation, or the line of an act, and the minute at which it is done instead, or “never”: statement=20"
    )
    parser.add_argument("--act", metavar="ACT=MINUTE", required=True, help=act)
    parser.add_argument("--site", type=Path, help=_("site file"))
    parser.add_argument("--roster", type=Path, help=_("roster file: .csv, .xlsx or .json"))
    parser.add_argument("--forecast", type=Path, help=_("forecast; without it nothing is said of the queues"))
    parser.add_argument("--seed", type=int, default=0, help=_("whole number; the same one gives the same answer"))
    count = _("how often times and queues are drawn (default 20)")
    parser.add_argument("--replications", type=int, default=REPLICATIONS, help=count)
    parser.add_argument("--json", metavar="FILE", type=Path, help=_("file for all of it"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Answer what *options* ask, show it and write it where asked for."""
    change = _change(options)
    log = log_at(options.log)
    setting = None if options.site is None else _setting(options, run_of(log).drill)
    found = counterfactual(log, change, setting, replications=options.replications, seed=options.seed)
    _show(log, found, console)
    if options.json is not None:
        write_together({options.json: counterfactual_json(found).encode()})
        console.say(console.translate("wrote {file}").format(file=options.json))
    return 0


def _change(options: argparse.Namespace) -> Change:
    """Return the change that *options* name; InputError with everything in them that cannot be meant."""
    name, _sign, minute = options.act.partition("=")
    faults = [] if options.seed >= 0 else [Fault("--seed", N_("is out of range"), value=str(options.seed))]
    if not 1 <= options.replications <= MOST_REPLICATIONS:
        expected = f"1 … {MOST_REPLICATIONS}"
        faults.append(
            Fault("--replications", N_("is out of range"), value=str(options.replications), expected=expected)
        )
    files = {"--site": options.site, "--roster": options.roster, "--forecast": options.forecast}
    if any(files.values()):
        wanted = N_("--site, --roster and --forecast together")
        faults += [Fault(file, N_("is missing"), expected=wanted) for file, given in files.items() if given is None]
    if not name or not _is_minute(minute):
        faults.append(Fault("--act", N_("is no act and minute"), value=options.act, expected="statement=20"))
    if faults:
        raise InputError(faults)
    instead = None if minute == NEVER else float(minute)
    return Change("", instead, int(name)) if name.isdecimal() else Change(name, instead)


def _is_minute(text: str) -> bool:
    return text == NEVER or text.replace(".", "", 1).isdecimal()


def _setting(options: argparse.Namespace, drill: Drill) -> Setting:
    asked, floor = floor_at(options.site, options.roster, options.forecast, drill)
    return setting_on(drill, floor, asked.instance.agents, str(options.log))


def _show(log: Log, found: Counterfactual, console: "Console") -> None:
    _ = console.translate
    console.say(run_of(log).scenario.title.in_language(console.language))
    columns = [_("What"), _("In the drill"), _("Then")]
    console.table(_("What would have followed"), columns, _rows(found, _))
    low, high = found.points.p10, found.points.p90
    if low is not None and high is not None and low != high:
        spread = _("points change by {low:+.0f} to {high:+.0f} in eight cases of ten ({count} draws)")
        console.say(spread.format(low=low, high=high, count=found.points.count))
    for sentence, names in (
        (N_("went otherwise, too: {names}"), [name for name in found.otherwise if name != found.change.expectation]),
        (N_("injects that would not have come: {names}"), found.gone),
        (N_("injects that would have come instead: {names}"), found.new),
    ):
        if names:
            console.say(_(sentence).format(names=", ".join(names)))
    if found.queues:
        heads = [_("queue"), _("contacts"), _("left unanswered"), _("in time, %"), _("mean wait, s")]
        console.table(_("Queues of the incident: in the drill → then"), heads, _queues(found.queues, _))


def _rows(found: Counterfactual, _: Translate) -> Iterator[tuple[str, ...]]:
    true, then = found.true, found.what_if
    yield _("rating"), *(_("none") if score.rating is None else score.rating.value for score in (true, then))
    yield (
        _("points, of 100"),
        *(_("none") if score.points is None else f"{score.points.value:.1f}" for score in (true, then)),
    )
    yield _("targets met"), *(_met(score) for score in (true, then))
    for shift in found.times:
        if shift.true != shift.what_if:
            name = f"{shift.point} {shift.incident}".strip()
            yield (
                name,
                *(_("not reached") if at is None else f"{at / 60:.1f} min" for at in (shift.true, shift.what_if)),
            )


def _met(score: DrillScore) -> str:
    counted = [target.met for target in score.targets if target.met is not None]
    return f"{sum(counted)} / {len(counted)}"


def _queues(queues: tuple[QueueShift, ...], _: Translate) -> Iterator[tuple[str, ...]]:
    for queue in queues:
        figures = (queue.contacts, queue.left, queue.within_percent, queue.mean_wait_seconds)
        yield (_("all") if queue.queue is None else queue.queue, *(_figure(figure) for figure in figures))


def _figure(shift: Shift) -> str:
    """Return both means, and in brackets within what the difference lies in eight cases of ten."""
    low, high = shift.difference.p10, shift.difference.p90
    if shift.true is None or shift.what_if is None or low is None or high is None:
        return "-"
    return f"{shift.true:.1f} → {shift.what_if:.1f} ({low:+.1f} … {high:+.1f})"
