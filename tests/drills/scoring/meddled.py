"""Ended drills with judgements, sheets, rows of live service and corrections as a seed has them."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from drills.exercise import LineKind, Mark, Order, Run, Sheet, correct, hand_in, judge, measure_live
from drills.rating import Rating
from drills.roles import Role

Row = dict[str, str | float | None]


def meddled(run: Run, random: Random) -> Run:
    evaluators = list(dict.fromkeys(str(seat.agent) for seat in run.drill.seats if seat.role is Role.EVALUATOR))
    expectations, now = sorted(run.state.clocks), run.log.last.at
    for number in range(random.randint(0, 3)):
        name, met = random.choice(expectations), random.random() < 0.5
        run = judge(run, Order(now + timedelta(minutes=number), random.choice(evaluators)), name, met=met)
    for evaluator in random.choices(evaluators, k=3):
        run = hand_in(run, Order(now + timedelta(minutes=5), evaluator), drawn_sheet(run, random))
    rows = list(drawn_rows(run, random))
    if rows:
        run = measure_live(run, Order(now + timedelta(minutes=9), evaluators[0]), rows)
    return corrected(run, random, Order(now + timedelta(minutes=10), evaluators[0]))


def corrected(run: Run, random: Random, order: Order) -> Run:
    """A few stamps and judgements are void, or at another time."""
    stamps = [line for line in run.log if line.kind in {LineKind.STAMP, LineKind.JUDGED}]
    for line in random.choices(stamps, k=min(4, len(stamps))):
        void = random.random() < 0.3
        moved = None if void or line.kind is LineKind.JUDGED else round(random.uniform(0, run.log.last.second), 3)
        data = {"text": "as it was"} if not void and moved is None else None
        run = correct(run, order, line.number, "seen on the recording", void=void, second=moved, data=data)
    return run


def drawn_sheet(run: Run, random: Random) -> Sheet:
    scenario = run.scenario
    return Sheet(
        marks={
            item.id: Mark(random.choice([True, True, False, None]))
            for item in scenario.expectations
            if random.random() < 0.6
        },
        ratings={item.id: random.choice(list(Rating)) for item in scenario.objectives if random.random() < 0.6},
    )


def drawn_rows(run: Run, random: Random) -> Iterator[Row]:
    for number in range(random.randint(0, 4)):
        begin = run.drill.window.start + timedelta(minutes=15 * (number % 3))
        came = random.randint(0, 200)
        yield {
            "queue": random.choice(["phone", "chat"]),
            "start": begin.isoformat(),
            "end": (begin + timedelta(minutes=15)).isoformat(),
            "came": came,
            "within": random.randint(came * 3 // 4, came),
            "expected_percent": random.choice([round(random.uniform(80, 95), 2), None]),
        }
