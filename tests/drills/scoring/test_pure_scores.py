"""A score follows from the log and the version of the rules, and from nothing else."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drills.errors import ScenarioError
from drills.exercise import Log, Run, log_text, read_log
from drills.incidents import Family
from drills.practice import Circumstances, crew_of, rehearsed_run
from drills.rating import Rating, worse
from drills.roles import Form
from drills.scoring import DrillScore, score, score_json
from drills.simulation.course import course_of
from drills.simulation.expected_score import simple_score
from drills.simulation.human_draws import human_draws
from drills.simulation.steps import rehearsal
from tests.drills.exercise.small_run import small_drill
from tests.drills.scoring.small_played import (
    Step,
    does,
    ends,
    judged,
    played,
    rates,
    row,
    saw,
    scored,
    service,
    small,
    wanted,
)

NO_SHEETS = Circumstances(sheets=False, pauses=1)
NAMES = ("a", "b", "c", "d", "e")
FIVE = small(
    *(wanted(name, objective, 10 * number + 10, critical=name in "ad") for number, (name, objective) in enumerate(zip(NAMES, ("do", "do", "tell", "tell", "tell"), strict=True))),
    objectives=("do", "tell"),
)  # fmt: skip
stamped = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 59), max_size=5)
# Reads the log from its standard input and refuses to open or reach anything while it scores.
ALONE = """
import sys
from drills.exercise import read_log
from drills.scoring import score, score_json
log, touched = read_log(sys.stdin.buffer.read().decode()), []
sys.addaudithook(lambda event, given: touched.append(event) if event.split(".")[0] in {"open", "socket", "subprocess", "os"} else None)
told = score_json(score(log))
assert not touched, touched
sys.stdout.buffer.write(told.encode())
"""


@pytest.fixture(scope="module")
def rehearsed() -> Run:
    return rehearsed_run(small_drill(Family.PUBLIC_OPINION, 7, Form.FUNCTIONAL), 3)


@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize("form", [Form.TABLETOP, Form.FULL])
def test_3_without_sheets_the_log_of_a_rehearsal_scores_what_the_rehearsal_scored(family: Family, form: Form) -> None:
    drill = small_drill(family, 7, form)
    course = course_of(drill.scenario, crew_of(drill))
    for seed in range(3):
        expected = simple_score(course, rehearsal(course, human_draws(course, seed, 1), 0))
        told = score(rehearsed_run(drill, seed, circumstances=NO_SHEETS).log)
        assert expected is not None
        assert told.points is not None
        assert (told.rating, told.points.value) == (expected.rating, expected.points)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_3_the_same_log_scores_the_same_bytes_in_any_process_that_reads_nothing_else(
    rehearsed: Run, seed: str, tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Apia", "PYTHONPATH": os.pathsep.join(sys.path)}
    text = log_text(rehearsed.log).encode()
    told = subprocess.run(
        [sys.executable, "-c", ALONE], input=text, capture_output=True, check=True, env=environment, cwd=tmp_path
    )
    assert told.stdout.decode() == score_json(score(rehearsed.log))


def test_3_a_log_read_back_scores_what_it_scored(rehearsed: Run) -> None:
    assert score(read_log(log_text(rehearsed.log))) == score(rehearsed.log)


def test_3_a_log_that_was_chained_anew_around_another_scenario_has_no_score(rehearsed: Run) -> None:
    drill = json.loads(json.dumps(rehearsed.log.line(1).data["drill"]))
    drill["scenario"]["expectations"][0]["critical"] = not drill["scenario"]["expectations"][0]["critical"]
    log = Log()
    for line in rehearsed.log:
        data = {**line.data, "drill": drill} if line.number == 1 else line.data
        log = log.with_line(line.at, line.ms, line.kind, line.by, data)
    assert read_log(log_text(log)) == log
    with pytest.raises(ScenarioError, match="fingerprint"):
        score(log)


def test_2_every_number_of_a_score_cites_lines_of_its_log(rehearsed: Run) -> None:
    told = score(rehearsed.log)
    cited = [told.points, *(target.response for target in told.targets), *(play.points for play in told.roleplays)]
    cited += [play.first_reply for play in told.roleplays] + [
        point for times in told.times for point in times.points.values()
    ]
    for number in cited:
        assert number is None or number.lines
        assert number is None or all(1 <= line <= len(rehearsed.log) for line in number.lines)


def test_15_one_duration_is_a_duration_between_two_lines_and_nothing_is_called_a_mean(rehearsed: Run) -> None:
    told = score(rehearsed.log)
    for target in told.targets:
        if target.response is not None:
            began, ended = (rehearsed.log.line(line).second for line in target.response.lines)
            assert target.response.value == pytest.approx(ended - began)
    assert not re.search(r'"\w*(mean|mtt)\w*":', score_json(told))


def met(told: DrillScore) -> list[bool | None]:
    return [target.met for target in told.targets]


def acts(minutes: dict[str, int]) -> list[Step]:
    return [does(minute, name) for name, minute in sorted(minutes.items(), key=lambda item: (item[1], item[0]))]


@settings(max_examples=40, deadline=None)
@given(minutes=stamped, over=st.booleans())
def test_12_no_drill_with_a_failed_critical_expectation_is_p_and_none_over_its_budget_is_better_than_m(
    *, minutes: dict[str, int], over: bool
) -> None:
    told = scored(FIVE, *acts(minutes), ends(), service(row(100, 70 if over else 78, 80)))
    assert told.rating is not None
    if any(target.critical and target.met is False for target in told.targets):
        assert told.rating is not Rating.P
    assert told.live.over_budget is over
    if over:
        assert worse(told.rating, Rating.M) is told.rating
        assert all(worse(each.rating, Rating.M) is each.rating for each in told.objectives if each.rating is not None)


@settings(max_examples=40, deadline=None)
@given(stamped, st.sampled_from(NAMES))
def test_one_more_target_met_never_lowers_points_or_rating(minutes: dict[str, int], more: str) -> None:
    less = scored(FIVE, *acts({name: minute for name, minute in minutes.items() if name != more}), ends())
    better = scored(FIVE, *acts({**minutes, more: 5}), ends())
    assert less.points is not None and better.points is not None  # noqa: PT018  # every target counts
    assert less.rating is not None and better.rating is not None  # noqa: PT018
    assert better.points.value >= less.points.value
    assert worse(better.rating, less.rating) is less.rating


AFTERWARDS = (
    saw("E1", a=True, b=False),
    rates("E2", do="S", tell="M"),
    saw("E3", a=False, b=False, c=True),
    judged(61, "d", met=False),
    judged(61, "b", met=True, by="E2"),
    service(row(100, 70, 80)),
    service(row(50, 45, 82, begins=15)),
)


@settings(max_examples=25, deadline=None)
@given(st.permutations(AFTERWARDS))
def test_the_order_of_lines_that_say_nothing_of_each_other_does_not_matter(steps: list[Step]) -> None:
    run = played(FIVE, does(5, "a"), does(15, "b"), does(39, "d"), ends())
    assert without_lines(scored(run, *steps)) == without_lines(scored(run, *AFTERWARDS))


def without_lines(told: DrillScore) -> str:
    return re.sub(r'"(level_)?lines": \[[^\]]*\]', "", score_json(told))
