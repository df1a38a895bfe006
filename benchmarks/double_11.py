"""Makes the files and plots of the walk-through for Double 11: ``python -m benchmarks.double_11 OUT_DIR [--png]``.

Two years of a made-up shop, a presale that moves, and what that does to the days of the festival. The pictures need Chromium.
"""

import argparse
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
from playwright.sync_api import sync_playwright

from api.demo.export import COLUMNS, ZONE, demo_history
from forecasting.calendar import EventCalendar, event_calendar
from forecasting.hierarchy import correlations, site_total
from forecasting.history import HistoryOptions, read_history
from forecasting.models import LogLinear
from forecasting.site import ALL_DAY, OpeningHours, Queue, Site
from forecasting.timegrid import TimeGrid
from forecasting.whatif import compare
from scheduler.formats import read_what_if

FIRST, LAST = date(2024, 9, 1), date(2026, 9, 27)
GRID = TimeGrid(ZONE, date(2026, 10, 5), 42, 60)
CHANGE = """# The platform announced it: presale and first wave come five days earlier.
[[change]]
event = "Double 11"
phase = "presale"
move_days = -5

[[change]]
event = "Double 11"
phase = "wave-1"
move_days = -5
"""
WIDTH, HEIGHT = 900, 380


@dataclass(frozen=True)
class Words:
    """What a picture says in one language."""

    suffix: str
    before: str
    after: str
    band: str
    contacts: str


LANGUAGES = (
    Words("", "dates as usual", "presale five days earlier", "nine days in ten", "contacts a day"),
    Words(".zh-CN", "按往年日期", "预售提前五天", "九成区间", "每日进线量"),
)


def main() -> None:
    """Write history, change file, pages and, if asked, pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--png", action="store_true", help="take pictures with Chromium, too")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    history, change = options.out / "history.csv", options.out / "presale.toml"
    made = demo_history(11, FIRST, LAST).rename(columns={name: ours for ours, name in COLUMNS.items()})
    made[["start", "queue", "offered", "aht_seconds"]].to_csv(history, index=False)
    change.write_text(CHANGE, encoding="utf-8")
    before, after = totals(history, change)
    for words in LANGUAGES:
        page = options.out / f"double-11{words.suffix}.html"
        figure(before, after, words).write_html(page, include_plotlyjs=True)
        if options.png:
            photograph(page)
    print(f"by day, before and after:\n{pd.DataFrame({'before': before['mean'], 'after': after['mean']}).round(0)}")


def totals(history: Path, change: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the site's days before and after the change: mean, p05 and p95 by local day."""
    read = read_history([history], HistoryOptions(zone=ZONE))
    known = read.complete()
    names = sorted(known["queue"].unique())
    around_the_clock = OpeningHours((ALL_DAY,) * 7, ALL_DAY)
    site = Site("made-up shop", ZONE, tuple(Queue(name, opening=around_the_clock) for name in names), 60)
    calendar: EventCalendar = event_calendar("CN", ZONE, FIRST, GRID.last_day)
    found = compare(known, site, calendar, GRID, read_what_if(change, ZONE), model=LogLinear(read.step_minutes))
    together = correlations(known, names, ZONE.key)
    before, after = (_days(site_total(frame, "site", together)) for frame in (found.base, found.changed))
    return before, after


def _days(total: pd.DataFrame) -> pd.DataFrame:
    days = total["start"].dt.tz_convert(ZONE.key).dt.date
    return total.groupby(days).agg({"mean": "sum", "day_p05": "first", "day_p95": "first"})


def figure(before: pd.DataFrame, after: pd.DataFrame, words: Words) -> go.Figure:
    """Draw both forecasts, and the band of the changed one."""
    days = list(after.index)
    band = go.Scatter(
        x=[*days, *reversed(days)],
        y=[*after["day_p95"], *reversed(list(after["day_p05"]))],
        fill="toself",
        fillcolor="rgba(31, 95, 191, 0.14)",
        line={"width": 0},
        name=words.band,
    )
    lines = (
        go.Scatter(
            x=list(before.index), y=list(before["mean"]), name=words.before, line={"dash": "dot", "color": "#6b7684"}
        ),
        go.Scatter(x=days, y=list(after["mean"]), name=words.after, line={"color": "#1f5fbf", "width": 3}),
    )
    drawn = go.Figure([band, *lines])
    drawn.update_layout(
        template="plotly_white",
        font={"family": "Noto Sans CJK SC, sans-serif"},
        yaxis={"title": words.contacts, "rangemode": "tozero"},
        xaxis={"tickformat": "%m-%d"},
        legend={"orientation": "h", "y": 1.12},
        margin={"l": 60, "r": 20, "t": 40, "b": 40},
        width=WIDTH,
        height=HEIGHT,
    )
    return drawn


def photograph(page: Path) -> None:
    """Take a picture of *page* beside it."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": WIDTH + 20, "height": HEIGHT + 20})
        view.goto(page.resolve().as_uri())
        view.wait_for_selector(".main-svg")
        view.screenshot(path=page.with_suffix(".png"))
        browser.close()


if __name__ == "__main__":
    main()
