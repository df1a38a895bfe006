"""The whole objective: named terms, what each costs a roster, and which of them come first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.objective.cover import EXCESS, SCALE, SHORTAGE, Weights, cover_costs
from scheduler.objective.shares import Sharing
from scheduler.objective.soft_days import with_soft_days
from scheduler.objective.soft_rules import with_soft_rules
from scheduler.objective.soft_streams import with_soft_streams
from scheduler.objective.terms import DayTerm, LineTerm
from scheduler.roster import Roster
from scheduler.rules.base import Rule
from scheduler.streams import Stream
from scheduler.worked import Line, lines_of_roster

Level = frozenset[str]
USUAL = Weights()


@dataclass(frozen=True, slots=True)
class Objective:
    """What a roster is measured by: cover by *weights*, and the terms of *days*, *lines*, *shares* and *streams*.

    *order* names terms that come first, the most important one first, whatever the others cost; those that it does not
    name are added up and come last. Without it everything is added up.
    """

    weights: Weights = USUAL
    days: tuple[DayTerm, ...] = ()
    lines: tuple[LineTerm, ...] = ()
    shares: tuple[Sharing, ...] = ()
    order: tuple[str, ...] = ()
    streams: tuple[Stream, ...] = ()

    @property
    def is_cover_alone(self) -> bool:
        """Whether nothing but heads is measured, missing and spare ones."""
        return not (self.days or self.lines or self.shares)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the terms."""
        further = [*(term.name for term in self.days), *(term.name for term in self.lines)]
        further += [*(share.name for share in self.shares), *(stream.name for stream in self.streams)]
        return tuple(dict.fromkeys([SHORTAGE, EXCESS, *further]))

    @property
    def levels(self) -> tuple[Level, ...]:
        """The terms that are added up with each other, the most important level first; each term is in one of them."""
        first = [name for name in dict.fromkeys(self.order) if name in self.names]
        rest = frozenset(self.names) - frozenset(first)
        return (*(frozenset([name]) for name in first), *([rest] if rest else []))

    def under(self, rules: Iterable[Rule], instance: Instance | None = None) -> "Objective":
        """Return this with a term for each of *rules* that is soft and has a price, in the place of those it has.

        Heads that soft rules want of the people of *instance* are among them where it is given.
        """
        held = tuple(rules)
        days, lines = with_soft_days(self.days, held), with_soft_rules(self.lines, held)
        streams = with_soft_streams(self.streams, held, instance)
        same = (days, lines, streams) == (self.days, self.lines, self.streams)
        return self if same else replace(self, days=days, lines=lines, streams=streams)

    def cover_of(self, level: Level) -> Weights:
        """Return the weights of cover of which only those in *level* count."""
        return Weights(
            self.weights.shortage if SHORTAGE in level else (), self.weights.excess if EXCESS in level else ()
        )

    def costs(self, roster: Roster, instance: Instance) -> dict[str, int]:
        """Return what each term costs, in hundredths of a point, from the roster alone."""
        further = self.costs_of_lines({} if self.is_cover_alone else lines_of_roster(roster, instance), instance)
        counted = dict.fromkeys((stream.name for stream in self.streams), 0)
        for stream in self.streams:
            counted[stream.name] += stream.cost(stream.heads(roster, instance))
        return cover_costs(roster, instance, self.weights) | further | counted

    def costs_of_lines(self, lines: Mapping[AgentId, Line], instance: Instance) -> dict[str, int]:
        """Return what each term but those of heads costs, in hundredths of a point, *lines* being the planned shifts by agent."""
        names = [*(term.name for term in self.days), *(term.name for term in self.lines)]
        costs = dict.fromkeys([*names, *(share.name for share in self.shares)], 0)
        for agent in instance.agents:
            line = lines.get(agent.id, ())
            for each in self.lines:
                costs[each.name] += each.of_line(instance, agent, line)
            worked = {shift.day: shift for shift in line}
            for term in self.days:
                costs[term.name] += sum(term.of_day(instance, agent, day, worked.get(day)) for day in instance.days())
        for share in self.shares:
            costs[share.name] += share.of_lines(lines, instance)
        return costs


def roster_terms(roster: Roster, instance: Instance, objective: Objective) -> dict[str, float]:
    """Return each term of *objective*, in points, from the roster alone."""
    return {name: cost / SCALE for name, cost in objective.costs(roster, instance).items()}
