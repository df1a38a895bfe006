"""Forecasts of real series from rolling origins, beside other programs: ``python -m benchmarks.forecasting FILE...``.

Any CSV with ``start,queue,offered`` will do, in slots or days. Every model gets the same history, closed days and events
(``NAME.events.csv`` beside the file, or ``--events``), and the same settings for every series. WAPE is of day totals 1
to ``--horizon-days`` days ahead; WAPE, coverage and floor are printed in per cent. Prophet and statsforecast live in an
environment of their own, which is made when it is first needed.
"""

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from benchmarks.forecast_bench import cold_start, speed
from benchmarks.forecast_bench.cold_start import cold_starts
from benchmarks.forecast_bench.environment import with_packages
from benchmarks.forecast_bench.peers import GROUPS, INSTALLED, compared, versions
from benchmarks.forecast_bench.rows import Row, rows_of
from benchmarks.forecast_bench.series import Series, load
from benchmarks.forecast_bench.summary import summary_lines
from benchmarks.forecast_bench.tables import markdown, show
from forecasting.backtest import Origins, Tried, backtest
from forecasting.errors import ForecastingError

DATA = Path(os.environ.get("WATCHBILL_DATA", Path(__file__).parents[2] / "shared" / "data")) / "history"
DEFAULT_ORIGINS = 12
SHORT_ORIGINS = 3
SHOWN_FAULTS = 10


def main(words: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    options = _parser().parse_args(words)
    with_packages([group for group in options.peers if group in INSTALLED])
    try:
        _run(options, Console(width=150, highlight=False))
    except ForecastingError as error:
        lines = str(error).splitlines()
        raise SystemExit("\n".join([*lines[:SHOWN_FAULTS], *(["..."] if len(lines) > SHOWN_FAULTS else [])])) from error


def _run(options: argparse.Namespace, console: Console) -> None:
    if options.speed:
        speed.show(list(speed.timings(options.peers, options.queues)), console)
        if not options.files:
            return
    if not options.files:
        _take_what_is_at_hand(options)
    if not options.files:
        console.print(f"skipped: {DATA} has no series, and no FILE is named")
    elif options.leave_event_out:
        _leave_out(options, console)
    else:
        _compare(options, console)


def _take_what_is_at_hand(options: argparse.Namespace) -> None:
    """Put the series of the data folder in and make it short."""
    options.files = [path for path in sorted(DATA.glob("*.csv")) if not path.name.endswith(".events.csv")]
    options.origins = min(options.origins, SHORT_ORIGINS)


def _leave_out(options: argparse.Namespace, console: Console) -> None:
    every = [load(path, options.events, options.zone) for path in options.files]
    found = [one for series in every for one in cold_starts(series, options.horizon_days)]
    cold_start.show(found, console)


def _compare(options: argparse.Namespace, console: Console) -> None:
    origins = Origins(options.origins, options.horizon_days)
    rows = [
        row
        for path in options.files
        for row in scored(load(path, options.events, options.zone), options.peers, origins)
    ]
    show(rows, console)
    for line in summary_lines(rows):
        console.print(line)
    console.print(", ".join(f"{name} {number}" for name, number in versions(options.peers).items()))
    if options.json:
        document = [row.document() for row in rows]
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(markdown(rows), encoding="utf-8")


def scored(series: Series, peers: Sequence[str], origins: Origins) -> list[Row]:
    """Return the scores of our model and *peers* on *series*."""
    progress = Console(stderr=True)
    models = compared(peers, series.step_minutes)
    with progress.status(series.name) as status:

        def watch(tried: Tried) -> None:
            status.update(f"{series.name}: {tried.done} of {tried.total}, {tried.model} from {tried.first_day}")

        tried = backtest(series.history, series.site, series.calendar, models, origins, series.step_minutes, watch)
    return rows_of(tried, series)


def _peers(text: str) -> list[str]:
    names = [name for name in text.split(",") if name]
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: expected some of {', '.join(GROUPS)}")
    return names


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecasting", description=__doc__)
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="CSV with start, queue, offered; without any, a short run over the data folder",
    )
    parser.add_argument("--events", type=Path, help="CSV with date, cls, name for every FILE")
    parser.add_argument(
        "--zone", default="UTC", help="the clock of times without an offset; UTC takes them as they stand"
    )
    parser.add_argument("--horizon-days", type=int, default=28, help="how far ahead (default 28)")
    parser.add_argument("--origins", type=int, default=DEFAULT_ORIGINS, help="from how many days (default 12)")
    parser.add_argument(
        "--peers", type=_peers, default=["naive"], metavar="NAME,...", help=f"of {', '.join(GROUPS)} (default naive)"
    )
    parser.add_argument("--json", type=Path, help="write the scores to this file")
    parser.add_argument("--markdown", type=Path, help="write the table to this file")
    parser.add_argument("--leave-event-out", action="store_true", help="forecast each event as if never seen before")
    parser.add_argument("--speed", action="store_true", help="measure the time of fits on a made-up history")
    parser.add_argument("--queues", type=int, default=500, help="how many queues --speed ends with (default 500)")
    return parser


if __name__ == "__main__":
    main()
