"""The report of a drill as data for other programs: codes and numbers, each number with the lines that it follows from; no prose."""

from collections.abc import Iterator, Mapping
from typing import Any

from drills.drill import Seat
from drills.exercise import Line, LineKind
from drills.finding import Finding
from drills.report.basis import PLANNED, Basis
from drills.report.setting import acts_of
from drills.scenario.canonical import Plain, plain
from drills.scenario.text import DRILL_MARK
from drills.scoring.drill_score import Cited, IncidentTimes, ObjectiveScore, RolePlayScore, TargetScore

FORMAT_VERSION = 1


def report_record(basis: Basis) -> dict[str, Plain]:
    """Return the report as plain data: a number is ``{"value": …, "lines": […]}``, seconds and minutes are named so.

    What people decide about findings is no part of it, since that goes on after the log.
    """
    score = basis.score
    return {
        "format": FORMAT_VERSION,
        "mark": DRILL_MARK,
        **({"practice": True} if basis.is_practice else {}),
        "drill": basis.drill.id,
        "title": plain(basis.drill.title),
        "scenario": _scenario(basis),
        "log": {"lines": len(basis.log), "digest": basis.log.last.digest},
        "rules": score.rules,
        "result": {
            "phase": basis.state.phase.value,
            "aborted": score.aborted,
            "rating": plain(score.rating),
            "points": _cited(score.points),
        },
        "time": _time(basis),
        "participants": list(_participants(basis)),
        "time_points": [_points(item) for item in score.times],
        "levels": [_level(item) for item in score.times],
        "targets": [_target(basis, item) for item in score.targets],
        "objectives": [_objective(item) for item in score.objectives],
        "roleplays": [_roleplay(item) for item in score.roleplays],
        "live": _live(basis),
        "sheets": list(_sheets(basis)),
        "findings": [_finding(item) for item in basis.findings],
        "disagreements": plain(score.disagreements),
        "corrections": [_correction(line) for line in basis.log if line.kind is LineKind.CORRECTED],
    }


def _number(value: float | None, lines: tuple[int, ...]) -> Plain:
    return None if value is None else {"value": value, "lines": list(lines or PLANNED)}


def _cited(cited: Cited | None) -> Plain:
    return None if cited is None else _number(cited.value, cited.lines)


def _scenario(basis: Basis) -> dict[str, Plain]:
    scenario = basis.scenario
    return {
        "digest": scenario.digest,
        "template": scenario.template,
        "families": [item.family.value for item in scenario.incidents],
        "form": scenario.form.value,
        "level": scenario.level.name,
        "opening_level": scenario.opening_level.name,
    }


def _time(basis: Basis) -> dict[str, Plain]:
    window, stretches = basis.drill.window, basis.stretches
    ends = None if not stretches else stretches[-1][1]
    last = None if not stretches else ends or basis.log.last
    return {
        "zone": window.zone.key,
        "planned": {
            "start": window.local_start.isoformat(),
            "end": window.local_end.isoformat(),
            "lines": list(PLANNED),
        },
        "started": _instant(stretches[0][0]) if stretches else None,
        "stopped": None if ends is None else _instant(ends),
        "exercise_seconds": None if last is None else _number(last.second, (last.number,)),
        "pauses": [{"from": _instant(closes), "to": _instant(opens)} for closes, opens in basis.pauses],
    }


def _instant(line: Line) -> dict[str, Plain]:
    return {"at": line.at.isoformat(timespec="milliseconds"), "lines": [line.number]}


def _participants(basis: Basis) -> Iterator[dict[str, Plain]]:
    present = basis.state.attended
    for seat in basis.drill.seats:
        yield _participant(basis, seat, str(seat.agent), seat.name)
        if seat.backup is not None and present.get(str(seat.backup)):
            yield _participant(basis, seat, str(seat.backup), str(seat.backup_name)) | {"backup_for": str(seat.agent)}


def _participant(basis: Basis, seat: Seat, agent: str, name: str) -> dict[str, Plain]:
    acts = acts_of(basis, agent)
    return {
        "agent": agent,
        "name": name,
        "team": seat.team,
        "role": seat.role.value,
        "seat": seat.player_seat,
        "present": basis.state.attended.get(agent),
        "acts": _number(len(acts), acts),
    }


def _points(item: IncidentTimes) -> dict[str, Plain]:
    return {"incident": item.incident, "seconds": {name: _cited(point) for name, point in item.points.items()}}


def _level(item: IncidentTimes) -> dict[str, Plain]:
    return {
        "incident": item.incident,
        "graded": plain(item.level),
        "called_for": item.called_for.name,
        "lines": list(item.level_lines),
    }


def _target(basis: Basis, item: TargetScore) -> dict[str, Plain]:
    expectation = basis.expectation(item.expectation)
    return {
        "expectation": item.expectation,
        "objective": item.objective,
        "incident": item.incident,
        "seat": expectation.seat,
        "agent": item.agent,
        "act": item.act.value,
        "capability": item.capability.value,
        "target": item.target,
        "citation": expectation.clock.citation,
        "critical": item.critical,
        "status": item.status.value,
        "met": item.met,
        "within_minutes": _number(item.within_minutes, PLANNED),
        "response_seconds": _cited(item.response),
        "predicted": _number(item.predicted, PLANNED),
        "lines": list(item.lines),
    }


def _objective(item: ObjectiveScore) -> dict[str, Plain]:
    return {
        "objective": item.objective,
        "rating": plain(item.rating),
        "by_clocks": plain(item.by_clocks),
        "by_evaluators": plain(item.by_evaluators),
        "met": _number(item.met, item.lines),
        "counted": _number(item.counted, item.lines),
        "lines": list(item.lines),
    }


def _roleplay(item: RolePlayScore) -> dict[str, Plain]:
    return {
        "roleplay": item.roleplay,
        "points": _cited(item.points),
        "first_reply_seconds": _cited(item.first_reply),
        "offences": list(item.offences),
        "satisfied": item.satisfied,
        "lines": list(item.lines),
    }


def _live(basis: Basis) -> dict[str, Plain]:
    live = basis.score.live
    seen = PLANNED if live.measured is None else live.measured.lines
    return {
        "budget_points": _number(live.budget, PLANNED),
        "measured_points": _cited(live.measured),
        "predicted_points": _number(live.predicted, PLANNED),
        "residual_points": _number(live.residual, seen),
        "over_budget": live.over_budget,
    }


def _sheets(basis: Basis) -> Iterator[dict[str, Plain]]:
    for who, known in sorted(basis.state.sheets.items()):
        sheet = known.sheet
        yield {"by": who, "strengths": sheet.strengths, "problems": sheet.problems, "lines": [known.line]}


def _finding(item: Finding) -> dict[str, Plain]:
    lines = item.lines or PLANNED
    return {
        "id": item.id,
        "kind": item.kind.value,
        "of": item.of,
        "under": item.under,
        "rating": plain(item.rating),
        "capability": plain(item.capability),
        "element": item.element.value,
        "allowed_minutes": _number(item.allowed_minutes, lines),
        "measured_minutes": _number(item.measured_minutes, lines),
        "lines": list(lines),
    }


def _correction(line: Line) -> dict[str, Plain]:
    data: Mapping[str, Any] = line.data
    return {
        "lines": [int(data["line"]), line.number],
        "void": bool(data["void"]),
        "by": line.by,
        "text": str(data["text"]),
    }
