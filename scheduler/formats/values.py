"""Values as people write them in site, agents and roster files, each read by one pure function.

A reader takes what the file gives (TOML, JSON, a cell) and answers the value in the product's units, or raises
UnreadableError with every flaw in it. Nothing is coerced: ``8`` is no text, ``"8"`` is no number.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from math import isfinite
from typing import TypeVar
from unicodedata import category

from forecasting.messages import N_, Sentence
from forecasting.site import Span
from forecasting.timegrid import MINUTES_A_DAY
from scheduler.agents import Bounds

Value = TypeVar("Value")
Reader = Callable[[object], Value]

CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
WAITING = re.compile(r"(\d+(?:\.\d+)?) ?(s|min|h)", re.ASCII)
SECONDS_IN = {"s": 1.0, "min": 60.0, "h": 3600.0}
MINUTES_AN_HOUR = 60
MOST_NAMES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a value. *part* is the place inside it (``.least``, ``[2]``), *value* what stands there."""

    reason: str
    expected: str | None = None
    part: str = ""
    value: object = None


class UnreadableError(ValueError):
    """A value that cannot be read, with every flaw found in it."""

    def __init__(self, *flaws: Flaw) -> None:
        self.flaws = flaws
        super().__init__("; ".join(flaw.reason for flaw in flaws))


def wrong(expected: str, reason: str = N_("cannot be read")) -> UnreadableError:
    """Return the error for a whole value that should have been *expected*."""
    return UnreadableError(Flaw(reason, expected))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return what to expect instead of *name*: the nearest of the *known* names first, then the others."""
    names = sorted(known)
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    if not names:
        return N_("nothing here")
    others = ", ".join(names) if len(names) <= MOST_NAMES_SHOWN else Sentence(N_("{count} names"), count=len(names))
    if not close:
        return Sentence(N_("one of {names}"), names=others)
    if len(names) == 1:
        return repr(close[0])
    return Sentence(N_("{nearest}, or another of {names}"), nearest=repr(close[0]), names=others)


def text(value: object) -> str:
    """Read a text that is not blank."""
    if not isinstance(value, str):
        raise wrong(N_("a text"), N_("is no text"))
    if not value.strip():
        raise wrong(N_("a text that is not blank"), N_("is blank"))
    if any(category(character) == "Cc" for character in value.strip()):
        raise wrong(N_("a text on one line"), N_("has control characters"))
    return value.strip()


def one_of(names: Iterable[str]) -> Reader[str]:
    """Return the reader of a name out of *names*."""
    known = tuple(names)

    def read(value: object) -> str:
        if not isinstance(value, str) or value.strip() not in known:
            raise wrong(nearest(str(value), known), N_("is not known"))
        return value.strip()

    return read


Choice = TypeVar("Choice", bound=Enum)


def choice_of(choices: type[Choice]) -> Reader[Choice]:
    """Return the reader of a member of *choices*, written as its name in small letters."""
    by_name = {member.name.lower(): member for member in choices}
    name = one_of(by_name)
    return lambda value: by_name[name(value)]


def yes_no(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise wrong(N_("true or false"), N_("is neither true nor false"))
    return value


def number(least: float | None = None, most: float | None = None) -> Reader[float]:
    """Return the reader of a number from *least* to *most*, both included."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise wrong(_between(N_("a number"), least, most), N_("is no number"))
        within = (least is None or value >= least) and (most is None or value <= most)
        if not isfinite(value) or not within:
            raise wrong(_between(N_("a number"), least, most), N_("is out of range"))
        return float(value)

    return read


