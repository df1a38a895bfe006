"""``watchbill simulate``: what service customers will get from a roster, and what another roster or one more person changes."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.simulate_progress import simulation_progress
from api.reports.service_rows import (
    compact,
    day_columns,
    day_rows,
    difference_columns,
    difference_rows,
    hour_columns,
    hour_rows,
    notes,
    one_more_sentences,
    total_columns,
    total_rows,
)
from api.usecases.service_files import fingerprints, read_question, write_service
from api.usecases.simulation import ServiceFound, follow_roster
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Translate
from forecasting.service import Scenario, scenario_of
from forecasting.simulation import Routing
from scheduler.service import Trial

if TYPE_CHECKING:
    from api.cli.console import Console

DEFAULTS = Trial()
MOST_REPLICATIONS = 10_000
TEAM, SKILL_SET = "team", "skill-set"


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("simulate", help=_("tell what service customers will get from a roster"))
    parser.add_argument("roster", metavar=_("ROSTER"), type=Path, help=_("roster as CSV, XLSX or JSON"))
    parser.add_argument("--site", type=Path, required=True, help=_("site file"))
    parser.add_argument("--forecast", type=Path, required=True, help=_("forecast as written by watchbill forecast"))
    parser.add_argument(
        "--against",
        metavar="ROSTER",
        type=Path,
        help=_("another roster of the same days, compared on the same customers"),
    )
    parser.add_argument(
        "--scenario",
        metavar="NAME=FACTOR",
        action="append",
        default=[],
        help=_(
            "a case beside the forecast: busy=1.2 for a fifth more contacts, bad=p95 for days at their 95 %% quantile"
        ),
    )
    parser.add_argument(
        "--replications",
        type=int,
        default=DEFAULTS.replications,
        help=_("how often the days are played through (default 20)"),
    )
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed, help=_("whole number; draws customers and absences"))
    parser.add_argument(
        "--routing",
        choices=[routing.value for routing in Routing],
        default=DEFAULTS.routing.value,
        help=_("who of several free people gets a contact"),
    )
    parser.add_argument(
        "--by",
        choices=(TEAM, SKILL_SET),
        default=TEAM,
        help=_("whose queues people serve: their team's or their skill set's"),
    )
    parser.add_argument("--out", metavar="DIR", type=Path, help=_("folder for the tables and the page with plots"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Simulate, print the service and write it where asked for."""
    scenarios, trial = asked(options)
    question = read_question(
        options.site,
        options.forecast,
        options.roster,
        trial,
        scenarios,
        options.against,
        by_skill_set=options.by == SKILL_SET,
    )
    with simulation_progress(console, trial.replications) as progress:
        found = follow_roster(question, progress)
    show(found, console)
    if options.out is not None:
        named = [options.site, options.forecast, options.roster, options.against]
        prints = fingerprints([path for path in named if path is not None])
        for path in write_service(found, options.out, prints, console.translate, console.language):
            console.say(console.translate("wrote {file}").format(file=path))
    return 0


def asked(options: argparse.Namespace) -> tuple[tuple[Scenario, ...], Trial]:
    """Return the scenarios and the trial that *options* ask for; raise InputError naming each that cannot be meant."""
    faults: list[Fault] = []
    scenarios: list[Scenario] = []
    for claim in options.scenario:
        try:
            scenarios.append(scenario_of(claim, "--scenario"))
        except InputError as error:
            faults += error.faults
    names = [scenario.name for scenario in scenarios]
    faults += [
        Fault("--scenario", N_("two scenarios have the same name"), value=name, expected=N_("a name of its own"))
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    if not 1 <= options.replications <= MOST_REPLICATIONS:
        reason = N_("is no number of replications")
        value = str(options.replications)
        faults.append(Fault("--replications", reason, value=value, expected=N_("1 to 10000")))
    if options.seed < 0:
        faults.append(Fault("--seed", N_("is no seed"), value=str(options.seed), expected=N_("0 or more")))
    if faults:
        raise InputError(faults)
    return tuple(scenarios), Trial(options.replications, options.seed, Routing(options.routing))


def show(found: ServiceFound, console: "Console") -> None:
    """Print the totals, the comparison, the days, the hours that miss the target most and what one more person would change."""
    _, language = console.translate, console.language
    title = _("service from {first} to {last}").format(first=found.grid.first_day, last=found.grid.last_day)
    headings, cases = [name for name, _numeric in total_columns(_)], len(found.cases)
    console.table(title, compact(headings, cases), [compact(row, cases) for row in total_rows(found, _)])
    if found.differences is not None:
        columns = [name for name, _numeric in difference_columns(_)]
        rows = difference_rows(found.differences, language, _)
        console.table(_("this roster less the other one, ± the 95 % confidence interval"), columns, rows)
    columns = [name for name, _numeric in day_columns(_)]
    console.table(_("day by day, as forecast"), columns, day_rows(found.expected, language, _))
    if found.weakest:
        columns = [name for name, _numeric in hour_columns(_)]
        console.table(_("hours that miss their target most"), columns, hour_rows(found, language))
    else:
        console.say(_("No hour misses its target on average."))
    console.say(
        _(
            "in time: share answered within the target's time, ± the 95 % confidence interval; band: where nine replications in ten lie; "
            "met: how likely a day reaches its target; lacking: contacts that the hour needs beyond those to reach its target"
        )
    )
    for sentence in [*one_more_sentences(found, language, _), *notes(found, _)]:
        console.say(sentence)
