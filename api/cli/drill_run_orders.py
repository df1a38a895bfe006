"""What is typed as orders of a run."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.cli.drill_run_words import (
    STOPS,
    WORDS,
    act_of,
    clock_of,
    is_person,
    level_at_front,
    person_of,
    refuse,
    second_of,
    whole_number,
)
from api.usecases.drill_run_lookout import PUNCTUAL, is_punctual
from drills.errors import OrderError
from drills.exercise import (
    AbortCause,
    CoverTold,
    Order,
    Run,
    abort,
    approve,
    attend,
    call_off,
    close,
    close_chat,
    correct,
    end,
    evaluate,
    give,
    hand_in,
    judge,
    look_both_ways,
    measure_live,
    note,
    pause,
    report,
    resume,
    say,
    stamp,
    start,
)
from drills.exercise.state import sheet_of
from drills.improvement import Book, unowned
from drills.report import report_fingerprint
from drills.scenario.canonical import Plain, plain
from drills.scoring import score
from forecasting.messages import N_, Sentence

Obeyed = Callable[[Run, "Typed"], Run]


@dataclass(frozen=True, slots=True)
class Typed:
    """A line of words: the *order* that the controller gives by it, and its *parts* after the first word.

    *evaluator* is in whose name something is judged at once, *book* reads the book of actions.
    """

    order: Order
    parts: tuple[str, ...]
    evaluator: str
    book: Callable[[], Book] = Book

    def text(self, after: int = 0) -> str:
        """Return the words after so many parts."""
        return " ".join(self.parts[after:])


def obeyed(run: Run, word: str, typed: Typed) -> Run:
    """Return *run* after a typed order. Raises OrderError naming why it cannot be followed."""
    wanted = [part for part in WORDS[word].parts.replace("…", "").split() if not part.startswith("[")]
    if len(typed.parts) < len(wanted):
        refuse(N_("expected: {usage}"), usage=f"{word} {WORDS[word].parts}")
    return ORDERS[word](run, typed)


def _cover(run: Run, reasons: Sequence[str] = ()) -> CoverTold:
    rows: list[dict[str, Plain]] = [
        {"team": team.team, "away": team.away, "least_spare": plain(team.least_spare)} for team in run.drill.cover
    ]
    return CoverTold(tuple(reasons), tuple(rows))


def _start(run: Run, typed: Typed) -> Run:
    if not typed.text() and not is_punctual(run.drill.window, typed.order.now):
        begins = run.drill.window.local_start.isoformat(timespec="minutes")
        template = N_(
            "the window begins at {start}, people are free in it alone: expected a start at most {minutes} minutes from "
            "it, or the reason in the text"
        )
        refuse(template, start=begins, minutes=int(PUNCTUAL.total_seconds() // 60))
    return start(run, typed.order, typed.text())


def _stopping(cause: AbortCause) -> Obeyed:
    return lambda run, typed: abort(run, typed.order, cause, typed.text())


def _done(run: Run, typed: Typed) -> Run:
    item, rest = clock_of(run, typed.parts[0]), typed.parts[1:]
    if rest and is_person(run, rest[0]):
        who, rest = person_of(run, rest[0]), rest[1:]
    else:
        who = _first_of(run, item.seat)
    level, text = level_at_front(rest)
    incident = item.incident or None
    return stamp(run, typed.order, item.act, who, incident=incident, expectation=item.id, level=level, text=text)


def _first_of(run: Run, seat: str) -> str:
    """Return who sits in *seat* and is not away, the first of several."""
    attended = run.state.attended
    for held in run.drill.holders(seat):
        if attended.get(held.agent, True):
            return str(held.agent)
        if held.backup is not None and attended.get(held.backup):
            return str(held.backup)
    raise OrderError([Sentence(N_("nobody sits in {seat}: expected who did it"), seat=seat)])


def _act(run: Run, typed: Typed) -> Run:
    act, who, rest = act_of(typed.parts[0]), person_of(run, typed.parts[1]), typed.parts[2:]
    incident = rest[0][1:] if rest and rest[0].startswith("@") else None
    level, text = level_at_front(rest if incident is None else rest[1:])
    return stamp(run, typed.order, act, who, incident=incident, level=level, text=text)


def _judged(run: Run, typed: Typed, *, met: bool) -> Run:
    item = clock_of(run, typed.parts[0])
    return judge(run, Order(typed.order.now, typed.evaluator), item.id, typed.text(1), met=met)


def _attended(run: Run, typed: Typed, *, present: bool) -> Run:
    for who in [person_of(run, part) for part in typed.parts]:
        run = attend(run, typed.order, who, present=present)
    return run


def _say(run: Run, typed: Typed) -> Run:
    who = person_of(run, typed.parts[1])
    return say(run, typed.order, typed.parts[0], agent=who, text=typed.text(2))


def _line(run: Run, typed: Typed) -> Run:
    return say(run, typed.order, typed.parts[0], agent=None, cue=whole_number(typed.parts[1]))


def _hangup(run: Run, typed: Typed) -> Run:
    satisfied = {"": None, "yes": True, "no": False}
    if typed.text(1) not in satisfied:
        refuse(N_("expected: {usage}"), usage=f"hangup {WORDS['hangup'].parts}")
    return close_chat(run, typed.order, typed.parts[0], satisfied=satisfied[typed.text(1)])


def _sheet(run: Run, typed: Typed) -> Run:
    data = _json(Path(typed.text(1)))
    try:
        sheet = sheet_of(data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        template = N_("{file} is no sheet: expected marks, ratings and points, each by name")
        raise OrderError([Sentence(template, file=typed.text(1))]) from error
    return hand_in(run, Order(typed.order.now, person_of(run, typed.parts[0])), sheet)


def _live(run: Run, typed: Typed) -> Run:
    rows = _json(Path(typed.text()))
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        refuse(N_("{file} is no list of rows"), file=typed.text())
    return measure_live(run, typed.order, rows)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise OrderError([Sentence(N_("{file}: there is no such file"), file=path)]) from error
    except (OSError, ValueError) as error:
        raise OrderError([Sentence(N_("{file} cannot be read as JSON"), file=path)]) from error


ORDERS: Mapping[str, Obeyed] = {
    "approve": lambda run, typed: approve(run, typed.order, _cover(run)),
    "go": lambda run, typed: look_both_ways(run, typed.order, _cover(run)),
    "nogo": lambda run, typed: look_both_ways(run, typed.order, _cover(run, [typed.text()])),
    "calloff": lambda run, typed: call_off(run, typed.order, typed.text()),
    "start": _start,
    "pause": lambda run, typed: pause(run, typed.order, typed.text()),
    "resume": lambda run, typed: resume(run, typed.order),
    "end": lambda run, typed: end(run, typed.order, typed.text()),
    **{word: _stopping(cause) for word, cause in STOPS.items()},
    "done": _done,
    "act": _act,
    "good": lambda run, typed: _judged(run, typed, met=True),
    "bad": lambda run, typed: _judged(run, typed, met=False),
    "give": lambda run, typed: give(run, typed.order, typed.parts[0]),
    "here": lambda run, typed: _attended(run, typed, present=True),
    "away": lambda run, typed: _attended(run, typed, present=False),
    "say": _say,
    "line": _line,
    "customer": lambda run, typed: say(run, typed.order, typed.parts[0], agent=None, text=typed.text(1)),
    "hangup": _hangup,
    "note": lambda run, typed: note(run, typed.order, typed.text()),
    "void": lambda run, typed: correct(run, typed.order, whole_number(typed.parts[0]), typed.text(1), void=True),
    "time": lambda run, typed: correct(
        run, typed.order, whole_number(typed.parts[0]), typed.text(2), second=second_of(typed.parts[1])
    ),
    "sheet": _sheet,
    "live": _live,
    "report": lambda run, typed: report(run, typed.order, report_fingerprint(run.log)),
    "close": lambda run, typed: close(run, typed.order, unowned(run.log, score(run.log), typed.book())),
    "evaluate": lambda run, typed: evaluate(run, typed.order, typed.text()),
}
