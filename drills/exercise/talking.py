"""Role plays: what customers and players say to each other, and how a talk ends."""

from collections.abc import Iterator

from drills.exercise.log import LineKind
from drills.exercise.orders import Order, once, ordered
from drills.exercise.people import against_player
from drills.exercise.phases import UNDER_WAY, Phase
from drills.exercise.run import Run
from drills.phrases import forbidden_in
from drills.scenario.canonical import Plain, plain
from drills.scenario.roleplays import RolePlay
from drills.scenario.text import DRILL_MARK
from forecasting.messages import N_, Sentence


@once(LineKind.CHAT_SAID)
def say(run: Run, order: Order, roleplay: str, *, agent: str | None, text: str = "", cue: int | None = None) -> Run:
    """Return *run* with something said in a role play: by *agent*, or by the customer, who has a scripted line (*cue*) or own words.

    What the customer says goes out with the drill mark; what a player says stays as it was typed, and is looked through for
    forbidden phrases in both languages.
    """
    play = _play(run, roleplay)
    reasons = list(_against_talk(run, roleplay))
    if agent is not None:
        reasons.extend(against_player(run, agent))
    if cue is not None:
        reasons.extend(_against_cue(run, play, agent, cue, text))
    elif not text.strip():
        reasons.append(Sentence(N_("nothing was said")))
    found = () if agent is None else forbidden_in(text)
    data: dict[str, Plain] = {
        "roleplay": roleplay,
        "agent": agent,
        "text": _words(play, agent, cue, text),
        "cue": cue,
        "phrases": [{"offence": item.offence.value, "words": item.words} for item in found],
    }
    return ordered(run, order, LineKind.CHAT_SAID, data, {Phase.RUNNING}, reasons)


def _words(play: RolePlay | None, agent: str | None, cue: int | None, text: str) -> Plain:
    if play is not None and cue is not None and 0 <= cue < len(play.lines):
        return plain(play.lines[cue].say.marked())
    outgoing = agent is None and DRILL_MARK not in text
    return f"【{DRILL_MARK}】{text}" if outgoing else text


@once(LineKind.CHAT_CLOSED)
def close_chat(run: Run, order: Order, roleplay: str, *, satisfied: bool | None = None) -> Run:
    """Return *run* with a role play closed, the customer *satisfied* or not."""
    data: dict[str, Plain] = {"roleplay": roleplay, "satisfied": satisfied}
    return ordered(run, order, LineKind.CHAT_CLOSED, data, UNDER_WAY, _against_talk(run, roleplay))


def _play(run: Run, roleplay: str) -> RolePlay | None:
    return next((item for item in run.scenario.roleplays if item.id == roleplay), None)


def _against_talk(run: Run, roleplay: str) -> Iterator[Sentence]:
    chat = run.state.chats.get(roleplay)
    if _play(run, roleplay) is None:
        yield Sentence(N_("there is no role play {name}"), name=roleplay)
    elif chat is None:
        yield Sentence(N_("role play {roleplay} has not begun"), roleplay=roleplay)
    elif chat.closed_ms is not None:
        yield Sentence(N_("role play {roleplay} is closed"), roleplay=roleplay)


def _against_cue(run: Run, play: RolePlay | None, agent: str | None, cue: int, text: str) -> Iterator[Sentence]:
    if agent is not None or text.strip():
        yield Sentence(N_("a line of the script is said by the customer, in the script's words"))
    if play is None:
        return
    if not 0 <= cue < len(play.lines):
        template = N_("the customer has no line {cue}: expected 0 to {last}")
        yield Sentence(template, cue=cue, last=len(play.lines) - 1)
    chat = run.state.chats.get(play.id)
    if chat is not None and cue in {said.cue for said in chat.said}:
        yield Sentence(N_("the customer has said line {cue} already"), cue=cue)
