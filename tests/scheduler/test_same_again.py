"""The same question with the same seed, workers and work has the same roster again, byte for byte, whichever way is taken."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.rostering.crowd import crowd_of
from benchmarks.rostering.made import made_centre
from benchmarks.rostering.nrp_made import instance as made_file
from scheduler.formats import write_roster
from scheduler.formats.nrp import read_nrp
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.rules.base import Rule
from scheduler.rules.law import law_pack
from scheduler.solution import Limits
from scheduler.solve import solve
from scheduler.strategies import exact, first_lines

Question = tuple[Instance, Sequence[Rule], Objective, float]


def for_one_model(_folder: Path) -> Question:
    instance = made_centre(agents=4, days=7, seed=2)
    assert exact.choices_in(instance) <= exact.MOST_CHOICES
    return instance, law_pack("china"), Objective(), 0.5


def for_columns_and_windows(folder: Path) -> Question:
    path = folder / "made.txt"
    path.write_text(made_file(agents=8, days=14, kinds=2, seed=3), encoding="utf-8")
    case = read_nrp(path)
    return case.instance, case.rules, case.objective, 3.0


def for_turns_of_years_columns_and_windows(folder: Path) -> Question:
    path = folder / "made.txt"
    path.write_text(made_file(agents=4, days=42, kinds=2, seed=3), encoding="utf-8")
    case = read_nrp(path)
    assert not first_lines.is_long(case.instance, case.rules, case.objective)
    return case.instance, case.rules, case.objective, 2.0


def for_turns(_folder: Path) -> Question:
    instance, objective = crowd_of(60, 14, 3)
    assert exact.choices_in(instance) > exact.MOST_CHOICES
    return instance, law_pack("china"), objective, 0.5


def for_first_lines_and_windows(folder: Path) -> Question:
    path = folder / "made.txt"
    path.write_text(made_file(agents=3, days=182, kinds=12, seed=3), encoding="utf-8")
    case = read_nrp(path)
    assert first_lines.is_long(case.instance, case.rules)
    return case.instance, case.rules, case.objective, 1.0


@pytest.mark.parametrize(
    "asked",
    [
        for_one_model,
        for_columns_and_windows,
        for_turns_of_years_columns_and_windows,
        for_turns,
        for_first_lines_and_windows,
    ],
)
def test_the_same_work_writes_the_same_bytes(asked: Callable[[Path], Question], tmp_path: Path) -> None:
    instance, rules, objective, work = asked(tmp_path)
    written = []
    for number in range(2):
        result = solve(instance, rules, Limits(300, 2, 5, work), objective=objective)
        assert result.roster is not None
        write_roster(result.roster, instance, tmp_path / f"{number}.csv")
        written.append((result.objective, (tmp_path / f"{number}.csv").read_bytes()))
    assert written[0] == written[1]
