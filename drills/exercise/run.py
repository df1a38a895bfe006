"""A drill being run: orders in, a longer log out. The clock is a parameter; nothing here reads one.

Every order first lets everything come that was due until then (:func:`tick`), so that it never matters how often the clock is looked
at. An order with a *key* that the log knows changes nothing: it may be sent twice.

What *data* a line has, by kind:

planned      drill (its record), rules (version), budget_points, prediction (chances by expectation, score, points_lost), or none
approved     cover, least_chance          cleared, refused   reasons, points_lost
called-off, paused, resumed, ended        text
aborted      cause (real-event, safe-word, cover-breach, other), text
attended     agent, present
inject       inject, seat, cause, planned_second
clock        expectation, inject, within_minutes, due_second, standing
ran-out      expectation, due_second
stamp        act, agent, incident, expectation, level, text
judged       expectation, met, text
sheet        marks, ratings, points, strengths, problems
noted        text
chat-opened  roleplay, seat, text         chat-said    roleplay, agent (none: the customer), text, cue, phrases
chat-closed  roleplay, satisfied
live         queue, start, end, came, within, expected_percent
corrected    line, void, data, second, text
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from drills.drill import Drill
from drills.errors import OrderError
from drills.exercise.due import clocks_started_by, next_due
from drills.exercise.log import CLOCK, Line, LineKind, Log, whole_milliseconds
from drills.exercise.phases import OBSERVED_IN, TURNS, UNDER_WAY, Phase
from drills.exercise.sheet import Sheet
from drills.exercise.state import Cause, State, state_of
from drills.incidents import Level
from drills.phrases import forbidden_in
from drills.reading import read_drill
from drills.record import drill_record
from drills.roles import Role
from drills.scenario.acts import Act
from drills.scenario.canonical import Plain, canonical_json, plain
from drills.scenario.frozen import Expectation, Scenario
from forecasting.messages import N_, Sentence


class AbortCause(StrEnum):
    """Why a drill was broken off."""

    REAL_EVENT = "real-event"
    SAFE_WORD = "safe-word"
    COVER_BREACH = "cover-breach"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Marked name of the cause."""
        return _ABORTS[self]


