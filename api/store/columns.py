"""Column types that keep what SQLite alone would lose: the zone of an instant, the dtypes of a frame."""

import io
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Dialect, LargeBinary, String
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as ISO 8601 text in UTC so that text order is time order; a naive one is refused."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write the instant."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} names no time zone; expected an aware datetime")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Read the instant."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)


class Frame(TypeDecorator[pd.DataFrame]):
    """A frame, kept as Parquet, which has its dtypes and its time zone."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: pd.DataFrame | None, dialect: Dialect) -> bytes | None:
        """Write the frame."""
        del dialect
        return None if value is None else value.to_parquet(index=False, compression="zstd")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> pd.DataFrame | None:
        """Read the frame."""
        del dialect
        return None if value is None else pd.read_parquet(io.BytesIO(value))
