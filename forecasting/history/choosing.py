"""Chooses the columns of one file. What could be two things, or is nothing, is refused with every fault named."""

from collections import Counter
from dataclasses import dataclass, field

import pandas as pd

from forecasting.errors import Fault, HistoryError
from forecasting.history.contents import Contents, contents_of
from forecasting.history.mapping import ColumnChoice, FileMapping, Found
from forecasting.history.names import ALIASES, CLOCK_FIELDS, FIELDS, NAMES, plain_name
from forecasting.history.options import HistoryOptions
from forecasting.history.table import RawTable
from forecasting.messages import N_, Sentence

_AMBIGUOUS = N_("several columns could be meant")
_CLAIM = N_("one of them named, as in --column {field}=NAME or in the site file")
_FEW_QUEUES = 200
_LAST_HOUR = 23
_FIRST_DAY_NUMBER = 19_900_101
# What is left aside in a guess by contents: columns named so hold numbers that are no volumes.
_NO_VOLUMES = frozenset({
    "servicelevel", "sl", "art", "asa", "id", "index", "weekday", "week", "month", "year", "agents", "hour", "服务水平",
    "接通率", "放弃率", "星期", "周",
})  # fmt: skip


def choose_columns(table: RawTable, options: HistoryOptions) -> FileMapping:
    """Return what to read from *table*; raise HistoryError where the claims or the guesses don't hold."""
    choosing = _Choosing(table, options)
    choosing.claim()
    choosing.find_clock()
    for name in ("queue", "aht_seconds", "handled", "abandoned"):
        choosing.find_by_name(name)
    choosing.find_offered()
    choosing.find_queue_by_contents()
    if choosing.faults:
        raise HistoryError(choosing.faults)
    return choosing.mapping()


