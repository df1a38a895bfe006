"""Breaks and activities of a shift as JSON objects: ``{"start": ..., "end": ..., "paid": false}``."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from forecasting.messages import N_
from scheduler.formats.clock_spans import ShiftClock
from scheduler.formats.moments import instant
from scheduler.formats.values import Flaw, Reader, UnreadableError, sequence, text, wrong, yes_no
from scheduler.roster import Activity, Break

Span = TypeVar("Span")
Value = TypeVar("Value")


def break_objects(value: object, clock: ShiftClock) -> tuple[Break, ...]:
    """Read a list of breaks with ``start``, ``end`` and ``paid``."""

    def read(item: Mapping[str, object]) -> Break:
        _only(item, ("start", "end", "paid"))
        return Break(*_span(item, clock), paid=_field(item, "paid", yes_no))

    return sequence(_object(read))(value)


def activity_objects(value: object, clock: ShiftClock) -> tuple[Activity, ...]:
    """Read a list of activities with ``start``, ``end`` and ``name``."""

    def read(item: Mapping[str, object]) -> Activity:
        _only(item, ("start", "end", "name"))
        return Activity(*_span(item, clock), name=_field(item, "name", text))

    return sequence(_object(read))(value)


def _object(read: Callable[[Mapping[str, object]], Span]) -> Reader[Span]:
    def read_object(value: object) -> Span:
        if not isinstance(value, Mapping):
            raise wrong(N_("an object with start and end"), N_("is no object"))
        return read(value)

    return read_object


def _only(item: Mapping[str, object], keys: tuple[str, ...]) -> None:
    flaws = [Flaw(N_("is not known"), ", ".join(keys), f".{key}", item[key]) for key in item if key not in keys]
    flaws += [Flaw(N_("is missing"), key, f".{key}") for key in keys if key not in item]
    if flaws:
        raise UnreadableError(*flaws)


def _field(item: Mapping[str, object], key: str, read: Reader[Value]) -> Value:
    try:
        return read(item[key])
    except UnreadableError as error:
        raise UnreadableError(
            *(Flaw(flaw.reason, flaw.expected, f".{key}", item[key]) for flaw in error.flaws)
        ) from error


def _span(item: Mapping[str, object], clock: ShiftClock) -> tuple[datetime, datetime]:
    start, end = _field(item, "start", instant), _field(item, "end", instant)
    if not clock.start <= start < end <= clock.end:
        raise wrong(clock.told(), N_("does not lie within the shift"))
    return start, end
