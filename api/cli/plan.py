"""``watchbill plan``: from exports to a published roster, report and drill in one go."""

import argparse
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.cleaning import Wish, add_cleaning_options, cleaning_faults
from api.cli.leavers import say_left
from api.cli.options import add_history_options, history_options
from api.cli.progress import plan_progress
from api.cli.roster_options import add_known_of_people
from api.cli.sources import say_provenance
from api.cli.training import say_training
from api.reports.service_rows import service_lines
from api.usecases.plan import Order, Plan, plan_site
from api.usecases.plan_files import earlier_files, write_plan
from api.usecases.so_far import keeper, left_behind
from drills import Family
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Translate, said
from scheduler.explain.relaxation import Relaxation
from scheduler.objective import term_label
from scheduler.rules.base import Severity
from scheduler.solution import Limits

if TYPE_CHECKING:
    from api.cli.console import Console

DEFAULT_SECONDS = 120.0
MOST_SECONDS = 86_400.0
NO_DRILL = "none"
MOST_RELAXATIONS = 20
DRAFT = 1
TEAM, SKILL_SET = "team", "skill-set"


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser(
        "plan",
        help=_("from exports to a roster, its report, calendars and a drill in one go"),
        description=_("Exit code: 0 when the roster is lawful, 1 when it is a draft that gives up rules."),
    )
    parser.add_argument("site", type=Path, metavar="SITE", help=_("site file: .toml, or .json of a call centre"))
    parser.add_argument("--history", type=Path, nargs="+", required=True, help=_("volume exports to forecast from"))
    parser.add_argument(
        "--from", dest="first", type=date.fromisoformat, required=True, help=_("first day, such as 2026-10-26")
    )
    parser.add_argument("--days", type=int, required=True, help=_("how many days"))
    parser.add_argument("--after", type=Path, metavar="ROSTER", help=_("roster of the days before, to go on from"))
    parser.add_argument(
        "--published",
        type=Path,
        metavar="ROSTER",
        help=_("roster that people know already, to change as little as need be"),
    )
    begin = _("roster to begin the search with, lawful or not, such as one that an earlier run left behind")
    parser.add_argument("--begin-with", type=Path, metavar="ROSTER", help=begin)
    add_known_of_people(parser, _)
    shared = _("let backlogs be worked in the quiet slots of their team's lines")
    parser.add_argument("--quiet-slots", action=argparse.BooleanOptionalAction, help=shared)
    parser.add_argument("--out", type=Path, required=True, help=_("folder for the plan's files"))
    parser.add_argument(
        "--by", choices=(TEAM, SKILL_SET), default=TEAM, help=_("ask for people by team or by skill set")
    )
    parser.add_argument("--seconds", type=float, help=_("time for the roster (default 120)"))
    work = _("work in place of time, about seconds: the same plan again for the same files, seed and cores")
    parser.add_argument("--work", type=float, metavar="NUMBER", help=work)
    parser.add_argument("--workers", type=int, default=2, help=_("processor cores to use (default 2)"))
    parser.add_argument("--seed", type=int, default=1, help=_("whole number; draws the roster's turns and the drill"))
    parser.add_argument(
        "--drill",
        choices=[*(family.value for family in Family), NO_DRILL],
        default=Family.SYSTEM_OUTAGE.value,
        help=_("kind of incident to exercise"),
    )
    add_cleaning_options(parser, _)
    add_history_options(parser, _)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Plan, write every file or none, and show how the roster stands."""
    earlier_files(options.out)
    _say_left_behind(options, console)
    order = Order(
        options.site,
        tuple(options.history),
        options.first,
        options.days,
        _limits(options),
        lambda default: history_options(options, default),
        None if options.drill == NO_DRILL else Family(options.drill),
        options.seed,
        lambda found, zone: Wish.of(options).granted(found, zone, console),
        options.after,
        options.published,
        by_skill_set=options.by == SKILL_SET,
        locks=options.lock,
        training_record=options.training_record,
        worked=options.worked,
        period_from=options.period_from,
        quiet_slots=options.quiet_slots,
        start=options.begin_with,
        keep=keeper(options.out),
    )
    with plan_progress(console) as progress:
        plan = plan_site(order, progress)
    written = write_plan(plan, options.out, datetime.now(UTC), console.language, console.translate)
    show_plan(plan, console)
    say_provenance(plan.provenance, console)
    console.say(
        console.translate("{count} files written to {folder}; open {report}").format(
            count=len(written), folder=options.out, report=options.out / "report.html"
        )
    )
    return DRAFT if plan.result.relaxations else 0


def _say_left_behind(options: argparse.Namespace, console: "Console") -> None:
    """Say that an earlier run was ended before its plan was written, and how to go on from what it left."""
    found = left_behind(options.out)
    if found is not None and options.begin_with is None:
        sentence = console.translate(
            "an earlier plan was ended before it was done; its best roster is in {file}: "
            "--begin-with {file} goes on from it, without it the next roster takes its place"
        )
        console.say(sentence.format(file=found))


def _limits(options: argparse.Namespace) -> Limits:
    faults = list(cleaning_faults(options))
    usual = DEFAULT_SECONDS if options.work is None else MOST_SECONDS
    seconds = usual if options.seconds is None else options.seconds
    if not 0 < seconds <= MOST_SECONDS:
        expected = f"above 0, at most {MOST_SECONDS:.0f}"
        faults.append(Fault("--seconds", N_("is no time to plan in"), value=str(options.seconds), expected=expected))
    if options.work is not None and not 0 < options.work <= MOST_SECONDS:
        expected = f"above 0, at most {MOST_SECONDS:.0f}"
        faults.append(Fault("--work", N_("is no amount of work"), value=str(options.work), expected=expected))
    if options.workers < 1:
        faults.append(
            Fault("--workers", N_("is no number of cores"), value=str(options.workers), expected=N_("1 or more"))
        )
    if faults:
        raise InputError(faults)
    return Limits(seconds, options.workers, options.seed, options.work)


def say_relaxations(relaxations: Sequence[Relaxation], console: "Console") -> None:
    """Print what a draft gave up, the first few relaxations, and that it is a draft."""
    _ = console.translate
    if not relaxations:
        return
    console.say(_("No lawful roster exists. This is a draft that gives up the least; it cannot be published."))
    for found in relaxations[:MOST_RELAXATIONS]:
        console.say("  " + said(found.sentence, _))
        if not found.proven:
            console.say(_("  (time ran out before less was ruled out)"))
    if len(relaxations) > MOST_RELAXATIONS:
        console.say(_("and {count} more; plan.json has them all").format(count=len(relaxations) - MOST_RELAXATIONS))


def show_plan(plan: Plan, console: "Console") -> None:
    """Print how the roster stands: status, objective, bound, gap, time, what it breaks and leaves uncovered."""
    _, result = console.translate, plan.result
    rows = [
        (_("status"), _(result.status.value)),
        (_("objective"), _("{points:.2f} points").format(points=result.objective)),
        *(
            (said(term_label(name), _), _("{points:.2f} points").format(points=points))
            for name, points in result.terms.items()
        ),
        (_("bound"), _("{points:.2f} points").format(points=result.bound)),
        (_("optimality gap"), f"{result.gap:.2%}"),
        (_("wall time"), _("{seconds:.1f} s").format(seconds=result.wall_seconds)),
        (_("strategy"), _(result.strategy)),
        (_("agents"), len(plan.instance.agents)),
        (_("shifts"), len(plan.roster.assignments)),
        *((_(severity.label), sum(found.severity is severity for found in plan.violations)) for severity in Severity),
    ]
    console.table(_("the roster"), [_("what"), _("value")], rows)
    if plan.service is not None:
        for sentence in service_lines(plan.service, _):
            console.say(sentence)
    say_training(plan.training, console)
    say_relaxations(result.relaxations, console)
    say_left(plan.instance, console)
    if result.stopped_early:
        console.say(_("stopped early: this is the best roster found until then"))
    if plan.drill is not None:
        window = plan.drill.window
        when = f"{window.local_start:%Y-%m-%d %H:%M}-{window.local_end:%H:%M}"
        console.say(_("drill: {title}, {when}").format(title=plan.drill.title.in_language(console.language), when=when))
    if plan.no_drill is not None:
        console.say(_("no drill: {reason}").format(reason=said(plan.no_drill, _)))
