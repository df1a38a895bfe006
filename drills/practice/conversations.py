"""Talks with scripted customers as simulated people have them: what they say of what a judge looks for, and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from drills.practice.deeds import Talk, milliseconds, worked
from drills.practice.words import said_of
from drills.scenario.roleplays import JudgeSheet, RolePlay
from drills.scenario.streams import Stream
from drills.scenario.text import Text
from drills.simulation.course import Course
from drills.simulation.steps import Rehearsal
from scheduler.agents import SkillLevel

# In a hundred: how much of what a judge looks for people think of. Assumed, no standard has it.
CARE = MappingProxyType({SkillLevel.JUNIOR: 80, SkillLevel.INTERMEDIATE: 88, SkillLevel.SENIOR: 95})
PROVOKED = 35  # in a hundred: scripted lines that the customer says before the last one
FIRST_REPLY_MS = 20_000
# Shares of a talk's time: the customer's scripted lines come between the first two, then the solution, the last line, the end.
LINES_FROM, LINES_TO, SOLVED, ACCEPTED = 0.2, 0.6, 0.65, 0.8
ITEMS = tuple(item.name for item in fields(JudgeSheet))
FORBIDDEN, WAITING = "forbidden", "update"


@dataclass(frozen=True, slots=True)
class Saying:
    """Something said at *ms*: a scripted line of the customer, by its number (*cue*), or the *words* of who answers."""

    ms: int
    cue: int | None = None
    words: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """A *talk* of *play*: the *sayings* in time order, the items that were *thought_of*, and whether the customer is *satisfied*."""

    play: RolePlay
    talk: Talk
    sayings: tuple[Saying, ...]
    thought_of: frozenset[str]
    satisfied: bool


def conversations(
    plays: tuple[RolePlay, ...], course: Course, one: Rehearsal, seed: int, forbidden_every: int
) -> Iterator[Conversation]:
    """Yield the talks of *one* rehearsal of *course* with the customers of *plays* whom somebody took up."""
    talks = {talk.roleplay: talk for talk in worked(course, one)}
    levels = {member.id: member.level for member in course.crew.members}
    last = milliseconds(course.minutes)
    for play in plays:
        talk = talks.get(play.id) or _along(play, course, talks)
        if talk is not None and talk.since_ms < last:
            yield _conversation(play, talk, CARE[levels[talk.who]], last, seed, forbidden_every)


def _along(play: RolePlay, course: Course, talks: Mapping[str, Talk]) -> Talk | None:
    """Return the first work on what the same inject asks of the same seat: the customer is talked to along with it."""
    if play.begins_with is None:
        return None
    basis, people = course.injects.index(play.begins_with), course.crew.seats[play.seat]
    asked = [task.id for task in course.tasks if task.basis == basis and task.people == people]
    return min((talks[name] for name in asked if name in talks), key=lambda talk: talk.since_ms, default=None)


def _conversation(play: RolePlay, talk: Talk, care: int, last: int, seed: int, forbidden_every: int) -> Conversation:
    stream = Stream(seed, "talk", play.id)
    thought_of = frozenset(item for item in ITEMS if stream.integer(0, 99) < care)
    sayings, slipped = [], False
    for number, (ms, said) in enumerate(sorted(_turns(play, talk, last, thought_of, stream), key=lambda turn: turn[0])):
        if isinstance(said, int):
            sayings.append(Saying(ms, cue=said))
            continue
        slips = forbidden_every > 0 and stream.integer(1, forbidden_every) == 1
        slipped = slipped or slips
        occasions = (*said, *((FORBIDDEN,) if slips else ()))
        words = tuple(said_of(occasion, seed, play.id, str(number)) for occasion in occasions)
        sayings.append(Saying(ms, words=words))
    satisfied = not slipped and {"empathy", "solution"} <= thought_of
    return Conversation(play, talk, tuple(sayings), thought_of, satisfied)


def _turns(
    play: RolePlay, talk: Talk, last: int, thought_of: frozenset[str], stream: Stream
) -> Iterator[tuple[int, int | tuple[str, ...]]]:
    """Yield when what is said: the number of a scripted line, or the occasions of an answer."""
    until = last if talk.until_ms is None else talk.until_ms
    span = until - talk.since_ms

    def at(share: float) -> int:
        return talk.since_ms + int(share * span)

    first = tuple(item for item in ("opening", "empathy") if item in thought_of)
    yield talk.since_ms + min(FIRST_REPLY_MS, span // 10), first or (WAITING,)
    cued = [number for number, line in enumerate(play.lines) if line.cue is not None]
    for turn, cue in enumerate(cued[:-1]):
        share = LINES_FROM + (LINES_TO - LINES_FROM) * turn / len(cued)
        if stream.integer(0, 99) < PROVOKED:
            yield at(share), cue
            yield at(share + (LINES_TO - LINES_FROM) / len(cued) / 2), (WAITING,)
    solved = "solution" in thought_of
    yield at(SOLVED), ("solution",) if solved else (WAITING,)
    if solved and cued:
        yield at(ACCEPTED), cued[-1]
    if talk.until_ms is not None:
        yield until, tuple(item for item in ("closing", "survey") if item in thought_of) or ("goodbye",)
