"""One model for everybody: better rosters are told as they are found, and whoever stops it keeps the best of them."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from benchmarks.rostering.made import made_centre
from scheduler.checking import check_roster, is_lawful
from scheduler.draft import Draft
from scheduler.lines.programme import Programmes
from scheduler.objective import Objective
from scheduler.rules.law import law_pack
from scheduler.solution import Limits
from scheduler.strategies import exact

CHINA = law_pack("china")


def first_lines() -> Draft:
    """Return a draft with lines that look at nobody else's."""
    instance = made_centre(agents=5, days=7, seed=1)
    draft = Draft.empty(instance, Objective(), CHINA)
    everybody = Programmes(instance, CHINA, Objective(), instance.agents)
    random = np.random.default_rng(1)
    for agent in instance.agents:
        programme = everybody.of(agent)
        line, _worth = programme.best(random.integers(0, 1000, len(programme.options)))
        draft.put(agent, line or {})
    return draft


@dataclass
class Listener:
    """Notes what it is told and how the draft stood then; wants no more after *most* news."""

    draft: Draft
    most: int = 1000
    told: list[tuple[int, ...]] = field(default_factory=list)

    def hear(self, standing: tuple[int, ...]) -> None:
        assert self.draft.standing == standing
        assert is_lawful(check_roster(self.draft.roster(), self.draft.instance, CHINA))
        self.told.append(standing)

    def goes_on(self) -> bool:
        return len(self.told) < self.most


def test_better_rosters_are_told_while_the_search_is_under_way() -> None:
    draft = first_lines()
    before, listener = draft.standing, Listener(draft)
    exact.improve(draft, CHINA, Limits(2.5, 2, 1), listener.goes_on, listener.hear)
    assert listener.told
    assert [before, *listener.told] == sorted({before, *listener.told}, reverse=True)
    assert draft.standing == listener.told[-1]


def test_a_search_that_is_stopped_keeps_the_best_that_was_told() -> None:
    draft = first_lines()
    listener = Listener(draft, most=1)
    assert exact.improve(draft, CHINA, Limits(30, 2, 1), listener.goes_on, listener.hear)
    assert draft.standing <= listener.told[0]


@pytest.mark.parametrize("heard", [True, False])
def test_by_work_the_roster_does_not_hang_on_what_was_told_on_the_way(*, heard: bool) -> None:
    drafts = [first_lines(), first_lines()]
    listener = Listener(drafts[1])
    exact.improve(drafts[0], CHINA, Limits(60, 2, 1, work=0.5), lambda: True)
    exact.improve(
        drafts[1], CHINA, Limits(60, 2, 1, work=0.5), lambda: True, listener.hear if heard else lambda _: None
    )
    assert drafts[0].lines == drafts[1].lines
