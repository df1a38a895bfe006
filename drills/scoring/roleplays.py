"""What role plays are worth (HQ): what the evaluators give their items, less what forbidden phrases cost."""

from collections.abc import Mapping
from statistics import fmean

from drills.exercise import Chat, LineKind
from drills.phrases import Offence
from drills.scenario.roleplays import RolePlay
from drills.scoring.drill_score import Cited, RolePlayScore
from drills.scoring.played import Played
from drills.scoring.rules import Rules


def roleplay_score(play: RolePlay, told: Played, rules: Rules) -> RolePlayScore:
    """Return the score of *play*. It has points once every item was judged by somebody; each counts with the mean of those who did."""
    chat = told.state.chats.get(play.id)
    offences = _offences(chat)
    said = () if chat is None else (chat.line, *(said.line for said in chat.said))
    points = _points(play.id, offences, told, rules)
    lines = {*said, *_closing(play.id, told), *(() if points is None else points.lines)}
    return RolePlayScore(
        roleplay=play.id,
        points=points,
        first_reply=_first_reply(chat),
        offences=tuple(offences),
        satisfied=None if chat is None else chat.satisfied,
        lines=tuple(sorted(lines)),
    )


def _offences(chat: Chat | None) -> Mapping[str, tuple[int, ...]]:
    """Return by category of what players should not say the lines in which they said it."""
    heard = [(offence, said.line) for said in (chat.said if chat else ()) if said.agent for offence in said.offences]
    return {
        known.value: tuple(dict.fromkeys(line for offence, line in heard if offence == known))
        for known in Offence
        if any(offence == known for offence, _line in heard)
    }


def _points(play: str, offences: Mapping[str, tuple[int, ...]], told: Played, rules: Rules) -> Cited | None:
    sheets = {
        known.line: known.sheet.points[play] for known in told.state.sheets.values() if play in known.sheet.points
    }
    judged = [[points[item] for points in sheets.values() if item in points] for item in sorted(rules.roleplay_points)]
    if not all(judged):
        return None
    points = sum(fmean(given) for given in judged) - rules.offence_points * len(offences)
    heard = (line for lines in offences.values() for line in lines)
    return Cited(min(max(points, 0.0), 100.0), tuple(sorted({*sheets, *heard})))


def _first_reply(chat: Chat | None) -> Cited | None:
    reply = None if chat is None else chat.first_reply
    if chat is None or reply is None:
        return None
    return Cited((reply.ms - chat.opened_ms) / 1000, (chat.line, reply.line))


def _closing(play: str, told: Played) -> tuple[int, ...]:
    return tuple(line.number for line in told.of(LineKind.CHAT_CLOSED) if line.data["roleplay"] == play)
