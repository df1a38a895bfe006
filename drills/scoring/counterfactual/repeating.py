"""An act that a log tells of, done again in another run through the orders of a drill."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from drills.exercise import (
    Line,
    LineKind,
    Order,
    Run,
    attend,
    close_chat,
    give,
    hand_in,
    judge,
    measure_live,
    say,
    stamp,
)
from drills.exercise.state import sheet_of
from drills.incidents import Level
from drills.scenario.acts import Act

AS_IT_WAS = "as it was"  # why a level goes down where another course of things gives no other reason


def repeated(run: Run, order: Order, line: Line) -> Run:
    """Return *run* with what *line* tells, as *order* gives it. Raises OrderError where it is not possible as things stand."""
    return _AGAIN[line.kind](run, replace(order, by=line.by), line.data)


def _attended(run: Run, order: Order, data: Mapping[str, Any]) -> Run:
    return attend(run, order, data["agent"], present=data["present"])


def _inject(run: Run, order: Order, data: Mapping[str, Any]) -> Run:
    return give(run, order, data["inject"])


def _stamp(run: Run, order: Order, data: Mapping[str, Any]) -> Run:
    level = None if data["level"] is None else Level[data["level"]]
    goes_down = level is not None and level > run.state.levels.get(data["incident"], level)
    return stamp(
        run,
        order,
        Act(data["act"]),
        data["agent"],
        incident=data["incident"] or None,
        expectation=data["expectation"],
        level=level,
        text=data["text"] or (AS_IT_WAS if goes_down else ""),
    )


def _judged(run: Run, order: Order, data: Mapping[str, Any]) -> Run:
    return judge(run, order, data["expectation"], data["text"], met=data["met"])


def _said(run: Run, order: Order, data: Mapping[str, Any]) -> Run:
    text = data["text"] if data["cue"] is None else ""
    return say(run, order, data["roleplay"], agent=data["agent"], text=text, cue=data["cue"])


def _closed(run: Run, order: Order, data: Mapping[str, Any]) -> Run:
    return close_chat(run, order, data["roleplay"], satisfied=data["satisfied"])


def _sheet(run: Run, order: Order, data: Mapping[str, Any]) -> Run:
    return hand_in(run, order, sheet_of(data))


def _live(run: Run, order: Order, data: Mapping[str, Any]) -> Run:
    return measure_live(run, order, [{name: value for name, value in data.items() if name != "key"}])


_AGAIN: Mapping[LineKind, Callable[[Run, Order, Mapping[str, Any]], Run]] = {
    LineKind.ATTENDED: _attended,
    LineKind.INJECT: _inject,
    LineKind.STAMP: _stamp,
    LineKind.JUDGED: _judged,
    LineKind.CHAT_SAID: _said,
    LineKind.CHAT_CLOSED: _closed,
    LineKind.SHEET: _sheet,
    LineKind.LIVE: _live,
}
