"""Where a drill fits: windows of a roster in which every slot keeps its required heads, best first.

Hard: nobody on leave, in a break, in training or in another drill is taken; every team keeps its heads in every slot;
no drill near a peak. A refused window carries its reason. Best is where most people remain to spare.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from drills.availability import HEAD_TOLERANCE, Availability, slot_from, whole_people
from drills.cast import Cast, choose_cast, leads, parts_of
from drills.drill import Window
from drills.errors import NoWindowError
from drills.notes import Note
from drills.scenario.frozen import Scenario
from drills.scenario.streams import named_number
from forecasting.messages import N_, Sentence, joined
from forecasting.site import REGULAR_HOURS, Span
from forecasting.timegrid import local_instant
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster


@dataclass(frozen=True, slots=True)
class Timing:
    """When drills may take place: within *hours* of a day (OS-2.1), away from *peaks*.

    Forbidden from *days_before_peak* days before a peak to *days_after_peak* after it, both included: a rehearsal
    belongs 45 to 10 days before the peak, early enough to mend what it finds.
    """

    hours: Span = REGULAR_HOURS
    peaks: frozenset[date] = frozenset()
    days_before_peak: int = 9
    days_after_peak: int = 2

    def __post_init__(self) -> None:
        if self.days_before_peak < 0 or self.days_after_peak < 0:
            raise ValueError(
                f"timing: {self.days_before_peak} days before and {self.days_after_peak} after a peak; expected 0 or more"
            )

    def peak_near(self, day: date) -> date | None:
        """Return a peak that forbids drills on *day*."""
        before, after = timedelta(days=self.days_before_peak), timedelta(days=self.days_after_peak)
        return next((peak for peak in sorted(self.peaks) if peak - before <= day <= peak + after), None)


@dataclass(frozen=True, slots=True)
class Placement:
    """A window that keeps its cover, with its cast; *slack* is the least that any team can still spare in any slot."""

    window: Window
    cast: Cast
    slack: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """A window that cannot be used, why, and how many people it lacks (0 where people are not the reason)."""

    window: Window
    reason: Note
    shortfall: float


@dataclass(frozen=True, slots=True)
class Search:
    """Every candidate window of a roster: usable ones best first, refused ones in time order."""

    placements: tuple[Placement, ...]
    refusals: tuple[Refusal, ...]

    def best(self) -> Placement:
        """Return the best placement; raises NoWindowError naming the nearest window where there is none."""
        if self.placements:
            return self.placements[0]
        raise _no_window(self.refusals)


def find_windows(scenario: Scenario, roster: Roster, instance: Instance, timing: Timing) -> Search:
    """Try *scenario* at every slot of every day of *roster*, which has all other drills in it as activities."""
    finder = _Finder(scenario, roster, instance)
    tried = [
        finder.attempt(first, day, timing) for day in instance.grid.dates() for first in finder.starts(day, timing)
    ]
    placements = [found for found in tried if isinstance(found, Placement)]
    seed = scenario.seed

    def rank(placement: Placement) -> tuple[bool, float, int]:
        equals = named_number(seed, "window", placement.window.start.isoformat())
        return not placement.cast.commander_has_backup, -placement.slack, equals

    return Search(tuple(sorted(placements, key=rank)), tuple(found for found in tried if isinstance(found, Refusal)))


class _Finder:
    """One scenario against one roster."""

    def __init__(self, scenario: Scenario, roster: Roster, instance: Instance) -> None:
        self.grid = instance.grid
        self.parts = parts_of(scenario)
        self.length = -(-scenario.minutes // self.grid.slot_minutes)
        self.available = Availability.of(roster, instance)
        order = sorted(instance.agents, key=lambda agent: named_number(scenario.seed, "cast", agent.id))
        self.turn = {agent.id: turn for turn, agent in enumerate(order)}
        rostered = {shift.agent for shift in roster.assignments}
        self.leaders = any(leads(agent) for agent in instance.agents if agent.id in rostered)

    def starts(self, day: date, timing: Timing) -> range:
        """Return the slots of *day* at which the drill may start so that it ends within the hours and the horizon."""
        opens, closes = (local_instant(day, at, self.grid.zone) for at in (timing.hours.opens, timing.hours.closes))
        end = min(self.grid.slot_containing(closes), self.grid.n_slots)
        return range(slot_from(self.grid, opens), end - self.length + 1)

    def attempt(self, first: int, day: date, timing: Timing) -> Placement | Refusal:
        end = first + self.length
        window = Window(self.grid.instant(first), self.grid.instant(end), self.grid.zone)
        peak = timing.peak_near(day)
        if peak is not None:
            return Refusal(window, Note(N_("the day is too near the peak on {day}"), {"day": peak.isoformat()}), 0.0)
        spare = self.available.least_spare(first, end)
        free = self.available.free(first, end)
        refusal = self._short(window, spare, free)
        if refusal is not None:
            return refusal
        room = {team: whole_people(heads) for team, heads in spare.items()}
        cast = choose_cast(self.parts, sorted(free, key=lambda agent: self.turn[agent.id]), room, leaders=self.leaders)
        if isinstance(cast, Note):
            return Refusal(window, cast, 1.0)
        away = Counter(team for _, team in {(seat.agent, seat.team) for seat in cast.seats})
        return Placement(window, cast, round(min(heads - away[team] for team, heads in spare.items()), 6))

    def _short(self, window: Window, spare: dict[str, float], free: Iterable[Agent]) -> Refusal | None:
        lacking = {team: -heads for team, heads in spare.items() if heads < -HEAD_TOLERANCE}
        there = Counter(agent.team for agent in free)
        can_go = sum(min(whole_people(heads), there[team]) for team, heads in spare.items())
        shortfall = sum(lacking.values()) + max(0, len(self.parts) - can_go)
        if lacking:
            team = max(lacking, key=lambda name: lacking[name])
            reason = Note(N_("team {team} lacks required heads even without a drill"), {"team": team})
            return Refusal(window, reason, shortfall)
        if can_go < len(self.parts):
            return Refusal(window, Note(N_("too few people can leave live work")), float(shortfall))
        return None


def _no_window(refusals: tuple[Refusal, ...]) -> NoWindowError:
    if not refusals:
        return NoWindowError(N_("no window: the roster has no day with enough time within the hours for drills"), None)
    counts = Counter(refusal.reason.say() for refusal in refusals).most_common()
    lacking = [refusal for refusal in refusals if refusal.shortfall > 0]
    told = [Sentence(N_("no window keeps every required head; {count} were tried"), count=len(refusals))]
    if lacking:
        nearest = min(lacking, key=lambda refusal: (refusal.shortfall, refusal.window.start))
        start = nearest.window.local_start.isoformat(timespec="minutes")
        template = N_("the nearest, at {start}, lacks {people} people: {reason}")
        people = f"{nearest.shortfall:.1f}"
        told.append(Sentence(template, start=start, people=people, reason=nearest.reason.sentence))
    reasons = {refusal.reason.say(): refusal.reason.sentence for refusal in refusals}
    listed = joined(Sentence(N_("{reason} ({count})"), reason=reasons[reason], count=count) for reason, count in counts)
    told.append(Sentence(N_("reasons: {reasons}"), reasons=listed))
    return NoWindowError(joined(told), min((item.shortfall for item in lacking), default=None), counts)
