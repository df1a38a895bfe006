"""Refuses contracts that no line of shifts can meet, with the reason, before any roster is sought."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import reduce

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent, Bounds, Restriction
from scheduler.formats.contracts import DAYS_A_WEEK, ContractTerms
from scheduler.formats.reach import LineLimits, as_held, is_night_only, limits_of, totals
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.values import MINUTES_AN_HOUR
from scheduler.rules.base import Rule
from scheduler.rules.protected import NoNightForProtected
from scheduler.shifts import ShiftKind

A_MONDAY = date(2024, 1, 1)
LONGEST_PERIOD_DAYS = 92


def impossible_ever(
    terms: ContractTerms, agent: Agent, kinds: Sequence[ShiftKind], rules: Sequence[Rule]
) -> str | None:
    """Return why *agent* can keep the contract of *terms* in no period of up to 92 days; None where one exists.

    Periods begin on a Monday; with weekly bounds they are whole weeks.
    """
    limits = limits_of(agent, kinds, rules)
    days = [A_MONDAY + timedelta(days=index) for index in range(LONGEST_PERIOD_DAYS)]
    telling, enough = None, False
    for count, reached in enumerate(totals(limits, days), start=1):
        bounds = as_held(terms.for_days(count), rules).period_minutes
        if terms.weekly_minutes is not None and count % DAYS_A_WEEK:
            continue
        reason = why_not(reached, bounds, count)
        if reason is None:
            return None
        if not enough:
            telling = reason
        enough = enough or max(reached, default=0) >= (bounds.least or 0)
    return telling


def why_not(reached: frozenset[int], bounds: Bounds, days: int) -> str | None:
    """Return why none of the sums *reached* in so many *days* lies within *bounds*; None where one does."""
    least = bounds.least or 0
    if any(least <= total and (bounds.most is None or total <= bounds.most) for total in reached):
        return None
    if not reached:
        return N_("its bounds on days in a row leave no line")
    if max(reached) < least:
        return Sentence(N_("at most {hours} of paid time fit into {days} days"), hours=_hours(max(reached)), days=days)
    if bounds.most is not None and min(reached) > bounds.most:
        return Sentence(N_("at least {hours} of paid time follow from its days in a row"), hours=_hours(min(reached)))
    below, above = max(total for total in reached if total < least), min(total for total in reached if total > least)
    return Sentence(
        N_("its shifts add up to {below} or {above}, nothing between"), below=_hours(below), above=_hours(above)
    )


def hours_text(bounds: Bounds) -> str:
    """Return *bounds* of minutes as people read them: ``150 h to 160 h``."""
    if bounds.least is None:
        return N_("no bounds") if bounds.most is None else Sentence(N_("at most {hours}"), hours=_hours(bounds.most))
    if bounds.most is None:
        return Sentence(N_("at least {hours}"), hours=_hours(bounds.least))
    return Sentence(N_("{first} to {last}"), first=_hours(bounds.least), last=_hours(bounds.most))


def _hours(minutes: int) -> Sentence:
    return Sentence(N_("{hours} h"), hours=f"{minutes / MINUTES_AN_HOUR:g}")


def _and_next(names: Sentence, name: Sentence) -> Sentence:
    return Sentence(N_("{names}, {name}"), names=names, name=name)


def advice(limits: LineLimits) -> str:
    """Return what to write instead of hours that cannot be kept."""
    told = [_hours(minutes) for minutes in limits.paid_minutes]
    shifts = reduce(_and_next, told) if told else Sentence(N_("none"))
    return Sentence(N_("hours that shifts of {shifts} paid can add up to"), shifts=shifts)


def night_only(agent: Agent, kinds: Sequence[ShiftKind], rules: Sequence[Rule]) -> str | None:
    """Return which restriction keeps *agent* from every one of *kinds* because all of them touch the night, or None."""
    for rule in rules:
        if isinstance(rule, NoNightForProtected):
            why: frozenset[Restriction] = agent.restrictions & rule.restrictions
            if why and kinds and all(is_night_only(kind, rule) for kind in kinds):
                return ", ".join(sorted(why))
    return None


def refuse_never_possible(
    agents: Sequence[tuple[Section, Agent]],
    kinds: Mapping[str, ShiftKind],
    terms: Mapping[str, ContractTerms],
    rules: Sequence[Rule],
    report: FaultReport,
) -> None:
    """Note restrictions, in the agent's section, and contracts, in the site's *report*, that no line of shifts can meet in any period."""
    seen: dict[object, str | None] = {}
    told: set[str] = set()
    for section, agent in agents:
        if not kinds.keys() >= set(agent.contract.kinds):
            continue  # a kind of it has faults of its own
        allowed = [kinds[name] for name in agent.contract.kinds]
        why = night_only(agent, allowed, rules)
        if why is not None:
            section.refuse(
                "contract",
                Sentence(
                    N_("agent {agent} may not work at night ({why}), and every shift kind of the contract does"),
                    agent=agent.id,
                    why=why,
                ),
                N_("a contract with a shift kind that can stay clear of 22:00 to 06:00"),
            )
            continue
        limits = limits_of(agent, allowed, rules)
        key = (agent.contract.name, limits)
        if key not in seen:
            seen[key] = impossible_ever(terms[agent.contract.name], agent, allowed, rules)
        reason = seen[key]
        if reason is not None and agent.contract.name not in told:
            told.add(agent.contract.name)
            term = terms[agent.contract.name]
            report.add(
                term.place,
                Sentence(
                    N_("no line of shifts can meet contract {contract} (agent {agent}): {reason}"),
                    contract=agent.contract.name,
                    agent=agent.id,
                    reason=reason if isinstance(reason, Sentence) else Sentence(reason),
                ),
                value=hours_text(term.weekly_minutes or term.contract.period_minutes),
                expected=advice(limits),
            )
