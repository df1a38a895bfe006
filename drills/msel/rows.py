"""A scenario as the rows of its list of injects, in the order in which exercise people read it."""

from collections.abc import Iterator, Mapping

from drills.drill import Drill
from drills.msel.columns import AT_ITS_TIME, BETWEEN, BY_HAND, COLUMNS, YES, RowKind
from drills.scenario.frozen import Expectation, Inject, Scenario

Row = Mapping[str, str]


def rows_of(scenario: Scenario, drill: Drill | None = None) -> Iterator[Row]:
    """Yield a row an inject, each followed by what is expected after it; local times where *drill* has a window."""
    numbers = {item.id: f"E{number}" for number, item in enumerate(scenario.expectations, start=1)}
    for number, inject in enumerate(scenario.injects, start=1):
        after = [item for item in scenario.expectations if item.clock.basis == inject.id]
        expected = BETWEEN.join(numbers[item.id] for item in after)
        yield _whole({**_inject(inject), **_time(inject.minutes, drill), "number": f"I{number}", "expected": expected})
        for item in after:
            yield _whole({**_expectation(item), **_time(item.clock.due_minutes, drill), "number": numbers[item.id]})


def _whole(values: Row) -> Row:
    return {column: values.get(column, "") for column in COLUMNS}


def _time(minutes: int, drill: Drill | None) -> dict[str, str]:
    """Return the minute, and the time on the site's clock; with its day where that is another than the drill's."""
    if drill is None:
        return {"minute": str(minutes)}
    moment, first = drill.time_of(minutes), drill.window.local_start
    local = f"{moment:%H:%M}" if moment.date() == first.date() else f"{moment:%Y-%m-%d %H:%M}"
    return {"minute": str(minutes), "local_time": local}


def _inject(inject: Inject) -> dict[str, str]:
    return {
        "kind": RowKind.INJECT.value,
        "id": inject.id,
        "trigger": trigger_of(inject),
        "source": inject.source.value,
        "from_en": inject.sender.en,
        "from_zh": inject.sender.zh,
        "to": inject.seat,
        "text_en": inject.text.en,
        "text_zh": inject.text.zh,
        "objectives": BETWEEN.join(inject.objectives),
        "level": "" if inject.new_level is None else inject.new_level.name,
        "incident": inject.incident,
    }


def trigger_of(inject: Inject) -> str:
    """Return what an inject waits for."""
    if inject.by_hand:
        return BY_HAND
    if inject.condition is not None:
        condition = inject.condition
        return f"{condition.delay_minutes} min after {condition.expectation} {condition.outcome.value}"
    if inject.event is not None:
        event = inject.event
        of = f" ({event.incident})" if event.incident else ""
        return f"{event.delay_minutes} min after act {event.act.value}{of}"
    return AT_ITS_TIME


def _expectation(item: Expectation) -> dict[str, str]:
    return {
        "kind": RowKind.EXPECTATION.value,
        "id": item.id,
        "trigger": f"clock starts with {item.clock.basis}",
        "to": item.seat,
        "text_en": item.text.en,
        "text_zh": item.text.zh,
        "allowed_minutes": str(item.clock.within_minutes),
        "target": item.clock.target or item.clock.citation,
        "critical": YES if item.critical else "",
        "objectives": item.objective,
        "incident": item.incident,
    }
