"""Lines that are chained, each to the one before by its SHA-256, so that none can be changed, added or taken out unseen."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from drills.scenario.canonical import Plain
from forecasting.messages import N_, Sentence

NOTHING_BEFORE = "0" * 64
L = TypeVar("L")


class Chained(Protocol):
    """A line of a chain; *before* is the digest of the line before it."""

    @property
    def number(self) -> int:
        """Its number, from 1."""

    @property
    def at(self) -> datetime:
        """When it was written."""

    @property
    def before(self) -> str:
        """The digest of the line before it."""

    @property
    def digest(self) -> str:
        """Its own digest."""

    def record(self) -> dict[str, Plain]:
        """Return it as plain data, without its digest."""


def compact(record: Mapping[str, Plain]) -> str:
    """Return *record* as JSON: keys sorted, without spaces, Chinese as it stands."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of_line(record: Mapping[str, Plain]) -> str:
    """Return the SHA-256 of a line's *record* without its digest, in hexadecimal."""
    return hashlib.sha256(compact(record).encode()).hexdigest()


def whole_milliseconds(moment: datetime) -> datetime:
    """Return *moment* in UTC, cut to whole milliseconds."""
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def seal(line: Chained) -> None:
    """Put *line*, which is being made, at a whole millisecond in UTC, and give it the digest of what it says where it has none.

    Raises ValueError where its instant names no zone.
    """
    if line.at.tzinfo is None:
        raise ValueError(f"line {line.number}: {line.at} names no zone")
    object.__setattr__(line, "at", whole_milliseconds(line.at))
    if not line.digest:
        object.__setattr__(line, "digest", digest_of_line(line.record()))


def line_text(line: Chained) -> str:
    """Return *line* as text, with the line feed at its end."""
    return compact({**line.record(), "digest": line.digest}) + "\n"


def lines_of(text: str, read: Callable[[Any], L], template: str) -> tuple[list[L], list[Sentence]]:
    """Return the lines of *text*, *read* from their records, and for each row that is none the marked *template* with its number."""
    faults: list[Sentence] = []
    lines: list[L] = []
    # At line feeds alone: texts may hold other characters at which Python breaks lines, as U+2028.
    for number, row in enumerate(text.removesuffix("\n").split("\n") if text else [], start=1):
        try:
            lines.append(read(json.loads(row)))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            faults.append(Sentence(template, number=number))
    return lines, faults


def chain_breaks(lines: Sequence[Chained]) -> Iterator[Sentence]:
    """Yield where the chain of *lines* is broken."""
    before = NOTHING_BEFORE
    for number, line in enumerate(lines, start=1):
        if line.number != number:
            template = N_("line {number} has the number {found}: a line was added or taken out")
            yield Sentence(template, number=number, found=line.number)
        if line.before != before:
            yield Sentence(N_("line {number} does not follow the line before it"), number=number)
        if not _is_intact(line):
            yield Sentence(N_("line {number} was changed: its fingerprint is not that of its content"), number=number)
        if number > 1 and line.at < lines[number - 2].at:
            yield Sentence(N_("line {number} is earlier than the line before it"), number=number)
        before = line.digest


def _is_intact(line: Chained) -> bool:
    """Tell whether *line* is what its digest is of; what cannot be written as it stands, such as NaN, never was."""
    try:
        return line.digest == digest_of_line(line.record())
    except ValueError:
        return False
