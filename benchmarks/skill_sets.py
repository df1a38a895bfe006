"""``python -m benchmarks.skill_sets``: people of several skills together against whole people for each queue."""

import argparse
import json
from pathlib import Path

from benchmarks.staffing import show
from benchmarks.staffing_bench import skill_sets


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="file to write the rows to")
    options = parser.parse_args()
    rows = list(skill_sets.rows())
    show("skill sets", rows)
    if options.json is not None:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
