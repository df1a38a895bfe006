"""Breaks inside a shift."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise, permutations
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from scheduler.instance import Instance
from scheduler.roster import Assignment, Break, Roster, elapsed
from scheduler.rules.base import Severity, Violation
from scheduler.rules.hours import minutes_in
from scheduler.rules.wording import HOURS, MINUTES, Figure, RuleText
from scheduler.shifts import BreakPlan, BreakWindow
from scheduler.variables import Variables, forbid

MOST_KNOWN = 1 << 16  # arrangements of breaks that are kept: those of thousands of shifts are alike
Span = tuple[float, float, bool]  # of a break: its start and end in minutes after the shift's, and whether it is paid


@dataclass(frozen=True, slots=True)
class RestInShift:
    """Breaks of at least *minutes* in all within a shift of *from_hours* paid hours or more."""

    minutes: int = 60
    from_hours: float = 8
    name: ClassVar[str] = "rest-in-shift"
    citation: ClassVar[str] = "OS-2.1, OS-2.3"
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Rest inside a shift"),
        N_("A shift of so many paid hours or more has breaks of so many minutes in all."),
        differs=N_("The hour may be split, and paid breaks count."),
        figures={
            "minutes": Figure(N_("least breaks in all"), MINUTES),
            "from_hours": Figure(N_("paid hours from which on a shift needs them"), HOURS),
        },
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each long shift with less."""
        for shift in roster.assignments:
            rest = sum((elapsed(pause.start, pause.end) for pause in shift.breaks), timedelta(0)) / timedelta(minutes=1)
            if shift.paid_minutes >= minutes_in(self.from_hours) and rest < self.minutes:
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_("{agent} has {rest:g} minutes of breaks in the shift of {day}; at least {least} are due"),
                    {
                        "agent": instance.agent_by_id[shift.agent].name,
                        "rest": rest,
                        "day": shift.day,
                        "least": self.minutes,
                    },
                    shift.agent,
                    shift.day,
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Forbid the shift kinds whose break plan holds less."""
        for agent in variables.agents:
            for day in variables.days:
                forbid(
                    model,
                    (
                        (option, var)
                        for option, var in variables.on(agent, day)
                        if option.kind.paid_minutes >= minutes_in(self.from_hours)
                        and sum(window.minutes for window in option.kind.breaks.windows) < self.minutes
                    ),
                )


@dataclass(frozen=True, slots=True)
class BreaksAsPlanned:
    """The breaks of a shift are those of its kind: each in a window of its own, the work between two within the gaps."""

    name: ClassVar[str] = "breaks-as-planned"
    citation: ClassVar[str] = N_("contract")
    severity: ClassVar[Severity] = Severity.HARD
    text: ClassVar[RuleText] = RuleText(
        N_("Breaks in their windows"),
        N_(
            "The breaks of a shift are those of its kind: each lies in a window of its own, and the work between two of them keeps the least and the greatest gap."
        ),
        note=N_("Breaks are placed after the shifts, so that the solver is asked nothing."),
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each shift whose breaks are not those of its kind."""
        for shift in roster.assignments:
            kind = instance.kind_by_name.get(shift.kind)
            if kind is not None and not fits(shift, kind.breaks):
                yield Violation(
                    self.name,
                    self.citation,
                    self.severity,
                    N_("{agent} has the breaks {breaks} in the shift of {day}; kind {kind} asks for {plan}"),
                    {
                        "agent": instance.agent_by_id[shift.agent].name,
                        "breaks": "; ".join(_clock(shift, pause) for pause in shift.breaks) or "-",
                        "day": shift.day,
                        "kind": kind.name,
                        "plan": "; ".join(_window(window) for window in kind.breaks.windows) or "-",
                    },
                    shift.agent,
                    shift.day,
                )

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post nothing: every option of a kind can take the breaks of its plan."""


def fits(shift: Assignment, plan: BreakPlan) -> bool:
    """Tell whether the breaks of *shift* can be matched one to one with the windows of *plan* and keep its gaps."""
    minute = timedelta(minutes=1)
    spans = [(elapsed(shift.start, one.start) / minute, elapsed(shift.start, one.end) / minute) for one in shift.breaks]
    return _fits(tuple(sorted((*span, one.paid) for span, one in zip(spans, shift.breaks, strict=True))), plan)


@lru_cache(maxsize=MOST_KNOWN)
def _fits(breaks: tuple[Span, ...], plan: BreakPlan) -> bool:
    if len(breaks) != len(plan.windows):
        return False
    if not all(plan.least_gap <= later[0] - earlier[1] <= plan.greatest_gap for earlier, later in pairwise(breaks)):
        return False
    return any(
        all(_in_window(span, window) for span, window in zip(breaks, order, strict=True))
        for order in permutations(plan.windows)
    )


def _in_window(span: Span, window: BreakWindow) -> bool:
    after, end, paid = span
    return end - after == window.minutes and paid == window.paid and window.earliest <= after <= window.latest


def _clock(shift: Assignment, pause: Break) -> str:
    zone = shift.start.tzinfo
    text = f"{pause.start.astimezone(zone):%H:%M}-{pause.end.astimezone(zone):%H:%M}"
    return text if pause.paid else f"[{text}]"


def _window(window: BreakWindow) -> str:
    return f"{window.minutes} min +{window.earliest // 60}:{window.earliest % 60:02d}..{window.latest // 60}:{window.latest % 60:02d}"
