"""The parts of a queue in a site file that few queues need: contacts at once, classes, kinds of absence."""

from collections.abc import Mapping
from itertools import chain

from forecasting.absences import Absence, Absences, Combine
from forecasting.concurrency import ConcurrencyCurve
from forecasting.errors import StaffingError
from forecasting.messages import N_
from forecasting.site import PriorityClass, ServiceTarget, Span
from forecasting.staffing.chat import fitted_curve
from scheduler.formats.sections import Section, build
from scheduler.formats.values import (
    Reader,
    choice_of,
    number,
    opening_span,
    sequence,
    text,
    waiting_seconds,
    wrong,
    yes_no,
)

TARGET_KEYS = ("target_share", "within", "within_seconds", "mean_wait", "abandoned")


def read_target(section: Section, share: float, within_seconds: float) -> ServiceTarget | None:
    """Read the targets of a queue or class; None where they have faults."""
    share = section.read("target_share", number(), share)
    if section.has("within") and section.has("within_seconds"):
        section.refuse("within", N_("is given beside within_seconds"), N_("one of the two"))
    within_seconds = section.read("within_seconds", number(least=0), within_seconds)
    within_seconds = section.read("within", waiting_seconds, within_seconds)
    mean_wait_seconds = section.read("mean_wait", waiting_seconds, None)
    abandoned = section.read("abandoned", number(), None)
    return build(section, lambda: ServiceTarget(share, within_seconds, mean_wait_seconds, abandoned))


def read_curve(section: Section) -> ConcurrencyCurve | None:
    """Read how long contacts take when several are served at once: the curve itself, or measurements to fit it to."""
    section.only(("points", "measured_at", "measured"))
    if section.has("points") == section.has("measured"):
        section.refuse("", N_("has neither or both of points and measured"), N_("one of the two"))
        return None
    if section.has("measured"):
        rows = section.read("measured", sequence(_row(3)), ())
        return build(section, lambda: _fitted(rows))
    points = section.read("points", sequence(_row(2)), ())
    measured_at = section.read("measured_at", number(least=1), 1.0)
    return build(
        section, lambda: ConcurrencyCurve(tuple((at_once, seconds) for at_once, seconds in points), measured_at)
    )


def _row(count: int) -> Reader[tuple[float, ...]]:
    def read(value: object) -> tuple[float, ...]:
        numbers = sequence(number())(value)
        if len(numbers) != count:
            raise wrong(_ROWS[count], N_("has another number of values"))
        return numbers

    return read


_ROWS = {
    2: N_("contacts at once and seconds, such as [2, 300]"),
    3: N_("contacts at once, seconds and how many contacts, such as [2, 300, 1200]"),
}


def _fitted(rows: tuple[tuple[float, ...], ...]) -> ConcurrencyCurve:
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    try:
        return fitted_curve(*columns)
    except StaffingError as error:
        raise ValueError(error.args[0]) from error


def read_classes(queue: Section) -> tuple[PriorityClass, ...]:
    """Read the classes of a queue, the first served first."""
    found = []
    for section in queue.tables("classes"):
        section.only(("name", "share", *TARGET_KEYS))
        name = section.need("name", text, N_("the class's name"))
        share = section.need("share", number(), N_("its share of the queue's contacts"))
        target = read_target(section, 0.0, 0.0)
        made = build(section, lambda name=name, share=share, target=target: _class(name, share, target))  # type: ignore[misc]  # bound now
        if made is not None:
            found.append(made)
    return tuple(found)


def _class(name: str | None, share: float | None, target: ServiceTarget | None) -> PriorityClass:
    return PriorityClass(name or "", share or 0.0, target or ServiceTarget())


def read_absences(section: Section) -> Absences | None:
    """Read the kinds of absence of a queue's people."""
    section.only(("combine", "kinds"))
    combine = section.read("combine", choice_of(Combine), Combine.MULTIPLY)
    kinds = [kind for kind in map(_absence, section.tables("kinds")) if kind is not None]
    if section.sound and not kinds:
        section.refuse("kinds", N_("names no kind of absence"), N_("a kind and its share"))
    return build(section, lambda: Absences(tuple(kinds), combine))


def _absence(section: Section) -> Absence | None:
    section.only(("name", "share", "by_weekday", "by_month", "by_time", "rostered"))
    name = section.need("name", text, N_("the kind's name"))
    share = section.need("share", number(), N_("its share of rostered time"))
    given = {
        key: factors
        for key in ("by_weekday", "by_month")
        if (factors := section.read(key, sequence(number(least=0)), None)) is not None
    }
    by_time = section.read("by_time", _times, {})
    rostered = section.read("rostered", yes_no, default=False)
    return build(
        section,
        lambda: Absence(name or "", share or 0.0, **given, by_time=by_time, rostered=rostered),
    )


def _times(value: object) -> Mapping[tuple[int, int], float]:
    expected = N_('spans of time and factors, such as { "09:00-10:00" = 1.5 }')
    if not isinstance(value, Mapping):
        raise wrong(expected, N_("is no table"))
    spans = {opening_span(key): number(least=0)(factor) for key, factor in value.items()}
    found = {(span.opens, span.closes): factor for span, factor in spans.items() if isinstance(span, Span)}
    if len(found) != len(value):
        raise wrong(expected, N_("names a span that is none"))
    edges = list(chain.from_iterable(sorted(found)))
    if edges != sorted(edges):
        raise wrong(expected, N_("has spans that overlap"))
    return found
