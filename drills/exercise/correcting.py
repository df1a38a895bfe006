"""Corrections: a line stays as it was written, and what is true is told by a later one that refers to it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from drills.exercise.log import CLOCK, Line, LineKind
from drills.exercise.measuring import LIVE_FIELDS, MAY_HAVE, against_row
from drills.exercise.orders import Order, once, ordered
from drills.exercise.people import against_player, names
from drills.exercise.phases import OBSERVED_IN
from drills.exercise.run import Run, tick
from drills.incidents import Level
from drills.phrases import forbidden_in
from drills.scenario.acts import Act
from drills.scenario.canonical import Plain
from forecasting.messages import N_, Sentence

# The fields of a line that may be corrected, by its kind. What the clock wrote stays.
CORRECTABLE: Mapping[LineKind, frozenset[str]] = {
    LineKind.STAMP: frozenset({"act", "agent", "incident", "expectation", "level", "text"}),
    LineKind.JUDGED: frozenset({"met", "text"}),
    LineKind.NOTED: frozenset({"text"}),
    LineKind.ATTENDED: frozenset({"agent", "present"}),
    LineKind.LIVE: frozenset({*LIVE_FIELDS, *MAY_HAVE}),
    LineKind.CHAT_SAID: frozenset({"agent", "text"}),
    LineKind.CHAT_CLOSED: frozenset({"satisfied"}),
}
MOVABLE = frozenset({LineKind.STAMP, LineKind.CHAT_SAID, LineKind.CHAT_CLOSED})  # kinds whose time may be corrected


@once(LineKind.CORRECTED)
def correct(
    run: Run,
    order: Order,
    line: int,
    text: str,
    *,
    void: bool = False,
    data: Mapping[str, Plain] | None = None,
    second: float | None = None,
) -> Run:
    """Return *run* with a correction of *line*: void, or with other *data* or another exercise *second*, and why (*text*).

    The line itself stays as it was written. A stamp that is void or no longer in time leaves its clock as if it had not been: it
    goes on, or has run out. What the clock did meanwhile is not undone: an inject that came has come. Of several corrections of one
    line the last holds alone.
    """
    changes = None if data is None else _with_phrases(run, line, data)
    told: dict[str, Plain] = {"line": line, "void": void, "data": changes, "second": second, "text": text}
    reasons = _against(run, told)
    return tick(ordered(run, order, LineKind.CORRECTED, told, OBSERVED_IN, reasons), order.now)


def _with_phrases(run: Run, number: int, data: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return *data*; where it corrects what a player said, with the forbidden phrases in it."""
    target = run.log.line(number) if 1 <= number <= len(run.log) else None
    changes = dict(data)
    if target is not None and target.kind is LineKind.CHAT_SAID and isinstance(changes.get("text"), str):
        found = forbidden_in(str(changes["text"]))
        changes["phrases"] = [{"offence": item.offence.value, "words": item.words} for item in found]
    return changes


def _against(run: Run, told: Mapping[str, Any]) -> Iterator[Sentence]:
    number = told["line"]
    if not str(told["text"]).strip():
        yield Sentence(N_("expected the reason for the correction"))
    if not 1 <= number <= len(run.log):
        yield Sentence(N_("there is no line {line}"), line=number)
        return
    target = run.log.line(number)
    if target.kind not in CORRECTABLE or target.by == CLOCK:
        template = N_("line {line} ({kind}) cannot be corrected")
        yield Sentence(template, line=number, kind=Sentence(target.kind.label))
        return
    if not told["void"] and not told["data"] and told["second"] is None:
        yield Sentence(N_("nothing is corrected: expected the line void, other values or another time"))
    yield from _against_data(run, target, told["data"] or {})
    if told["second"] is not None:
        yield from _against_time(run, target, told["second"])


def _against_data(run: Run, target: Line, changes: Mapping[str, Any]) -> Iterator[Sentence]:
    unknown = sorted(set(changes) - CORRECTABLE[target.kind] - {"phrases"})
    if unknown:
        template = N_("line {line}: {fields} cannot be corrected; expected some of {known}")
        known = ", ".join(sorted(CORRECTABLE[target.kind]))
        yield Sentence(template, line=target.number, fields=", ".join(unknown), known=known)
        return
    corrected = {**target.data, **changes}
    if target.kind is LineKind.STAMP:
        yield from _against_stamp(run, corrected)
    elif target.kind is LineKind.LIVE:
        yield from against_row(run, {name: item for name, item in corrected.items() if name != "key"}, target.number)
    else:
        yield from _against_others(run, target.kind, changes)


def _against_stamp(run: Run, data: Mapping[str, Any]) -> Iterator[Sentence]:
    act = next((item for item in Act if item.value == data["act"]), None)
    taken = next((item for item in run.scenario.expectations if item.id == data["expectation"]), None)
    levels, incidents = [item.name for item in Level], ["", *(item.id for item in run.scenario.incidents)]
    yield from _wrong(
        data,
        (
            ("act", act is not None, ", ".join(Act)),
            ("incident", data["incident"] in incidents, N_("an incident of this drill")),
            ("expectation", data["expectation"] is None or taken is not None, N_("one of this drill, or none")),
            ("level", data["level"] is None or data["level"] in levels, ", ".join(levels)),
            ("text", isinstance(data["text"], str), N_("a text")),
        ),
    )
    yield from against_player(run, str(data["agent"]))
    if (act is Act.GRADED) is not (data["level"] is not None):
        yield Sentence(N_("a grading has a level, and nothing else has one"))
    if taken is not None and act is not None and taken.act is not act:
        template = N_("{expectation} is seen by the stamp “{expected}”, not “{act}”")
        expected = Sentence(taken.act.label)
        yield Sentence(template, expectation=taken.id, expected=expected, act=Sentence(act.label))


def _against_others(run: Run, kind: LineKind, changes: Mapping[str, Any]) -> Iterator[Sentence]:
    satisfied = changes.get("satisfied")
    checks = [
        ("met", isinstance(changes.get("met", True), bool), N_("true or false")),
        ("present", isinstance(changes.get("present", True), bool), N_("true or false")),
        ("satisfied", satisfied is None or isinstance(satisfied, bool), N_("true, false or not known")),
        ("text", isinstance(changes.get("text", ""), str), N_("a text")),
    ]
    yield from _wrong(changes, checks)
    if kind is LineKind.ATTENDED and "agent" in changes and str(changes["agent"]) not in names(run):
        yield Sentence(N_("{agent} has no seat in this drill"), agent=changes["agent"])
    if kind is LineKind.CHAT_SAID and changes.get("agent") is not None:
        yield from against_player(run, str(changes["agent"]))


def _wrong(data: Mapping[str, Any], checks: Iterable[tuple[str, bool, str]]) -> Iterator[Sentence]:
    for field, right, expected in checks:
        if not right:
            template = N_("{field}: {value}; expected {expected}")
            yield Sentence(template, field=field, value=data[field], expected=Sentence(expected))


def _against_time(run: Run, target: Line, second: float) -> Iterator[Sentence]:
    if target.kind not in MOVABLE:
        yield Sentence(N_("line {line} has no time that counts"), line=target.number)
    if not 0 <= second <= run.log.last.second:
        yield Sentence(N_("{second} s is no time of this drill yet"), second=second)
