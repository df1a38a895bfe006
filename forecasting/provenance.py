"""Where a forecast comes from: enough to tell whether the same question would give the same answer, and to ask it again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from forecasting.calendar import EventCalendar
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from forecasting.site import Site
from forecasting.timegrid import TimeGrid

PACKAGE = "watchbill"
LIBRARIES = ("numpy", "pandas", "scipy")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a forecast was made of, as SHA-256 fingerprints: *data*, *site*, *calendar*, and the *answer* itself.

    *settings* are the first day, days, slot length, step, zone and whatever else was asked for; *versions* those of the
    product and of the libraries that calculate.
    """

    data: str
    site: str
    calendar: str
    answer: str
    settings: Mapping[str, str]
    versions: Mapping[str, str]

    def differences(self, other: "Provenance") -> tuple[str, ...]:
        """Return the names of what *other* has differently, such as ``data`` or ``settings.days``; empty for the same."""
        found = [name for name in ("data", "site", "calendar", "answer") if getattr(self, name) != getattr(other, name)]
        for name in ("settings", "versions"):
            mine, others = getattr(self, name), getattr(other, name)
            found += [f"{name}.{key}" for key in sorted({*mine, *others}) if mine.get(key) != others.get(key)]
        return tuple(found)

    def to_json(self) -> str:
        """Return this as JSON that ``read_provenance`` reads."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read_provenance(text: str, file: str) -> Provenance:
    """Return what ``to_json`` wrote; raise InputError for any other text, naming *file*."""
    try:
        values = json.loads(text)
        names = [field.name for field in fields(Provenance)]
        return Provenance(**{name: values[name] for name in names})
    except (ValueError, KeyError, TypeError) as error:
        raise InputError([Fault(file, N_("is no provenance of a forecast"))]) from error


def provenance_of(
    history: pd.DataFrame,
    site: Site,
    calendar: EventCalendar,
    grid: TimeGrid,
    forecast: pd.DataFrame,
    settings: Mapping[str, object] | None = None,
) -> Provenance:
    """Return the provenance of *forecast*, made from *history* on *grid* with *settings* (step, moves, cleaning...)."""
    asked = {
        "first_day": grid.first_day,
        "days": grid.days,
        "slot_minutes": grid.slot_minutes,
        "zone": grid.zone,
        **(settings or {}),
    }
    return Provenance(
        data=frame_fingerprint(history),
        site=_digest(_plain(site)),
        calendar=_digest(_plain(calendar)),
        answer=frame_fingerprint(forecast),
        settings={name: str(_plain(value)) for name, value in asked.items()},
        versions=versions(),
    )


def versions() -> dict[str, str]:
    """Return the versions of the product and of the libraries that calculate, by name."""
    return {name: version(name) for name in (PACKAGE, *LIBRARIES)}


def fingerprint_of(path: Path | None) -> str:
    """Return the SHA-256 of the file at *path*; the empty text where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path else ""


def frame_fingerprint(frame: pd.DataFrame) -> str:
    """Return the SHA-256 of the rows of *frame*, bit for bit, whatever the order of its rows and columns."""
    ordered = frame[sorted(frame.columns)].sort_values(["queue", "start"], kind="stable")
    digest = hashlib.sha256()
    for name in ordered.columns:
        values = ordered[name]
        digest.update(f"{name}\0".encode())
        if isinstance(values.dtype, pd.DatetimeTZDtype):
            digest.update(values.to_numpy(dtype="datetime64[us]").astype("<i8").tobytes())
        elif pd.api.types.is_numeric_dtype(values):
            # Minus nought and the many ways to write "missing" are not a difference.
            digest.update((values.to_numpy(dtype=float, na_value=np.nan) + 0.0).astype("<f8").tobytes())
        else:
            digest.update("\0".join(map(str, values)).encode())
    return digest.hexdigest()


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    """Return *value* of plain data in a form that is the same in every process."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return sorted([str(_plain(key)), _plain(item)] for key, item in value.items())
    if isinstance(value, frozenset | set):
        return sorted(str(_plain(item)) for item in value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return _plain_text(value)


def _plain_text(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, ZoneInfo):
        return value.key
    return value.isoformat() if isinstance(value, date | datetime) else value
