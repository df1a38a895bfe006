"""Writes the demo centre: a site file, its agents, their requests and ledger, and three years of history."""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

from api.demo.export import demo_history, write_history
from api.demo.people import agents_csv, demo_people
from api.demo.wishes import ledger_csv, requests_csv
from forecasting.messages import N_

FIRST_DAY = date(2026, 10, 26)  # the four weeks around Double 11
HISTORY_YEARS = 3
# The planner of this shop knows that Double 12 is highest on its day, too, and says so.
NAMESAKE_DAYS = ((N_("Double 12 day"), 12, 12),)


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """Where the files of a demo centre lie."""

    site: Path
    agents: Path
    history: Path


def write_demo_centre(directory: Path, seed: int = 1, first: date = FIRST_DAY, days: int = 28) -> DemoFiles:
    """Write the demo centre into *directory*, made where missing, ready to plan *days* days from *first*.

    The history covers the three years before *first*. The same arguments give the same bytes.
    """
    directory.mkdir(parents=True, exist_ok=True)
    found = DemoFiles(directory / "site.toml", directory / "agents.csv", directory / "history.csv")
    found.site.write_text(demo_site(first, days), encoding="utf-8", newline="\n")
    people = demo_people(seed, first, days)
    beside = {
        found.agents: agents_csv(people),
        directory / "requests.csv": requests_csv(people, seed, first, days),
        directory / "ledger.csv": ledger_csv(people, seed, first),
    }
    for path, content in beside.items():
        path.write_text(content, encoding="utf-8", newline="\n")
    write_history(demo_history(seed, _history_start(first), first - timedelta(days=1)), found.history)
    return found


def demo_site(first: date, days: int) -> str:
    """Return the site file, with the shop's own events from the start of its history to the last of *days* days from *first*."""
    text = (files("api.demo") / "site.toml").read_text(encoding="utf-8")
    last = first + timedelta(days=days)
    return text + "".join(
        _event(name, date(year, month, day))
        for name, month, day in NAMESAKE_DAYS
        for year in range(_history_start(first).year, last.year + 1)
    )


def _event(name: str, day: date) -> str:
    eve = day - timedelta(days=1)
    return (
        f'\n[[events]]\nname = "{name}"\nfamily = "festival-day"\n'
        f'phases = [{{ phase = "sale", start = {eve}T20:00:00, end = {day + timedelta(days=1)}T00:00:00 }}]\n'
    )


def _history_start(first: date) -> date:
    """Return the day three years before *first*; the last of February for a leap day."""
    year = first.year - HISTORY_YEARS
    return date(year, 2, 28) if (first.month, first.day) == (2, 29) else first.replace(year=year)
