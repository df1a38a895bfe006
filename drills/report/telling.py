"""A line of the log in words."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from drills.exercise import AbortCause, Cause, Line, LineKind
from drills.exercise.told_reasons import sentence_of_record
from drills.incidents import Level
from drills.phrases import Offence
from drills.report.basis import Basis
from drills.report.items import Code, Item, Label, Listing, Number, Quoted, Told, Unit
from drills.scenario.acts import Act
from drills.scenario.text import Text
from forecasting.messages import N_

CAUSES: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.TIME: N_("at its time"),
        Cause.EVENT: N_("after an act"),
        Cause.SUCCESS: N_("after a target was met"),
        Cause.FAILURE: N_("after a target was missed"),
        Cause.EXPIRY: N_("after nothing was seen in time"),
        Cause.HAND: N_("given by hand"),
    }
)


def told(basis: Basis, line: Line) -> Item:
    """Return what *line* says, every word and number of it cited."""
    return _TOLD[line.kind](basis, line)


def text_of(value: object) -> Text | str:
    """Return a text of a line: in both languages where it has them."""
    if isinstance(value, Mapping):
        return Text(str(value["en"]), str(value["zh"]))
    return str(value)


def _words(line: Line, field: str = "text") -> Item | None:
    words = str(line.data.get(field) or "").strip()
    return Quoted(words, (line.number,)) if words else None


def _with_words(item: Item, line: Line) -> Item:
    words = _words(line)
    return item if words is None else Told(N_("{what}: {words}"), {"what": item, "words": words})


def _only_words(_basis: Basis, line: Line) -> Item:
    return _words(line) or Code("–")


def _planned(basis: Basis, line: Line) -> Item:
    values: dict[str, Item] = {
        "title": basis.planned_text(basis.drill.title),
        "rules": Code(str(line.data["rules"])),
        "budget": Number(float(str(line.data["budget_points"])), Unit.PERCENTAGE_POINTS, (line.number,)),
    }
    return Told(N_("{title}; rules of scoring, version {rules}; live service may lose {budget}"), values)


def _cover(basis: Basis, line: Line) -> Item:
    if basis.is_practice:
        return Label(N_("nobody leaves live work"))
    data: Mapping[str, Any] = line.data
    lost, chance = data.get("points_lost"), data.get("least_chance")
    reasons = [sentence_of_record(reason) for reason in data.get("sentences") or data.get("reasons") or ()]
    parts: list[Item] = [Quoted(reason, (line.number,)) for reason in reasons]
    if lost is not None:
        value = Number(float(lost), Unit.PERCENTAGE_POINTS, (line.number,))
        parts.append(Told(N_("expected loss of live service {points}"), {"points": value}))
    if chance is not None:
        value = Number(float(chance), Unit.SHARE, (line.number,))
        parts.append(Told(N_("live service keeps its floor with a probability of {chance}"), {"chance": value}))
    return Listing(tuple(parts)) if parts else Label(N_("cover holds"))


def _started(_basis: Basis, line: Line) -> Item:
    return _words(line) or Label(N_("the clock runs"))


def _aborted(_basis: Basis, line: Line) -> Item:
    return _with_words(Label(AbortCause(str(line.data["cause"])).label), line)


def _attended(basis: Basis, line: Line) -> Item:
    who = basis.person(str(line.data["agent"]), line.number)
    template = N_("{name} is there") if line.data["present"] is True else N_("{name} is not there")
    return Told(template, {"name": who})


def _inject(basis: Basis, line: Line) -> Item:
    item = basis.inject(str(line.data["inject"]))
    values: dict[str, Item] = {
        "sign": Code(basis.sign("I", item.id)),
        "sender": basis.planned_text(item.sender),
        "seat": basis.seat(item.seat),
        "text": basis.planned_text(item.text),
        "cause": Label(CAUSES[Cause(str(line.data["cause"]))]),
    }
    return Told(N_("{sign} ({cause}), {sender} to {seat}: {text}"), values)


def expected(basis: Basis, name: str) -> Item:
    """Return the expectation called *name*, with its short name."""
    values: dict[str, Item] = {
        "sign": Code(basis.sign("E", name)),
        "text": basis.inline(basis.expectation(name).text),
    }
    return Told(N_("{sign} {text}"), values)


def _clock(basis: Basis, line: Line) -> Item:
    values = {
        "expectation": expected(basis, str(line.data["expectation"])),
        "within": Number(float(str(line.data["within_minutes"])), Unit.MINUTES, (line.number,)),
        "due": Number(float(str(line.data["due_second"])), Unit.EXERCISE_SECOND, (line.number,)),
    }
    return Told(N_("{expectation}: within {within}, until {due}"), values)


def _ran_out(basis: Basis, line: Line) -> Item:
    return Told(
        N_("nothing seen yet of {expectation}"), {"expectation": expected(basis, str(line.data["expectation"]))}
    )


def _stamp(basis: Basis, line: Line) -> Item:
    data, act = line.data, Act(str(line.data["act"]))
    values: dict[str, Item] = {"name": basis.person(str(data["agent"]), line.number), "act": Label(act.label)}
    template = N_("{name}: {act}")
    if data.get("level") is not None:
        values["level"] = Label(Level[str(data["level"])].label)
        template = N_("{name}: {act}, {level}")
    item: Item = Told(template, values)
    if data.get("expectation") is not None:
        item = Told(N_("{what} ({remark})"), {"what": item, "remark": expected(basis, str(data["expectation"]))})
    return _with_words(item, line)


def _judged(basis: Basis, line: Line) -> Item:
    template = N_("{sign} is met") if line.data["met"] is True else N_("{sign} is not met")
    return _with_words(Told(template, {"sign": Code(basis.sign("E", str(line.data["expectation"])))}), line)


def _sheet(_basis: Basis, line: Line) -> Item:
    data: Mapping[str, Any] = line.data
    values = {
        "marks": Number(len(data.get("marks", ())), Unit.COUNT, (line.number,)),
        "ratings": Number(len(data.get("ratings", ())), Unit.COUNT, (line.number,)),
    }
    parts: list[Item] = [Told(N_("marks: {marks}, ratings: {ratings}"), values)]
    for field, template in (("strengths", N_("good: {words}")), ("problems", N_("to improve: {words}"))):
        words = _words(line, field)
        if words is not None:
            parts.append(Told(template, {"words": words}))
    return Listing(tuple(parts))


def _chat_opened(basis: Basis, line: Line) -> Item:
    data = line.data
    values: dict[str, Item] = {
        "sign": Code(basis.sign("R", str(data["roleplay"]))),
        "words": Quoted(text_of(data["text"]), (line.number,)),
    }
    return Told(N_("{sign}, customer: {words}"), values)


def _chat_said(basis: Basis, line: Line) -> Item:
    data: Mapping[str, Any] = line.data
    agent = data.get("agent")
    values: dict[str, Item] = {
        "sign": Code(basis.sign("R", str(data["roleplay"]))),
        "name": Label(N_("customer")) if agent is None else basis.person(str(agent), line.number),
        "words": Quoted(text_of(data["text"]), (line.number,)),
    }
    item: Item = Told(N_("{sign}, {name}: {words}"), values)
    offences = tuple(Label(Offence(phrase["offence"]).label) for phrase in data.get("phrases") or ())
    if offences:
        item = Told(N_("{what} (forbidden: {offences})"), {"what": item, "offences": Listing(offences)})
    return item


def _chat_closed(basis: Basis, line: Line) -> Item:
    templates = {True: N_("{sign}, customer satisfied"), False: N_("{sign}, customer not satisfied"), None: "{sign}"}
    satisfied = line.data.get("satisfied")
    template = templates[satisfied if isinstance(satisfied, bool) else None]
    return Told(template, {"sign": Code(basis.sign("R", str(line.data["roleplay"])))})


def _live(basis: Basis, line: Line) -> Item:
    data: Mapping[str, Any] = line.data
    here = (line.number,)
    values: dict[str, Item] = {
        "queue": Quoted(str(data["queue"]), here),
        "came": Number(float(data["came"]), Unit.COUNT, here),
        "within": Number(float(data["within"]), Unit.COUNT, here),
        "span": span_of(basis, line),
    }
    if data.get("expected_percent") is None:
        return Told(N_("{queue}, {span}: {within} of {came} contacts in time"), values)
    values["expected"] = Number(float(data["expected_percent"]) / 100, Unit.SHARE, here)
    return Told(N_("{queue}, {span}: {within} of {came} contacts in time, {expected} expected without a drill"), values)


def span_of(basis: Basis, line: Line) -> Item:
    """Return the span of a row of live service, as it stands in *line* or on the site's clock."""
    start, end = (basis.read_instant(line, field) for field in ("start", "end"))
    return Told(N_("{start} to {end}"), {"start": start, "end": end})


