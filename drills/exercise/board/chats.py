"""The role plays on the board of a drill: who the customer is, what was said, and which lines of the script are left."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from drills.exercise.board.seats import BoardPlace, places_of
from drills.exercise.due import MINUTE
from drills.exercise.people import names
from drills.exercise.run import Run
from drills.scenario.roleplays import RolePlay
from drills.scenario.text import Text
from forecasting.site import Channel


class ChatStatus(StrEnum):
    """Whether a role play waits, is under way or closed."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class BoardSaid:
    """Something said at *ms*, by *agent* (called *name*) or by the customer (None). *offences* are the forbidden categories in it."""

    line: int
    ms: int
    agent: str | None
    name: str | None
    text: Mapping[str, str] | str
    offences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardCue:
    """A scripted line of the customer: said on a *cue*, or *after_minutes* by itself."""

    cue: int
    say: Text
    on: Text | None
    after_minutes: int | None
    was_said: bool


@dataclass(frozen=True, slots=True)
class BoardChat:
    """One role play; *persona*, *background*, *mood* and *satisfied_by* are for the simulator alone.

    *begins_ms* is planned, None where it begins with the inject *begins_with*; *replied_ms* is when a player first said something.
    """

    roleplay: str
    status: ChatStatus
    channel: Channel
    incident: str
    objective: str
    seat: str
    seat_name: Text
    people: tuple[str, ...]
    persona: Text
    background: Text
    mood: Text
    satisfied_by: Text
    opening: Text
    begins_ms: int | None
    begins_with: str | None
    opened_ms: int | None
    replied_ms: int | None
    closed_ms: int | None
    satisfied: bool | None
    said: tuple[BoardSaid, ...]
    cues: tuple[BoardCue, ...]


def chats_of(run: Run) -> tuple[BoardChat, ...]:
    """Return the role plays of *run*, in the order of the scenario."""
    places = places_of(run)
    return tuple(_chat(play, run, places[play.seat]) for play in run.scenario.roleplays)


def _chat(play: RolePlay, run: Run, place: BoardPlace) -> BoardChat:
    chat = run.state.chats.get(play.id)
    people, said = names(run), () if chat is None else chat.said
    spoken = {item.cue for item in said}
    reply = None if chat is None else chat.first_reply
    status = ChatStatus.WAITING
    if chat is not None:
        status = ChatStatus.OPEN if chat.closed_ms is None else ChatStatus.CLOSED
    return BoardChat(
        roleplay=play.id,
        status=status,
        channel=play.channel,
        incident=play.incident,
        objective=play.objective,
        seat=play.seat,
        seat_name=place.name,
        people=place.people,
        persona=play.persona,
        background=play.background,
        mood=play.mood,
        satisfied_by=play.satisfied_by,
        opening=play.opening,
        begins_ms=None if play.begins_with else play.minutes * MINUTE,
        begins_with=play.begins_with,
        opened_ms=None if chat is None else chat.opened_ms,
        replied_ms=None if reply is None else reply.ms,
        closed_ms=None if chat is None else chat.closed_ms,
        satisfied=None if chat is None else chat.satisfied,
        said=tuple(
            BoardSaid(item.line, item.ms, item.agent, people.get(item.agent or ""), item.text, item.offences)
            for item in said
        ),
        cues=tuple(
            BoardCue(number, line.say.marked(), line.cue, line.after_minutes, number in spoken)
            for number, line in enumerate(play.lines)
        ),
    )
