"""What a roster leaves uncovered, in runs of slots, and where the team's people were instead."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from forecasting.messages import N_, Translate
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent
from scheduler.coverage import on_duty
from scheduler.explain.elsewhere import Worth
from scheduler.instance import Instance
from scheduler.objective import Weights
from scheduler.objective.goal import USUAL
from scheduler.options import Option
from scheduler.probe import Probe
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule

LEAST_HEADS = 1e-6  # below it a difference is rounding


@dataclass(frozen=True, slots=True)
class ShortRun:
    """Slots [*first*, *end*) in a row in which *team* has fewer people on duty than it needs.

    *required* and *rostered* are heads in *worst*, the slot with most missing (the first such); *missing_hours* are
    person-hours over the run.
    """

    team: str
    first: int
    end: int
    worst: int
    required: float
    rostered: int
    missing_hours: float

    @property
    def missing(self) -> float:
        """Heads missing in the worst slot."""
        return self.required - self.rostered


class Whereabouts(StrEnum):
    """What keeps one person of a short team from serving in a slot. Each person has exactly one, the first that applies."""

    ON_DUTY = "on duty"
    ON_CALL = "on call"
    ON_BREAK = "on a break"
    IN_ACTIVITY = "in an activity"
    NO_KIND = "no shift kind"
    ON_LEAVE = "on leave"
    AWAY = "not available"
    ELSEWHERE = "needed elsewhere"
    OTHER_SHIFT = "other shift"
    RESTING = "resting"
    AT_HOURS = "at hours"
    RULE = "rule"
    SOFT_RULE = "soft rule"
    COSTLY = "costly"
    FREE = "free"


SENTENCES: Mapping[Whereabouts, str] = {
    Whereabouts.ON_DUTY: N_("{count} on duty"),
    Whereabouts.ON_CALL: N_("{count} on call"),
    Whereabouts.ON_BREAK: N_("{count} on a break"),
    Whereabouts.IN_ACTIVITY: N_("{count} in training or another activity"),
    Whereabouts.NO_KIND: N_("{count} whose contract has no shift at this time"),
    Whereabouts.ON_LEAVE: N_("{count} on leave"),
    Whereabouts.AWAY: N_("{count} not available at this time"),
    Whereabouts.ELSEWHERE: N_("{count} needed more at another time of the day, where they have a shift"),
    Whereabouts.OTHER_SHIFT: N_("{count} with a shift at another time of the day"),
    Whereabouts.RESTING: N_("{count} resting before or after another shift"),
    Whereabouts.AT_HOURS: N_("{count} who would exceed the hours of their contract"),
    Whereabouts.RULE: N_("{count} kept off by other rules ({rules})"),
    Whereabouts.SOFT_RULE: N_("{count} whose further shift would break rules that should hold ({rules})"),
    Whereabouts.COSTLY: N_("{count} free, whose further shift would help less than it would bring people too many"),
    Whereabouts.FREE: N_("{count} free whom every rule would allow to work"),
}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A short run and where the team's people are in its worst slot; *people* sums to *team_size*.

    *rules* counts the people under ``Whereabouts.RULE`` by the rule that a further shift would break first, *soft_rules*
    those under ``SOFT_RULE``.
    """

    run: ShortRun
    team_size: int
    people: Mapping[Whereabouts, int]
    rules: Mapping[str, int] = field(default_factory=dict)
    soft_rules: Mapping[str, int] = field(default_factory=dict)

    def sentence(self, translate: Translate) -> str:
        """Return the reason in the reader's language, made of counted facts alone."""
        if not self.team_size:
            return translate(N_("Nobody is in the team."))
        listed = translate(N_("{first}, {rest}"))
        counted = translate(N_("{rule}: {count}"))
        told = {
            where: _listed([counted.format(rule=name, count=count) for name, count in sorted(rules.items())], listed)
            for where, rules in ((Whereabouts.RULE, self.rules), (Whereabouts.SOFT_RULE, self.soft_rules))
        }
        parts = [
            translate(SENTENCES[where]).format(count=count, rules=told.get(where, ""))
            for where, count in self.people.items()
            if count
        ]
        return translate(N_("Team of {size}: {parts}.")).format(size=self.team_size, parts=_listed(parts, listed))


def _listed(parts: Sequence[str], listed: str) -> str:
    text = parts[0] if parts else ""
    for part in parts[1:]:
        text = listed.format(first=text, rest=part)
    return text


