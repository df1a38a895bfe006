"""``watchbill drill run``: a drill run live in the terminal, without a server, or played by simulated people in seconds."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.drill_run_file import held
from api.cli.drill_run_session import REHEARSALS, Session
from api.cli.drill_run_terminal import Keyboard, Terminal
from drills.drill import Drill
from drills.practice import Circumstances, rehearsed_run
from drills.practice.people import holder
from drills.reading import read_drill
from drills.roles import Role
from drills.scoring import CURRENT, LIVE_BUDGET_POINTS, DrillScore, score
from drills.simulation import predict
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Translate

if TYPE_CHECKING:
    from api.cli.console import Console
    from api.cli.drill_run_file import LogFile

REFUSED, INTERRUPTED = 1, 130
MOST_PAUSES = 20


def add_run(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the verb to *verbs*."""
    parser = verbs.add_parser("run", help=_("run a drill live in this terminal, or play it with simulated people"))
    parser.add_argument("drill", metavar="DRILL", type=Path, help=_("record of a drill, as `drill new` writes it"))
    parser.add_argument("--log", metavar="FILE", type=Path, required=True, help=_("log of the drill; goes on with it"))
    parser.add_argument("--by", metavar="AGENT", help=_("who types; the drill's controller when not given"))
    book = _("book of actions, as `drill actions` keeps it; asked when the drill is closed")
    parser.add_argument("--actions", metavar="BOOK", type=Path, help=book)
    parser.add_argument("--rehearse", metavar="SEED", type=int, help=_("simulated people play the whole drill at once"))
    parser.add_argument(
        "--pauses", metavar="COUNT", type=int, default=0, help=_("pauses of a rehearsed drill (default 0)")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Run the drill that *options* name at this terminal, or rehearse it."""
    return run_at(Keyboard(), options, console, by_script=not sys.stdin.isatty())


def run_at(terminal: Terminal, options: argparse.Namespace, console: "Console", *, by_script: bool = False) -> int:
    """Run the drill that *options* name at *terminal*; where a script types, what was refused shows in the exit code."""
    _refuse_unclear(options)
    drill = _drill(options.drill)
    with held(options.log) as log:
        if options.rehearse is not None:
            _rehearse(drill, log, options, console)
            return 0
        by = options.by or holder(drill, Role.CONTROLLER)
        session = Session(drill, log, terminal, console, by, holder(drill, Role.EVALUATOR), options.actions)
        try:
            session.go_on()
        except KeyboardInterrupt:
            return _left(session, console, INTERRUPTED)
        return _left(session, console, REFUSED if by_script and session.refused else 0)


def _left(session: Session, console: "Console", code: int) -> int:
    _ = console.translate
    if session.run is not None and session.run.state.since is not None:
        console.say(_("The clock of the drill runs on."))
    console.say(_("Nothing is lost: the same command goes on with {file}.").format(file=session.log.path))
    return code


def _refuse_unclear(options: argparse.Namespace) -> None:
    faults = [
        Fault(str(path), N_("is a folder"), expected=N_("a file"))
        for path in (options.drill, options.log)
        if path.is_dir()
    ]
    if options.rehearse is not None and not 0 <= options.rehearse <= 2**53:
        faults.append(Fault("--rehearse", N_("is out of range"), value=str(options.rehearse), expected=f"0 … {2**53}"))
    if not 0 <= options.pauses <= MOST_PAUSES:
        faults.append(
            Fault("--pauses", N_("is out of range"), value=str(options.pauses), expected=f"0 … {MOST_PAUSES}")
        )
    if options.pauses and options.rehearse is None:
        faults.append(Fault("--rehearse", N_("is missing"), expected=N_("a seed, where pauses are asked for")))
    if faults:
        raise InputError(faults)


def _drill(path: Path) -> Drill:
    try:
        return read_drill(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(path), N_("is no UTF-8 text"), expected=N_("what `drill new` writes"))]) from error


def _rehearse(drill: Drill, log: "LogFile", options: argparse.Namespace, console: "Console") -> None:
    """Write the log of *drill* as simulated people play it, into a file that holds nothing yet."""
    if log.run(drill) is not None:
        raise InputError([Fault(str(log.path), N_("has lines already"), expected=N_("a new file for a rehearsal"))])
    circumstances = Circumstances(
        pauses=options.pauses,
        language=console.language,
        rules=CURRENT.version,
        budget_points=LIVE_BUDGET_POINTS,
        prediction=predict(drill.scenario, replications=REHEARSALS),
    )
    played = rehearsed_run(drill, options.rehearse, circumstances=circumstances)
    log.add(played.log)
    _show_score(score(played.log), drill, console)
    console.say(console.translate("wrote {file}").format(file=log.path))


def _show_score(told: DrillScore, drill: Drill, console: "Console") -> None:
    _ = console.translate
    heads = [_("what is expected"), _("status"), _("minutes"), _("allowed"), _("line")]
    rows = [
        (
            drill.scenario.expectation(target.expectation).text.in_language(console.language),
            _(target.status.label),
            "" if target.response is None else f"{target.response.value / 60:.1f}",
            str(target.within_minutes),
            ", ".join(str(line) for line in target.lines),
        )
        for target in told.targets
    ]
    console.table(drill.title.in_language(console.language), heads, rows)
    if told.rating is not None and told.points is not None:
        values = {"rating": told.rating.value, "words": _(told.rating.label), "points": f"{told.points.value:.0f}"}
        console.say(_("{rating}: {words}; {points} of 100 points").format(**values))
