"""Rest between two shifts of one agent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.roster import Roster, elapsed
from scheduler.rules.base import Severity, Violation
from scheduler.rules.sequence import consecutive, rest_between
from scheduler.rules.wording import HOURS, Figure, RuleText
from scheduler.variables import Choice, Variables, forbid


@dataclass(frozen=True, slots=True)
class NoOverlap:
    """Nobody is on two shifts at once."""

    name: ClassVar[str] = "no-overlap"
    citation: ClassVar[str] = N_("site")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("No two shifts at once"),
        N_("Nobody is on two shifts at once."),
        note=N_("Shifts that touch are allowed."),
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each pair of shifts of one agent that overlap."""
        yield from _too_close(self, timedelta(0), roster, instance)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid two shifts of one agent on consecutive days that overlap."""
        _post_rest(model, variables, timedelta(0))


@dataclass(frozen=True, slots=True)
class RestAfterShift:
    """At least *hours* after each shift before any further duty."""

    hours: float = 1
    name: ClassVar[str] = "rest-after-shift"
    citation: ClassVar[str] = "OS-2.1, OS-2.3"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Rest after a shift"),
        N_("After each shift so many hours pass before any further duty."),
        note=N_("This is the floor of the operating standard; daily-rest is the stricter default."),
        figures={
            "hours": Figure(N_("least rest"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each pair of shifts with less rest between them."""
        yield from _too_close(self, timedelta(hours=self.hours), roster, instance)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid pairs of shifts with less rest between them."""
        _post_rest(model, variables, timedelta(hours=self.hours))


@dataclass(frozen=True, slots=True)
class DailyRest:
    """At least *hours* between the end of a shift and the start of the same agent's next one, in elapsed time."""

    hours: float = 11
    name: ClassVar[str] = "daily-rest"
    citation: ClassVar[str] = "OS-2.1, EU 2003/88 art. 3"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Rest between two working days"),
        N_(
            "At least so many hours lie between the end of a shift and the start of the same agent's next one, in elapsed time."
        ),
        differs=N_(
            "The article asks for 11 hours in each 24, which a split shift could meet with rest before its first part; here every gap counts."
        ),
        figures={
            "hours": Figure(N_("least rest"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each pair of shifts with less rest between them."""
        yield from _too_close(self, timedelta(hours=self.hours), roster, instance)

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid pairs of shifts with less rest between them."""
        _post_rest(model, variables, timedelta(hours=self.hours))


def _too_close(
    rule: NoOverlap | RestAfterShift | DailyRest, least: timedelta, roster: Roster, instance: Instance
) -> Iterator[Violation]:
    for agent, earlier, later in consecutive(roster, instance):
        rest = rest_between(earlier, later)
        if rest < least:
            yield Violation(
                rule.name,
                rule.citation,
                rule.severity,
                N_(
                    "{agent} rests {hours:.2f} h between the shifts of {earlier} and {later}; at least {least:g} h are due"
                ),
                {
                    "agent": agent.name,
                    "hours": rest / timedelta(hours=1),
                    "earlier": earlier.day,
                    "later": later.day,
                    "least": least / timedelta(hours=1),
                },
                agent.id,
                later.day,
            )


def _post_rest(model: CpModel, variables: Variables, least: timedelta) -> None:
    slot = variables.instance.grid.slot_length
    slots = -(-least // slot)  # a start on the grid keeps the rest exactly when it keeps it rounded up to slots
    reach_days = 2 + -(-least // timedelta(days=1))  # a shift of 24 hours ends two days on when the clock skips one
    for agent in variables.agents:
        _post_border(model, variables, agent, least, reach_days)
        for day in variables.days:
            _post_day(model, variables, agent, variables.on(agent, day), slots, reach_days)


def _post_border(model: CpModel, variables: Variables, agent: Agent, least: timedelta, reach_days: int) -> None:
    """Forbid the shifts that start too early after the last one before the planned days."""
    last = variables.last_before(agent)
    if last is None:
        return
    grid = variables.instance.grid
    for day in variables.days[:reach_days]:
        forbid(
            model,
            (choice for choice in variables.on(agent, day) if elapsed(last.end, choice[0].starts_at(grid)) < least),
        )


def _post_day(
    model: CpModel, variables: Variables, agent: Agent, today: list[Choice], slots: int, reach_days: int
) -> None:
    """One clause an end time: of the shifts that end then or later and those too early after it, one at most."""
    if not today:
        return
    day = today[0][0].day
    for ahead in range(1, reach_days + 1):
        following = variables.on(agent, day + timedelta(days=ahead))
        for end in sorted({option.end for option, _ in today}):
            late = [var for option, var in today if option.end >= end]
            early = [var for option, var in following if option.first < end + slots]
            if early:
                model.add_at_most_one(late + early)
