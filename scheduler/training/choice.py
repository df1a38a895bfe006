"""Which sessions to hold: one after another, then parts of them taken back and placed anew, then few of them in one model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from scheduler.training.greedy import Starts, first_offers, hold_best
from scheduler.training.model import MOST_SEATS, SessionModel, likely_starts, seats_at
from scheduler.training.sessions import Market, Session

DAYS_TAKEN_BACK = 3
SHARE_TAKEN_BACK = 10  # one in so many people
FULL_SECONDS = 20.0
MOST_TRIED = 8_000_000  # people times starts times rounds: with thousands of people the sessions placed first stay


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look for better sessions than those placed one by one.

    *rounds* of taking some back, fewer with very many people; then *work* of the solver, in its own deterministic
    seconds, where there are few seats to choose from. *seed* draws what is taken back.
    """

    rounds: int = 40
    work: float = 1.0
    seed: int = 1

    @staticmethod
    def within(seconds: float, seed: int) -> "Effort":
        """Return an effort in proportion to a time limit of *seconds*: all of it from 20 seconds on."""
        usual = Effort()
        share = min(1.0, seconds / FULL_SECONDS)
        return Effort(int(usual.rounds * share), usual.work * share, seed)

    def __post_init__(self) -> None:
        if self.rounds < 0 or not self.work >= 0:
            raise ValueError(f"effort: {self.rounds} rounds and {self.work} of work; expected 0 or more")


def settle(untouched: Market, starts: Starts, effort: Effort) -> list[Session]:
    """Return the sessions to hold in *untouched*, in which none of them is held; *starts* are the slots by course."""
    market = untouched.copy()
    best, loss = hold_best(market, first_offers(market, starts)), market.loss()
    random = Random(effort.seed)
    rounds = min(effort.rounds, MOST_TRIED // (len(untouched.room.people) * max(1, sum(map(len, starts)))))
    for number in range(rounds if best else 0):
        found, less = _anew(untouched, starts, best, _taken_back(untouched, random, by_day=number % 2 == 0))
        if less < loss:
            best, loss = found, less
    if effort.work > 0:
        found, less = _together(untouched, starts, best, effort)
        best = found if less < loss else best
    return best


def _taken_back(market: Market, random: Random, *, by_day: bool) -> Callable[[Session], bool]:
    """Return what tells the sessions to take back: those of some days, or of some people."""
    if by_day:
        days = range(market.room.grid.days)
        some = set(random.sample(days, min(DAYS_TAKEN_BACK, len(days))))
        return lambda session: int(market.day_of[session.first]) in some
    people = range(len(market.room.people))
    few = set(random.sample(people, -(-len(people) // SHARE_TAKEN_BACK)))
    return lambda session: not few.isdisjoint(session.people)


def _anew(
    untouched: Market, starts: Starts, best: Sequence[Session], back: Callable[[Session], bool]
) -> tuple[list[Session], float]:
    """Return *best* with the sessions that *back* names placed one by one once more, and what is lost with it."""
    market, kept = untouched.copy(), [session for session in best if not back(session)]
    for session in kept:
        market.hold(session)
    return kept + hold_best(market, first_offers(market, starts)), market.loss()


def _together(
    untouched: Market, starts: Starts, best: Sequence[Session], effort: Effort
) -> tuple[list[Session], float]:
    """Return the sessions of a model that begins with *best*, and what is lost with them; *best* where there are too many seats."""
    market = untouched.copy()
    keys = likely_starts(first_offers(market, starts), best)
    small = bool(keys) and seats_at(keys, market) <= MOST_SEATS
    found = SessionModel(market, keys).solve(best, work=effort.work, seed=effort.seed) if small else list(best)
    for session in found:
        market.hold(session)
    return found, market.loss()
