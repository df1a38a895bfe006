"""The roster as agents × days, in compact values for the page's own grid."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from operator import itemgetter
from zoneinfo import ZoneInfo

from api.reports.view import PlanView
from api.reports.wording import weekday
from forecasting.messages import N_, Translate
from scheduler.agents import Agent
from scheduler.roster import Assignment, Break
from scheduler.shifts import DayPart, ShiftKind
from scheduler.training.courses import TEACHING, TRAINING

PART_NAMES = {DayPart.EARLY: N_("early"), DayPart.LATE: N_("late"), DayPart.NIGHT: N_("night")}
SATURDAY = 5


def roster_grid(view: PlanView, language: str, _: Translate) -> dict[str, object]:
    """Return ``days``, ``kinds`` and ``rows``.

    A row's ``cells`` are ``[day, kind, text, detail]`` with indices of days and kinds, ``leave`` lists the days away.
    """
    days = view.instance.days()
    used = [kind for kind in view.instance.kinds if _is_used(kind, view)]
    kinds = {kind.name: index for index, kind in enumerate(used)}
    lines = view.roster.by_agent() if view.roster is not None else {}
    return {
        "days": [_day(day, view, language, _) for day in days],
        "kinds": [_kind(index, kind, used, _) for index, kind in enumerate(used)],
        "rows": [
            _row(agent, lines.get(agent.id, []), days, kinds, view.instance.zone_of(agent), _)
            for agent in view.instance.agents
        ],
    }


def _is_used(kind: ShiftKind, view: PlanView) -> bool:
    return view.roster is not None and any(shift.kind == kind.name for shift in view.roster.assignments)


def _day(day: date, view: PlanView, language: str, _: Translate) -> dict[str, object]:
    off = view.calendar.is_day_off(day)
    mark = "holiday" if day in view.calendar.holidays else "make-up" if day in view.calendar.make_up else ""
    return {
        "date": day.isoformat(),
        "label": f"{day:%m-%d}",
        "weekday": weekday(day, language),
        "off": int(off),
        "mark": mark,
        "names": " · ".join(view.calendar.names_on(day, _)),
    }


def _kind(index: int, kind: ShiftKind, used: Sequence[ShiftKind], _: Translate) -> dict[str, object]:
    same_part = [other.name for other in used if other.part is kind.part]
    return {
        "name": kind.name,
        "code": _code(index, kind, used),
        "part": kind.part.value,
        "shade": same_part.index(kind.name) % 4,
        "part_name": _(PART_NAMES[kind.part]),
    }


def _code(index: int, kind: ShiftKind, used: Sequence[ShiftKind]) -> str:
    """Return up to three characters that no other kind shares: initials, the name's first ones, or the kind's number."""
    shortenings: list[Callable[[str], str]] = [initials]
    shortenings += [itemgetter(slice(length)) for length in (1, 2, 3)]
    for shorten in shortenings:
        code = shorten(kind.name).upper()
        if sum(shorten(other.name).upper() == code for other in used) == 1:
            return code
    return str(index + 1)


def initials(name: str) -> str:
    """Return the first characters of the first three words of *name*: CE for chat-early."""
    return "".join(word[0] for word in re.split(r"[\s_-]+", name) if word)[:3]


def _row(
    agent: Agent,
    line: Sequence[Assignment],
    days: Sequence[date],
    kinds: dict[str, int],
    zone: ZoneInfo,
    _: Translate,
) -> dict[str, object]:
    index_of = {day: index for index, day in enumerate(days)}
    return {
        "id": agent.id,
        "name": agent.name,
        "team": agent.team,
        "cells": [
            [index_of[shift.day], kinds[shift.kind], *_texts(shift, zone, _)]
            for shift in line
            if shift.day in index_of and shift.kind in kinds
        ],
        "leave": sorted(index_of[day] for day in agent.leave if day in index_of),
    }


def _texts(shift: Assignment, zone: ZoneInfo, _: Translate) -> tuple[str, str]:
    parts = [_break(pause, zone, _) for pause in shift.breaks]
    parts += [
        f"{_activity(activity.name, _)} {_clock(activity.start, zone)}–{_clock(activity.end, zone)}"
        for activity in shift.activities
    ]
    return f"{_clock(shift.start, zone)}–{_clock(shift.end, zone)}", " · ".join(parts)


def _activity(name: str, _: Translate) -> str:
    """Return *name* as the reader calls it: training in their language, anything else as it stands."""
    if name.startswith(TRAINING):
        return _("training {course}").format(course=name.removeprefix(TRAINING))
    if name.startswith(TEACHING):
        return _("teaching {course}").format(course=name.removeprefix(TEACHING))
    return name


def _break(pause: Break, zone: ZoneInfo, _: Translate) -> str:
    template = _("break {start}–{end}") if pause.paid else _("unpaid break {start}–{end}")
    return template.format(start=_clock(pause.start, zone), end=_clock(pause.end, zone))


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}"
