"""A drill run live in a terminal: what is due comes by itself, what is typed is done, and every line is on the disk at once."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.drill_run_file import LogFile
from api.cli.drill_run_lines import LineTeller
from api.cli.drill_run_orders import Typed, obeyed
from api.cli.drill_run_told import SHORTEST_LOG, Teller, show_words
from api.cli.drill_run_words import WORDS, refuse, whole_number
from api.usecases.book_file import book_at
from drills.drill import Drill
from drills.errors import DrillError, OrderError
from drills.exercise import LineKind, Order, Run, next_tick, plan, tick
from drills.improvement import Book
from drills.practice.predicted import prediction_data
from drills.scoring import CURRENT, LIVE_BUDGET_POINTS
from drills.simulation import predict
from forecasting.errors import InputError
from forecasting.messages import N_, sentence_of

if TYPE_CHECKING:
    from api.cli.console import Console
    from api.cli.drill_run_terminal import Terminal

REHEARSALS = 500  # for what is predicted
HEARD = frozenset({LineKind.INJECT, LineKind.RAN_OUT, LineKind.CHAT_OPENED})  # with a bell


@dataclass(slots=True)
class Session:
    """*drill* run by *by* at *terminal*; *evaluator* judges at once, *actions* is the book of them. *run* is None until it is planned. *refused*: something that was typed."""

    drill: Drill
    log: LogFile
    terminal: "Terminal"
    console: "Console"
    by: str
    evaluator: str
    actions: Path | None = None
    run: Run | None = None
    refused: bool = False

    def go_on(self) -> None:
        """Let come what is due and do what is typed until somebody leaves."""
        _ = self.console.translate
        self.run = self.log.run(self.drill)
        if self.log.torn:
            self.console.say(_("The last line was never wholly written; it was cut off. Nobody was told of it."))
        self._greet()
        while True:
            self._let_come()
            try:
                line = self.terminal.read(None if self.run is None else next_tick(self.run))
            except EOFError:
                return
            if line is not None and not self._heard(line.split()):
                return

    def _greet(self) -> None:
        _ = self.console.translate
        self.console.say(self.drill.title.in_language(self.console.language))
        if self.run is None:
            self.console.say(_("The log is empty. Type plan to begin, help for all words."))
        else:
            self._let_come()
            Teller(self.run, self.console).board(self.terminal.now())

    def _let_come(self) -> None:
        if self.run is not None:
            self._become(tick(self.run, self.terminal.now()))

    def _become(self, run: Run) -> None:
        """Go on with *run*: first its new lines are on the disk, then they are told."""
        new = self.log.add(run.log)
        self.run = run
        teller = LineTeller(run, self.console)
        for line in new:
            if line.kind in HEARD:
                self.console.out.bell()
            if line.kind is not LineKind.PLANNED:
                self.console.say(teller.line(line))

    def _heard(self, parts: list[str]) -> bool:
        """Do what was typed; tell whether to go on."""
        word, rest = (parts[0].lower(), tuple(parts[1:])) if parts else ("board", ())
        if word == "quit":
            return False
        try:
            self._do(word, rest)
        except OrderError as error:
            self.refused = True
            for reason in error.reasons:
                self.console.error(reason)
        except (DrillError, InputError) as error:
            self.refused = True
            self.console.error(sentence_of(error))
        return True

    def _do(self, word: str, parts: tuple[str, ...]) -> None:
        now = self.terminal.now()
        if word not in WORDS:
            refuse(N_("there is no word {word}; help shows all"), word=word)
        if word == "help":
            show_words(self.console)
        elif word == "plan":
            self._plan(now)
        elif self.run is None:
            refuse(N_("the drill is not planned yet: type plan first"))
        elif word in {"board", "injects", "who", "log"}:
            self._show(self.run, word, parts, now)
        else:
            self._become(obeyed(self.run, word, Typed(Order(now, self.by), parts, self.evaluator, self._book)))

    def _book(self) -> Book:
        return Book() if self.actions is None else book_at(self.actions)

    def _plan(self, now: datetime) -> None:
        if self.run is not None:
            refuse(N_("the drill is planned already"))
        self._become(planned(self.drill, Order(now, self.by)))
        self.console.say(
            self.console.translate("Planned. Next: approve, then go shortly before it starts, then start.")
        )

    def _show(self, run: Run, word: str, parts: tuple[str, ...], now: datetime) -> None:
        teller = Teller(run, self.console)
        if word == "board":
            teller.board(now)
        elif word == "injects":
            teller.injects(now)
        elif word == "who":
            teller.people()
        else:
            teller.log(whole_number(parts[0]) if parts else SHORTEST_LOG)


def planned(drill: Drill, order: Order) -> Run:
    """Return the run of *drill* with what is predicted of it, of its people alone, for the levels that their seats ask for."""
    told = predict(drill.scenario, replications=REHEARSALS)
    return plan(drill, order, CURRENT.version, LIVE_BUDGET_POINTS, prediction_data(told))
