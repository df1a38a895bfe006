"""Small centres to simulate."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from forecasting.simulation import Centre, Person, Routing, Stream
from forecasting.simulation.arrays import Floats

SLOT = 900.0


def stream(
    name: str = "calls", contacts: Sequence[float] = (20.0,) * 8, handling: float = 180.0, **more: Any
) -> Stream:
    return Stream(name, np.array(contacts), np.full(len(contacts), handling), **more)


def people(
    n: int, *duty: tuple[float, float], levels: Mapping[str, int] | None = None, **more: Any
) -> tuple[Person, ...]:
    spans = duty or ((0.0, 1e6),)
    return tuple(Person(f"p{number}", levels or {"calls": 0}, spans, **more) for number in range(n))


def centre(*streams: Stream, staff: Sequence[Person] = (), **more: Any) -> Centre:
    return Centre(streams or (stream(),), tuple(staff), SLOT, **more)


@st.composite
def streams(draw: st.DrawFn, name: str, slots: int) -> Stream:
    open_slots = draw(st.none() | st.lists(st.booleans(), min_size=slots, max_size=slots))
    return Stream(
        name,
        np.array(draw(st.lists(st.floats(0, 12), min_size=slots, max_size=slots))),
        np.array(draw(st.lists(st.floats(10, 900), min_size=slots, max_size=slots))),
        handling_cv=draw(st.none() | st.sampled_from([0.0, 0.7])),
        patience_seconds=draw(st.none() | st.floats(5, 600)),
        leaves_at_once=draw(st.sampled_from([0.0, 0.3])),
        balk_share=draw(st.sampled_from([0.0, 0.2])),
        retrial_share=draw(st.sampled_from([0.0, 0.6]) | st.just(np.resize([0.6, 0.0, 0.3], slots))),
        retrial_seconds=draw(st.floats(10, 900) | st.just(np.linspace(10.0, 900.0, slots))),
        also_at=draw(st.none() | st.lists(st.floats(0, slots * SLOT + 60), max_size=20).map(_rising)),
        busyness_cv=draw(st.sampled_from([0.0, 0.4])),
        priority=draw(st.integers(0, 1)),
        at_once=draw(st.integers(1, 4)),
        growth=draw(st.sampled_from([(1.0,), (1.0, 1.3, 1.7, 2.2)])),
        open_slots=None if open_slots is None else np.array(open_slots),
        finishes_waiting=draw(st.booleans()),
    )


def _rising(seconds: list[float]) -> Floats:
    return np.array(sorted(seconds))


@st.composite
def persons(draw: st.DrawFn, name: str, known: Sequence[str], seconds: float) -> Person:
    moments = sorted(set(draw(st.lists(st.integers(0, int(seconds) + 900), max_size=6))))
    duty = tuple((float(start), float(end)) for start, end in zip(moments[::2], moments[1::2], strict=False))
    served = st.dictionaries(st.sampled_from(list(known)), st.integers(0, 2))
    turns = draw(st.lists(st.tuples(st.integers(0, int(seconds)).map(float), served), max_size=2))
    ordered = tuple(sorted(turns, key=lambda turn: turn[0]))
    return Person(name, draw(served), duty, draw(st.none() | st.integers(1, 3)), ordered)


@st.composite
def centres(draw: st.DrawFn) -> Centre:
    """Centres of up to three streams, six people and two days of four slots."""
    slots = draw(st.sampled_from([4, 8]))
    names = [f"s{number}" for number in range(draw(st.integers(1, 3)))]
    return Centre(
        tuple(draw(streams(name, slots)) for name in names),
        tuple(draw(persons(f"p{number}", names, slots * SLOT)) for number in range(draw(st.integers(0, 6)))),
        SLOT,
        day_starts=tuple(range(0, slots, 4)),
        routing=draw(st.sampled_from(Routing)),
        busyness_correlation=draw(st.sampled_from([0.0, 0.5, 1.0])),
    )
