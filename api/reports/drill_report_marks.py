"""Pieces of a drill's report as HTML: each number a link to its lines in the appendix."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from drills.report.items import Item
from drills.report.spans import Span, SpanKind, spans
from forecasting.messages import Translate

SHOWN_LINES = 8


class Marker:
    """Writes the pieces of one report in one language."""

    def __init__(self, translate: Translate, language: str) -> None:
        self.translate, self.language = translate, language
        self.between = between_sentences(language)

    def item(self, item: Item | None) -> Markup:
        """Return *item*; nothing for an empty cell."""
        if item is None:
            return Markup("")
        return Markup("").join(self._span(span) for span in spans(item, self.translate, self.language))

    def plain(self, item: Item) -> str:
        """Return *item* as text without links."""
        return "".join(span.text for span in spans(item, self.translate, self.language))

    def _span(self, span: Span) -> Markup:
        match span.kind:
            case SpanKind.NUMBER:
                return self._cited(span, "n")
            case SpanKind.QUOTE if any(sign.isdigit() for sign in span.text):
                return self._cited(span, "q")
            case SpanKind.CODE:
                return Markup('<span class="code">{}</span>').format(span.text)
            case SpanKind.BOOKED:
                return Markup('<span data-source="actions">{}</span>').format(span.text)
        return escape(span.text)

    def _cited(self, span: Span, kind: str) -> Markup:
        tip = self.translate("log: {lines}").format(lines=lines_text(span.lines))
        return Markup('<a class="{}" href="#L{}" data-lines="{}" title="{}">{}</a>').format(
            kind, first_of(span.lines), " ".join(map(str, span.lines)), tip, span.text
        )

    def references(self, lines: Iterable[int]) -> Markup:
        """Return links to *lines*, neighbours as a range; beyond some the last one alone."""
        ranges = list(_ranges(sorted(set(lines))))
        shown = ranges if len(ranges) <= SHOWN_LINES else [*ranges[: SHOWN_LINES - 1], ranges[-1]]
        links = [
            Markup('<a class="n" href="#L{0}" data-lines="{0} {1}">{2}</a>').format(
                low, high, f"{low}" if low == high else f"{low}–{high}"
            )
            for low, high in shown
        ]
        if len(shown) < len(ranges):
            links.insert(-1, Markup("…"))
        return Markup(" ").join(links)


def between_sentences(language: str) -> str:
    """Return what stands between two sentences: nothing in Chinese, whose full stop is as wide as a sign."""
    return "" if language.lower().startswith("zh") else " "


def first_of(lines: tuple[int, ...]) -> int:
    """Return the line to jump to: the first that tells what happened, the plan where nothing else does."""
    return next((line for line in lines if line != 1), 1)


def lines_text(lines: Iterable[int]) -> str:
    """Return *lines* as text, neighbours as a range."""
    return ", ".join(f"{low}" if low == high else f"{low}–{high}" for low, high in _ranges(sorted(set(lines))))


def _ranges(lines: list[int]) -> Iterable[tuple[int, int]]:
    start = last = None
    for line in lines:
        if start is None or last is None:
            start = last = line
        elif line == last + 1:
            last = line
        else:
            yield start, last
            start = last = line
    if start is not None and last is not None:
        yield start, last
