"""Pieces of a report as text in the reader's language, each stretch with the lines that it follows from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from drills.report.items import Booked, Code, Item, Label, Listing, Number, Quoted, Told, Unit, When
from drills.scenario.text import Text
from forecasting.messages import N_, Sentence, Translate

MINUTE, HOUR = 60, 3600
MINUS = "−"


class SpanKind(StrEnum):
    """What a stretch of text is."""

    WORDS = "words"  # the report's own; holds no number
    CODE = "code"
    QUOTE = "quote"
    NUMBER = "number"
    BOOKED = "booked"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of *text* and the *lines* of the log that it follows from; none for words of the report and names."""

    text: str
    kind: SpanKind = SpanKind.WORDS
    lines: tuple[int, ...] = ()


def text_of_item(item: Item, translate: Translate, language: str) -> str:
    """Return *item* as one text."""
    return "".join(span.text for span in spans(item, translate, language))


def spans(item: Item, translate: Translate, language: str) -> Iterator[Span]:
    """Yield the stretches of *item* in the language of *translate*."""
    match item:
        case Label(template=template):
            yield Span(translate(template))
        case Code(text=text):
            yield Span(text, SpanKind.CODE)
        case Quoted(text=text, lines=lines):
            yield Span(_quoted(text, translate, language), SpanKind.QUOTE, lines)
        case Number(lines=lines):
            yield Span(number_text(item, translate), SpanKind.NUMBER, lines)
        case When(lines=lines):
            yield Span(when_text(item), SpanKind.NUMBER, lines)
        case Booked(text=text):
            yield Span(text, SpanKind.BOOKED)
        case Listing(items=items):
            yield from _listed(items, translate, language)
        case Told():
            yield from _told(item, translate, language)


def _quoted(text: Text | str, translate: Translate, language: str) -> str:
    if isinstance(text, Text):
        return text.in_language(language)
    return text.say(translate) if isinstance(text, Sentence) else text


def _told(item: Told, translate: Translate, language: str) -> Iterator[Span]:
    template = translate(item.template)
    if not item.values:
        yield Span(template)
        return
    for words, place, _format, _conversion in Formatter().parse(template):
        if words:
            yield Span(words)
        if place is not None:
            yield from spans(item.values[place], translate, language)


def _listed(items: tuple[Item, ...], translate: Translate, language: str) -> Iterator[Span]:
    between = translate(N_("{names}, {name}")).format(names="", name="")
    for number, item in enumerate(items):
        if number:
            yield Span(between)
        yield from spans(item, translate, language)


def when_text(item: When) -> str:
    """Return an instant on the site's clock; the day in ISO order."""
    local = item.at.astimezone(item.zone)
    if item.with_day:
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{local:%H:%M:%S}" if item.to_the_second else f"{local:%H:%M}"


def number_text(item: Number, translate: Translate) -> str:
    """Return a number as people write it, with its unit."""
    written = _WRITTEN.get(item.unit)
    return _short(item.value) if written is None else written(item.value, translate)


def _share(value: float, _: Translate) -> str:
    return f"{value:.0%}"


def _points(value: float, _: Translate) -> str:
    return _(N_("{value} percentage points")).format(value=_tenths(value))


def _tenths(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}".replace("-", MINUS)


def _short(value: float) -> str:
    rounded = round(value, 1)
    return f"{int(rounded)}" if rounded == int(rounded) else f"{rounded:.1f}"


def minutes_text(minutes: float, translate: Translate) -> str:
    """Return whole hours as such, everything else in minutes."""
    if minutes >= MINUTE and minutes % MINUTE == 0:
        return translate(N_("{hours} h")).format(hours=int(minutes // MINUTE))
    return translate(N_("{minutes} min")).format(minutes=_short(minutes))


def duration_text(seconds: float, translate: Translate) -> str:
    """Return a duration in at most two units, to the second."""
    whole = round(seconds)
    minutes, rest = divmod(whole, MINUTE)
    if whole >= HOUR:
        return translate(N_("{hours} h {minutes} min")).format(hours=minutes // MINUTE, minutes=minutes % MINUTE)
    if not minutes:
        return translate(N_("{seconds} s")).format(seconds=rest)
    if not rest:
        return translate(N_("{minutes} min")).format(minutes=minutes)
    return translate(N_("{minutes} min {seconds} s")).format(minutes=minutes, seconds=rest)


def exercise_text(seconds: float) -> str:
    """Return a moment of exercise time: ``T+7:05`` is seven minutes and five seconds after the start."""
    hours, rest = divmod(int(seconds), HOUR)
    minutes, second = divmod(rest, MINUTE)
    return f"T+{hours}:{minutes:02}:{second:02}" if hours else f"T+{minutes}:{second:02}"


_WRITTEN: Mapping[Unit, Callable[[float, Translate], str]] = {
    Unit.SHARE: _share,
    Unit.PERCENTAGE_POINTS: _points,
    Unit.MINUTES: minutes_text,
    Unit.SECONDS: duration_text,
    Unit.EXERCISE_SECOND: lambda value, _: exercise_text(value),
    Unit.SIGNED: lambda value, _: f"{round(value, 1) + 0.0:+.1f}".replace("-", MINUS),
    Unit.TENTHS: lambda value, _: _tenths(value),
}
