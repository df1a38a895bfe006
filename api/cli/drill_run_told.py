"""What the terminal shows of a drill that is run: the board, people, injects, the log, the words that can be typed."""

from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from typing import TYPE_CHECKING

from api.cli.drill_run_lines import LineTeller, clock_time, number_of
from api.cli.drill_run_words import WORDS
from drills.exercise import Cause, ClockStatus, Run
from drills.exercise.board import Board, BoardClock, BoardInject, board
from drills.report.telling import CAUSES
from drills.scenario.acts import Act
from drills.scenario.text import Text

if TYPE_CHECKING:
    from api.cli.console import Console

SHOWN_TEXT = 60  # characters of an inject in a table
SHORTEST_LOG = 15  # lines that are shown unless more are asked for


@dataclass(frozen=True, slots=True)
class Teller:
    """Shows on *console* how a *run* stands."""

    run: Run
    console: "Console"

    def _in_words(self, text: Text) -> str:
        return text.in_language(self.console.language)

    def board(self, now: datetime) -> None:
        """Print the board: how the drill stands, its clocks and who is expected to do what."""
        _, console, seen = self.console.translate, self.console, board(self.run, now)
        heads = [_("clock"), _("status"), _("until"), _("time left"), _("who"), _("waits for"), _("what is expected")]
        rows = [self._clock_row(clock) for clock in seen.clocks if clock.status is not ClockStatus.NOT_STARTED]
        console.say(self.headline(seen))
        if rows:
            console.table(_("Clocks"), heads, rows)
        for chat in seen.chats:
            if chat.opened_ms is not None and chat.closed_ms is None:
                people = ", ".join(chat.people)
                console.say(_("A customer is talking: {play} ({people})").format(play=chat.roleplay, people=people))

    def headline(self, seen: Board) -> str:
        """Return how the drill stands in one line: phase, time, levels."""
        _ = self.console.translate
        values = {
            "phase": _(seen.phase.label),
            "time": clock_time(seen.ms),
            "minutes": seen.planned_minutes,
            "graded": "-" if seen.level is None else seen.level.name,
            "called": seen.called_for.name,
        }
        return _("{phase} · {time} of {minutes} min · level {graded}, the facts call for {called}").format(**values)

    def _clock_row(self, clock: BoardClock) -> tuple[str, ...]:
        _ = self.console.translate
        return (
            str(number_of(self.run, clock.expectation)),
            _(clock.status.label),
            "" if clock.due_ms is None else clock_time(clock.due_ms),
            "" if clock.remaining_ms is None else clock_time(max(clock.remaining_ms, 0)),
            ", ".join(clock.people),
            _(clock.act.label),
            self._in_words(clock.text),
        )

    def injects(self, now: datetime) -> None:
        """Print what has come, what is planned for which time, and what waits for what."""
        _ = self.console.translate
        heads = [_("inject"), _("came at"), _("planned"), _("waits for"), _("to"), _("text")]
        rows = [
            (
                item.inject,
                "" if item.given_ms is None else clock_time(item.given_ms),
                "" if item.planned_ms is None else clock_time(item.planned_ms),
                self._waits(item),
                self._in_words(item.seat_name),
                shorten(self._in_words(item.text), SHOWN_TEXT, placeholder="…"),
            )
            for item in board(self.run, now).injects
        ]
        self.console.table(_("Injects"), heads, rows)

    def _waits(self, item: BoardInject) -> str:
        _ = self.console.translate
        text = _(CAUSES[item.waits])
        if item.after is None:
            return text
        after = _(Act(item.after).label) if item.waits is Cause.EVENT else item.after
        return _("{text} ({remark})").format(text=text, remark=after)

    def people(self) -> None:
        """Print who sits where, who is there, and who would take over."""
        _ = self.console.translate
        heads = [_("role"), _("seat"), _("who"), _("name"), _("there"), _("backup")]
        there = {True: _("yes"), False: _("no"), None: ""}
        rows = [
            (
                _(seat.role.label),
                seat.player_seat or "",
                seat.agent,
                seat.name,
                there[self.run.state.attended.get(seat.agent)],
                "" if seat.backup is None else f"{seat.backup} {seat.backup_name}",
            )
            for seat in self.run.drill.seats
        ]
        self.console.table(_("People and roles"), heads, rows)

    def log(self, count: int = SHORTEST_LOG) -> None:
        """Print the last lines of the log."""
        for line in self.run.log.lines[-count:] if count else ():
            self.console.say(LineTeller(self.run, self.console).line(line))


def show_words(console: "Console") -> None:
    """Print the words that can be typed."""
    _ = console.translate
    rows = [(f"{word.name} {word.parts}".rstrip(), _(word.does)) for word in WORDS.values()]
    console.table(_("Words"), [_("type"), _("for")], rows)