def short_runs(roster: Roster, instance: Instance) -> tuple[ShortRun, ...]:
    """Return the runs of slots in which a team is short, most missing person-hours first."""
    heads = on_duty(roster, instance)
    slot_hours = instance.grid.slot_minutes / 60
    runs = [
        _run(team, first, end, required, heads[team], slot_hours)
        for team, required in instance.demand.scheduled.items()
        for first, end in _runs_of(required - heads[team] > LEAST_HEADS)
    ]
    return tuple(sorted(runs, key=lambda run: (-run.missing_hours, run.team, run.first)))


def _runs_of(flags: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return ((int(first), int(end)) for first, end in zip(edges[::2], edges[1::2], strict=True))


def _run(
    team: str, first: int, end: int, required: npt.NDArray[np.float64], heads: npt.NDArray[np.int64], slot_hours: float
) -> ShortRun:
    missing = required[first:end] - heads[first:end]
    worst = first + int(np.argmax(missing))
    return ShortRun(
        team, first, end, worst, float(required[worst]), int(heads[worst]), float(missing.sum()) * slot_hours
    )


def why_short(
    runs: Sequence[ShortRun],
    roster: Roster,
    instance: Instance,
    rules: Sequence[Rule],
    weights: Weights = USUAL,
) -> list[Shortfall]:
    """Return for each of *runs* where the people of its team are in its worst slot, and what keeps the rest away.

    People off duty are asked: could they take one more shift over this slot, the roster otherwise as it is? So "free"
    is no promise that the whole roster could be better, and "kept off" none that it could not. *weights* of missing and
    spare heads tell whether a shift is worth more where it is.
    """
    probe, worth = Probe(roster, instance, tuple(rules)), Worth(roster, instance, weights)
    teams: dict[str, list[Agent]] = {}
    for agent in instance.agents:
        teams.setdefault(agent.team, []).append(agent)
    return [_shortfall(run, teams.get(run.team, []), probe, worth) for run in runs]


def _within_shift(shift: Assignment, slot: int, grid: TimeGrid) -> Whereabouts:
    def covers(start: datetime, end: datetime) -> bool:
        return grid.slot_containing(start) <= slot < grid.slot_containing(end)

    if shift.on_call:
        return Whereabouts.ON_CALL
    if any(covers(activity.start, activity.end) for activity in shift.activities):
        return Whereabouts.IN_ACTIVITY
    if any(covers(pause.start, pause.end) for pause in shift.breaks):
        return Whereabouts.ON_BREAK
    return Whereabouts.ON_DUTY


def _shortfall(run: ShortRun, team: Sequence[Agent], probe: Probe, worth: Worth) -> Shortfall:
    places = [_whereabouts(agent, run.worst, probe, worth) for agent in team]
    counted = Counter(where for where, _ in places)
    rules, soft = (
        dict(Counter(rule for place, rule in places if place is where and rule is not None))
        for where in (Whereabouts.RULE, Whereabouts.SOFT_RULE)
    )
    return Shortfall(run, len(team), {where: counted[where] for where in Whereabouts}, rules, soft)


def _whereabouts(agent: Agent, slot: int, probe: Probe, worth: Worth) -> tuple[Whereabouts, str | None]:
    shift = probe.shift_at(agent, slot)
    if shift is not None:
        return _within_shift(shift, slot, probe.instance.grid), None
    options = probe.options_over(agent, slot)
    if not options:
        return Whereabouts.NO_KIND, None
    for where, allowed in (
        (Whereabouts.ON_LEAVE, probe.off_leave),
        (Whereabouts.AWAY, probe.available),
        (Whereabouts.OTHER_SHIFT, probe.on_free_day),
        (Whereabouts.RESTING, probe.rested),
        (Whereabouts.AT_HOURS, probe.within_hours),
    ):
        left = [option for option in options if allowed(agent, option)]
        if not left:
            elsewhere = where is Whereabouts.OTHER_SHIFT and _is_needed_there(agent, options, probe, worth)
            return (Whereabouts.ELSEWHERE if elsewhere else where), None
        options = left
    rule = probe.broken_by_all(agent, options)
    if rule is not None:
        return Whereabouts.RULE, rule
    if not worth.adding_pays(agent.team, options):
        return Whereabouts.COSTLY, None
    soft = probe.softly_broken_by_all(agent, options)
    return (Whereabouts.FREE if soft is None else Whereabouts.SOFT_RULE), soft


def _is_needed_there(agent: Agent, options: Sequence[Option], probe: Probe, worth: Worth) -> bool:
    """Tell whether every shift that *agent* has on the days of *options* is worth more than they would be instead."""
    shifts = {shift.day: shift for shift in probe.lines.get(agent.id, ())}
    return not any(worth.moving_pays(agent.team, shifts[option.day], [option]) for option in options)
