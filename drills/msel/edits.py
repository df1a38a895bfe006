"""An edited list of injects as another scenario: checked row by row, timed anew, linted and frozen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from drills.drill import Drill
from drills.msel.added import added_inject
from drills.msel.columns import AT_ITS_TIME, READ_ONLY, RowKind, names_in
from drills.msel.retiming import retimed
from drills.msel.rows import rows_of
from drills.msel.table_file import read_rows
from drills.scenario.frozen import Expectation, Inject, Scenario, Source
from drills.scenario.generator import frozen
from drills.scenario.lint.checks import lint
from drills.scenario.text import Text
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence, sentence_of

TEXTS = ("text_en", "text_zh")
SENDERS = ("from_en", "from_zh")


def edited_scenario(scenario: Scenario, content: bytes, file: str, drill: Drill | None = None) -> Scenario:
    """Return *scenario* as the list of injects in *content* has it: other minutes, texts, senders, seats, timed injects more or less.

    What follows is worked out anew: when waiting injects come at the latest, when clocks are due. An unedited list gives the same
    scenario to the byte. Raises InputError naming every fault with its row, field, value and what is expected; what the lint finds
    is among them.
    """
    rows = read_rows(content, file)
    edits = Edits(scenario, file, rows, drill)
    faults = [*edits.faults()]
    if faults:
        raise InputError(faults)
    changed = edits.applied()
    return scenario if changed == scenario else _checked(changed, edits)


def _checked(scenario: Scenario, edits: "Edits") -> Scenario:
    found = lint(scenario)
    if found:
        raise InputError([Fault(edits.file, finding.sentence, row=edits.row_at(finding.place)) for finding in found])
    return frozen(scenario)


@dataclass(frozen=True, slots=True)
class Edits:
    """The *rows* of a list that was written from *scenario*, with their numbers in *file*."""

    scenario: Scenario
    file: str
    rows: list[tuple[int, Mapping[str, str]]]
    drill: Drill | None = None

    def written(self) -> dict[tuple[str, str], Mapping[str, str]]:
        """Return the rows as they were written, by kind and id."""
        return {(row["kind"], row["id"]): row for row in rows_of(self.scenario, self.drill)}

    def row_at(self, place: str) -> int | None:
        """Return the row of what a finding of the lint is about; None for the scenario as a whole."""
        kind, _sign, name = place.partition(".")
        wanted = {"injects": RowKind.INJECT.value, "expectations": RowKind.EXPECTATION.value}.get(kind)
        names = [
            (number, row["id"].strip())
            for number, row in self.rows
            if row["kind"].strip() == wanted and (f"{name}.").startswith(f"{row['id'].strip()}.")
        ]
        return max(names, key=lambda item: len(item[1]), default=(None, ""))[0]

    def faults(self) -> Iterator[Fault]:
        """Yield everything that cannot be meant, in the order of the rows, then what is missing."""
        written = self.written()
        seen: dict[tuple[str, str], int] = {}
        for number, row in self.rows:
            key = row["kind"].strip(), row["id"].strip()
            if key in seen:
                reason = Sentence(N_("stands in row {row} already"), row=seen[key])
                yield Fault(self.file, reason, row=number, field="id", value=key[1])
            seen.setdefault(key, number)
            yield from self._in_row(number, row, written.get(key))
        yield from self._missing(seen)
        yield from self._without_basis(seen)

    def _in_row(self, number: int, row: Mapping[str, str], was: Mapping[str, str] | None) -> Iterator[Fault]:
        kinds = [kind.value for kind in RowKind]
        if row["kind"].strip() not in kinds:
            expected = " / ".join(kinds)
            yield Fault(self.file, N_("is no kind of row"), number, "kind", row["kind"], expected)
            return
        if was is None:
            yield from self._added(number, row)
        else:
            yield from self._unchangeable(number, row, was)
            yield from self._local(number, row, was)
        yield from self._values(number, row, was)

    def _added(self, number: int, row: Mapping[str, str]) -> Iterator[Fault]:
        if row["kind"].strip() != RowKind.INJECT.value:
            expected = Sentence(N_("one of {names}"), names=", ".join(item.id for item in self.scenario.expectations))
            yield Fault(self.file, N_("expectations cannot be added"), number, "id", row["id"], expected)
        if not row["id"].strip():
            yield Fault(self.file, N_("is empty"), number, "id", expected=N_("a name of its own"))
        if row["trigger"].strip() not in {"", AT_ITS_TIME}:
            reason = N_("only injects with a time of their own can be added")
            yield Fault(self.file, reason, number, "trigger", row["trigger"], AT_ITS_TIME)
        incidents = [item.id for item in self.scenario.incidents]
        if row["incident"].strip() not in {"", *incidents}:
            expected = Sentence(N_("one of {names}"), names=", ".join(incidents))
            yield Fault(self.file, N_("there is no such incident"), number, "incident", row["incident"], expected)

    def _unchangeable(self, number: int, row: Mapping[str, str], was: Mapping[str, str]) -> Iterator[Fault]:
        fixed = set(READ_ONLY)
        if was["kind"] == RowKind.EXPECTATION.value:
            fixed |= {"minute", "source", "from_en", "from_zh", "objectives"}
        elif was["trigger"] != AT_ITS_TIME and self._waits(was["id"]):
            fixed.add("minute")
        for field in was:
            if field in fixed and row[field].strip() != was[field]:
                reason = N_("cannot be changed here; it follows from the scenario")
                yield Fault(self.file, reason, number, field, row[field], was[field] or N_("nothing"))

    def _waits(self, name: str) -> bool:
        return not self.scenario.inject(name).by_hand

    def _local(self, number: int, row: Mapping[str, str], was: Mapping[str, str]) -> Iterator[Fault]:
        """Yield a fault where only the local time was changed, which is there to be read."""
        told, known = _clock(row["local_time"]), was["local_time"]
        if told not in {"", known} and row["minute"].strip() == was["minute"]:
            reason = N_("the local time is there to be read; change the minute")
            yield Fault(self.file, reason, number, "local_time", row["local_time"], known)

    def _values(self, number: int, row: Mapping[str, str], was: Mapping[str, str] | None) -> Iterator[Fault]:
        seats = [seat.id for seat in self.scenario.seats]
        if row["to"].strip() not in seats:
            expected = Sentence(N_("one of {names}"), names=", ".join(seats))
            yield Fault(self.file, N_("there is no such seat"), number, "to", row["to"], expected)
        inject = row["kind"].strip() == RowKind.INJECT.value
        for field in (*TEXTS, *(SENDERS if inject else ())):
            if not row[field].strip():
                yield Fault(self.file, N_("is empty"), number, field, expected=N_("a text in both languages"))
        if inject:
            yield from self._of_inject(number, row, was)

    def _of_inject(self, number: int, row: Mapping[str, str], was: Mapping[str, str] | None) -> Iterator[Fault]:
        least, most = (0, self.scenario.minutes)
        minute = row["minute"].strip()
        same = was is not None and minute == was["minute"]
        if not same and not (minute.isascii() and minute.isdigit() and least <= int(minute) <= most):
            expected = Sentence(N_("a whole number from {least} to {most}"), least=least, most=most)
            yield Fault(self.file, N_("is no minute of the drill"), number, "minute", row["minute"], expected)
        sources = [source.value for source in Source]
        if row["source"].strip() not in sources:
            expected = Sentence(N_("one of {names}"), names=", ".join(sources))
            yield Fault(self.file, N_("there is no such source"), number, "source", row["source"], expected)
        objectives = [item.id for item in self.scenario.objectives]
        for name in names_in(row["objectives"]) or ("",):
            if name not in objectives:
                expected = Sentence(N_("one of {names}"), names=", ".join(objectives))
                yield Fault(self.file, N_("there is no such objective"), number, "objectives", name, expected)

    def _missing(self, seen: Mapping[tuple[str, str], int]) -> Iterator[Fault]:
        for kind, name in self.written():
            timed = kind == RowKind.INJECT.value and self.scenario.inject(name).timed
            if (kind, name) not in seen and not timed:
                reason = N_("the row is missing; only injects with a time of their own can be taken out")
                yield Fault(self.file, reason, field="id", expected=f"{kind} {name}")

    def _without_basis(self, seen: Mapping[tuple[str, str], int]) -> Iterator[Fault]:
        out = {item.id for item in self.scenario.injects if (RowKind.INJECT.value, item.id) not in seen}
        needed = [(item.id, item.clock.basis) for item in self.scenario.expectations]
        needed += [(play.id, play.begins_with) for play in self.scenario.roleplays if play.begins_with is not None]
        for load in self.scenario.loads:
            needed += [(load.id, name) for name in (load.begins_with, load.ends_with) if name is not None]
        for needs, name in needed:
            if name in out and self.scenario.inject(name).timed:
                reason = Sentence(N_("the inject is missing, and {name} starts with it"), name=needs)
                yield Fault(self.file, reason, field="id", expected=name)

    def applied(self) -> Scenario:
        """Return the scenario that the rows describe, neither linted nor frozen; its digest is that of the one before."""
        rows = {(row["kind"].strip(), row["id"].strip()): row for _number, row in self.rows}
        kept = [item for item in self.scenario.injects if (RowKind.INJECT.value, item.id) in rows]
        injects = [_inject(item, rows[RowKind.INJECT.value, item.id]) for item in kept]
        known = {item.id for item in kept}
        injects += [
            added_inject(row, self.scenario)
            for (kind, name), row in rows.items()
            if kind == RowKind.INJECT.value and name not in known
        ]
        expectations = [
            _expectation(item, rows[RowKind.EXPECTATION.value, item.id]) for item in self.scenario.expectations
        ]
        changed = replace(self.scenario, injects=tuple(injects), expectations=tuple(expectations))
        try:
            return retimed(changed)
        except ValueError as error:
            reason = Sentence(
                N_("a load of the incident could not be felt at these times: {reason}"), reason=sentence_of(error)
            )
            raise InputError([Fault(self.file, reason)]) from error


def _inject(item: Inject, row: Mapping[str, str]) -> Inject:
    return replace(
        item,
        minutes=int(row["minute"]),
        source=Source(row["source"].strip()),
        sender=Text(row["from_en"], row["from_zh"]),
        seat=row["to"].strip(),
        text=Text(row["text_en"], row["text_zh"]),
        objectives=names_in(row["objectives"]),
    )


def _expectation(item: Expectation, row: Mapping[str, str]) -> Expectation:
    return replace(item, seat=row["to"].strip(), text=Text(row["text_en"], row["text_zh"]))


def _clock(cell: str) -> str:
    """Return a time as it was written: spreadsheets add seconds and drop a leading zero."""
    parts = cell.strip().split(":")
    if len(parts) in {2, 3} and all(part.isdigit() for part in parts):
        return f"{int(parts[0]):02}:{parts[1]}"
    return cell.strip()
