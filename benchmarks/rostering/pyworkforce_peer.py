"""Asks pyworkforce for a roster, in the environment that has it: a question as JSON on the way in, an answer on the way out."""

import importlib
import json
import sys
import time
from importlib.metadata import version


def main() -> None:
    """Read the arguments of MinHoursRoster; print the status, the hours, None without a roster, and the seconds."""
    asked = json.load(sys.stdin)
    roster = importlib.import_module("pyworkforce.rostering.binary_programming").MinHoursRoster
    began = time.monotonic()
    found = roster(**asked).solve()
    told = {
        "program": f"pyworkforce {version('pyworkforce')}",
        "status": found["status"].lower(),
        "hours": found["shifted_hours"] if found["total_shifts"] else None,
        "seconds": round(time.monotonic() - began, 2),
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
