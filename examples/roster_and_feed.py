"""From a site file to a lawful roster, and one person's shifts as a calendar file.

Run it from any folder: python examples/roster_and_feed.py [OUT_DIR]
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from api.feeds import write_agent_feeds
from forecasting.calendar import event_calendar
from forecasting.forecast import make_forecast
from forecasting.history import read_history
from forecasting.staffing import pool, required_people
from forecasting.timegrid import TimeGrid
from scheduler.checking import check_roster
from scheduler.formats import read_site, write_roster_csv
from scheduler.rules.base import Severity
from scheduler.solution import Limits
from scheduler.solve import solve

HERE, MONDAY = Path(__file__).parent, date(2026, 4, 20)


def main(out: Path) -> None:
    """Roster one week and write it to *out*."""
    # 1. The site file: who works where, under which contract and law, and how the volume export is laid out.
    centre = read_site(HERE / "site.toml")
    read = read_history([HERE / "history.csv"], centre.history)
    grid = TimeGrid(centre.site.zone, MONDAY, days=7, slot_minutes=centre.site.slot_minutes)
    calendar = event_calendar(centre.site.holidays, grid.zone, date(2026, 3, 1), grid.last_day)
    centre = centre.with_calendar(calendar)  # holidays and promotion days may have hours of their own
    # 2. How many people does the forecast take, by queue, and then by team?
    forecast = make_forecast(read.complete(), centre.site, calendar, grid, read.step_minutes)
    queues = required_people(forecast, centre.site, grid)
    needed = pool(queues, centre.queues_by_team, centre.site, grid, centre.floor)
    print(f"at most {needed['scheduled'].max():.1f} people needed at once")

    # 3. Who works when? The bound says how good any roster could be at best.
    instance = centre.instance(grid, needed, calendar)
    result = solve(instance, centre.rules, Limits(seconds=3))
    if result.roster is None:
        sys.exit("\n".join(conflict.message for conflict in result.conflicts))
    print(f"{result.status}: {result.objective:.1f} points, at best {result.bound:.1f} ({result.wall_seconds:.1f} s)")

    # 4. Every rule looks at the finished roster once more, without the solver.
    violations = check_roster(result.roster, instance, centre.rules)
    hard = sum(violation.severity is Severity.HARD for violation in violations)
    print(f"{len(result.roster.assignments)} shifts, {hard} hard violations of {len(centre.rules)} rules")
    print("\n".join(f"  {violation.severity}: {violation.message}" for violation in violations))

    # 5. Write the roster, and a calendar file a person. "Now" is given: nothing but a service has a clock of its own.
    write_roster_csv(result.roster, instance, out / "roster.csv")
    feeds = write_agent_feeds(result.roster, instance, out / "calendars", datetime.now(UTC), site=centre.site.name)
    print(f"{len(feeds)} calendars in {out / 'calendars'}; the first is {feeds[0].name}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
