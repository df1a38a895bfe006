"""Reads programmes and records of drills that were held, naming every fault at once."""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from drills.finding import Finding
from drills.held import Held, held_in
from drills.layouts import each_laid_out, laid_out
from drills.programme.entry import Entry, Loss, Share, State
from drills.programme.layout import ChangeLayout, EntryLayout, FindingLayout, HeadLayout, UnmetLayout
from drills.programme.obligation import Breach
from drills.programme.programme import Change, Programme, Unmet
from drills.programme.record import FORMAT_VERSION, KIND
from drills.rating import Rating
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from scheduler.agents import AgentId


def read_programme(record: object, source: str) -> Programme:
    """Return the programme in *record*, as ``programme_json`` writes it; InputError names each part that cannot be read."""
    if not isinstance(record, dict) or record.get("kind") != KIND or record.get("format") != FORMAT_VERSION:
        expected = N_("what `drill programme` writes")
        raise InputError([Fault(source, N_("is no programme of drills"), expected=expected)])
    faults: list[Fault] = []
    entries = [_entry(laid) for laid in each_laid_out(EntryLayout, record, "drills", source, faults)]
    unmet = [_unmet(laid) for laid in each_laid_out(UnmetLayout, record, "unmet", source, faults)]
    changes = [_change(laid) for laid in each_laid_out(ChangeLayout, record, "changes", source, faults)]
    head = laid_out(HeadLayout, record, source)
    faults += _doubled((entry.id for entry in entries), source, "drills")
    if faults or not isinstance(head, HeadLayout):
        raise InputError([*(head if isinstance(head, list) else ()), *faults])
    return Programme(
        head.site, head.zone, head.first, head.last, tuple(entries), tuple(unmet), tuple(changes), head.told_at
    )


def read_held(records: Iterable[object], zone: ZoneInfo, source: str) -> tuple[Entry, ...]:
    """Return the drills in *records*, each as ``drill_json`` or ``programme_json`` writes it, as held on the clock of *zone*.

    Of a programme all drills that were not called off count. InputError names each part that cannot be read.
    """
    found: list[Entry] = []
    faults: list[Fault] = []
    every = list(records)
    for number, record in enumerate(every, start=1):
        if is_programme(record):
            try:
                found += [entry for entry in read_programme(record, source).entries if entry.counts]
            except InputError as error:
                faults += error.faults
            continue
        held = held_in(record, source, number if len(every) > 1 else None)
        if isinstance(held, Held):
            found.append(_held(held, zone))
        else:
            faults += held
    if faults:
        raise InputError(faults)
    return tuple(found)


def is_programme(record: object) -> bool:
    """Tell whether *record* means to be a programme."""
    return isinstance(record, dict) and record.get("kind") == KIND


def entry_of(record: object, source: str = "drill") -> Entry:
    """Return the drill in *record*, as ``entry_record`` makes it; InputError names each part that cannot be read."""
    laid = laid_out(EntryLayout, record, source)
    if isinstance(laid, list):
        raise InputError(laid)
    return _entry(laid)


def read_findings(rows: Sequence[Mapping[str, str]], source: str) -> tuple[Finding, ...]:
    """Return the findings in *rows* with ``id``, ``family``, ``found``, ``rating`` and, where it is known, ``capability``.

    InputError names each cell that cannot be read.
    """
    found: list[Finding] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows, start=2):  # the header is row 1
        laid = laid_out(FindingLayout, row, source, number)
        if isinstance(laid, list):
            faults += laid
        else:
            found.append(Finding(laid.id, laid.family, laid.found, Rating(laid.rating), laid.capability))
    faults += _doubled((one.id for one in found), source, "id")
    if faults:
        raise InputError(faults)
    return tuple(found)


def _doubled(names: Iterable[str], source: str, field: str) -> list[Fault]:
    known = list(names)
    doubled = sorted({name for name in known if known.count(name) > 1})
    return [Fault(source, N_("stands there twice"), field=field, value=name) for name in doubled]


def _held(held: Held, zone: ZoneInfo) -> Entry:
    shares = {Share(seat.role, seat.team, AgentId(seat.agent)) for seat in held.seats}
    scenario = held.scenario
    families = {incident.family for incident in scenario.incidents} or {scenario.family}
    return Entry(
        id=held.id,
        day=held.window.start.astimezone(zone).date(),
        families=tuple(sorted(families)),
        scope=scenario.scope,
        form=scenario.form,
        level=scenario.level,
        state=State.HELD,
        announced=held.announced,
        start=held.window.start,
        end=held.window.end,
        shares=tuple(sorted(shares, key=lambda share: (share.role, share.team, share.agent or ""))),
        capabilities=tuple(sorted({item.capability for item in scenario.expectations})),
        seed=scenario.seed,
    )


def _entry(laid: EntryLayout) -> Entry:
    return Entry(
        id=laid.id,
        day=laid.day,
        families=laid.families,
        scope=laid.scope,
        form=laid.form,
        level=laid.level,
        state=laid.state,
        announced=laid.announced,
        start=laid.start,
        end=laid.end,
        shares=tuple(Share(share.role, share.team, share.agent) for share in laid.shares),
        without=laid.without,
        capabilities=laid.capabilities,
        retests=laid.retests,
        serves=laid.serves,
        loss=Loss(laid.loss.point_minutes, laid.loss.source),
        why=laid.why,
        seed=laid.seed,
        changed_in=laid.changed_in,
        shown_in=laid.shown_in,
    )


def _unmet(laid: UnmetLayout) -> Unmet:
    return Unmet(Breach(laid.obligation, laid.note, laid.opens, laid.closes), laid.reason)


def _change(laid: ChangeLayout) -> Change:
    return Change(laid.kind, laid.drill, laid.before, laid.after, laid.reason)
