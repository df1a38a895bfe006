"""Refuses agents whose contract cannot be kept on the days of a horizon, before any roster is sought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent, Bounds
from scheduler.formats.contracts import ContractTerms
from scheduler.formats.possible import advice, hours_text, why_not
from scheduler.formats.reach import LineLimits, as_held, limits_of, totals
from scheduler.formats.sections import FaultReport
from scheduler.instance import Instance
from scheduler.options import options_of
from scheduler.rules.base import Rule
from scheduler.rules.contract import period_credit
from scheduler.rules.opening import WithinOpeningHours

Offered = Mapping[date, tuple[int, ...]]


def refuse_impossible(
    instance: Instance, rules: Sequence[Rule], source: str, terms: Mapping[str, ContractTerms]
) -> None:
    """Raise SiteFileError naming every agent whose contract cannot be kept within the horizon of *instance*.

    Agents of one contract and team with the same days of leave are alike: one of them is named.
    """
    report = FaultReport(source)
    offers = _Offers(instance, rules)
    days = instance.days()
    seen: set[object] = set()
    for agent in instance.agents:
        limits = limits_of(agent, [instance.kind_by_name[name] for name in agent.contract.kinds], rules)
        leave = agent.leave.intersection(days)
        key = (agent.contract, limits, leave, agent.team, agent.zone)
        if key in seen:
            continue
        seen.add(key)
        bounds = _worked(as_held(agent.contract, rules).period_minutes, period_credit(agent, instance))
        *_, reached = totals(limits, days, leave, offers.to(agent, limits))
        reason = why_not(reached, bounds, len(days))
        if reason is not None and not any(offers.to(agent, limits).values()) and limits.kinds:
            reason = Sentence(
                N_("no shift of kind {kinds} lies within the opening hours of team {team}"),
                kinds=", ".join(limits.kinds),
                team=agent.team,
            )
        if reason is not None:
            report.add(
                terms[agent.contract.name].place,
                Sentence(
                    N_("contract {contract} cannot be kept by agent {agent} on the {days} days from {first}: {reason}"),
                    contract=agent.contract.name,
                    agent=agent.id,
                    days=len(days),
                    first=days[0],
                    reason=reason if isinstance(reason, Sentence) else Sentence(reason),
                ),
                value=hours_text(agent.contract.period_minutes),
                expected=advice(limits),
            )
    report.raise_any()


@dataclass
class _Offers:
    """The paid minutes of the shifts that each day has within the opening hours, for agents that are alike."""

    instance: Instance
    rules: Sequence[Rule]
    _known: dict[object, Offered] = field(default_factory=dict)
    _open: dict[str, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for rule in self.rules:
            if isinstance(rule, WithinOpeningHours):
                self._open = {team.name: rule.open_slots(team, self.instance.grid) for team in self.instance.teams}

    def to(self, agent: Agent, limits: LineLimits) -> Offered:
        """Return what *agent* may work on each day of the horizon."""
        key = (agent.contract.kinds, limits.kinds, agent.team, agent.zone)
        if key not in self._known:
            self._known[key] = {day: self._on(day, agent, limits) for day in self.instance.days()}
        return self._known[key]

    def _on(self, day: date, agent: Agent, limits: LineLimits) -> tuple[int, ...]:
        slots = self._open.get(agent.team)
        return tuple(
            sorted(
                {
                    option.kind.paid_minutes
                    for option in options_of(self.instance, agent, day)
                    if option.kind.name in limits.kinds
                    and (slots is None or slots.issuperset(range(option.first, option.end)))
                }
            )
        )


def _worked(bounds: Bounds, credit: int) -> Bounds:
    """Return the bounds of worked time, leave counting for *credit* minutes."""
    return Bounds(
        None if bounds.least is None else max(0, bounds.least - credit),
        None if bounds.most is None else max(0, bounds.most - credit),
    )
