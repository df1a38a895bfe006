"""What rules over several people say of one more shift on a roster: whom it would bring together, and whom it would part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.options import Option
from scheduler.roster import Assignment, Roster
from scheduler.rules.base import Rule, Severity, Tying
from scheduler.rules.several import hard_streams
from scheduler.streams import ANY_NUMBER, Stream, Whole


@dataclass
class Company:
    """Answers about *roster* under the hard ones of *rules* that look at several people."""

    roster: Roster
    instance: Instance
    rules: Sequence[Rule]
    ties: dict[AgentId, list[Rule]] = field(init=False)
    full: dict[AgentId, list[tuple[Stream, Whole]]] = field(init=False)
    _before: dict[str, Counter[object]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        hard = [rule for rule in self.rules if rule.severity is Severity.HARD]
        self.ties, self.full = {}, {}
        for rule in hard:
            for people in rule.ties(self.instance) if isinstance(rule, Tying) else ():
                for agent in people:
                    self.ties.setdefault(agent, []).append(rule)
        for stream in hard_streams(hard, self.instance):
            if (stream.most < ANY_NUMBER).any():
                heads = stream.heads(self.roster, self.instance)
                for agent in stream.members:
                    self.full.setdefault(agent, []).append((stream, heads))

    def broken_by(self, option: Option, shift: Assignment) -> str | None:
        """Return the name of a rule that *shift*, which is *option*, newly breaks; None where there is none."""
        for stream, heads in self.full.get(shift.agent, ()):
            if any(heads[bucket] >= stream.most[bucket] for bucket in stream.buckets.of_option(option)):
                return stream.name
        mine = self.ties.get(shift.agent)
        if not mine:
            return None
        longer = Roster.of(self.roster.grid, [*self.roster.assignments, shift])
        return next((rule.name for rule in mine if self._told(rule, longer) - self._as_it_stands(rule)), None)

    def _as_it_stands(self, rule: Rule) -> Counter[object]:
        if rule.name not in self._before:
            self._before[rule.name] = self._told(rule, self.roster)
        return self._before[rule.name]

    def _told(self, rule: Rule, roster: Roster) -> Counter[object]:
        return Counter((found.day, found.message) for found in rule.check(roster, self.instance))
