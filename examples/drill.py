"""From a planned week to an incident drill, in a window that leaves the service its people.

Run it from any folder: python examples/drill.py [OUT_DIR]
"""

import sys
from datetime import date
from pathlib import Path

from api.usecases.plan import Order, plan_site
from drills import Family, Timing, drill_json, drill_markdown, new_drill
from drills.errors import NoWindowError
from forecasting.files import write_together
from forecasting.messages import english
from scheduler.solution import Limits

HERE = Path(__file__).parent
MONDAY = date(2026, 4, 20)


def main(out: Path) -> None:
    """Make a drill for the planned week and write it to *out*."""
    # 1. Plan a week in one go: what `watchbill plan` does before it writes files.
    #    The volume export is read as the site file says; progress is watched by nobody, who always answers "go on".
    files = HERE / "site.toml", (HERE / "history.csv",)
    order = Order(*files, MONDAY, days=7, limits=Limits(seconds=3), options=lambda of_the_site: of_the_site, drill=None)
    plan = plan_site(order, watch=lambda _progress: True)

    # 2. Draw a scenario from a seed and look for a window in which every team keeps the people it needs,
    #    not too near a promotion.
    timing = Timing(peaks=plan.calendar.promotion_days())
    try:
        drill = new_drill(Family.SYSTEM_OUTAGE, 7, plan.roster, plan.instance, timing=timing)
    except NoWindowError as refused:
        sys.exit(str(refused))
    print(f"{drill.title.en}: {drill.window.local_start:%A %H:%M} to {drill.window.local_end:%H:%M}")

    # 3. Who takes part, and what is left for the customers?
    for seat in drill.seats:
        print(f"  {seat.role.label}: {seat.name}")
    for team in drill.cover:
        print(f"  {team.team} keeps {team.least_spare:.1f} people more than it needs")

    # 4. The plan for those who run it; players never see this file.
    script, record = drill_markdown(drill, english, "en"), drill_json(drill)
    write_together({out / "drill.md": script.encode(), out / "drill.json": record.encode()})
    print(f"{len(drill.scenario.injects)} injects written to {out / 'drill.md'}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
