"""Heads that a rule wants, as streams; and where a roster has too few or too many of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import groupby

import numpy as np

from forecasting.messages import Sentence
from forecasting.timegrid import TimeGrid
from scheduler.agents import Agent, Team
from scheduler.instance import Instance
from scheduler.objective.cover import SCALE
from scheduler.options import options_of
from scheduler.roster import Roster
from scheduler.rules.base import Rule, Severity, Violation
from scheduler.rules.work_days import WEEK
from scheduler.streams import ANY_NUMBER, Buckets, ShiftBuckets, SlotBuckets, Stream, Whole


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a rule called *name* wants: *least* to *most* heads, at so many points a head too few or too many where it is soft."""

    name: str
    severity: Severity
    least: int
    most: int = ANY_NUMBER
    points_under: float = 0.0
    points_over: float = 0.0

    def in_shifts(
        self,
        of: str,
        people: Iterable[Agent],
        days: Sequence[date],
        kinds: frozenset[str],
        asks: Sentence,
        team: str | None = None,
    ) -> Stream:
        """Return the heads of *people* in the shifts of *kinds* of each of *days*."""
        buckets = ShiftBuckets(tuple(days), (kinds,) * len(days))
        return self._stream(of, people, buckets, np.ones(len(days), dtype=np.int64), asks, team)

    def in_slots(
        self,
        of: str,
        people: Iterable[Agent],
        grid: TimeGrid,
        asked: Whole,
        asks: Sentence,
        team: str | None = None,
    ) -> Stream:
        """Return the heads of *people* in the slots of *grid* that *asked* marks with 1."""
        return self._stream(of, people, SlotBuckets(grid), asked, asks, team)

    def _stream(
        self, of: str, people: Iterable[Agent], buckets: Buckets, asked: Whole, asks: Sentence, team: str | None
    ) -> Stream:
        soft = self.severity is Severity.SOFT
        return Stream(
            self.name,
            of,
            frozenset(agent.id for agent in people),
            buckets,
            self.least * asked,
            np.where(asked > 0, self.most, ANY_NUMBER),
            round(self.points_under * SCALE) * soft * asked,
            round(self.points_over * SCALE) * soft * asked,
            self.severity is Severity.HARD,
            team,
            asks,
        )


def kinds_wanted(
    kinds: Collection[str], people: Iterable[Agent], instance: Instance
) -> list[tuple[str, frozenset[str]]]:
    """Return what is counted together: for each of *kinds*, a shift kind or a part of the day, the kinds of *people* that it is.

    Without any, every kind by itself. What nobody can work is left out, and so are kinds on call that are not named.
    """
    offered = {name: instance.kind_by_name[name] for agent in people for name in agent.contract.kinds}
    if not kinds:
        return [(name, frozenset({name})) for name in sorted(offered) if not offered[name].on_call]
    found = [
        (
            one,
            frozenset(name for name, kind in offered.items() if one == name or (one == kind.part and not kind.on_call)),
        )
        for one in sorted(kinds)
    ]
    return [(one, names) for one, names in found if names]


def teams_named(names: Collection[str], instance: Instance) -> list[Team]:
    """Return the site's teams that are among *names*, all where none is named."""
    return [team for team in instance.home_teams if not names or team.name in names]


def people_of(teams: Iterable[Team], instance: Instance) -> list[Agent]:
    """Return the people of the site's *teams*, whichever skill sets they are rostered in."""
    names = {team.name for team in teams}
    return [agent for agent in instance.agents if agent.home_team in names]


def open_days(teams: Iterable[Team], weekdays: Collection[str], instance: Instance) -> list[date]:
    """Return the planned days among *weekdays* on which one of *teams* is open."""
    teams = list(teams)
    return [day for day in days_of(weekdays, instance) if any(team.opening.span_on(day) is not None for team in teams)]


def days_of(weekdays: Collection[str], instance: Instance) -> list[date]:
    """Return the planned days among *weekdays*."""
    return [day for day in instance.days() if WEEK[day.weekday()] in weekdays]


def open_slots(teams: Iterable[Team], weekdays: Collection[str], people: Iterable[Agent], instance: Instance) -> Whole:
    """Return by slot of the horizon 1 where one of *teams* is open on one of *weekdays*, else 0.

    Slots that shifts of *people* from the evening before may cover ask for nobody where those shifts are not known.
    """
    marked = np.zeros(instance.grid.n_slots, dtype=np.int64)
    for team in teams:
        for day in instance.days():
            slots = team.opening.open_slots(instance.grid, day)
            if slots and WEEK[day.weekday()] in weekdays:
                marked[max(0, slots.start) : slots.stop] = 1
    if instance.before is None:
        marked[: _end_of_the_evening_before(people, instance)] = 0
    return marked


def _end_of_the_evening_before(people: Iterable[Agent], instance: Instance) -> int:
    """Return the slot up to which shifts of *people* that begin before the first planned day may last."""
    day = instance.grid.first_day - timedelta(days=1)
    alike = {(agent.contract.kinds, instance.zone_of(agent)): agent for agent in people}
    ends = (
        option.end for agent in alike.values() for option in options_of(instance, agent, day) if not option.kind.on_call
    )
    return max(0, *ends, 0)


def about(rule: Rule, *what: str) -> str:
    """Return what tells a stream of *rule* about *what* from those of other tables of the rule: all its figures."""
    figures = (getattr(rule, item.name) for item in fields(rule))  # type: ignore[arg-type]  # every rule is a dataclass
    told = (",".join(sorted(map(str, one))) if isinstance(one, frozenset) else str(one) for one in figures)
    return "/".join([*what, *told])


@dataclass(frozen=True, slots=True)
class Told:
    """How a violation is said: the marked templates *few* and *many*, and the *values* that both know beside what is counted."""

    few: str
    values: Mapping[str, object]
    many: str = ""


def wrong_shifts(
    wanted: Wanted, citation: str, stream: Stream, roster: Roster, instance: Instance, told: Told
) -> Iterator[Violation]:
    """Yield each day whose shifts in *stream* are too few or too many in *roster*."""
    heads = stream.heads(roster, instance)
    for bucket in np.flatnonzero((heads < stream.least) | (heads > stream.most)).tolist():
        day, count = stream.buckets.day(bucket), int(heads[bucket])
        few = count < stream.least[bucket]
        values = {"day": day, "count": count, "about": stream.of, **told.values}
        values |= {"least": wanted.least} if few else {"most": wanted.most}
        template = told.few if few else told.many
        yield Violation(wanted.name, citation, wanted.severity, template, values, day=day)


def wrong_slots(
    wanted: Wanted, citation: str, stream: Stream, roster: Roster, instance: Instance, told: Told
) -> Iterator[Violation]:
    """Yield each stretch of slots of a day in which *stream* has too few heads in *roster*."""
    grid, heads = instance.grid, stream.heads(roster, instance)
    few = heads < stream.least
    for (short, day), slots in groupby(range(grid.n_slots), key=lambda slot: (bool(few[slot]), grid.date_of(slot))):
        if not short:
            continue
        stretch = list(slots)
        values = {
            "day": day,
            "count": int(heads[stretch].min()),
            "start": f"{grid.local(stretch[0]):%H:%M}",
            "end": f"{grid.local(stretch[-1] + 1):%H:%M}",
            "least": wanted.least,
            "about": stream.of,
            **told.values,
        }
        yield Violation(wanted.name, citation, wanted.severity, told.few, values, day=day)
