"""The opening jump as a picture: people on the floor above, the share that waits below; plain SVG, no program needed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.staffing_bench.opening_jump import WAITING, Day
from benchmarks.staffing_bench.transient import Floats

WIDTH, HEIGHT, LEFT, RIGHT = 860, 520, 60, 20
PANELS = ((40, 230), (290, 480))  # top and bottom of people, of waiting
COLOURS = {"slot by slot": "#b3541e", "over time": "#1f5fbf"}
OPENS = 8


def write_plot(days: Sequence[Day], path: Path) -> None:
    """Write the picture of *days*, all of one slot length, to *path*."""
    path.write_text("\n".join(_lines(days)) + "\n", encoding="utf-8")


def _lines(days: Sequence[Day]) -> Iterator[str]:
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">'
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    most = max(float(day.people.max()) for day in days)
    yield from _panel(PANELS[0], "people on the floor", [0, 100, 200, 300], most * 1.05)
    yield from _panel(PANELS[1], "share of customers who wait", [0, 0.25, 0.5, 0.75, 1.0], 1.0)
    top, bottom = PANELS[1]
    upper, lower = (bottom - (bottom - top) * (WAITING + side) for side in (0.05, -0.05))
    yield f'<rect x="{LEFT}" y="{upper:.1f}" width="{WIDTH - LEFT - RIGHT}" height="{lower - upper:.1f}" fill="#1f5fbf" opacity="0.12"/>'
    for place, day in enumerate(days):
        colour = COLOURS[day.method]
        yield f'<text x="{LEFT + 200 + 260 * place}" y="24" fill="{colour}">{day.method}: {day.hours:,.0f} people-hours</text>'
        yield _steps(day.people / (most * 1.05), PANELS[0], colour)
        yield _steps(day.waiting, PANELS[1], colour)
    yield "</svg>"


def _panel(place: tuple[int, int], title: str, ticks: Sequence[float], most: float) -> Iterator[str]:
    top, bottom = place
    yield f'<text x="{LEFT}" y="{top - 16}" fill="#444">{title}</text>'
    for tick in (tick for tick in ticks if tick <= most):
        y = bottom - (bottom - top) * tick / most
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#444">{tick:g}</text>'
    for hour in range(0, 15, 2):
        x = LEFT + (WIDTH - LEFT - RIGHT) * hour / 14
        yield f'<text x="{x:.1f}" y="{bottom + 17}" text-anchor="middle" fill="#444">{OPENS + hour:02d}:00</text>'


def _steps(shares: Floats, place: tuple[int, int], colour: str) -> str:
    top, bottom = place
    wide = (WIDTH - LEFT - RIGHT) / len(shares)
    points = []
    for slot, share in enumerate(shares):
        y = bottom - (bottom - top) * min(float(share), 1.0)
        points += [f"{LEFT + wide * slot:.1f},{y:.1f}", f"{LEFT + wide * (slot + 1):.1f},{y:.1f}"]
    return f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>'
