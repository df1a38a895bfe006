"""Orders: who gives one and when, that it counts once, and that it is refused with every reason against it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from drills.errors import OrderError
from drills.exercise.log import CLOCK, LineKind
from drills.exercise.phases import TURNS, Phase
from drills.exercise.run import Run, tick
from drills.scenario.canonical import Plain, canonical_json
from forecasting.messages import N_, Sentence

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Order:
    """Who gives an order and when; *key* names it, so that the same one sent twice counts once."""

    now: datetime
    by: str
    key: str = ""

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError(f"order: {self.now} names no zone")


Obey = Callable[Concatenate[Run, Order, P], Run]


def once(*kinds: LineKind) -> Callable[[Obey[P]], Obey[P]]:
    """Make an order that writes a line of one of *kinds* count once, and first let everything come that was due until it.

    Raises OrderError for a key that has named an order of another kind: the line that it asks for would be lost.
    """

    def wrapped(obey: Obey[P]) -> Obey[P]:
        @wraps(obey)
        def obeyed(run: Run, order: Order, /, *args: P.args, **kwargs: P.kwargs) -> Run:
            known = run.state.keys.get(order.key) if order.key else None
            if known is None:
                return obey(tick(run, order.now), order, *args, **kwargs)
            if run.log.line(known).kind not in kinds:
                template = N_("the key {key} has named another order already: line {line}")
                raise OrderError([Sentence(template, key=order.key, line=known)])
            return run

        return obeyed

    return wrapped


def ordered(
    run: Run,
    order: Order,
    kind: LineKind,
    data: Mapping[str, Plain],
    phases: Iterable[Phase],
    reasons: Iterable[str] = (),
) -> Run:
    """Return *run* with the line of an order that is possible in *phases* alone and has no *reasons* against it.

    Raises OrderError with all reasons.
    """
    told = keyed(order, data)
    refuse(run, order, phases, [*reasons, *_against_signs(told)])
    return run.with_line(order.now, kind, order.by, told)


def turn(run: Run, order: Order, kind: LineKind, data: Mapping[str, Plain], reasons: Iterable[str] = ()) -> Run:
    """Return *run* in the phase to which a line of *kind* leads."""
    return ordered(run, order, kind, data, TURNS[kind][0], reasons)


def refuse(run: Run, order: Order, phases: Iterable[Phase], reasons: Iterable[str] = ()) -> None:
    """Raise OrderError where something is against an order that is possible in *phases* alone."""
    known = frozenset(phases)
    against = list(reasons)
    if order.by.strip() == CLOCK:
        against.insert(0, Sentence(N_("expected who gives the order")))
    if run.state.phase not in known:
        template = N_("the drill is {phase}; expected {phases}")
        told = Sentence(template, phase=Sentence(run.state.phase.label), phases=_either(known))
        against.insert(0, told)
    if against:
        raise OrderError(against)


def keyed(order: Order, data: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return *data* with the key of *order*, where it has one."""
    return {**data, "key": order.key} if order.key else dict(data)


def _against_signs(data: Mapping[str, Plain]) -> Iterator[Sentence]:
    try:
        canonical_json(data).encode()
    except UnicodeEncodeError:
        yield Sentence(N_("a text has signs that cannot be written (half of a pair of surrogates)"))


def _either(phases: frozenset[Phase]) -> Sentence:
    """Return the names of *phases* in the order in which a drill goes through them, as one choice."""
    first, *others = (Sentence(phase.label) for phase in Phase if phase in phases)
    for other in others:
        first = Sentence(N_("{one} or {other}"), one=first, other=other)
    return first
