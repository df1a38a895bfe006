"""``python -m benchmarks.rostering plots --nrp FILE --growth FILE --into DIR``: pictures of what the other measurements wrote.

FILE is what ``nrp --json`` or ``growth --json`` wrote. ``rostering-benchmark.svg`` shows for each file of the public benchmark
how far above the bound the best roster was at each second; ``rostering-growth.svg`` seconds, memory and gap by the number
of people. Same rows: the same bytes. Runs in the environment of the benchmarks, which has matplotlib.
"""

import argparse
import json
from collections.abc import Sequence
from importlib import import_module
from math import ceil, nan
from pathlib import Path
from typing import Any

COLUMNS = 4
LEAST_SHOWN = 1e-4  # a gap of nothing has no place on a scale of powers
INK, PALE = "#1f4e79", "#b0b7bf"

Row = dict[str, Any]


def pyplot() -> Any:
    """Return matplotlib's pyplot, set to write the same bytes for the same figures."""
    matplotlib = import_module("matplotlib")
    matplotlib.use("svg")
    matplotlib.rcParams.update(
        {
            "svg.hashsalt": "watchbill",
            "svg.fonttype": "none",
            "font.family": "sans-serif",
            "font.size": 8,
            "axes.spines.top": False,
            "axes.spines.right": False,
        }
    )
    return import_module("matplotlib.pyplot")


def above_bound(row: Row) -> tuple[list[float], list[float]]:
    """Return seconds and how far each improvement of *row* lay above its last bound, as a share of that improvement."""
    bound = row["bound"] or 0.0
    shares = [max(LEAST_SHOWN, (objective - bound) / objective) for _, objective in row["improvements"] if objective]
    seconds = [max(0.1, at) for at, objective in row["improvements"] if objective]
    return [*seconds, row["seconds"]], [*shares, *shares[-1:]]


def draw_benchmark(rows: Sequence[Row], path: Path) -> None:
    """Draw one panel a file."""
    drawing = pyplot()
    tall = ceil(len(rows) / COLUMNS)
    figure, panels = drawing.subplots(tall, COLUMNS, figsize=(9, 1.7 * tall), sharex=True, sharey=True, squeeze=False)
    for panel, row in zip(panels.flat, rows, strict=False):
        panel.step(*above_bound(row), where="post", color=INK, linewidth=1.4)
        panel.axhline(0.01, color=PALE, linewidth=0.8, linestyle=":")
        panel.set(
            xscale="log", yscale="log", ylim=(LEAST_SHOWN, 2), title=f"{row['instance']}: {row['objective']:,.0f}"
        )
        panel.minorticks_off()
    for panel in panels.flat[len(rows) :]:
        panel.set_axis_off()
    figure.supxlabel("seconds")
    figure.supylabel("share above the bound (dotted: 1 %)")
    saved(figure, path)


def draw_growth(rows: Sequence[Row], path: Path) -> None:
    """Draw seconds, memory and gap by the number of people, with a line of equal growth beside the seconds."""
    drawing = pyplot()
    figure, panels = drawing.subplots(1, 3, figsize=(9, 2.8))
    ordered = sorted(rows, key=lambda row: row["agents"])
    people = [row["agents"] for row in ordered]
    shown = (("seconds", "seconds", 1), ("peak_mb", "memory in MB", 1), ("gap", "gap in %", 100))
    for panel, (field, label, times) in zip(panels, shown, strict=True):
        panel.plot(
            people,
            [nan if row[field] is None else row[field] * times for row in ordered],
            marker="o",
            markersize=3,
            color=INK,
        )
        panel.set(xscale="log", xlabel="people", title=label)
    panels[0].set_yscale("log")
    first = ordered[0]
    even = [first["seconds"] * count / first["agents"] for count in people]
    panels[0].plot(people, even, color=PALE, linestyle=":", label="as the number of people")
    panels[0].legend(frameon=False)
    saved(figure, path)


def saved(figure: Any, path: Path) -> None:
    """Write *figure* to *path* as SVG, without the date."""
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    path.write_text("\n".join(line.rstrip() for line in path.read_text("utf-8").splitlines()) + "\n", "utf-8")


def main(arguments: Sequence[str]) -> None:
    """Draw what there are rows for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering plots", description=__doc__)
    parser.add_argument(
        "--nrp", type=Path, nargs="*", default=[], help="rows of nrp --json; of one name the last is shown"
    )
    parser.add_argument("--growth", type=Path, nargs="*", default=[], help="rows of growth --json")
    parser.add_argument("--into", type=Path, required=True, help="folder for the pictures")
    options = parser.parse_args(arguments)
    options.into.mkdir(parents=True, exist_ok=True)
    if options.nrp:
        rows = {row["instance"]: row for path in options.nrp for row in json.loads(path.read_text("utf-8"))}
        draw_benchmark(list(rows.values()), options.into / "rostering-benchmark.svg")
    if options.growth:
        rows = {row["agents"]: row for path in options.growth for row in json.loads(path.read_text("utf-8"))}
        draw_growth(list(rows.values()), options.into / "rostering-growth.svg")
