"""Where evaluators saw the same thing differently, so that they talk about it before anybody reads a rating."""

from collections.abc import Iterator, Mapping
from itertools import chain

from drills.exercise import LineKind
from drills.rating import Rating, apart
from drills.scoring.drill_score import Aspect, Disagreement
from drills.scoring.played import Played
from drills.scoring.rules import Rules
from forecasting.messages import N_

Seen = Mapping[str, tuple[object, int]]  # by evaluator what they say, and the line in which they do


def disagreements(told: Played, rules: Rules) -> tuple[Disagreement, ...]:
    """Return where the evaluators of *told* disagree, under the limits of *rules*: expectations, then objectives, then role plays."""
    scenario = told.scenario
    return tuple(
        chain(
            *(_of_expectation(item.id, told, rules) for item in scenario.expectations),
            *(_of_objective(item.id, told, rules) for item in scenario.objectives),
            *(_of_roleplay(item.id, told, rules) for item in scenario.roleplays),
        )
    )


def _of_expectation(name: str, told: Played, rules: Rules) -> Iterator[Disagreement]:
    met = {**_judged(name, told), **_marked(name, "met", told)}
    if len({said for said, _line in met.values()}) > 1:
        yield _disagreement(name, Aspect.MET, met)
    scale = _marked(name, "scale", told)
    low, high = _ends(scale)
    if high - low >= rules.scale_apart:
        yield _disagreement(name, Aspect.SCALE, scale)
    minutes = _marked(name, "minutes", told)
    low, high = _ends(minutes)
    if high - low > max(rules.minutes_apart, rules.minutes_share * low):
        yield _disagreement(name, Aspect.MINUTES, minutes)


def _of_objective(name: str, told: Played, rules: Rules) -> Iterator[Disagreement]:
    sheets = told.state.sheets.items()
    seen = {who: (known.sheet.ratings[name], known.line) for who, known in sheets if name in known.sheet.ratings}
    letters = [letter for letter, _line in seen.values()]
    if any(apart(one, other) >= rules.letters_apart for one in letters for other in letters):
        yield _disagreement(name, Aspect.RATING, seen)


def _of_roleplay(name: str, told: Played, rules: Rules) -> Iterator[Disagreement]:
    for item, points in rules.roleplay_points.items():
        sheets = told.state.sheets.items()
        given = {who: (known.sheet.points.get(name, {}).get(item), known.line) for who, known in sheets}
        seen = {who: said for who, said in given.items() if said[0] is not None}
        low, high = _ends(seen)
        if high - low > rules.item_share * points:
            yield _disagreement(name, Aspect.ITEM, seen, item)


def _judged(name: str, told: Played) -> Seen:
    """Return what each evaluator said of an expectation at once, the last thing that they said."""
    lines = [line for line in told.of(LineKind.JUDGED) if line.data["expectation"] == name]
    return {line.by: (line.data["met"] is True, line.number) for line in lines}


def _marked(name: str, field: str, told: Played) -> Seen:
    """Return what each sheet says in *field* of the mark of an expectation."""
    marks = {who: (known.sheet.marks.get(name), known.line) for who, known in told.state.sheets.items()}
    found = {who: (getattr(mark, field, None), line) for who, (mark, line) in marks.items()}
    return {who: said for who, said in found.items() if said[0] is not None}


def _ends(seen: Seen) -> tuple[float, float]:
    """Return the least and the greatest of what was said, 0 and 0 where nothing was."""
    numbers = [float(str(said)) for said, _line in seen.values()]
    return (min(numbers), max(numbers)) if numbers else (0.0, 0.0)


def _disagreement(of: str, aspect: Aspect, seen: Seen, item: str | None = None) -> Disagreement:
    ordered = sorted(seen.items())
    said = {who: _text(value) for who, (value, _line) in ordered}
    return Disagreement(of, said, tuple(sorted({line for _who, (_value, line) in ordered})), aspect, item)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return N_("seen as met") if value else N_("seen as not met")
    return value.value if isinstance(value, Rating) else f"{value:g}" if isinstance(value, float) else str(value)
