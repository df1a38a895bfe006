"""The third encoding: a person's line programme holds a line exactly when the checks find nothing in it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.instance import Instance
from scheduler.lines.encoding import is_encoded
from scheduler.lines.programme import LineProgramme
from scheduler.objective import Objective
from scheduler.options import Option, options_of
from scheduler.roster import Roster
from scheduler.rules.base import Counting, Rule, Severity, Tying
from scheduler.rules.law import PACKS, law_pack, site_rules
from tests.scheduler.rules.test_check_and_post_agree import CASES as LAW_CASES
from tests.scheduler.rules.test_check_and_post_agree import Case as LawCase
from tests.scheduler.rules.test_random_rosters_agree import RULES, SCOPED, SITE_RULES, centres, cut, some_rosters
from tests.scheduler.rules.test_sequence_rules_agree import CASES as SITE_CASES
from tests.scheduler.rules.test_sequence_rules_agree import Case as SiteCase
from tests.scheduler.tiny import Chosen, rosters, shift

BOTH: list[LawCase | SiteCase] = [*LAW_CASES, *SITE_CASES]
CASES = [case for case in BOTH if case.rule.name not in {"heads-on-duty", "staggered-breaks"}]
MUCH = 1_000_000


def holds(programme: LineProgramme, wanted: set[Option]) -> bool:
    """Tell whether the programme has the line of *wanted*: only it is worth as much as it has days."""
    values = np.array([1 if option in wanted else -MUCH for option in programme.options], dtype=np.int64)
    worked = {option.day for option in wanted}
    free = np.array([-MUCH if day in worked else 1 for day in programme.menu.days], dtype=np.int64)
    line, worth = programme.best(values, free)
    if worth == len(free) and line is not None:
        assert set(line.values()) == wanted
    return line is not None and worth == len(free)


def held_and_known(instance: Instance, rule: Rule, chosen: Chosen) -> tuple[bool, bool]:
    """Tell whether everybody's line is held, and whether the rule is in everybody's programme."""
    programmes = [LineProgramme.of(instance, agent, [rule], Objective()) for agent in instance.agents]
    held = all(holds(one, {option for who, option in chosen if who == one.agent.id}) for one in programmes)
    return held, not any(one.left_over for one in programmes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule.name}: {case.what}")
def test_a_line_is_held_exactly_when_the_check_finds_nothing(case: LawCase | SiteCase) -> None:
    instance = case.instance
    programmes = {agent.id: LineProgramme.of(instance, agent, [case.rule], Objective()) for agent in instance.agents}
    assert not any(programme.left_over for programme in programmes.values())
    lines: dict[tuple[str, frozenset[Option]], bool] = {}
    for chosen, roster in rosters(instance):
        for agent, programme in programmes.items():
            mine = frozenset(option for who, option in chosen if who == agent)
            if (agent, mine) not in lines:
                lines[agent, mine] = holds(programme, set(mine))
        held = all(lines[agent, frozenset(o for who, o in chosen if who == agent)] for agent in programmes)
        assert held == (not list(case.rule.check(roster, instance)) or case.rule.severity is not Severity.HARD)


@settings(max_examples=250, deadline=None)
@given(instance=centres(), rule=st.one_of(SITE_RULES, RULES, SCOPED), data=st.data())
def test_a_random_line_is_held_exactly_when_the_check_finds_nothing(
    instance: Instance, rule: Rule, data: st.DataObject
) -> None:
    border = data.draw(st.integers(0, 9))
    chosen = data.draw(some_rosters(instance))
    whole = Roster.of(instance.grid, (shift(instance, agent, option) for (agent, _), option in chosen.items()))
    rest = instance
    if border:
        first = instance.days()[border]
        past = cut(instance, border)
        before = Roster.of(past.grid, (one for one in whole.assignments if one.day < first))
        rest = replace(cut(instance, 10 - border, border), before=before)
    planned = Roster.of(rest.grid, (one for one in whole.assignments if one.day >= rest.grid.first_day))
    moved = frozenset(
        (agent, other)
        for (agent, day), option in chosen.items()
        if day >= rest.grid.first_day
        for other in options_of(rest, rest.agent_by_id[agent], day)
        if other.kind == option.kind and other.starts_at(rest.grid) == option.starts_at(instance.grid)
    )
    held, known = held_and_known(rest, rule, moved)
    is_lawful = not [found for found in rule.check(planned, rest) if found.severity is Severity.HARD]
    assert held == is_lawful or (held and (not known or rule.name == "heads-on-duty"))


@settings(max_examples=30, deadline=None)
@given(instance=centres(), pack=st.sampled_from(sorted(PACKS)), data=st.data())
def test_the_best_line_of_a_whole_pack_breaks_nothing_that_is_not_left_over(
    instance: Instance, pack: str, data: st.DataObject
) -> None:
    rules = law_pack(pack)
    agent = instance.agents[0]
    programme = LineProgramme.of(instance, agent, rules, Objective())
    seed = data.draw(st.integers(0, 1 << 30))
    values = np.random.default_rng(seed).integers(-3, 10, len(programme.options))
    line, _ = programme.best(values)
    if line is not None:
        roster = Roster.of(instance.grid, (shift(instance, agent.id, option) for option in line.values()))
        alone = replace(instance, agents=(agent,))
        hard = [rule for rule in rules if rule.severity is Severity.HARD and rule not in programme.left_over]
        assert [found.message for rule in hard for found in rule.check(roster, alone)] == []


def test_every_rule_of_packs_and_sites_is_encoded_or_looks_at_several_people() -> None:
    rules = [*(rule for pack in PACKS for rule in law_pack(pack)), *site_rules()]
    unknown = [rule.name for rule in rules if not isinstance(rule, Counting | Tying) and not is_encoded(rule)]
    assert unknown == []