_ABORTS = {
    AbortCause.REAL_EVENT: N_("a real incident"),
    AbortCause.SAFE_WORD: N_("the safe word"),
    AbortCause.COVER_BREACH: N_("live service fell below what it must keep"),
    AbortCause.OTHER: N_("another reason"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """Who gives an order and when; *key* names it, so that the same one sent twice counts once."""

    now: datetime
    by: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class CoverTold:
    """What a look at the roster said before an order: *reasons* against it (none: it may be), and cost in service-level points."""

    reasons: tuple[str, ...] = ()
    cover: tuple[Mapping[str, Plain], ...] = ()
    least_chance: float | None = None
    points_lost: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A drill with its log. *state* follows from the log alone."""

    drill: Drill
    log: Log
    state: State = field(compare=False)

    @property
    def scenario(self) -> Scenario:
        """The frozen scenario."""
        return self.drill.scenario

    @property
    def planned(self) -> Mapping[str, Any]:
        """What the first line says: rules, budget and prediction beside the drill's record."""
        return self.log.line(1).data

    def with_line(self, now: datetime, kind: LineKind, by: str, data: Mapping[str, Plain]) -> "Run":
        """Return the run with one more line, written at *now*; not before the last one."""
        at = max(whole_milliseconds(now), self.log.last.at)
        log = self.log.with_line(at, self.state.ms(at), kind, by, data)
        return Run(self.drill, log, state_of(log))


def plan(
    drill: Drill, order: Order, rules: str, budget_points: float, prediction: Mapping[str, Plain] | None = None
) -> Run:
    """Return the run of *drill* with its first line, which holds all that its score will ever rest on beside what happens."""
    data: dict[str, Plain] = {
        "drill": drill_record(drill),
        "rules": rules,
        "budget_points": budget_points,
        "prediction": None if prediction is None else dict(prediction),
    }
    log = Log().with_line(order.now, 0, LineKind.PLANNED, order.by, data)
    return Run(drill, log, state_of(log))


def run_of(log: Log) -> Run:
    """Return the run whose log is *log*. Raises LogError or RequestError where its first line holds no drill."""
    record = log.line(1).data["drill"] if len(log) else None
    return Run(_drill_of(canonical_json(record)), log, state_of(log))


@lru_cache(maxsize=64)
def _drill_of(text: str) -> Drill:
    return read_drill(text)


def tick(run: Run, now: datetime) -> Run:
    """Return *run* with everything that was due until *now*; the same run where nothing was, or its clock stands."""
    if run.state.phase is not Phase.RUNNING:
        return run
    return _settled(run, now, at_the_end=False)


def _settled(run: Run, now: datetime, *, at_the_end: bool) -> Run:
    at = max(whole_milliseconds(now), run.log.last.at)
    while (due := next_due(run.scenario, run.state, run.state.ms(at), at_the_end=at_the_end)) is not None:
        run = run.with_line(at, due.kind, CLOCK, due.data)
        if due.kind is LineKind.INJECT:
            run = _with_clocks(run, at, str(due.data["inject"]))
    return run


def _with_clocks(run: Run, now: datetime, inject: str) -> Run:
    for data in clocks_started_by(run.scenario, inject, run.log.last.ms):
        run = run.with_line(now, LineKind.CLOCK, CLOCK, data)
    return run


def _ordered(
    run: Run,
    order: Order,
    kind: LineKind,
    data: Mapping[str, Plain],
    phases: Iterable[Phase],
    reasons: Iterable[str] = (),
) -> Run:
    """Return *run* with the line of an order that is possible in *phases* alone and has no *reasons* against it."""
    known = set(phases)
    against = list(reasons)
    if run.state.phase not in known:
        template = N_("the drill is {phase}; expected {phases}")
        wanted = " / ".join(sorted(phase.value for phase in known))
        against.insert(0, Sentence(template, phase=run.state.phase.value, phases=wanted))
    if against:
        raise OrderError(against)
    keyed = {**data, "key": order.key} if order.key else data
    return run.with_line(order.now, kind, order.by, keyed)


def _turn(run: Run, order: Order, kind: LineKind, data: Mapping[str, Plain], reasons: Iterable[str] = ()) -> Run:
    if order.key and order.key in run.state.keys:
        return run
    return _ordered(run, order, kind, data, TURNS[kind][0], reasons)


def _cover(told: CoverTold) -> dict[str, Plain]:
    return {
        "reasons": [str(reason) for reason in told.reasons],
        "cover": [dict(row) for row in told.cover],
        "least_chance": told.least_chance,
        "points_lost": told.points_lost,
    }


def approve(run: Run, order: Order, told: CoverTold) -> Run:
    """Return *run* approved. Raises OrderError where cover does not hold, naming every reason."""
    return _turn(run, order, LineKind.APPROVED, _cover(told), told.reasons)


def look_both_ways(run: Run, order: Order, told: CoverTold) -> Run:
    """Return *run* cleared to start where cover holds with the day's actuals, refused (no go) where it does not."""
    return _turn(run, order, LineKind.REFUSED if told.reasons else LineKind.CLEARED, _cover(told))


def call_off(run: Run, order: Order, text: str) -> Run:
    """Return *run* called off before its start."""
    return _turn(run, order, LineKind.CALLED_OFF, {"text": text})


def start(run: Run, order: Order) -> Run:
    """Return *run* with its clock running; what is due at the start has come."""
    return tick(_turn(run, order, LineKind.STARTED, {}), order.now)


def pause(run: Run, order: Order, text: str = "") -> Run:
    """Return *run* with its clock stopped for a while."""
    return _turn(tick(run, order.now), order, LineKind.PAUSED, {"text": text})


def resume(run: Run, order: Order) -> Run:
    """Return *run* with its clock running again."""
    return tick(_turn(run, order, LineKind.RESUMED, {}), order.now)


def end(run: Run, order: Order, text: str = "") -> Run:
    """Return *run* at its end; clocks that are up at this instant have run out."""
    if run.state.phase is Phase.RUNNING:
        run = _settled(run, order.now, at_the_end=True)
    return _turn(run, order, LineKind.ENDED, {"text": text})


def abort(run: Run, order: Order, cause: AbortCause, text: str = "") -> Run:
    """Return *run* broken off: people go back to their work, clocks stop, the run is marked."""
    return _turn(tick(run, order.now), order, LineKind.ABORTED, {"cause": cause.value, "text": text})


def give(run: Run, order: Order, inject: str) -> Run:
    """Return *run* with an inject that the controller gives by hand, any that has not come yet, and its clocks."""
    run = tick(run, order.now)
    if order.key and order.key in run.state.keys:
        return run
    known = {item.id: item for item in run.scenario.injects}
    reasons = []
    if inject not in known:
        reasons.append(Sentence(N_("there is no inject {inject}"), inject=inject))
    elif inject in run.state.given:
        reasons.append(Sentence(N_("inject {inject} has come already"), inject=inject))
    data: dict[str, Plain] = {
        "inject": inject,
        "seat": known[inject].seat if inject in known else "",
        "cause": Cause.HAND.value,
        "planned_second": run.state.ms(order.now) / 1000,
    }
    run = _ordered(run, order, LineKind.INJECT, data, {Phase.RUNNING}, reasons)
    return _with_clocks(run, order.now, inject)


def stamp(
    run: Run,
    order: Order,
    act: Act,
    agent: str,
    *,
    incident: str | None = None,
    expectation: str | None = None,
    level: Level | None = None,
    text: str = "",
) -> Run:
    """Return *run* with the act of *agent*, stamped now.

    Without *expectation* it is taken for the clock that is due first of those that run and wait for this act: first of the agent's own
    seats, then of any. *incident* may be left out where there is one, or the expectation has it. A level goes down only with a
    reason in *text*.
    """
    run = tick(run, order.now)
    if order.key and order.key in run.state.keys:
        return run
    known = {item.id: item for item in run.scenario.expectations}
    taken = known.get(expectation) if expectation else _waiting_for(run, act, agent, incident)
    of = incident if incident is not None else _incident_of(run.scenario, taken)
    reasons = list(_against_stamp(run, act, agent, expectation, of, level, text))
    data: dict[str, Plain] = {
        "act": act.value,
        "agent": agent,
        "incident": of,
        "expectation": None if taken is None else taken.id,
        "level": None if level is None else level.name,
        "text": text,
    }
    return tick(_ordered(run, order, LineKind.STAMP, data, {Phase.RUNNING}, reasons), order.now)


def _incident_of(scenario: Scenario, taken: Expectation | None) -> str:
    if taken is not None and taken.incident:
        return taken.incident
    return scenario.incidents[0].id if len(scenario.incidents) == 1 else ""


def _waiting_for(run: Run, act: Act, agent: str, incident: str | None) -> Expectation | None:
    """Return the expectation that a stamp of *act* is taken for; a decision is for none unless it is named."""
    if act is Act.DECISION:
        return None
    seats = {seat.player_seat for seat in run.drill.seats if seat.agent == agent}
    running = [
        item
        for item in run.scenario.expectations
        if item.act is act
        and item.id in run.state.clocks
        and run.state.seen(item.id) is None
        and (incident is None or item.incident in {"", incident})
    ]
    clocks = run.state.clocks
    return min(running, key=lambda item: (item.seat not in seats, clocks[item.id].due_ms, item.id), default=None)


def _against_stamp(
    run: Run, act: Act, agent: str, expectation: str | None, incident: str, level: Level | None, text: str
) -> Iterator[Sentence]:
    known = {item.id: item for item in run.scenario.expectations}
    if expectation and expectation not in known:
        yield Sentence(N_("there is no expectation {expectation}"), expectation=expectation)
    if incident and incident not in {item.id for item in run.scenario.incidents}:
        yield Sentence(N_("there is no incident {incident}"), incident=incident)
    if agent not in {seat.agent for seat in run.drill.seats if seat.role.meets_incident}:
        yield Sentence(N_("{agent} is no player of this drill"), agent=agent)
    if (act is Act.GRADED) is not (level is not None):
        yield Sentence(N_("a grading has a level, and nothing else has one"))
    held = run.state.levels.get(incident)
    if level is not None and held is not None and level > held and not text.strip():
        template = N_("the level goes down from {held} to {level}: expected the reason for it")
        yield Sentence(template, held=held.name, level=level.name)


def judge(run: Run, order: Order, expectation: str, text: str = "", *, met: bool) -> Run:
    """Return *run* with what an evaluator says at once of an expectation: that what was seen meets it, or does not."""
    run = tick(run, order.now)
    if order.key and order.key in run.state.keys:
        return run
    reasons = list(_against_watcher(run, order.by, Role.EVALUATOR))
    if expectation not in run.state.clocks:
        reasons.append(Sentence(N_("the clock of {expectation} has not started"), expectation=expectation))
    data: dict[str, Plain] = {"expectation": expectation, "met": met, "text": text}
    return tick(_ordered(run, order, LineKind.JUDGED, data, OBSERVED_IN, reasons), order.now)


def _against_watcher(run: Run, agent: str, role: Role) -> Iterator[Sentence]:
    if agent not in {seat.agent for seat in run.drill.seats if seat.role is role}:
        yield Sentence(N_("{agent} is no {role} of this drill"), agent=agent, role=Sentence(role.label))


def hand_in(run: Run, order: Order, sheet: Sheet) -> Run:
    """Return *run* with the sheet of the evaluator who gives the order; one handed in before is out."""
    run = tick(run, order.now)
    if order.key and order.key in run.state.keys:
        return run
    reasons = [*_against_watcher(run, order.by, Role.EVALUATOR), *_unknown_in(sheet, run.scenario)]
    data = plain(sheet)
    assert isinstance(data, dict)  # noqa: S101  # a dataclass is an object
    return _ordered(run, order, LineKind.SHEET, data, OBSERVED_IN, reasons)


def _unknown_in(sheet: Sheet, scenario: Scenario) -> Iterator[Sentence]:
    named = {
        N_("there is no expectation {name}"): set(sheet.marks) - {item.id for item in scenario.expectations},
        N_("there is no objective {name}"): set(sheet.ratings) - {item.id for item in scenario.objectives},
        N_("there is no role play {name}"): set(sheet.points) - {item.id for item in scenario.roleplays},
    }
    for template, unknown in named.items():
        for name in sorted(unknown):
            yield Sentence(template, name=name)


def note(run: Run, order: Order, text: str) -> Run:
    """Return *run* with an observation in words."""
    run = tick(run, order.now)
    if order.key and order.key in run.state.keys:
        return run
    reasons = () if text.strip() else (Sentence(N_("the note is empty")),)
    return _ordered(run, order, LineKind.NOTED, {"text": text}, set(Phase) - {Phase.CLOSED}, reasons)


def attend(run: Run, order: Order, agent: str, *, present: bool) -> Run:
    """Return *run* with whether *agent*, who has a seat, is there."""
    if order.key and order.key in run.state.keys:
        return run
    seated = {str(seat.agent) for seat in run.drill.seats}
    reasons = () if agent in seated else (Sentence(N_("{agent} has no seat in this drill"), agent=agent),)
    data: dict[str, Plain] = {"agent": agent, "present": present}
    return _ordered(tick(run, order.now), order, LineKind.ATTENDED, data, {*OBSERVED_IN, Phase.CLEARED}, reasons)


def say(run: Run, order: Order, roleplay: str, *, agent: str | None, text: str = "", cue: int | None = None) -> Run:
    """Return *run* with something said in a role play: by *agent*, or by the customer, who has a scripted line (*cue*) or own words.

    What a player says is looked through for forbidden phrases in both languages.
    """
    run = tick(run, order.now)
    if order.key and order.key in run.state.keys:
        return run
    chat, play = run.state.chats.get(roleplay), {item.id: item for item in run.scenario.roleplays}.get(roleplay)
    reasons = []
    if chat is None or chat.closed_ms is not None:
        reasons.append(Sentence(N_("no role play {roleplay} is under way"), roleplay=roleplay))
    words: Plain = text
    if play is not None and cue is not None:
        if agent is not None or not 0 <= cue < len(play.lines):
            reasons.append(Sentence(N_("the customer has no line {cue}"), cue=cue))
        else:
            words = plain(play.lines[cue].say)
    elif not text.strip():
        reasons.append(Sentence(N_("nothing was said")))
    found = () if agent is None else forbidden_in(text)
    phrases: list[Plain] = [{"offence": item.offence.value, "words": item.words} for item in found]
    data: dict[str, Plain] = {"roleplay": roleplay, "agent": agent, "text": words, "cue": cue, "phrases": phrases}
    return _ordered(run, order, LineKind.CHAT_SAID, data, {Phase.RUNNING}, reasons)


def close_chat(run: Run, order: Order, roleplay: str, *, satisfied: bool | None = None) -> Run:
    """Return *run* with a role play closed, the customer *satisfied* or not."""
    run = tick(run, order.now)
    if order.key and order.key in run.state.keys:
        return run
    chat = run.state.chats.get(roleplay)
    open_ = chat is not None and chat.closed_ms is None
    reasons = () if open_ else (Sentence(N_("no role play {roleplay} is under way"), roleplay=roleplay),)
    data: dict[str, Plain] = {"roleplay": roleplay, "satisfied": satisfied}
    return _ordered(run, order, LineKind.CHAT_CLOSED, data, UNDER_WAY, reasons)


CORRECTABLE = frozenset(
    {
        LineKind.STAMP,
        LineKind.JUDGED,
        LineKind.NOTED,
        LineKind.ATTENDED,
        LineKind.LIVE,
        LineKind.CHAT_SAID,
        LineKind.CHAT_CLOSED,
    }
)


def correct(
    run: Run,
    order: Order,
    line: int,
    text: str,
    *,
    void: bool = False,
    data: Mapping[str, Plain] | None = None,
    second: float | None = None,
) -> Run:
    """Return *run* with a correction of *line*: void, or with other *data* or another exercise *second*, and why (*text*).

    The line itself stays as it was written. What the clock did meanwhile is not undone.
    """
    run = tick(run, order.now)
    if order.key and order.key in run.state.keys:
        return run
    told: dict[str, Plain] = {
        "line": line,
        "void": void,
        "data": None if data is None else dict(data),
        "second": second,
        "text": text,
    }
    return tick(_ordered(run, order, LineKind.CORRECTED, told, OBSERVED_IN, _against_correction(run, told)), order.now)


def _against_correction(run: Run, told: Mapping[str, Any]) -> Iterator[Sentence]:
    number = told["line"]
    if not 1 <= number <= len(run.log):
        yield Sentence(N_("there is no line {line}"), line=number)
        return
    target: Line = run.log.line(number)
    if target.kind not in CORRECTABLE:
        yield Sentence(N_("line {line} ({kind}) cannot be corrected"), line=number, kind=target.kind.value)
    changed = set(told["data"] or ()) - set(target.data)
    if changed:
        yield Sentence(N_("line {line} has no {fields}"), line=number, fields=", ".join(sorted(changed)))
    if not told["text"].strip():
        yield Sentence(N_("expected the reason for the correction"))
    if told["second"] is not None and not 0 <= told["second"] <= run.log.last.second:
        yield Sentence(N_("{second} s is no time of this drill yet"), second=told["second"])


def measure_live(run: Run, order: Order, rows: Iterable[Mapping[str, Plain]]) -> Run:
    """Return *run* with what the live service did during the drill and its tail, one line a row of queue and span."""
    if order.key and order.key in run.state.keys:
        return run
    run = tick(run, order.now)
    for number, row in enumerate(rows):
        keyed = Order(order.now, order.by, f"{order.key}-{number}" if order.key else "")
        run = _ordered(run, keyed, LineKind.LIVE, row, OBSERVED_IN)
    return run


def evaluate(run: Run, order: Order, text: str = "") -> Run:
    """Return *run* evaluated: every evaluator has handed in a sheet, or *text* says why not."""
    missing = sorted(
        {seat.name for seat in run.drill.seats if seat.role is Role.EVALUATOR and seat.agent not in run.state.sheets}
    )
    reasons = []
    if missing and not text.strip():
        template = N_("no sheet yet from {names}: expected one from each evaluator, or the reason why not")
        reasons.append(Sentence(template, names=", ".join(missing)))
    return _turn(run, order, LineKind.EVALUATED, {"text": text}, reasons)


def report(run: Run, order: Order, fingerprint: str) -> Run:
    """Return *run* reported; *fingerprint* is the SHA-256 of the report's data."""
    return _turn(run, order, LineKind.REPORTED, {"fingerprint": fingerprint})


def close(run: Run, order: Order, unowned: Iterable[str] = ()) -> Run:
    """Return *run* closed. *unowned* are findings rated M or U without an owned and dated action; each is a reason against it."""
    template = N_("finding {finding} has no action with an owner and a date")
    reasons = [Sentence(template, finding=finding) for finding in unowned]
    return _turn(run, order, LineKind.CLOSED, {}, reasons)
