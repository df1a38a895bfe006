"""From "no lawful roster exists" to a draft: finds the least to give up, then asks for a roster without it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from forecasting.messages import N_, Sentence
from scheduler.agents import Agent
from scheduler.checking import check_roster
from scheduler.conflicts import Conflict
from scheduler.explain.claim_model import TooHardError
from scheduler.explain.claims import Claim, Side
from scheduler.explain.phrases import Phrases
from scheduler.explain.relaxation import Relaxation, relax_person, relax_together, same_for, spared_rules
from scheduler.instance import Instance
from scheduler.rules.base import Rule
from scheduler.rules.several import tied_groups
from scheduler.solution import Result, Status

Again = Callable[[Sequence[Rule]], Result]
Alike = Callable[[Agent, Sequence[Rule], Instance], object]
OF_THE_YEAR = frozenset({"training-hours", "courses-a-year"})  # held after the shifts, for each person
MOST_ROUNDS = 3  # persons by themselves, then the teams, then teams whose lines the second round has changed


def relaxed(instance: Instance, rules: Sequence[Rule], refused: Result, again: Again, alike: Alike) -> Result:
    """Return the roster of the least relaxations, RELAXED, in place of *refused*, which found no lawful one to exist.

    *again* solves under other rules, *alike* tells by equal answers which agents the rules treat alike. What the roster
    breaks of *rules* is among its violations. Where the least is not found within its work, *refused* is returned. Rules
    of the whole roster that were not kept in time, though they might be, are given up where they were not, unproven.
    """
    found = _not_in_time(instance, rules, refused)
    result = again(spared_rules(rules, found)) if found else refused
    for _ in range(MOST_ROUNDS):
        if result.status is not Status.INFEASIBLE:
            break
        held = spared_rules(rules, found)
        try:
            more = _more(instance, held, result.conflicts, alike)
        except TooHardError:
            return refused
        if not more:
            return refused
        found += more
        result = again(spared_rules(rules, found))
    if result.roster is None:
        return replace(refused, relaxations=tuple(found))
    return replace(
        result,
        status=Status.RELAXED,
        violations=check_roster(result.roster, instance, rules),
        conflicts=refused.conflicts,
        relaxations=tuple(found),
    )


def _not_in_time(instance: Instance, rules: Sequence[Rule], refused: Result) -> list[Relaxation]:
    """Return what rules of the whole roster were not kept when time was up; none where anything else stood in the way."""
    if refused.status is not Status.OUT_OF_TIME or any(conflict.rule is None for conflict in refused.conflicts):
        return []
    named = {rule.name: rule for rule in rules}
    found = []
    for conflict in refused.conflicts:
        team, day = conflict.values.get("team"), conflict.values.get("day")
        if conflict.rule in OF_THE_YEAR and conflict.rule in named and conflict.agent is not None:
            found.append(_of_the_year(instance, named[conflict.rule], conflict))
            continue
        if conflict.agent is not None or conflict.rule not in named or not isinstance(day, date):
            return []
        about = str(conflict.values.get("about", ""))
        side = Side.MOST if "most" in conflict.values else Side.LEAST
        citation = named[conflict.rule].citation
        claim = Claim(conflict.rule, citation, None, None if team is None else str(team), (day,), side, about)
        sentence = Sentence(
            N_("{claim} was not kept in the time allowed, though it may be possible"),
            claim=Phrases(instance, rules).of([claim])[0],
        )
        found.append(Relaxation((claim,), {claim: 0}, (), sentence, proven=False))
    return found


def _of_the_year(instance: Instance, rule: Rule, conflict: Conflict) -> Relaxation:
    """Return that somebody's training is given up: what the shifts leave no room for, or what is not worth their change."""
    claim = Claim(rule.name, rule.citation, conflict.agent, None, tuple(instance.days()), Side.LEAST)
    sentence = Sentence(N_("{what}, though more may be possible"), what=conflict.message)
    return Relaxation((claim,), {claim: 0}, (), sentence, proven=False)


def _more(instance: Instance, rules: Sequence[Rule], conflicts: Iterable[Conflict], alike: Alike) -> list[Relaxation]:
    """Return what the people of *conflicts* must be spared; the teams of those that name nobody only if nobody is named.

    Of people tied together one is named, though others of them may have no line of their own either.
    """
    named = {conflict.agent for conflict in conflicts if conflict.agent is not None}
    named |= {agent for tied in tied_groups(rules, instance) if tied & named for agent in tied}
    found: list[Relaxation] = []
    told: set[object] = set()
    for agent in (one for one in instance.agents if one.id in named):
        likeness = alike(agent, rules, instance)
        if likeness in told:
            continue
        told.add(likeness)
        own = relax_person(instance, agent, rules)
        others = [other for other in instance.agents if own and alike(other, rules, instance) == likeness]
        found += [same_for(relaxation, instance, other, rules) for other in others for relaxation in own]
    return found or relax_together(instance, _involved(instance, conflicts, rules), rules)


def _involved(instance: Instance, conflicts: Iterable[Conflict], rules: Sequence[Rule]) -> list[Agent]:
    """Return the people or those of the teams that *conflicts* name, everybody where one names none."""
    conflicts = list(conflicts)
    if all(conflict.people for conflict in conflicts):
        named = {agent for conflict in conflicts for agent in conflict.people}
        named |= {agent for tied in tied_groups(rules, instance) if tied & named for agent in tied}
        return [agent for agent in instance.agents if agent.id in named]
    teams = {conflict.values.get("team") for conflict in conflicts}
    known = {team.name for team in instance.teams}
    return [agent for agent in instance.agents if not teams <= known or agent.team in teams]
