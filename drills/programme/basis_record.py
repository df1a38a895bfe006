"""A programme's basis as plain data, in and out, for a store."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from drills.notes import Note
from drills.programme.basis import Basis, Covered, DutyGroup, DutyKept, Keeping
from drills.programme.months import days_between
from drills.programme.occasions import Occasion
from drills.programme.question import Leader
from drills.programme.record import Record, note_of, note_record
from scheduler.agents import AgentId

DAY = timedelta(days=1)


def basis_record(basis: Basis) -> Record:
    """Return *basis* as plain data; closed days that follow each other for the same reason are one row."""
    return {
        "duties": [_duty_record(duty) for duty in basis.duties],
        "occasions": [
            {"name": one.name, "day": str(one.day), "begins": str(one.begins), "provisional": one.provisional}
            for one in basis.occasions
        ],
        "closed": [[str(first), str(last), note_record(note)] for first, last, note in _runs(basis.closed)],
        "leaders": [[leader.agent, leader.name, leader.team] for leader in basis.leaders],
        "teams": list(basis.teams),
        "coverage": [[list(one.axes), one.share, [list(cell) for cell in one.gaps]] for one in basis.coverage],
        "granted": basis.granted,
        "names": dict(basis.names),
    }


def basis_of_record(record: Mapping[str, Any]) -> Basis:
    """Return the basis that :func:`basis_record` wrote; on which days leaders are away is not in it."""
    return Basis(
        tuple(_duty_of(duty) for duty in record["duties"]),
        tuple(
            Occasion(one["name"], _day(one["day"]), _day(one["begins"]), one["provisional"])
            for one in record["occasions"]
        ),
        {day: note_of(note) for first, last, note in record["closed"] for day in days_between(_day(first), _day(last))},
        tuple(Leader(AgentId(agent), name, team) for agent, name, team in record["leaders"]),
        tuple(record["teams"]),
        tuple(
            Covered((axes[0], axes[1]), share, tuple(tuple(cell) for cell in gaps))
            for axes, share, gaps in record["coverage"]
        ),
        record["granted"],
        dict(record["names"]),
    )


def _duty_record(duty: DutyKept) -> Record:
    return {
        "id": duty.id,
        "group": duty.group.value,
        "label": note_record(duty.label),
        "citation": duty.citation,
        "keeping": duty.keeping.value,
        "drills": [[name, str(day)] for name, day in duty.drills],
        "lacking": None if duty.lacking is None else note_record(duty.lacking),
        "reason": None if duty.reason is None else note_record(duty.reason),
    }


def _duty_of(record: Mapping[str, Any]) -> DutyKept:
    return DutyKept(
        record["id"],
        DutyGroup(record["group"]),
        note_of(record["label"]),
        record["citation"],
        Keeping(record["keeping"]),
        tuple((name, _day(day)) for name, day in record["drills"]),
        None if record["lacking"] is None else note_of(record["lacking"]),
        None if record["reason"] is None else note_of(record["reason"]),
    )


def _runs(closed: Mapping[date, Note]) -> Iterator[tuple[date, date, Note]]:
    run: tuple[date, date, Note] | None = None
    for day in sorted(closed):
        if run is not None and (run[1] + DAY, run[2]) == (day, closed[day]):
            run = (run[0], day, run[2])
            continue
        if run is not None:
            yield run
        run = (day, day, closed[day])
    if run is not None:
        yield run


def _day(text: str) -> date:
    return date.fromisoformat(text)
