"""Reads what a planner asks "what if" of: a TOML file of changes to events, growth, containment and handling times."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from forecasting.containment import Containment
from forecasting.messages import N_, Sentence
from forecasting.whatif import EVERY_QUEUE, Act, EventChange, WhatIf
from scheduler.errors import SiteFileError
from scheduler.formats.containment import read_containment
from scheduler.formats.events import read_event
from scheduler.formats.lines import line_of, lines_of
from scheduler.formats.sections import FaultReport, Section, build
from scheduler.formats.values import number, text, whole, wrong, yes_no

KEYS = ("change", "add", "growth", "growth_a_year", "aht", "containment")
CHANGE_KEYS = ("event", "phase", "move_days", "drop", "multiplier")
LEAST_FACTOR, MOST_FACTOR = 0.01, 99.0
ROW_IN_MESSAGE = re.compile(r" \(at line (\d+), column \d+\)")


def read_what_if(path: Path, zone: ZoneInfo) -> WhatIf:
    """Read the changes at *path*, local times being those of *zone*; raises SiteFileError naming every fault."""
    report = FaultReport(path.name)
    try:
        content = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(content)
    except UnicodeDecodeError as error:
        report.add(None, N_("is not written in UTF-8"))
        raise SiteFileError(report.faults) from error
    except tomllib.TOMLDecodeError as error:
        row = ROW_IN_MESSAGE.search(str(error))
        reason = Sentence(N_("is no TOML: {error}"), error=ROW_IN_MESSAGE.sub("", str(error)))
        report.add(None, reason, row=int(row[1]) if row else None)
        raise SiteFileError(report.faults) from error
    rows = lines_of(content)
    return what_if_of(values, zone, FaultReport(path.name, lambda field: line_of(rows, field)))


def what_if_of(values: Mapping[str, object], zone: ZoneInfo, report: FaultReport) -> WhatIf:
    """Return the changes that *values*, laid out as the file, ask for; raises SiteFileError with all faults of *report*."""
    root = Section(values, report)
    root.only(KEYS)
    changes = [_change(part) for part in root.tables("change")]
    added = [phase for part in root.tables("add") for phase in read_event(part, zone)]
    moves = [_move(part) for part in root.tables("containment")]
    growth, a_year, aht = (root.read(name, _factors, {}) for name in ("growth", "growth_a_year", "aht"))
    report.raise_any()
    return WhatIf(
        tuple(change for change in changes if change is not None),
        tuple(added),
        growth,
        aht,
        tuple(move for move in moves if move is not None),
        a_year,
    )


def _move(section: Section) -> Containment | None:
    move = read_containment(section, None)
    if move is not None and move.queue == EVERY_QUEUE:
        section.refuse("queue", N_("is no queue"), N_("the name of one queue"))
    return move


def _change(section: Section) -> EventChange | None:
    section.only(CHANGE_KEYS)
    event = section.need("event", text, N_("the event's name"))
    phase = section.read("phase", text, "")
    days = section.read("move_days", whole(), 0)
    multiplier = section.read("multiplier", number(least=LEAST_FACTOR, most=MOST_FACTOR), None)
    drop = section.read("drop", yes_no, False)
    if section.has("move_days") + section.has("multiplier") + bool(drop) != 1:
        section.refuse("", N_("says not one thing"), N_("one of move_days, drop = true and multiplier"))
    act = Act.DROP if drop else Act.MULTIPLIER if multiplier is not None else Act.MOVE
    return build(section, lambda: EventChange(act, event or "", phase, days, multiplier))


def _factors(value: object) -> Mapping[str, float]:
    if not isinstance(value, Mapping):
        raise wrong(N_("a table of queues and factors, such as { chat = 1.05 } or { '*' = 1.05 }"), N_("is no table"))
    read = number(least=LEAST_FACTOR, most=MOST_FACTOR)
    return {str(name): read(factor) for name, factor in value.items()}
