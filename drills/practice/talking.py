"""Talks with scripted customers as orders: what the simulator says for them, what players answer, and the end."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from drills.drill import Drill
from drills.exercise import Order, Run, close_chat, say
from drills.practice.acting import SPOKEN
from drills.practice.conductor import Planned
from drills.practice.conversations import Conversation, Saying
from drills.practice.people import holders
from drills.roles import Role
from drills.scenario.text import Text

LONGEST = 100  # sayings of a talk; those of one come before those of the next at the same instant


def spoken(drill: Drill, conversation: Conversation, talk: int, language: str) -> Iterator[Planned]:
    """Yield everything that is said in *conversation*, the *talk*-th of the drill, by the customer and in *language* by who answers, and its end."""
    simulator = (*holders(drill, Role.SIMULATOR), *holders(drill, Role.CONTROLLER))[0]
    for number, saying in enumerate(conversation.sayings, start=LONGEST * talk):
        yield Planned(saying.ms, SPOKEN, number, partial(_say, conversation, saying, simulator, language))
    if conversation.talk.until_ms is not None:
        last = LONGEST * talk + len(conversation.sayings)
        yield Planned(conversation.talk.until_ms, SPOKEN, last, partial(_close, conversation, simulator))


def _say(conversation: Conversation, saying: Saying, simulator: str, language: str, run: Run, now: datetime) -> Run:
    play, who = conversation.play.id, conversation.talk.who
    if saying.cue is not None:
        return say(run, Order(now, simulator), play, agent=None, cue=saying.cue)
    return say(run, Order(now, who), play, agent=who, text=_joined(saying.words, language))


def _close(conversation: Conversation, simulator: str, run: Run, now: datetime) -> Run:
    return close_chat(run, Order(now, simulator), conversation.play.id, satisfied=conversation.satisfied)


def _joined(words: tuple[Text, ...], language: str) -> str:
    between = "" if language.lower().startswith("zh") else " "
    return between.join(text.in_language(language) for text in words)
