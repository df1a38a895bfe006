"""Role-play cards for simulators and sheets for evaluators, as Markdown. Not for players: both hold the script."""

from collections.abc import Iterator

from drills.drill import Drill
from drills.markdown import cell, table
from drills.scenario.frozen import Measure, Standing
from drills.scenario.roleplays import Line, RolePlay
from drills.scenario.text import Text
from drills.sheets import EvaluatorSheet, SheetLine, evaluator_sheets
from drills.standards import ROLE_PLAY_ITEMS
from forecasting.messages import N_, Translate
from forecasting.site import Channel

MEASURES = {Measure.YES_NO: N_("yes / no"), Measure.SCALE: N_("1 to 5"), Measure.MEASURED: N_("time taken")}
_ROLE_PLAYS = N_("Role plays")
_CHANNELS = {
    Channel.PHONE: N_("phone"),
    Channel.CHAT: N_("chat"),
    Channel.EMAIL: N_("email"),
    Channel.TICKET: N_("ticket"),
    Channel.SOCIAL: N_("social media"),
}


def role_play_markdown(drill: Drill, translate: Translate, language: str) -> str:
    """Return the cards of all role plays of *drill*: who the customer is, what to say when, what the judge looks for."""
    return _page(drill.title.in_language(language), role_play_cards(drill, translate, language))


def evaluator_markdown(drill: Drill, sheet: EvaluatorSheet, translate: Translate, language: str) -> str:
    """Return *sheet* to print and fill in: every expectation with its due time, and the items of the role plays."""
    return _page(drill.title.in_language(language), evaluator_sheet(drill, sheet, translate, language))


def role_play_cards(drill: Drill, translate: Translate, language: str) -> list[str]:
    """Return the lines of the section on role plays; none where the scenario has none."""
    plays = drill.scenario.roleplays
    if not plays:
        return []
    writer = _Writer(drill, translate, language)
    return [f"## {translate(_ROLE_PLAYS)}", "", *(line for play in plays for line in writer.card(play))]


def evaluation_forms(drill: Drill, translate: Translate, language: str) -> list[str]:
    """Return the lines of the sheets of all evaluators, one after the other."""
    sheets = evaluator_sheets(drill)
    return [line for sheet in sheets for line in evaluator_sheet(drill, sheet, translate, language)]


def evaluator_sheet(drill: Drill, sheet: EvaluatorSheet, translate: Translate, language: str) -> list[str]:
    """Return the lines of one evaluator's sheet."""
    return list(_Writer(drill, translate, language).sheet(sheet))


def _page(title: str, lines: list[str]) -> str:
    return "\n".join([f"# {cell(title)}", "", *lines]).rstrip() + "\n"


class _Writer:
    """Cards and sheets of one drill in one language."""

    def __init__(self, drill: Drill, translate: Translate, language: str) -> None:
        self.drill, self._, self.language = drill, translate, language
        self.turn = {item.id: f"I{count}" for count, item in enumerate(drill.scenario.injects, start=1)}

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def card(self, play: RolePlay) -> list[str]:
        _, say = self._, self.say
        seat = say(self.drill.scenario.seat(play.seat).name)
        rows = [
            (_("When"), self._when(play)),
            (_("Channel"), _(_CHANNELS[play.channel])),
            (_("Answered by"), seat),
            (_("Who it is"), say(play.persona)),
            (_("What happened"), say(play.background)),
            (_("Mood"), say(play.mood)),
            (_("First words"), say(play.opening)),
            (_("Content when"), say(play.satisfied_by)),
        ]
        lines = [(self._cue(line), say(line.say)) for line in play.lines]
        judged = [(_(item.label), say(getattr(play.sheet, item.id)), item.points) for item in ROLE_PLAY_ITEMS]
        return [
            f"### {cell(say(play.persona))}",
            "",
            *table((_("What"), _("Value")), rows),
            *table((_("Cue"), _("The customer says")), lines),
            *table((_("Item"), _("What the judge looks for"), _("Points")), judged),
        ]

    def _when(self, play: RolePlay) -> str:
        time = f"{self.drill.time_of(play.minutes):%H:%M}"
        if play.begins_with is None:
            return time
        return self._("{time}, with {inject}").format(time=time, inject=self.turn[play.begins_with])

    def _cue(self, line: Line) -> str:
        if line.cue is not None:
            return self.say(line.cue)
        return self._("{minutes} min after the first words").format(minutes=line.after_minutes)

    def sheet(self, sheet: EvaluatorSheet) -> Iterator[str]:
        _ = self._
        heading = _("Evaluation form: {name}").format(name=cell(sheet.name))
        yield f"## {heading}"
        yield ""
        yield _(
            "Rating: P met; S met with something to improve; M met, but other work suffered; U not met. A missed critical expectation rules out P."
        )
        yield ""
        columns = (
            "#",
            _("Who"),
            _("Expected"),
            _("Clock starts with"),
            _("Due"),
            _("How to note it"),
            _("Noted"),
            _("Rating P/S/M/U"),
            _("Remark"),
        )
        yield from table(columns, [self._row(line) for line in sheet.lines])
        if sheet.plays:
            plays = {play.id: self.say(play.persona) for play in self.drill.scenario.roleplays}
            rows = [
                (plays[line.roleplay], _(line.label), self.say(line.looked_for), line.points, " ", " ")
                for line in sheet.plays
            ]
            heads = (_("Role play"), _("Item"), _("What the judge looks for"), _("Points"), _("Given"), _("Remark"))
            yield from table(heads, rows)
            yield _("Forbidden phrases that were heard lose points: note the words.")
            yield ""

    def _row(self, line: SheetLine) -> tuple[object, ...]:
        _ = self._
        item = self.say(line.item)
        if line.critical:
            item = _("{text} ({remark})").format(text=item, remark=_("critical"))
        due = f"{line.due:%H:%M}" if line.standing is Standing.OBSERVED else _("after the drill: judge the plan")
        return (
            f"E{line.number}",
            self.say(line.seat),
            item,
            self.turn[line.basis],
            due,
            _(MEASURES[line.measure]),
            " ",
            " ",
            " ",
        )
