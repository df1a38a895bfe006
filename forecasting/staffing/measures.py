"""What a queue can be asked to keep: each target with its bound, its margin under a service, and its words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from forecasting.messages import N_, Sentence
from forecasting.site import Queue, ServiceTarget
from forecasting.staffing.erlang import Service
from forecasting.staffing.tails import Floats

_UNITS = ((3600, N_("{length} h")), (60, N_("{length} min")), (1, N_("{length} s")))


class Measure(StrEnum):
    """What is measured; the value ends the name of its column, ``for_occupancy``."""

    ANSWERED = "answered"
    WAIT = "wait"
    ABANDONED = "abandoned"
    OCCUPANCY = "occupancy"


@dataclass(frozen=True, slots=True)
class Target:
    """One target: *margin* is at least 0 wherever a service keeps it and rises with people; *short* is its reason.

    *because* says why some number of people is always needed for it. *rank* is the class whose service counts, None for that
    of all contacts; *measure* then ends with the class's name.
    """

    measure: str
    short: str
    margin: Callable[[Service], Floats]
    because: str
    rank: int | None = None


def targets_of(queue: Queue) -> tuple[Target, ...]:
    """Return the targets of *queue*, the one of answered contacts first, the greatest occupancy last."""
    of_all = list(_asked(queue.target))
    of_classes = [
        replace(target, measure=f"{target.measure}_{one.name}", short=_of_class(one.name, target), rank=rank)
        for rank, one in enumerate(queue.classes)
        for target in _asked(one.target)
    ]
    busy = Target(
        Measure.OCCUPANCY,
        Sentence(N_("occupancy {share}%"), share=_percent(queue.max_occupancy)),
        lambda service: queue.max_occupancy - service.occupancy,
        N_("people would be busier than that"),
    )
    return (*of_all, *of_classes, busy)


def _asked(asked: ServiceTarget) -> Iterator[Target]:
    if asked.share > 0:
        yield Target(
            Measure.ANSWERED,
            share_in_time(asked.share, asked.within_seconds),
            lambda service: service.answered_within - asked.share,
            N_("the rest would be answered too late or leave"),
        )
    if asked.mean_wait_seconds is not None:
        longest = asked.mean_wait_seconds
        yield Target(
            Measure.WAIT,
            Sentence(N_("mean wait {length}"), length=length_of(longest)),
            lambda service: longest - service.mean_wait_seconds,
            N_("customers would wait longer on average"),
        )
    if asked.abandoned is not None:
        most = asked.abandoned
        yield Target(
            Measure.ABANDONED,
            Sentence(N_("abandoned {share}%"), share=_percent(most)),
            lambda service: most - service.abandoned,
            N_("more customers would leave"),
        )


def _of_class(name: str, target: Target) -> Sentence:
    return Sentence(N_("{queue}: {target}"), queue=name, target=target.short)


def _percent(share: float) -> str:
    return f"{100 * share:.4g}"


def share_in_time(share: float, within_seconds: float) -> Sentence:
    """Return a service target in short: ``80% in 20 s``."""
    return Sentence(N_("{share}% in {length}"), share=_percent(share), length=length_of(within_seconds))


def length_of(seconds: float) -> Sentence:
    """Return a length of time in the greatest unit in which it is whole: ``90 s``, ``10 min``, ``24 h``."""
    length, told = next((length, told) for length, told in _UNITS if seconds % length == 0 < seconds or length == 1)
    return Sentence(told, length=f"{seconds / length:g}")


def beyond(queue: Queue, target: Target, most_people: float, load: float) -> Sentence:
    """Return the refusal of a *target* that even *most_people* do not keep at *load* erlangs."""
    template = N_("queue {queue}: {target} cannot be met below {people} people at {load} erlangs, because {why}")
    return Sentence(
        template,
        queue=queue.name,
        target=target.short,
        people=f"{most_people:,.0f}",
        load=f"{load:,.6g}",
        why=Sentence(target.because),
    )
