"""A table of an input file under reading: known keys, typed values, and every fault noted where it stands."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from forecasting.errors import Fault
from forecasting.messages import N_, sentence_of
from scheduler.errors import SiteFileError
from scheduler.formats.values import Reader, UnreadableError, nearest

Value = TypeVar("Value")
Fallback = TypeVar("Fallback")


@dataclass
class FaultReport:
    """The faults of one file, in the order found. *line_of* knows the row of a field path, None where it does not."""

    file: str
    line_of: Callable[[str], int | None] = lambda _path: None
    faults: list[Fault] = field(default_factory=list)

    def add(
        self,
        path: str | None,
        reason: str,
        *,
        value: object = None,
        expected: str | None = None,
        row: int | None = None,
    ) -> None:
        """Note a fault at the field *path*."""
        if row is None and path is not None:
            row = self.line_of(path)
        self.faults.append(Fault(self.file, reason, row, path, None if value is None else shown(value), expected))

    def raise_any(self) -> None:
        """Raise SiteFileError when there are faults."""
        if self.faults:
            raise SiteFileError(self.faults)


def shown(value: object) -> str:
    """Return *value* as it stands in a file, or nearly so."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | dict | bool):
        return json.dumps(value, default=str, ensure_ascii=False)
    return str(value)


@dataclass
class Section:
    """The *values* of one table at *path*, or of one *row* of a table of cells. Reading notes faults and goes on."""

    values: Mapping[str, object]
    report: FaultReport
    path: str = ""
    row: int | None = None
    within: "Section | None" = None
    sound: bool = field(default=True, init=False)

    def note(self, path: str | None, reason: str, *, value: object = None, expected: str | None = None) -> None:
        """Note a fault at the whole *path*: this section and those that it lies in are not sound any more."""
        self.report.add(path, reason, value=value, expected=expected, row=self.row)
        section: Section | None = self
        while section is not None:
            section.sound = False
            section = section.within

    def at(self, key: str) -> str:
        """Return the path of *key*."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def only(self, known: Iterable[str]) -> None:
        """Refuse keys that are not *known*, each with the nearest right name."""
        names = tuple(known)
        for key in self.values:
            if key not in names:
                self.note(self.at(key), N_("is not known"), expected=nearest(key, names))

    def refuse(self, key: str, reason: str, expected: str | None = None) -> None:
        """Note a fault of *key*; an empty *key* stands for the section as a whole."""
        self.note(self.at(key) or None, reason, value=self.values.get(key), expected=expected)

    def has(self, key: str) -> bool:
        """Tell whether *key* is given."""
        return key in self.values

    def read(self, key: str, reader: Reader[Value], default: Fallback) -> Value | Fallback:
        """Return the value of *key*; *default* where it is absent or cannot be read, which is noted."""
        if key not in self.values:
            return default
        value = self.values[key]
        try:
            return reader(value)
        except UnreadableError as error:
            for flaw in error.flaws:
                found = value if flaw.value is None else flaw.value
                self.note(self.at(key) + flaw.part, flaw.reason, value=found, expected=flaw.expected)
        return default

    def need(self, key: str, reader: Reader[Value], expected: str) -> Value | None:
        """Return the value of *key*; None where it is absent, too, which is noted."""
        if key not in self.values:
            self.note(self.at(key), N_("is missing"), expected=expected)
        return self.read(key, reader, None)

    def table(self, key: str) -> "Section":
        """Return the table at *key*; an empty one where it is absent or no table, which is noted."""
        value = self.values.get(key, {})
        if not isinstance(value, Mapping):
            self.refuse(key, N_("is no table"), f"[{self.at(key)}]")
            value = {}
        return Section(value, self.report, self.at(key), within=self)

    def tables(self, key: str) -> Iterator["Section"]:
        """Yield the tables of the list at *key*, numbered from 1 in their paths."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.refuse(key, N_("is no list of tables"), f"[[{self.at(key)}]]")
            return
        for index, item in enumerate(value, start=1):
            path = f"{self.at(key)}[{index}]"
            if isinstance(item, Mapping):
                yield Section(item, self.report, path, within=self)
            else:
                self.note(path, N_("is no table"), value=item, expected=N_("a table of keys and values"))


def build(section: Section, make: Callable[[], Value]) -> Value | None:
    """Return what *make* makes when *section* is sound; a ValueError of it is noted as the section's fault."""
    if not section.sound:
        return None
    try:
        return make()
    except ValueError as error:
        section.refuse("", sentence_of(error))
        return None


def by_name(
    root: Section, key: str, read: Callable[[Section], Value | None], name_key: str = "name"
) -> dict[str, Value | None]:
    """Return what *read* makes of the tables at *key* by their names, None where there are faults; refuse a name used twice."""
    found: dict[str, Value | None] = {}
    for section in root.tables(key):
        value = read(section)
        name = section.values.get(name_key)
        if not isinstance(name, str) or not name.strip():
            continue
        if name.strip() in found:
            section.refuse(name_key, N_("is there more than once"), N_("a name of its own"))
        found.setdefault(name.strip(), value)
    return found
