"""The course of a drill as inline SVG: levels, injects and clocks on one time axis; readable in black and white."""

from collections.abc import Iterator

from markupsafe import Markup

from api.reports.drill_report_marks import Marker
from drills.exercise import ClockStatus
from drills.incidents import Level
from drills.report.plot import MarkKind, Plot, PlotBar, PlotLevels, PlotMark, PlotStep

LEFT, RIGHT, WIDTH = 196, 626, 720
ROW, LEVEL_ROW, INJECT_ROW, AXIS = 15, 11, 13, 24
HEAD = 6
WORDS = {"en": 42, "zh_CN": 21}  # that fit beside the bars
MINUTE_MS = 60_000
STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120)
MOST_TICKS = 10
SIGN_WIDTH = 18


def plot_svg(plot: Plot, marker: Marker) -> Markup:
    """Return *plot* as SVG; everything in it is described by the tables, so that it may be skipped by screen readers."""
    return _Drawing(plot, marker).svg()


class _Drawing:
    """One plot being drawn, from the top down."""

    def __init__(self, plot: Plot, marker: Marker) -> None:
        self.plot, self.marker, self._ = plot, marker, marker.translate
        self.parts: list[Markup] = []
        self.y = float(HEAD)

    def svg(self) -> Markup:
        for levels in self.plot.levels:
            self._levels(levels)
        self._injects()
        self._acts()
        self._heading(self._("Clocks, from their start to the time due"))
        for bar in self.plot.bars:
            self._bar(bar)
        bottom = self.y + 3
        under = [*self._pauses(bottom), *self._axis(bottom)]
        height = bottom + AXIS
        opening = Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}" data-lines="{} {}">').format(
            WIDTH, round(height, 1), self._("Course of the drill"), self.plot.first_line, self.plot.last_line
        )
        return Markup("\n").join([opening, *under, *self.parts, Markup("</svg>")])

    def x(self, ms: float) -> float:
        share = min(max(ms / self.plot.length_ms, 0.0), 1.0)
        return round(LEFT + share * (RIGHT - LEFT), 1)

    def _heading(self, words: str) -> None:
        self.y += 12
        self.parts.append(Markup('<text class="head" x="0" y="{}">{}</text>').format(round(self.y, 1), words))
        self.y += 4

    def _levels(self, levels: PlotLevels) -> None:
        words = self._("Levels") if levels.name is None else self._short(self.marker.plain(levels.name))
        self._heading(words)
        top = self.y + 2
        for level in Level:
            y = round(top + LEVEL_ROW * (level - 0.5), 1)
            self.parts.append(
                Markup('<text class="code small end" x="{}" y="{}">{}</text>').format(LEFT - 6, y + 3, level.name)
            )
            self.parts.append(Markup('<path class="guide" d="M{} {}H{}"/>').format(LEFT, y, RIGHT))
        for steps, kind, word in (
            (levels.called, "called", self._("called for")),
            (levels.graded, "graded", self._("graded")),
        ):
            if steps:
                self.parts.append(Markup('<path class="{}" d="{}"/>').format(kind, self._stairs(steps, top)))
                y = round(top + LEVEL_ROW * (steps[-1].level - 0.5), 1)
                shift = -2 if kind == "called" else 8
                text = Markup('<text class="small" x="{}" y="{}">{}</text>')
                self.parts.append(text.format(RIGHT + 4, y + shift, word))
        self.y = top + LEVEL_ROW * len(Level) + 2

    def _stairs(self, steps: tuple[PlotStep, ...], top: float) -> str:
        def height(step: PlotStep) -> float:
            return round(top + LEVEL_ROW * (step.level - 0.5), 1)

        path = f"M{self.x(steps[0].ms)} {height(steps[0])}"
        for step in steps[1:]:
            path += f"H{self.x(step.ms)}V{height(step)}"
        return path + f"H{RIGHT}"

    def _injects(self) -> None:
        marks = [mark for mark in self.plot.marks if mark.kind is MarkKind.INJECT]
        self._lane(self._("Injects"), marks)

    def _acts(self) -> None:
        self._lane(self._("Acts"), [mark for mark in self.plot.marks if mark.kind is not MarkKind.INJECT])

    def _lane(self, name: str, marks: list[PlotMark]) -> None:
        """Draw *marks* with their signs, in as many rows as they need to keep apart."""
        self._heading(name)
        ends: list[float] = []
        top = self.y
        for mark in marks:
            x = self.x(mark.ms)
            row = next((number for number, end in enumerate(ends) if end <= x), len(ends))
            if row == len(ends):
                ends.append(0.0)
            ends[row] = x + SIGN_WIDTH + (0 if mark.sign else -10)
            self.parts.append(self._mark(mark, x, top - 8 + row * INJECT_ROW))
        self.y = top + max(len(ends) - 1, 0) * INJECT_ROW + 4

    def _mark(self, mark: PlotMark, x: float, y: float) -> Markup:
        y = round(y, 1)
        shapes = {
            MarkKind.INJECT: f"M{x - 3.5} {y}h7l-3.5 7z",
            MarkKind.STAMP: f"M{x} {y}l3.5 3.5l-3.5 3.5l-3.5 -3.5z",
            MarkKind.WRONG: f"M{x - 3} {y + 0.5}l6 6m0 -6l-6 6",
            MarkKind.NOTE: f"M{x} {y}v7",
        }
        text = Markup('<a href="#L{0}" data-lines="{0}"><title>{1}</title><path class="{2}" d="{3}"/>').format(
            mark.line, self._tip(mark), mark.kind.value, shapes[mark.kind]
        )
        return text + Markup('<text class="code sign" x="{}" y="{}">{}</text></a>').format(x + 4.5, y + 6.5, mark.sign)

    def _tip(self, mark: PlotMark) -> str:
        return self.marker.plain(mark.says)

    def _bar(self, bar: PlotBar) -> None:
        y = round(self.y, 1)
        start, due = self.x(bar.start_ms), self.x(bar.due_ms)
        words = self._short(self.marker.plain(bar.says), spare=2 if bar.critical else 0)
        weight = "critical" if bar.critical else ""
        self.parts += [
            Markup('<a href="#L{0}" data-lines="{0}"><text class="name {1}" x="0" y="{2}">{3}</text></a>').format(
                bar.line, weight, y + 10, words + (" *" if bar.critical else "")
            ),
            Markup('<path class="guide" d="M{} {}H{}"/>').format(LEFT, y + 7, RIGHT),
            Markup('<rect class="bar {}" x="{}" y="{}" width="{}" height="8"/>').format(
                bar.status.value, start, y + 3, round(max(due - start, 1.5), 1)
            ),
            *self._outcome(bar, y),
            Markup('<text class="small word {}" x="{}" y="{}">{}</text>').format(
                bar.status.value, RIGHT + 4, y + 10, self._(bar.status.label)
            ),
        ]
        self.y += ROW

    def _outcome(self, bar: PlotBar, y: float) -> Iterator[Markup]:
        if bar.seen_ms is not None and bar.seen_line is not None:
            x = self.x(bar.seen_ms)
            wrong = bar.status in {ClockStatus.LATE, ClockStatus.MISSED}
            shape = f"M{x - 3.5} {y + 3.5}l7 7m0 -7l-7 7" if wrong else f"M{x} {y + 2}l5 5l-5 5l-5 -5z"
            link = Markup('<a href="#L{0}" data-lines="{0}"><path class="seen {1}" d="{2}"/></a>')
            yield link.format(bar.seen_line, "wrong" if wrong else "right", shape)
            if bar.status is ClockStatus.LATE:
                yield Markup('<path class="over" d="M{} {}H{}"/>').format(self.x(bar.due_ms), y + 7, x)
        elif bar.status is ClockStatus.MISSED:
            x = self.x(bar.due_ms)
            yield Markup('<path class="seen wrong" d="M{} {}l7 7m0 -7l-7 7"/>').format(x - 3.5, y + 3.5)

    def _pauses(self, bottom: float) -> Iterator[Markup]:
        yield Markup(
            '<defs><pattern id="paused" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            '<path d="M0 0V5" class="hatch"/></pattern></defs>'
        )
        for pause in self.plot.pauses:
            x, end = self.x(pause.start_ms), self.x(pause.end_ms)
            yield Markup(
                '<a href="#L{0}" data-lines="{0}"><title>{1}</title><rect class="pause" x="{2}" y="{3}" width="{4}" height="{5}"/></a>'
            ).format(pause.line, self._("pause"), x, HEAD, round(max(end - x, 1.0), 1), round(bottom - HEAD, 1))

    def _axis(self, bottom: float) -> Iterator[Markup]:
        y = round(bottom, 1)
        yield Markup('<path class="axis" d="M{} {}H{}"/>').format(LEFT, y, RIGHT)
        minutes = self.plot.length_ms / MINUTE_MS
        step = next((step for step in STEPS if minutes / step <= MOST_TICKS), STEPS[-1])
        for tick in range(0, int(minutes) + 1, step):
            x = self.x(tick * MINUTE_MS)
            yield Markup('<path class="axis" d="M{} {}v4"/>').format(x, y)
            yield Markup('<text class="small middle" x="{}" y="{}">{}</text>').format(x, y + 13, tick)
        words = self._("minutes since the start, pauses included")
        yield Markup('<text class="small" x="0" y="{}">{}</text>').format(y + 13, words)
        if self.plot.aborted_ms is not None:
            x = self.x(self.plot.aborted_ms)
            yield Markup('<path class="aborted" d="M{} {}V{}"/>').format(x, HEAD, y)

    def _short(self, words: str, spare: int = 0) -> str:
        most = WORDS.get(self.marker.language, WORDS["en"]) - spare
        return words if len(words) <= most else words[: most - 1].rstrip() + "…"