def _corrected(_basis: Basis, line: Line) -> Item:
    data: Mapping[str, Any] = line.data
    here = (line.number,)
    values: dict[str, Item] = {"line": Number(float(data["line"]), Unit.LINE, (int(data["line"]), line.number))}
    if data.get("void"):
        return _with_words(Told(N_("line {line} does not count"), values), line)
    changes: list[Item] = []
    for field, value in (data.get("data") or {}).items():
        named: dict[str, Item] = {"field": Quoted(str(field), here), "value": Quoted(_shown(value), here)}
        changes.append(Told(N_("{field} is {value}"), named))
    if data.get("second") is not None:
        moment = Number(float(data["second"]), Unit.EXERCISE_SECOND, here)
        changes.append(Told(N_("exercise time {moment}"), {"moment": moment}))
    values["changes"] = Listing(tuple(changes))
    return _with_words(Told(N_("line {line}: {changes}"), values), line)


def _shown(value: object) -> Text | str:
    if isinstance(value, Mapping) and set(value) == {"en", "zh"}:
        return text_of(value)
    return "-" if value is None else str(value)


def _reported(_basis: Basis, line: Line) -> Item:
    return Code(str(line.data.get("fingerprint", "")))


_TOLD: Mapping[LineKind, Callable[[Basis, Line], Item]] = MappingProxyType(
    {
        LineKind.PLANNED: _planned,
        LineKind.APPROVED: _cover,
        LineKind.CLEARED: _cover,
        LineKind.REFUSED: _cover,
        LineKind.CALLED_OFF: _only_words,
        LineKind.STARTED: _started,
        LineKind.PAUSED: _only_words,
        LineKind.RESUMED: _only_words,
        LineKind.ENDED: _only_words,
        LineKind.ABORTED: _aborted,
        LineKind.EVALUATED: _only_words,
        LineKind.REPORTED: _reported,
        LineKind.CLOSED: _only_words,
        LineKind.ATTENDED: _attended,
        LineKind.INJECT: _inject,
        LineKind.CLOCK: _clock,
        LineKind.RAN_OUT: _ran_out,
        LineKind.STAMP: _stamp,
        LineKind.JUDGED: _judged,
        LineKind.SHEET: _sheet,
        LineKind.NOTED: _only_words,
        LineKind.CHAT_OPENED: _chat_opened,
        LineKind.CHAT_SAID: _chat_said,
        LineKind.CHAT_CLOSED: _chat_closed,
        LineKind.LIVE: _live,
        LineKind.CORRECTED: _corrected,
    }
)
