"""Reads programmes and records of drills that were held, naming every fault at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from drills.incidents import Family, Level, Scope
from drills.programme.entry import Entry, Loss, LossSource, Share, State
from drills.programme.obligation import Breach
from drills.programme.programme import Change, ChangeKind, Programme, Unmet
from drills.programme.record import FORMAT_VERSION, KIND, note_of
from drills.programme.retests import Finding
from drills.roles import Form, Role
from drills.scenario.acts import Capability
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from scheduler.agents import AgentId

UNREADABLE = (KeyError, TypeError, ValueError, ZoneInfoNotFoundError)
Plain = Mapping[str, object]
Kind = TypeVar("Kind")


def read_programme(record: object, source: str) -> Programme:
    """Return the programme in *record*, as ``programme_json`` writes it; InputError names each part that cannot be read."""
    if not isinstance(record, dict) or record.get("kind") != KIND or record.get("format") != FORMAT_VERSION:
        expected = N_("what `drill programme` writes")
        raise InputError([Fault(source, N_("is no programme of drills"), expected=expected)])
    faults: list[Fault] = []
    entries = _each(record, "drills", source, entry_of, faults)
    unmet = _each(record, "unmet", source, _unmet_of, faults)
    changes = _each(record, "changes", source, _change_of, faults)
    try:
        found = Programme(
            str(record["site"]),
            ZoneInfo(str(record["zone"])),
            date.fromisoformat(str(record["first"])),
            date.fromisoformat(str(record["last"])),
            tuple(entries),
            tuple(unmet),
            tuple(changes),
            tuple(datetime.fromisoformat(str(moment)) for moment in _rows(record["told_at"])),
        )
    except UNREADABLE as error:
        faults.append(_fault(source, None, None, error))
    if faults:
        raise InputError(faults)
    return found


def read_held(records: Iterable[object], zone: ZoneInfo, source: str) -> tuple[Entry, ...]:
    """Return the drills in *records*, each as ``drill_json`` or ``programme_json`` writes it, as held on the clock of *zone*.

    Of a programme all drills that were not called off count. InputError names each record that cannot be read.
    """
    found: list[Entry] = []
    faults: list[Fault] = []
    for number, record in enumerate(records, start=1):
        if isinstance(record, dict) and record.get("kind") == KIND:
            found += [entry for entry in read_programme(record, source).entries if entry.counts]
            continue
        try:
            found.append(held_of(_table(record), zone))
        except UNREADABLE as error:
            faults.append(_fault(source, number, None, error))
    if faults:
        raise InputError(faults)
    return tuple(found)


def held_of(record: Plain, zone: ZoneInfo) -> Entry:
    """Return the drill in *record*, as ``drill_json`` writes it; KeyError, TypeError or ValueError for what is none."""
    window, scenario = _table(record["window"]), _table(record["scenario"])
    start, end = (datetime.fromisoformat(str(window[name])) for name in ("start", "end"))
    shares = {
        Share(Role(str(seat["role"])), str(seat["team"]), AgentId(str(seat["agent"])))
        for seat in map(_table, _rows(record["seats"]))
    }
    shown = {Capability(str(_table(item)["capability"])) for item in _rows(scenario["expectations"])}
    families = (Family(str(_table(incident)["family"])) for incident in _rows(scenario["incidents"]))
    return Entry(
        id=str(record["id"]),
        day=start.astimezone(zone).date(),
        families=tuple(sorted(set(families))),
        scope=Scope(str(scenario["scope"])),
        form=Form(str(scenario["form"])),
        level=Level[str(scenario["level"])],
        state=State.HELD,
        announced=bool(record["announced"]),
        start=start,
        end=end,
        shares=tuple(sorted(shares, key=lambda share: (share.role, share.team, share.agent or ""))),
        capabilities=tuple(sorted(shown)),
        seed=int(str(scenario["seed"])),
    )


def entry_of(record: Plain) -> Entry:
    """Return the drill in *record*, as ``entry_record`` makes it."""
    loss, why, level, without = _table(record["loss"]), record["why"], record["level"], record["without"]
    return Entry(
        id=str(record["id"]),
        day=date.fromisoformat(str(record["day"])),
        families=tuple(Family(str(name)) for name in _rows(record["families"])),
        scope=Scope(str(record["scope"])),
        form=Form(str(record["form"])),
        level=None if level is None else Level[str(level)],
        state=State(str(record["state"])),
        announced=_truth(record["announced"]),
        start=_instant(record["start"]),
        end=_instant(record["end"]),
        shares=tuple(_share(_table(share)) for share in _rows(record["shares"])),
        without=None if without is None else AgentId(str(without)),
        capabilities=tuple(Capability(str(name)) for name in _rows(record["capabilities"])),
        retests=tuple(str(name) for name in _rows(record["retests"])),
        serves=tuple(str(name) for name in _rows(record["serves"])),
        loss=Loss(float(str(loss["point_minutes"])), LossSource(str(loss["source"]))),
        why=None if why is None else note_of(_table(why)),
        seed=int(str(record["seed"])),
        changed_in=int(str(record["changed_in"])),
        shown_in=int(str(record["shown_in"])),
    )


def read_findings(rows: Sequence[Mapping[str, str]], source: str) -> tuple[Finding, ...]:
    """Return the findings in *rows* with ``id``, ``family``, ``found``, ``rating`` and, where it is known, ``capability``."""
    found: list[Finding] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, start=2):  # the header is row 1
        try:
            found.append(finding_of(row))
        except UNREADABLE as error:
            faults.append(_fault(source, number, None, error))
    doubled = sorted({one.id for one in found if sum(other.id == one.id for other in found) > 1})
    faults += [Fault(source, N_("stands there twice"), field="id", value=name) for name in doubled]
    if faults:
        raise InputError(faults)
    return tuple(found)


def finding_of(row: Mapping[str, str]) -> Finding:
    """Return the finding in *row*; KeyError or ValueError for what is none."""
    rating, capability = row["rating"].strip().upper(), (row.get("capability") or "").strip()
    if rating not in {"M", "U"}:
        raise ValueError(f"rating {rating}: expected M or U")
    return Finding(
        row["id"].strip(),
        Family(row["family"].strip()),
        date.fromisoformat(row["found"].strip()),
        "M" if rating == "M" else "U",
        Capability(capability) if capability else None,
    )


def _each(record: Plain, name: str, source: str, read: Callable[[Plain], Kind], faults: list[Fault]) -> list[Kind]:
    found = []
    rows = record.get(name)
    if not isinstance(rows, list):
        faults.append(Fault(source, N_("is missing"), field=name, expected=N_("a list")))
        return []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(read(_table(row)))
        except UNREADABLE as error:
            faults.append(_fault(source, number, name, error))
    return found


def _fault(source: str, number: int | None, field: str | None, error: Exception) -> Fault:
    return Fault(source, N_("cannot be read"), row=number, field=field, value=str(error))


def _unmet_of(record: Plain) -> Unmet:
    opens, closes = (date.fromisoformat(str(record[name])) for name in ("opens", "closes"))
    breach = Breach(str(record["obligation"]), note_of(_table(record["note"])), opens, closes)
    return Unmet(breach, note_of(_table(record["reason"])))


def _change_of(record: Plain) -> Change:
    days = [None if record[name] is None else date.fromisoformat(str(record[name])) for name in ("before", "after")]
    return Change(
        ChangeKind(str(record["kind"])), str(record["drill"]), days[0], days[1], note_of(_table(record["reason"]))
    )


def _share(record: Plain) -> Share:
    agent = record["agent"]
    return Share(Role(str(record["role"])), str(record["team"]), None if agent is None else AgentId(str(agent)))


def _instant(text: object) -> datetime | None:
    return None if text is None else datetime.fromisoformat(str(text))


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _table(value: object) -> Plain:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r} is no object")
    return value


def _rows(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value
