"""The benchmark's checker, which shares no code with the scheduler, finds what the product's own rules and objective find."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.rostering import nrp_made
from benchmarks.rostering.__main__ import main
from benchmarks.rostering.nrp import write_shifts
from benchmarks.rostering.nrp_check import verdict
from scheduler.checking import check_roster, is_lawful
from scheduler.formats.nrp import FIRST_DAY, read_nrp
from scheduler.objective import roster_terms
from scheduler.options import options_of
from scheduler.roster import Assignment, Roster

FILE = """SECTION_HORIZON
14
SECTION_SHIFTS
D,480,
N,600,D
SECTION_STAFF
A,D=14|N=2,2880,960,3,2,2,1
B,D=4|N=3,2880,0,4,1,1,1
SECTION_DAYS_OFF
A,3
SECTION_SHIFT_ON_REQUESTS
A,2,D,2
B,5,N,4
SECTION_SHIFT_OFF_REQUESTS
A,1,D,3
B,12,D,5
SECTION_COVER
0,D,1,100,1
1,D,1,50,2
5,N,2,90,5
12,D,1,30,7
13,D,0,30,7
"""
SHIFTS = st.lists(st.sampled_from("--DN"), min_size=28, max_size=28)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Small.txt"
    path.write_text(FILE, encoding="utf-8")
    return path


def roster_of(file: Path, letters: str) -> Roster:
    """Return the roster of *letters*, a line after the other; a letter that a person may not work stays free."""
    instance = read_nrp(file).instance
    days = instance.days()
    shifts = []
    for place, letter in enumerate(letters):
        agent, day = instance.agents[place // len(days)], days[place % len(days)]
        for option in options_of(instance, agent, day):
            if option.kind.name == letter:
                grid = instance.grid
                shifts.append(Assignment(agent.id, day, letter, option.starts_at(grid), option.ends_at(grid)))
    return Roster.of(instance.grid, shifts)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(letters=SHIFTS)
def test_any_roster_costs_and_breaks_the_same_by_both(file: Path, letters: list[str]) -> None:
    case = read_nrp(file)
    roster = roster_of(file, "".join(letters))
    found = verdict(file, write_shifts(roster, file.with_suffix(".csv")))
    assert found.cost == sum(roster_terms(roster, case.instance, case.objective).values())
    assert bool(found.broken) != is_lawful(check_roster(roster, case.instance, case.rules))


@pytest.mark.parametrize(
    ("letters", "broken"),
    [
        ("DD------------" + "-" * 14, ()),
        ("D-------------" + "-" * 14, ("A: 480 minutes",)),
        ("DDDD----------" + "-" * 14, ("A: 4 shifts in a row from day 0", "A: works on day 3, a day off")),
        ("DD--D--DD-----" + "-" * 14, ("A: 1 days worked in a row from day 4",)),
        ("NN--N-N-------" + "-" * 14, ("A: 4 shifts N", "A: 1 days worked", "A: 1 days off", "A: 1 days worked")),
        ("ND------------" + "-" * 14, ("A: D after N",)),
        ("----DD----DDD-" + "-" * 14, ("A: 2 weekends",)),
    ],
)
def test_each_rule_is_counted_as_by_hand(file: Path, letters: str, broken: tuple[str, ...]) -> None:
    found = verdict(file, write_shifts(roster_of(file, letters), file.with_suffix(".csv"))).broken
    assert len(found) == len(broken)
    for sentence, start in zip(found, broken, strict=True):
        assert sentence.startswith(start)


def test_the_cost_is_counted_as_by_hand(file: Path) -> None:
    found = verdict(file, write_shifts(roster_of(file, "DD------------" + "-----N------DD"), file.with_suffix(".csv")))
    assert (found.on_requests, found.off_requests) == (2, 3 + 5)
    assert (found.under, found.over) == (90, 7)
    assert found.cost == 107


def test_shifts_of_nobody_and_two_on_a_day_are_found(file: Path) -> None:
    csv = file.with_suffix(".csv")
    csv.write_text("agent,day,shift\nA,0,D\nA,0,N\nC,1,D\nA,14,D\nA,1,X\n", encoding="utf-8")
    assert verdict(file, csv).broken[:4] == (
        "A on day 0: two shifts",
        "C on day 1: D is nobody's shift",
        "A on day 14: D is nobody's shift",
        "A on day 1: X is nobody's shift",
    )


def test_one_command_solves_a_file_and_writes_its_roster(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, told = tmp_path / "out", tmp_path / "rows.json"
    main(["nrp", str(file), "--seconds", "2", "--out", str(out), "--json", str(told)])
    (row,) = json.loads(told.read_text(encoding="utf-8"))
    assert (row["instance"], row["agents"], row["days"], row["kinds"], row["broken"]) == ("Small", 2, 14, 2, [])
    assert row["objective"] == row["checked"] == verdict(file, out / "Small.csv").cost
    assert row["bound"] <= row["objective"]
    assert row["improvements"][-1][1] == row["objective"]
    assert (out / "Small.csv").read_text(encoding="utf-8").startswith("agent,day,shift\n")
    assert "counted by the checker" in capsys.readouterr().out


def test_several_files_are_summed_up_beside_what_is_known(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, known, told = tmp_path / "Other.txt", tmp_path / "known.csv", tmp_path / "rows.json"
    other.write_text(FILE, encoding="utf-8")
    known.write_text("instance,objective\nSmall,10\n", encoding="utf-8")
    main(["nrp", str(file), str(other), "--seconds", "2", "--known", str(known), "--json", str(told)])
    first, second = json.loads(told.read_text(encoding="utf-8"))
    assert (first["best_known"], second["best_known"]) == (10, None)
    above = f"{first['objective'] / 10 - 1:.2%}"
    assert above in capsys.readouterr().out


def test_made_instances_are_read_and_nearly_need_everybody(tmp_path: Path) -> None:
    path = tmp_path / "made.txt"
    nrp_made.main([str(path), "--agents", "6", "--days", "28", "--kinds", "5", "--seed", "3"])
    instance = read_nrp(path).instance
    assert (len(instance.agents), instance.grid.days, len(instance.kinds)) == (6, 28, 5)
    assert path.read_text(encoding="utf-8") == nrp_made.instance(6, 28, 5, 3)
    (stream,) = read_nrp(path).objective.streams
    assert 6 * 12 <= stream.least.sum() <= 6 * 20
    assert FIRST_DAY + timedelta(days=27) == instance.grid.last_day


def test_what_cannot_be_measured_is_refused() -> None:
    with pytest.raises(SystemExit, match="expected one of made, nrp"):
        main(["nothing"])
