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
    weight = table.get(WEIGHT)
    if not isinstance(weight, str):
        return table
    rest = {key: value for key, value in table.items() if key != WEIGHT}
    try:
        return {**rest, WEIGHT: weigh(weight) / SCALE}
    except UnreadableError as error:
        for flaw in error.flaws:
            section.note(f"{path}.{WEIGHT}", flaw.reason, value=weight, expected=flaw.expected)
    return rest
