"""How drills are drawn, predicted and placed: ``python -m benchmarks.drills WHAT …``.

WHAT is ``simulation`` (the short form, which is also run without any words) for the time that each family of incidents
takes to simulate, ``calibration`` for predicted chances against rehearsals, ``novelty`` for how unlike each other drawn
scenarios are, ``windows`` for how fast the weeks ahead are searched for windows, ``year`` for a year of the demo centre's drills played from
its programme to the closing of actions. Each tells its own options with ``--help``.
"""

import sys
from collections.abc import Sequence
from importlib import import_module

MEASUREMENTS = ("simulation", "calibration", "novelty", "windows", "year")


def main(words: Sequence[str]) -> None:
    """Measure what the first of *words* names."""
    what, *options = words or ["simulation"]
    if what not in MEASUREMENTS:
        raise SystemExit(f"{__doc__}\n{what}: expected one of {', '.join(MEASUREMENTS)}")
    import_module(f"benchmarks.drills_bench.{what}").main(options)


if __name__ == "__main__":
    main(sys.argv[1:])
