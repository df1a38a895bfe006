"""A wheel of shifts as tables of a site file: one rotation a crew."""

import json
from collections.abc import Sequence
from datetime import date

from scheduler.rules.rotation import Rotation
from scheduler.wheels import Wheel


def wheel_toml(wheel: Wheel, first_day: date, scope: str, names: Sequence[Sequence[str]]) -> str:
    """Return the tables ``[[rules.rotation]]`` of *wheel*, which begins on *first_day*.

    *scope* is ``teams``, ``contracts`` or ``agents``, *names* has for each crew those in it.
    """
    tables = []
    for offset, crew in zip(wheel.offsets, names, strict=True):
        rule = Rotation(wheel.pattern, first_day, offset)
        lines = [
            f"[[rules.{rule.name}]]",
            f"pattern = {_listed(rule.pattern)}",
            f"first_day = {rule.first_day.isoformat()}",
            f"offset = {rule.offset}",
            f"{scope} = {_listed(crew)}",
        ]
        tables.append("\n".join(lines) + "\n")
    return "\n".join(tables)


def _listed(names: Sequence[str]) -> str:
    # JSON strings are basic strings of TOML
    return json.dumps(list(names), ensure_ascii=False)
