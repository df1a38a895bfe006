"""Weights of soft rules that a site file gives in money, in points."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.formats.objective import rate_of, weigher
from scheduler.formats.sections import Section
from scheduler.formats.values import Reader, UnreadableError
from scheduler.objective.cover import SCALE
from scheduler.rules.parameters import WEIGHT


def rules_in_points(root: Section) -> Section:
    """Return the section ``rules`` of *root* with weights in money turned into points, by what a point is worth to the objective.

    A weight that cannot be turned is noted as a fault and left out.
    """
    section, objective = root.table("rules"), root.values.get("objective")
    weigh = weigher(rate_of(objective.get("point")) if isinstance(objective, Mapping) else None)
    values: dict[str, object] = {}
    for name, given in section.values.items():
        path = section.at(name)
        if isinstance(given, Mapping):
            values[name] = _in_points(given, section, path, weigh)
        elif isinstance(given, list):
            values[name] = [
                _in_points(item, section, f"{path}[{number}]", weigh) if isinstance(item, Mapping) else item
                for number, item in enumerate(given, start=1)
            ]
        else:
            values[name] = given
    return replace(section, values=values)


def _in_points(table: Mapping[str, object], section: Section, path: str, weigh: Reader[int]) -> Mapping[str, object]:
    found = dict(table)
    for key, weight in table.items():
        if WEIGHT not in key or not isinstance(weight, str):
            continue
        try:
            found[key] = weigh(weight) / SCALE
        except UnreadableError as error:
            del found[key]
            for flaw in error.flaws:
                section.note(f"{path}.{key}", flaw.reason, value=weight, expected=flaw.expected)
    return found
