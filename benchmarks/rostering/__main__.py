"""How good a roster gets in how long: ``python -m benchmarks.rostering WHAT …``.

WHAT is ``made`` (the short form, which is also run without any words), ``nrp`` for files of the public shift-scheduling
benchmark, ``centre`` for a real contact centre, ``crowd`` for thousands of named people, ``growth`` for what more of them cost, ``peers`` for what another
program makes of the same question, ``first`` for how soon there is a lawful roster, ``repair`` for rosters mended after absences, ``sites`` for many small sites side by
side. Each tells its own options with ``--help``. Printed are the objective, the bound that no roster undercuts, and the gap
between them.
"""

import sys
from collections.abc import Sequence
from importlib import import_module

MEASUREMENTS = ("made", "nrp", "centre", "crowd", "first", "growth", "peers", "plots", "repair", "sites")


def main(arguments: Sequence[str]) -> None:
    """Measure what the first of *arguments* names."""
    what, *options = arguments or ["made"]
    if what not in MEASUREMENTS:
        raise SystemExit(f"{__doc__}\n{what}: expected one of {', '.join(MEASUREMENTS)}")
    import_module(f"benchmarks.rostering.{what}").main(options)


if __name__ == "__main__":
    main(sys.argv[1:])