@dataclass(slots=True)
class _Choosing:
    table: RawTable
    options: HistoryOptions
    choices: dict[str, ColumnChoice] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)  # fields that are settled, with a column or without
    faults: list[Fault] = field(default_factory=list)
    kinds: dict[str, Contents] = field(init=False)

    def __post_init__(self) -> None:
        table = self.table
        self.kinds = {name: contents_of(table.column(name), table.separator) for name in dict.fromkeys(table.names)}

    def mapping(self) -> FileMapping:
        used = {choice.column for choice in self.choices.values()} | set(self.options.queue_columns)
        ignored = tuple(name for name in self.table.names if name not in used)
        ordered = tuple(self.choices[name] for name in FIELDS if name in self.choices)
        return FileMapping(self.table.file, self.table.kind, ordered, ignored, self.options.queue_columns)

    def refuse(self, reason: str, about: str | None, value: str | None, expected: str | None) -> None:
        self.faults.append(Fault(self.table.file, reason, row=1, field=about, value=value, expected=expected))

    def free(self) -> list[str]:
        used = {choice.column for choice in self.choices.values()} | set(self.options.queue_columns)
        return [name for name in self.kinds if name not in used]

    def take(self, name: str, column: str, found: Found) -> None:
        self.closed.add(name)
        if self.table.names.count(column) > 1:
            self.refuse(N_("two columns have the same name"), name, column, N_("names that differ"))
        self.choices[name] = ColumnChoice(name, column, found)

    def claim(self) -> None:
        """Take what the options claim, refusing unknown names and columns claimed twice."""
        columns = ", ".join(self.table.names)
        claims = {ALIASES.get(name, name): column for name, column in self.options.columns.items()}
        for name, column in claims.items():
            if name not in FIELDS:
                self.refuse(
                    N_("there is no such field to map"),
                    None,
                    name,
                    Sentence(N_("one of {names}"), names=", ".join(FIELDS)),
                )
            elif not column:
                self.closed.add(name)
            elif column not in self.table.names:
                self.refuse(
                    N_("the column named for this is not in the file"),
                    name,
                    column,
                    Sentence(N_("one of {names}"), names=columns),
                )
                self.closed.add(name)
            else:
                self.take(name, column, Found.CLAIMED)
        for column in self.options.queue_columns:
            if column not in self.table.names:
                self.refuse(
                    N_("the column named as a queue is not in the file"),
                    None,
                    column,
                    Sentence(N_("one of {names}"), names=columns),
                )
        self._refuse_twofold(claims)

    def _refuse_twofold(self, claims: dict[str, str]) -> None:
        uses = Counter([column for column in claims.values() if column] + list(self.options.queue_columns))
        for column, count in uses.items():
            if count > 1:
                names = [name for name, claimed in claims.items() if claimed == column]
                names += ["a queue"] * self.options.queue_columns.count(column)
                reason = N_("one column is claimed for several fields")
                self.refuse(reason, column, ", ".join(names), N_("a column of its own for each"))
        if "start" in self.choices and ("date" in self.choices or "time" in self.choices):
            reason = N_("start is claimed beside date or time")
            self.refuse(reason, None, None, N_("either start alone, or date with time"))

    def find_clock(self) -> None:
        """Find the start, or the date with the time beside it."""
        if "start" in self.choices:
            return
        if "date" not in self.choices and "time" not in self.choices and self._find_start():
            return
        if "date" not in self.choices:
            self._find_part("date", Contents.DAY)
        if "time" not in self.closed:
            self._find_part("time", Contents.TIME)
        if "date" in self.choices or any(fault.field in CLOCK_FIELDS for fault in self.faults):
            return
        named = _named(self.free(), "start")
        if len(named) == 1 and "time" not in self.choices:
            self.take("start", named[0], Found.NAME)  # its cells will be named as faults
            return
        reason = N_("no column holds the time at which the intervals start")
        columns = ", ".join(self.table.names)
        self.refuse(reason, "start", columns, N_("a column with date and time, or one with the date"))

    def _find_start(self) -> bool:
        """Take the one column of instants, a well-named one before others; tell whether the matter is settled."""
        instants = [name for name in self.free() if self.kinds[name] is Contents.INSTANT]
        named = _named(instants, "start") or _named(instants, "time") or _named(instants, "date")
        candidates = named or instants
        if len(candidates) > 1:
            self.refuse(_AMBIGUOUS, "start", ", ".join(candidates), Sentence(_CLAIM, field="start"))
        elif candidates:
            self.take("start", candidates[0], Found.NAME if named else Found.CONTENTS)
        return bool(candidates)

    def _find_part(self, name: str, kind: Contents) -> None:
        fitting = [column for column in self.free() if self.kinds[column] is kind]
        named = [column for column in _named(self.free(), name) if column in fitting or self._may_be(name, column)]
        candidates = named or fitting
        if len(candidates) > 1:
            self.refuse(_AMBIGUOUS, name, ", ".join(candidates), Sentence(_CLAIM, field=name))
        elif candidates:
            self.take(name, candidates[0], Found.NAME if named else Found.CONTENTS)

    def _may_be(self, name: str, column: str) -> bool:
        """Tell whether *column*, by its name a *name*, may be one: 20240301 and 9 look like counts, rubbish is refused later."""
        if self.kinds[column] is Contents.COUNT:
            numbers = pd.to_numeric(self.table.column(column), errors="coerce")
            if name == "time":
                return bool(numbers.min() < numbers.max() <= _LAST_HOUR)
            return bool(numbers.min() >= _FIRST_DAY_NUMBER)
        return self.kinds[column] is Contents.TEXT

    def find_by_name(self, name: str) -> None:
        """Find *name* among the columns called so; the plain names go before the vague ones."""
        if name in self.closed:
            return
        candidates = _named(self.free(), name)
        if len(candidates) > 1:
            self.closed.add(name)
            self.refuse(_AMBIGUOUS, name, ", ".join(candidates), Sentence(_CLAIM, field=name))
        elif candidates:
            self.take(name, candidates[0], Found.NAME)

    def find_offered(self) -> None:
        """Find the volume by name, else as the one column of whole numbers that is nothing else."""
        if self.options.queue_columns:
            if "offered" in self.choices:
                reason = N_("a volume is claimed beside columns that are queues")
                self.refuse(reason, "offered", self.choices["offered"].column, N_("one of the two"))
            return
        self.find_by_name("offered")
        if "offered" in self.closed:
            return
        counts = [
            column
            for column in self.free()
            if self.kinds[column] is Contents.COUNT and plain_name(column) not in _NO_VOLUMES
        ]
        if len(counts) == 1:
            self.take("offered", counts[0], Found.CONTENTS)
        elif counts:
            self.refuse(_AMBIGUOUS, "offered", ", ".join(counts), Sentence(_CLAIM, field="offered"))
        else:
            columns = ", ".join(self.table.names)
            self.refuse(N_("no column holds the contacts that arrived"), "offered", columns, N_("a column of counts"))

    def find_queue_by_contents(self) -> None:
        """Take the one column of words that repeat as the queue."""
        if "queue" in self.closed or self.options.queue_columns or self.options.queue is not None:
            return
        words = []
        for column in self.free():
            if self.kinds[column] is Contents.TEXT:
                count = self.table.column(column).nunique()
                if 1 < count <= min(_FEW_QUEUES, len(self.table.cells) // 2):
                    words.append(column)
        if len(words) > 1:
            self.refuse(_AMBIGUOUS, "queue", ", ".join(words), Sentence(_CLAIM, field="queue"))
        elif words:
            self.take("queue", words[0], Found.CONTENTS)


def _named(columns: list[str], name: str) -> list[str]:
    """Return the *columns* called like the field *name*: by its plain names, else by its vague ones."""
    plain, vague = NAMES[name]
    return [column for column in columns if plain_name(column) in plain] or [
        column for column in columns if plain_name(column) in vague
    ]
