"""Values as plain data, and plain data as the same bytes every time."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from drills.incidents import Level
from scheduler.agents import SkillLevel

Plain = str | int | float | bool | list["Plain"] | dict[str, "Plain"] | None


def plain(value: object) -> Plain:
    """Return *value* as what JSON knows: levels by name, an instant as ISO 8601, a dataclass as an object."""
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return _name(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value.key if isinstance(value, ZoneInfo) else _compound(value)


def _name(value: Enum) -> Plain:
    """Return the name of a level, which people know by name and not by number, and the value of any other."""
    if isinstance(value, SkillLevel):
        return value.name.lower()
    return value.name if isinstance(value, Level) else plain(value.value)


def _compound(value: object) -> Plain:
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no plain form")


def canonical_json(value: object) -> str:
    """Return *value* as JSON, keys sorted, two spaces deep, Chinese as it stands, one line feed at the end."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n"


def digest_of(value: object) -> str:
    """Return the SHA-256 of the canonical JSON of *value*, in hexadecimal."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