def whole(least: int | None = None, most: int | None = None) -> Reader[int]:
    """Return the reader of a whole number from *least* to *most*, both included."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong(_between(N_("a whole number"), least, most), N_("is no whole number"))
        if not (least is None or value >= least) or not (most is None or value <= most):
            raise wrong(_between(N_("a whole number"), least, most), N_("is out of range"))
        return value

    return read


def _between(what: str, least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return Sentence(N_("{what} from {least} to {most}"), what=Sentence(what), least=f"{least:g}", most=f"{most:g}")
    if least is not None:
        return Sentence(N_("{what}, {least} or more"), what=Sentence(what), least=f"{least:g}")
    return what if most is None else Sentence(N_("{what}, {most} or less"), what=Sentence(what), most=f"{most:g}")


def clock_minute(value: object) -> int:
    """Read a time of day ``HH:MM``, 00:00 to 24:00, as minutes after midnight."""
    minute = _minutes(value)
    if minute is None or minute > MINUTES_A_DAY:
        raise wrong(N_("HH:MM, 00:00 to 24:00"), N_("is no time of day"))
    return minute


def length_minutes(value: object) -> int:
    """Read a length of time ``H:MM`` as minutes; 26:00 is 26 hours."""
    minutes = _minutes(value)
    if minutes is None:
        raise wrong(N_("hours and minutes as H:MM"), N_("is no length of time"))
    return minutes


def _minutes(value: object) -> int | None:
    match = CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    return None if match is None else int(match[1]) * MINUTES_AN_HOUR + int(match[2])


def waiting_seconds(value: object) -> float:
    """Read a waiting time such as ``20 s``, ``10 min`` or ``24 h`` as seconds."""
    match = WAITING.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise wrong(N_("a number and its unit, such as 20 s, 10 min or 24 h"), N_("is no waiting time"))
    return float(match[1]) * SECONDS_IN[match[2]]


def opening_span(value: object) -> Span | None:
    """Read opening hours ``HH:MM-HH:MM``; ``closed`` is None."""
    expected = N_("HH:MM-HH:MM such as 08:00-22:00, 00:00-24:00 for round the clock, or closed")
    if value == "closed":
        return None
    if not isinstance(value, str) or value.count("-") != 1:
        raise wrong(expected, N_("are no opening hours"))
    try:
        opens, closes = (clock_minute(part) for part in value.split("-"))
    except UnreadableError as error:
        raise wrong(expected, N_("names a time that no clock shows")) from error
    if opens >= closes:
        raise wrong(expected, N_("closes before it opens; opening hours end at midnight at the latest"))
    return Span(opens, closes)


def words(value: object) -> tuple[str, ...]:
    """Read texts: a list, or one text in which ``;`` parts them."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return sequence(text)(value)


def sequence(read: Reader[Value]) -> Reader[tuple[Value, ...]]:
    """Return the reader of a list whose items *read* reads; every flawed item is named."""

    def read_all(value: object) -> tuple[Value, ...]:
        if not isinstance(value, list | tuple):
            raise wrong(N_("a list"), N_("is no list"))
        found, flaws = [], []
        for index, item in enumerate(value, start=1):
            try:
                found.append(read(item))
            except UnreadableError as error:
                flaws += [
                    Flaw(
                        flaw.reason, flaw.expected, f"[{index}]{flaw.part}", item if flaw.value is None else flaw.value
                    )
                    for flaw in error.flaws
                ]
        if flaws:
            raise UnreadableError(*flaws)
        return tuple(found)

    return read_all


def bounds(unit: Reader[float]) -> Reader[Bounds]:
    """Return the reader of a table with ``least``, ``most`` or both, whose numbers *unit* reads into whole units."""

    def read(value: object) -> Bounds:
        expected = N_("a table with least, most or both, such as { least = 2, most = 6 }")
        if not isinstance(value, Mapping) or not value or not set(value) <= {"least", "most"}:
            raise wrong(expected, N_("are no bounds"))
        sides, flaws = {}, []
        for side, amount in value.items():
            try:
                sides[side] = int(unit(amount))
            except UnreadableError as error:
                flaws += [Flaw(flaw.reason, flaw.expected, f".{side}", amount) for flaw in error.flaws]
        if flaws:
            raise UnreadableError(*flaws)
        found_least, found_most = sides.get("least"), sides.get("most")
        if found_least is not None and found_most is not None and found_least > found_most:
            raise wrong(N_("least no greater than most"), N_("least is above most"))
        return Bounds(found_least, found_most)

    return read
