"""Trends as a picture: what was met of a hundred targets, by capability, beside what was predicted. Readable in black and white."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from drills.improvement.trend_estimate import Interval
from drills.improvement.trends import Trend, Trends
from forecasting.messages import Translate

LABELS, PLOT, NOTES, ROW, HEAD, FOOT = 250, 340, 260, 30, 34, 40  # pixels
INK, PALE, BLUE = "#1d2733", "#c9d0d8", "#1f5fbf"


def trends_svg(found: Trends, translate: Translate) -> str:
    """Return the trends by capability as SVG: a dot for what was met with its interval, a tick for what was predicted, n and the course in words."""
    _, rows = translate, (found.everything, *found.capabilities)
    width, height = LABELS + PLOT + NOTES, HEAD + ROW * len(rows) + FOOT
    title = _("Targets met of a hundred, by capability")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="sans-serif">',
        f"<title>{escape(title)}</title>",
        *_axis(height),
    ]
    for at, trend in enumerate(rows):
        parts += _row(trend, HEAD + ROW * at + ROW // 2, _)
    parts += [*_legend(height, _), "</svg>"]
    return "\n".join(parts) + "\n"


def _x(percent: float) -> str:
    return f"{LABELS + PLOT * percent / 100:.1f}"


def _axis(height: int) -> Iterator[str]:
    for percent in range(0, 101, 25):
        x = _x(percent)
        yield f'<line x1="{x}" y1="{HEAD - 6}" x2="{x}" y2="{height - FOOT}" stroke="{PALE}"/>'
        yield f'<text x="{x}" y="{HEAD - 12}" text-anchor="middle" font-size="12" fill="{INK}">{percent}</text>'


def _row(trend: Trend, y: int, _: Translate) -> Iterator[str]:
    yield f'<text x="{LABELS - 10}" y="{y + 4}" text-anchor="end" font-size="13" fill="{INK}">{escape(_(trend.label) if trend.label else trend.of)}</text>'
    if trend.share is not None:
        yield from _bar(trend.share, y)
    if trend.expected is not None:
        x = _x(trend.expected)
        yield f'<line x1="{x}" y1="{y - 9}" x2="{x}" y2="{y + 9}" stroke="{INK}" stroke-width="2"/>'
    told = _("{met} of {n}, {course}").format(met=trend.met, n=trend.n, course=_(trend.course.label))
    yield f'<text x="{LABELS + PLOT + 14}" y="{y + 4}" font-size="13" fill="{INK}">{escape(told)}</text>'


def _bar(share: Interval, y: int) -> Iterator[str]:
    yield f'<line x1="{_x(share.low)}" y1="{y}" x2="{_x(share.high)}" y2="{y}" stroke="{BLUE}" stroke-width="3"/>'
    yield f'<circle cx="{_x(share.middle)}" cy="{y}" r="5" fill="{BLUE}"/>'


def _legend(height: int, _: Translate) -> Sequence[str]:
    told = _("Dot: met, with its 95 % interval. Upright line: predicted before the drills.")
    return [f'<text x="{LABELS}" y="{height - 14}" fill="{INK}" font-size="12">{escape(told)}</text>']
