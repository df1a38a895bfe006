"""Makes a lawful draft better by whatever suits its size: columns, one model for everybody, windows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from scheduler.columns.clock import Clock
from scheduler.columns.pricing import Known
from scheduler.draft import Draft
from scheduler.objective import SCALE
from scheduler.rules.base import Rule
from scheduler.solution import Limits
from scheduler.strategies import exact, first_lines, neighbourhood_search
from scheduler.strategies.columns import ColumnSearch
from scheduler.strategies.neighbourhood_search import Search, Tell
from scheduler.strategies.proof import Proof
from scheduler.strategies.year_turns import YearTurns

MONTH = 35  # days, above which dives take long and find less than turns of years do
SHARE_OF_YEAR_TURNS = 0.2  # of the limit
SHARE_OF_TURN = 0.1  # of the limit
MOST_IN_ROW = 3  # turns
FADE = 0.5  # of what was gained before
COLUMNS, WINDOWS = 0, 1
LEAST = 0.05  # seconds
Keep = Callable[[], bool]


def polish(
    draft: Draft,
    rules: Sequence[Rule],
    limits: Limits,
    keep: Keep,
    tell: Tell = lambda _standing: None,
    known: Known | None = None,
) -> Proof:
    """Make *draft*, which is lawful, cheaper within *limits*; return what is proven of every roster.

    *known* are line programmes of the same people and rules, where there are any.
    Long lines are left to turns of years. Where only heads of shifts are wanted, columns prove a bound, and columns and windows
    go on by turns, above a month after some turns of years. Small rosters are solved in one model; what wants heads by the slot is left to the turns.
    """
    if first_lines.is_long(draft.instance, rules, draft.objective):
        return first_lines.improve(draft, rules, limits, keep, tell)
    weights = draft.objective.weights
    if draft.objective.streams and len(draft.objective.levels) == 1 and not (weights.shortage or weights.excess):
        return _by_columns(draft, rules, limits, keep, tell, known)
    if exact.choices_in(draft.instance) > exact.MOST_CHOICES:
        return Proof()
    return Proof(possible=exact.improve(draft, rules, limits, keep, tell))


def _by_columns(
    draft: Draft, rules: Sequence[Rule], limits: Limits, keep: Keep, tell: Tell, known: Known | None
) -> Proof:
    clock = Clock(limits, keep)
    has_turns = draft.instance.grid.days > MONTH and _take_year_turns(draft, rules, clock, tell)
    search = ColumnSearch(draft, rules, clock, lambda standing, _bound: tell(standing), known=known)
    if not search.begin():
        left = limits.seconds * (1 - clock.spent())
        return neighbourhood_search.improve(draft, rules, replace(limits, seconds=max(left, LEAST)), keep, tell)
    search.open(dives=not has_turns)
    tell(draft.standing)
    Turns(search, Search(draft, rules, limits, keep, tell), WINDOWS if has_turns else COLUMNS).run()
    return Proof(search.bound / SCALE)


def _take_year_turns(draft: Draft, rules: Sequence[Rule], clock: Clock, tell: Tell) -> bool:
    """Let turns of years, which are quickest at first, go before; return whether they know all rules."""
    limits = clock.limits
    work = None if limits.work is None else SHARE_OF_YEAR_TURNS * limits.work
    given = replace(limits, seconds=SHARE_OF_YEAR_TURNS * limits.seconds, work=work)
    turns = None if draft.missing else YearTurns.of(draft, rules, given, clock.goes_on)
    if turns is None:
        return False
    turns.improve(tell)
    clock.step(work or 0.0)
    return True


@dataclass
class Turns:
    """Columns and windows by turns: who gained more for the time of late goes on, the other is asked again every so often.

    Where neither does, it is more often the turn of the *first*.
    """

    columns: ColumnSearch
    windows: Search
    first: int
    latest: int = COLUMNS
    in_row: int = 0
    gains: list[float] = field(default_factory=lambda: [0.0, 0.0])

    def run(self) -> None:
        """Take turns until the time is up or the roster is proven the best."""
        clock, draft = self.columns.clock, self.columns.draft
        while clock.goes_on() and not self.columns.is_proven:
            who = self._next()
            self.in_row = self.in_row + 1 if who == self.latest else 1
            self.latest, cost = who, draft.cost()
            self._take_turn(who, min(1.0, clock.spent() + SHARE_OF_TURN))
            self.gains[who] = FADE * self.gains[who] + cost - draft.cost()

    def _next(self) -> int:
        """Return whose turn it is; near a proof only columns find it."""
        of_columns, of_windows = self.gains
        if self.columns.is_near:
            return COLUMNS
        if self.in_row == MOST_IN_ROW:
            return 1 - self.latest
        if of_windows == of_columns:
            return self.first
        return WINDOWS if of_windows > of_columns else COLUMNS

    def _take_turn(self, who: int, share: float) -> None:
        if who == COLUMNS:
            self.columns.go_on(share)
            return
        clock, windows = self.columns.clock, self.windows
        before = clock.work - windows.work

        def goes_on() -> bool:
            clock.work = before + windows.work
            return clock.goes_on() and not clock.is_past(share)

        windows.keep = goes_on
        windows.run()
        goes_on()
