"""What records of drills have to hold, checked part by part: every part that cannot be read is named."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from drills.scenario.faulty import faults
from forecasting.errors import Fault
from forecasting.messages import N_

LAYOUT = ConfigDict(
    strict=True, extra="ignore", arbitrary_types_allowed=True
)  # of what other programs add nothing is read
Laid = TypeVar("Laid")


def laid_out(
    kind: type[Laid], record: object, file: str, row: int | None = None, within: str | None = None
) -> Laid | list[Fault]:
    """Return *record*, plain data, as *kind*; else a fault for each part that is missing or cannot be read.

    *file*, *row* and *within*, the field in which the record stands, say in faults where it comes from.
    """
    wanted: Any = kind  # mypy takes no type for hashable
    try:
        found: Laid = _adapter(wanted).validate_json(json.dumps(record, default=str), strict=True)
    except ValidationError as error:
        return list(faults(error, file, row, within))
    return found


def each_laid_out(kind: type[Laid], record: object, name: str, file: str, found: list[Fault]) -> Iterator[Laid]:
    """Yield the rows of the list *name* in *record* as *kind*, and add to *found* what cannot be read of them."""
    rows = record.get(name) if isinstance(record, dict) else None
    if not isinstance(rows, list):
        found.append(Fault(file, N_("is missing"), field=name, expected=N_("a list")))
        return
    for number, row in enumerate(rows, start=1):
        laid = laid_out(kind, row, file, number, name)
        if isinstance(laid, list):
            found += laid
        else:
            yield laid


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(N_("expected a day such as 2026-03-01")) from None


def _moment(value: object) -> object:
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(N_("expected a time with its offset, such as 2026-03-01T14:00+08:00")) from None
    if found.tzinfo is None:
        raise ValueError(N_("expected a time with its offset, such as 2026-03-01T14:00+08:00"))
    return found


def _zone(value: object) -> object:
    try:
        return value if isinstance(value, ZoneInfo) else ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(N_("expected a time zone such as Asia/Shanghai")) from None


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
