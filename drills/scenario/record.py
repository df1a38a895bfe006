"""A frozen scenario as JSON, and back: the same scenario, or a refusal where a byte of it was changed."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from drills.errors import ScenarioError
from drills.incidents import Level
from drills.scenario.canonical import canonical_json
from drills.scenario.frozen import Scenario
from drills.scenario.generator import is_intact
from drills.scenario.loads import Absence, ChannelLoss, Leak, LoadKind, Opinion, Outage, Surge
from forecasting.messages import N_, Sentence
from scheduler.agents import SkillLevel

_EFFECTS = {
    LoadKind.OUTAGE: Outage,
    LoadKind.SURGE: Surge,
    LoadKind.OPINION: Opinion,
    LoadKind.LEAK: Leak,
    LoadKind.CHANNEL_LOSS: ChannelLoss,
    LoadKind.ABSENCE: Absence,
}
_NAMED = (Level, SkillLevel)  # written by name, because people know them by name


def scenario_json(scenario: Scenario) -> str:
    """Return *scenario* as JSON: texts as ``{"en": …, "zh": …}``, levels by name. Same scenario: the same bytes."""
    return canonical_json(scenario)


def read_scenario(text: str) -> Scenario:
    """Return the scenario that :func:`scenario_json` wrote.

    Raises ScenarioError where *text* is none, or is not what was frozen.
    """
    try:
        scenario: Scenario = _value(Scenario, json.loads(text), "scenario")
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise ScenarioError(
            "?", [Sentence(N_("not a scenario as it was written: {reason}"), reason=str(error))]
        ) from error
    if not is_intact(scenario):
        sentence = Sentence(N_("its fingerprint {digest} is not that of its content"), digest=scenario.digest[:16])
        raise ScenarioError(scenario.template, [sentence])
    return scenario


def _value(kind: Any, value: Any, place: str) -> Any:
    """Return *value*, which stands at *place*, as *kind*: a class, an optional one, or a tuple of many."""
    if get_origin(kind) in {Union, UnionType}:
        return _one_of(get_args(kind), value, place)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise TypeError(f"{place} is no list")
        return tuple(_value(get_args(kind)[0], item, f"{place}.{number}") for number, item in enumerate(value))
    if is_dataclass(kind):
        return _whole(kind, value, place)
    if issubclass(kind, Enum):
        return _member(kind, value, place)
    if isinstance(value, bool) is not (kind is bool) or not isinstance(value, (int, float) if kind is float else kind):
        raise TypeError(f"{place} is {value!r}; expected {kind.__name__}")
    return float(value) if kind is float else value


def _one_of(kinds: tuple[Any, ...], value: Any, place: str) -> Any:
    if value is None and NoneType in kinds:
        return None
    others = [kind for kind in kinds if kind is not NoneType]
    if len(others) == 1:
        return _value(others[0], value, place)
    return _whole(_EFFECTS[LoadKind(_table(value, place)["kind"])], value, place)


def _whole(kind: Any, value: Any, place: str) -> Any:
    table, hints = _table(value, place), get_type_hints(kind)
    known = {item.name for item in fields(kind)}
    if set(table) != known:
        raise ValueError(f"{place} has {', '.join(sorted(set(table) ^ known))} too many or too few")
    return kind(
        **{
            item.name: _value(hints[item.name], table[item.name], f"{place}.{item.name}")
            for item in fields(kind)
            if item.init
        }
    )


def _table(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{place} is no object")
    return value


def _member(kind: type[Enum], value: Any, place: str) -> Enum:
    if issubclass(kind, _NAMED):
        name = value.upper() if isinstance(value, str) else value
        if name not in kind.__members__:
            raise ValueError(f"{place} is {value!r}; expected one of {', '.join(kind.__members__)}")
        return kind[name]
    return kind(value)
