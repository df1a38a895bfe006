"""A frozen scenario as JSON, and back: the same scenario, or a refusal where a byte of it was changed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from drills.errors import FrozenError
from drills.incidents import Level
from drills.scenario.canonical import canonical_json
from drills.scenario.frozen import Scenario
from drills.scenario.generator import is_intact
from drills.scenario.loads import Absence, ChannelLoss, Leak, LoadKind, Opinion, Outage, Surge
from forecasting.messages import N_, Sentence, sentence_of
from scheduler.agents import SkillLevel

_EFFECTS = {
    LoadKind.OUTAGE: Outage,
    LoadKind.SURGE: Surge,
    LoadKind.OPINION: Opinion,
    LoadKind.LEAK: Leak,
    LoadKind.CHANNEL_LOSS: ChannelLoss,
    LoadKind.ABSENCE: Absence,
}
_KINDS = {str: N_("a text"), int: N_("a whole number"), float: N_("a number"), bool: N_("true or false")}
OTHER_VERSION = N_(
    "the drill's scenario was written by another version of Watchbill, or changed by hand; "
    "make the drill anew with this version, or go on with the one that wrote it ({reason})"
)
_NAMED = (Level, SkillLevel)  # written by name, because people know them by name


def scenario_json(scenario: Scenario) -> str:
    """Return *scenario* as JSON: texts as ``{"en": …, "zh": …}``, levels by name. Same scenario: the same bytes."""
    return canonical_json(scenario)


def read_scenario(text: str) -> Scenario:
    """Return the scenario that :func:`scenario_json` wrote.

    Raises FrozenError where *text* is none, is not what was frozen, or has the parts of another version.
    """
    try:
        scenario: Scenario = _value(Scenario, json.loads(text), "scenario")
    except _OtherPartsError as error:
        raise FrozenError(Sentence(OTHER_VERSION, reason=sentence_of(error))) from error
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise FrozenError(
            Sentence(N_("not a scenario as it was written: {reason}"), reason=sentence_of(error))
        ) from error
    if not is_intact(scenario):
        template = N_("the scenario {template} was changed: its fingerprint {digest} is not that of its content")
        raise FrozenError(Sentence(template, template=scenario.template, digest=scenario.digest[:16]))
    return scenario


class _OtherPartsError(ValueError):
    """A part that has other fields than it has in this version."""


def _value(kind: Any, value: Any, place: str) -> Any:
    """Return *value*, which stands at *place*, as *kind*: a class, an optional one, or a tuple of many."""
    if get_origin(kind) in {Union, UnionType}:
        return _one_of(get_args(kind), value, place)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise TypeError(Sentence(N_("{place} is no list"), place=place))
        return tuple(_value(get_args(kind)[0], item, f"{place}.{number}") for number, item in enumerate(value))
    if is_dataclass(kind):
        return _whole(kind, value, place)
    if issubclass(kind, Enum):
        return _member(kind, value, place)
    if isinstance(value, bool) is not (kind is bool) or not isinstance(value, (int, float) if kind is float else kind):
        template = N_("{place} is {value}; expected {kind}")
        raise TypeError(Sentence(template, place=place, value=repr(value), kind=Sentence(_KINDS[kind])))
    return float(value) if kind is float else value


def _one_of(kinds: tuple[Any, ...], value: Any, place: str) -> Any:
    if value is None and NoneType in kinds:
        return None
    others = [kind for kind in kinds if kind is not NoneType]
    if len(others) == 1:
        return _value(others[0], value, place)
    kind = _member(LoadKind, _table(value, place).get("kind"), f"{place}.kind")
    return _whole(_EFFECTS[LoadKind(kind.value)], value, place)


def _whole(kind: Any, value: Any, place: str) -> Any:
    table, hints = _table(value, place), get_type_hints(kind)
    known = {item.name for item in fields(kind)}
    if set(table) != known:
        raise _OtherPartsError(_parts_apart(place, set(table), known))
    return kind(
        **{
            item.name: _value(hints[item.name], table[item.name], f"{place}.{item.name}")
            for item in fields(kind)
            if item.init
        }
    )


def _parts_apart(place: str, found: set[str], known: set[str]) -> Sentence:
    """Say which parts are missing at *place* and which nothing is known of."""
    missing, unknown = ", ".join(sorted(known - found)), ", ".join(sorted(found - known))
    if not unknown:
        return Sentence(N_("{place} lacks {names}"), place=place, names=missing)
    if not missing:
        return Sentence(N_("nothing is known of {names} in {place}"), place=place, names=unknown)
    template = N_("{place} lacks {missing}; nothing is known of {unknown}")
    return Sentence(template, place=place, missing=missing, unknown=unknown)


def _table(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(Sentence(N_("{place} is no object"), place=place))
    return value


def _member(kind: type[Enum], value: Any, place: str) -> Enum:
    if issubclass(kind, _NAMED):
        name = value.upper() if isinstance(value, str) else value
        if name not in kind.__members__:
            raise _none_of(kind.__members__, value, place)
        return kind[name]
    if value not in set(kind):
        raise _none_of((str(member.value) for member in kind), value, place)
    return kind(value)


def _none_of(members: Iterable[str], value: Any, place: str) -> ValueError:
    template = N_("{place} is {value}; expected one of {members}")
    return ValueError(Sentence(template, place=place, value=repr(value), members=", ".join(members)))
