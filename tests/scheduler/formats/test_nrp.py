"""Files of the public shift-scheduling benchmark become ordinary questions; broken ones are refused with every fault."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from forecasting.messages import english
from scheduler.agents import AgentId, Bounds
from scheduler.errors import SiteFileError
from scheduler.formats.nrp import FIRST_DAY, read_nrp
from scheduler.objective import SCALE
from scheduler.rules.scope import Scoped
from scheduler.rules.shifts_of_kind import ShiftsOfKind, Span
from scheduler.rules.succession import ForbiddenSuccessions
from scheduler.rules.weekends import WeekendsWorked

DATA = Path(os.environ.get("WATCHBILL_DATA", Path(__file__).parents[4] / "shared" / "data")) / "nrp"
SMALL = """# a comment
SECTION_HORIZON
14

SECTION_SHIFTS
D,480,
N,600,D

SECTION_STAFF
A,D=14|N=3,4320,2400,5,2,2,1
B,D=14|N=0,4320,2400,5,2,2,1

SECTION_DAYS_OFF
A,0,7

SECTION_SHIFT_ON_REQUESTS
A,2,D,2
SECTION_SHIFT_OFF_REQUESTS
B,12,D,3

SECTION_COVER
0,D,1,100,1
13,N,2,90,5
"""


def written(folder: Path, text: str = SMALL, name: str = "Small.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(SiteFileError) as caught:
        read_nrp(written(folder, text))
    return [fault.say(english) for fault in caught.value.faults]


def test_people_bounds_days_off_wishes_and_cover_are_those_of_the_file(tmp_path: Path) -> None:
    case = read_nrp(written(tmp_path))
    instance = case.instance
    assert (case.name, instance.grid.days, instance.grid.slot_minutes) == ("Small", 14, 60)
    assert {kind.name: kind.length_minutes for kind in instance.kinds} == {"D": 480, "N": 600}
    a, b = instance.agents
    assert (a.id, a.contract.kinds, b.contract.kinds) == ("A", ("D", "N"), ("D",))
    terms = a.contract
    bounds = terms.period_minutes, terms.days_in_row, terms.days_off_in_row, terms.leave_day_minutes
    assert bounds == (Bounds(2400, 4320), Bounds(2, 5), Bounds(2, None), 0)
    assert a.leave == {FIRST_DAY, FIRST_DAY + timedelta(days=7)}
    (stream,) = case.objective.streams
    assert stream.least.tolist() == stream.most.tolist() == [1, 2]
    assert stream.under.tolist() == [100 * SCALE, 90 * SCALE]
    assert stream.over.tolist() == [SCALE, 5 * SCALE]
    (wishes,) = case.objective.days
    assert wishes.of_day(instance, a, FIRST_DAY + timedelta(days=2), None) == 2 * SCALE
    assert wishes.of_day(instance, b, FIRST_DAY + timedelta(days=12), None) == 0


def test_successions_weekends_and_shifts_of_a_kind_are_ordinary_rules(tmp_path: Path) -> None:
    rules = read_nrp(written(tmp_path)).rules
    assert ForbiddenSuccessions(frozenset({"N>D"})) in rules
    assert Scoped(WeekendsWorked(1, 3), contracts=frozenset({"A", "B"})) in rules
    nights = ShiftsOfKind(frozenset({"N"}), 0, 3, Span.PLAN)
    assert [rule for rule in rules if rule.name == nights.name] == [Scoped(nights, contracts=frozenset({"A"}))]


def test_shifts_named_like_parts_of_the_day_mean_themselves_alone(tmp_path: Path) -> None:
    text = SMALL.replace("D", "early").replace("N,6", "N,6").replace("SECTION_early", "SECTION_D")
    case = read_nrp(written(tmp_path, text.replace("SECTION_D" + "AYS", "SECTION_DAYS")))
    parts = {kind.name: kind.part.value for kind in case.instance.kinds}
    assert parts["early"] == "early"
    assert parts["N"] != "early"


def test_all_parts_of_the_day_beside_other_shifts_are_refused(tmp_path: Path) -> None:
    text = SMALL.replace("N,600,D", "N,600,D\nearly,480,\nlate,480,\nnight,480,")
    text = text.replace("|N=", "|early=1|late=1|night=1|N=")
    assert faults(tmp_path, text)[0].startswith("Small.txt, SECTION_SHIFTS: are shifts beside others")


def test_people_with_the_same_row_share_a_contract(tmp_path: Path) -> None:
    case = read_nrp(written(tmp_path, SMALL.replace("B,D=14|N=0", "B,D=14|N=3")))
    assert len({agent.contract for agent in case.instance.agents}) == 1
    assert case.instance.agent_by_id[AgentId("B")].contract.name == "A"


def test_every_fault_is_named_with_its_row_section_and_what_is_expected(tmp_path: Path) -> None:
    text = SMALL.replace("D,480,", "D,481,").replace("N,600,D", "N,x,E").replace("A,0,7", "C,0,14")
    text = text.replace("A,2,D,2", "A,2,D").replace("13,N,2,90,5", "14,N,-2,90,5").replace("2400,5,2", "5000,1,2", 1)
    assert faults(tmp_path, text) == [
        "Small.txt, row 6, SECTION_SHIFTS Length: does not fit the time grid (found '481'); expected a multiple of 5 minutes",
        "Small.txt, row 7, SECTION_SHIFTS Length: is no whole number (found 'x'); expected a whole number from 1 to 1440",
        "Small.txt, row 7, SECTION_SHIFTS shifts that cannot follow: is not known (found 'E'); expected one of D, N",
        "Small.txt, row 10, SECTION_STAFF MinTotalMinutes: is above the most (found '5000'); expected no more than MaxTotalMinutes 4320",
        "Small.txt, row 14, SECTION_DAYS_OFF EmployeeID: is not known (found 'C'); expected one of A, B",
        "Small.txt, row 14, SECTION_DAYS_OFF DayIndexes: is out of range (found '14'); expected a whole number from 0 to 13",
        "Small.txt, row 17, SECTION_SHIFT_ON_REQUESTS: has 3 values (found 'A,2,D'); expected EmployeeID, Day, ShiftID, Weight",
        "Small.txt, row 23, SECTION_COVER Day: is out of range (found '14'); expected a whole number from 0 to 13",
        "Small.txt, row 23, SECTION_COVER Requirement: is no whole number (found '-2'); expected a whole number, 0 or more",
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("SECTION_COVER", "SECTION_COVERS"), "SECTION_COVERS: is not known"),
        (("SECTION_HORIZON\n14", ""), "SECTION_HORIZON: is missing"),
        (("\n14\n", "\n"), "SECTION_HORIZON: is empty"),
        (("\n14\n", "\n14\n15\n"), "row 4, SECTION_HORIZON: is there more than once"),
        (("# a comment", "14"), "row 1: stands before the first section"),
        (("N,600,D", "D,600,"), "row 7, SECTION_SHIFTS ShiftID: is there more than once"),
        (("D=14|N=3", "D=14"), "row 10, SECTION_STAFF MaxShifts: leaves out shifts"),
        (("D=14|N=3", "D=14|N"), "row 10, SECTION_STAFF MaxShifts: names no number"),
        (("D=14|N=3", "D=14|D=3"), "row 10, SECTION_STAFF MaxShifts: is there more than once"),
        (("B,D=14", "A,D=14"), "row 11, SECTION_STAFF ID: is there more than once"),
        (("13,N,2", "0,D,2"), "row 23, SECTION_COVER: is there more than once"),
        (("SECTION_COVER", "SECTION_STAFF"), "row 21, SECTION_STAFF: is there more than once"),
        (("D,480,\nN,600,D\n", ""), "SECTION_SHIFTS: is empty"),
    ],
)
def test_what_is_missing_or_doubled_is_named(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    assert told in "\n".join(faults(tmp_path, SMALL.replace(*change, 1)))


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bytes.txt"
    path.write_bytes(b"SECTION_HORIZON\n\xff\xfe")
    with pytest.raises(SiteFileError, match="UTF-8"):
        read_nrp(path)
    with pytest.raises(SiteFileError, match="cannot be opened"):
        read_nrp(tmp_path / "nowhere.txt")


def test_a_byte_order_mark_and_other_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "Small.txt"
    path.write_bytes(SMALL.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_nrp(path).instance == read_nrp(written(tmp_path, name="Small.txt")).instance


@pytest.mark.skipif(not DATA.is_dir(), reason="the benchmark's files are not here")
def test_the_published_files_are_read_whole() -> None:
    sizes = []
    for number in range(1, 13):
        instance = read_nrp(DATA / f"Instance{number}.txt").instance
        sizes.append((instance.grid.days, len(instance.agents), len(instance.kinds)))
    assert sizes[0] == (14, 8, 1)
    assert sizes[7] == (28, 30, 4)
    assert sizes[11] == (28, 60, 10)
