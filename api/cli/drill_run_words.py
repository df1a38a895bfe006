"""The words that are typed to run a drill: what each is for, and the parts of a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from drills.errors import OrderError
from drills.exercise import AbortCause, Run, names
from drills.incidents import Level
from drills.scenario.acts import Act
from drills.scenario.frozen import Expectation
from forecasting.messages import N_, Sentence


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its *parts*, those in brackets may be left out, and what it *does*, a marked sentence."""

    name: str
    parts: str
    does: str


WORDS: Mapping[str, Word] = {
    word.name: word
    for word in (
        Word("plan", "", N_("begin the log with the drill as it stands")),
        Word("approve", "", N_("approve it: its people may leave live work then")),
        Word("go", "", N_("cover holds today: cleared to start")),
        Word("nogo", "TEXT", N_("cover does not hold today, and why")),
        Word("calloff", "TEXT", N_("call the drill off before it starts")),
        Word("start", "[TEXT]", N_("start the clock; far from the window with the reason")),
        Word("pause", "[TEXT]", N_("stop the clock for a while")),
        Word("resume", "", N_("let the clock go on")),
        Word("end", "[TEXT]", N_("end the drill")),
        Word("stop", "[TEXT]", N_("a real event: everybody back to live work at once")),
        Word("safe", "[TEXT]", N_("somebody said the safe word: stop")),
        Word("breach", "[TEXT]", N_("live service fell below what it must keep: stop")),
        Word("done", "CLOCK [WHO] [LEVEL] [TEXT]", N_("what this clock waits for was done now")),
        Word(
            "act",
            "ACT WHO [@INCIDENT] [LEVEL] [TEXT]",
            N_("somebody did something; the clock that waits for it takes it"),
        ),
        Word("good", "CLOCK [TEXT]", N_("the evaluator says at once: met")),
        Word("bad", "CLOCK [TEXT]", N_("the evaluator says at once: not met")),
        Word("give", "INJECT", N_("give an inject by hand")),
        Word("here", "WHO …", N_("these people are there")),
        Word("away", "WHO …", N_("these people are not there")),
        Word("say", "PLAY WHO TEXT", N_("what a player says to a scripted customer")),
        Word("line", "PLAY NUMBER", N_("the customer says a line of the script")),
        Word("customer", "PLAY TEXT", N_("the customer says something else")),
        Word("hangup", "PLAY [yes|no]", N_("the talk is over, the customer satisfied or not")),
        Word("note", "TEXT", N_("write down what was seen")),
        Word("void", "LINE TEXT", N_("a line of the log is not true, and why")),
        Word("time", "LINE MM:SS TEXT", N_("a line of the log has the wrong time, and why")),
        Word(
            "sheet",
            "WHO FILE",
            N_("hand in an evaluator's sheet: .json with marks, ratings, points, strengths, problems"),
        ),
        Word(
            "live",
            "FILE",
            N_("what live service did: .json with rows of queue, start, end, came, within, expected_percent"),
        ),
        Word("evaluate", "[TEXT]", N_("all sheets are in, or why not")),
        Word("report", "", N_("the report is written: nothing that is scored changes any more")),
        Word(
            "close", "", N_("close the drill, once every finding rated M or U has an action with an owner and a date")
        ),
        Word("board", "", N_("show the board; so does an empty line")),
        Word("injects", "", N_("show what has come and what will")),
        Word("who", "", N_("show people and seats")),
        Word("log", "[COUNT]", N_("show the last lines of the log")),
        Word("help", "", N_("show these words")),
        Word("quit", "", N_("leave; the same command goes on with this log, and a running clock runs on meanwhile")),
    )
}
STOPS = {"stop": AbortCause.REAL_EVENT, "safe": AbortCause.SAFE_WORD, "breach": AbortCause.COVER_BREACH}


def refuse(template: str, **values: object) -> NoReturn:
    """Raise OrderError with one reason."""
    raise OrderError([Sentence(template, **values)])


def clock_of(run: Run, part: str) -> Expectation:
    """Return the expectation with the number or id *part*, as the board shows it."""
    expectations = run.scenario.expectations
    for number, item in enumerate(expectations, start=1):
        if part in {str(number), item.id}:
            return item
    template = N_("there is no clock {clock}; expected 1 to {last}")
    raise OrderError([Sentence(template, clock=part, last=len(expectations))])


def person_of(run: Run, part: str) -> str:
    """Return the id of who is called *part*, by id or name."""
    known = names(run)
    found = {agent for agent, name in known.items() if part in {agent, name}}
    if len(found) != 1:
        expected = ", ".join(sorted(known))
        refuse(N_("there is no {who} in this drill; expected one of {names}"), who=part, names=expected)
    return found.pop()


def is_person(run: Run, part: str) -> bool:
    """Tell whether *part* calls somebody of the drill."""
    return any(part in pair for pair in names(run).items())


def act_of(part: str) -> Act:
    """Return the act called *part*."""
    if part not in list(Act):
        refuse(N_("there is no act {act}; expected one of {acts}"), act=part, acts=", ".join(Act))
    return Act(part)


def level_at_front(parts: Sequence[str]) -> tuple[Level | None, str]:
    """Return the level with which *parts* begin, None where they do not, and the rest as text."""
    if parts and parts[0] in Level.__members__:
        return Level[parts[0]], " ".join(parts[1:])
    return None, " ".join(parts)


def whole_number(part: str) -> int:
    """Return *part* as a whole number."""
    if not part.isascii() or not part.isdigit():
        refuse(N_("{part} is no whole number"), part=part)
    return int(part)


def second_of(part: str) -> float:
    """Return the second of the exercise that *part* names, as MM:SS or H:MM:SS."""
    pieces = part.split(":")
    if len(pieces) not in {2, 3} or not all(piece.isascii() and piece.isdigit() for piece in pieces):
        refuse(N_("{part} is no time of the drill; expected minutes and seconds, as 12:30"), part=part)
    seconds = 0
    for piece in pieces:
        seconds = 60 * seconds + int(piece)
    return float(seconds)
