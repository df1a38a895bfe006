import json
import os
from pathlib import Path

import icalendar
import pytest

from api.cli import main

SITE = """
[site]
name = "Harbour Store"
zone = "Asia/Shanghai"
holidays = "none"

[opening]
every_day = "09:00-18:00"

[[queues]]
name = "chat"
channel = "chat"
aht_seconds = 300

[[teams]]
name = "first-line"
queues = ["chat"]

[[shift_kinds]]
name = "day"
start = "09:00"
length = "9:00"
breaks = [{ minutes = 60, window = ["3:00", "4:00"] }]

[[contracts]]
name = "full"
kinds = ["day"]

[law]
pack = "none"
"""
PEOPLE = [("S1", "senior", "supervisor"), ("S2", "senior", "supervisor"), ("M1", "senior", "agent")]
PEOPLE += [(f"I{number}", "intermediate", "agent") for number in range(4)]
PEOPLE += [(f"J{number}", "junior", "agent") for number in range(6)]
DAYS = ("2026-03-02", "2026-03-03")


class Centre:
    """The files of a centre of thirteen people who all work nine to six, with lunch in two halves."""

    def __init__(self, folder: Path, needed: float = 3.0) -> None:
        self.folder = folder
        agents = "".join(
            f'\n[[agents]]\nid = "{who}"\nname = "Agent {who}"\nteam = "first-line"\ncontract = "full"\nlevel = "{level}"\ngrade = "{grade}"\n'
            for who, level, grade in PEOPLE
        )
        (folder / "site.toml").write_text(SITE + agents, encoding="utf-8")
        self.write_roster()
        self.write_requirement(needed)

    def write_roster(self, extra: str = "") -> None:
        lines = ["agent,date,kind,start,end,paid_minutes,breaks,activities"]
        for number, (who, _, _) in enumerate(PEOPLE):
            lunch = "[12:00-13:00]" if number % 2 else "[13:00-14:00]"
            lines += [f"{who},{day},day,{day}T09:00+08:00,{day}T18:00+08:00,480,{lunch}," for day in DAYS]
        path = self.folder / "roster.csv"
        path.write_text("\n".join(lines) + "\n" + extra, encoding="utf-8")
        os.utime(path, (1_770_000_000, 1_770_000_000))

    def write_requirement(self, needed: float) -> None:
        lines = ["start,skill,agents,scheduled,reason"]
        for day in DAYS:
            for hour in range(9, 18):
                lines += [
                    f"{day}T{hour:02}:{minute:02}+08:00,first-line,{needed},{needed},floor"
                    for minute in (0, 15, 30, 45)
                ]
        (self.folder / "requirement.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def drill(self, *words: str, family: str = "system-outage", out: str = "out", language: str = "en") -> int:
        files = ("site", "site.toml"), ("roster", "roster.csv"), ("requirement", "requirement.csv"), ("out", out)
        options = [word for name, file in files for word in (f"--{name}", str(self.folder / file))]
        return main(["--language", language, "drill", "new", "--family", family, "--seed", "7", *options, *words])

    def written(self, out: str = "out") -> dict[str, bytes]:
        folder = self.folder / out
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.exists() else {}


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path)


@pytest.mark.parametrize("family", ["system-outage", "complaint-surge"])
def test_a_drill_is_written_as_plan_record_invitation_and_roster(centre: Centre, family: str) -> None:
    assert centre.drill(family=family) == 0
    stem = f"drill-{family}-7"
    assert list(centre.written()) == [f"{stem}-roster.csv", f"{stem}.ics", f"{stem}.json", f"{stem}.md"]
    record = json.loads(centre.written()[f"{stem}.json"])
    assert record["scenario"]["family"] == family
    assert record["cover"][0]["least_spare"] >= 0


def test_the_invitation_and_the_roster_have_the_drill_at_its_time(centre: Centre) -> None:
    centre.drill()
    written = centre.written()
    record = json.loads(written["drill-system-outage-7.json"])
    event = icalendar.Calendar.from_ical(written["drill-system-outage-7.ics"]).events[0]
    assert event.start.isoformat() == record["window"]["start"]
    assert "演练" in str(event["summary"])
    marked = [line for line in written["drill-system-outage-7-roster.csv"].decode().splitlines() if "演练" in line]
    assert {line.split(",")[0] for line in marked} == {seat["agent"] for seat in record["seats"]}


def test_the_same_files_and_seed_give_the_same_bytes(centre: Centre) -> None:
    assert centre.drill() == centre.drill(out="again") == 0
    assert centre.written() == centre.written("again")


def test_an_unannounced_drill_writes_no_invitation_and_no_roster(centre: Centre) -> None:
    before = (centre.folder / "roster.csv").read_bytes()
    assert centre.drill("--unannounced") == 0
    assert list(centre.written()) == ["drill-system-outage-7.json", "drill-system-outage-7.md"]
    assert (centre.folder / "roster.csv").read_bytes() == before


def test_form_and_level_are_as_asked_for(centre: Centre) -> None:
    assert centre.drill("--form", "functional", "--level", "I") == 0
    scenario = json.loads(centre.written()["drill-system-outage-7.json"])["scenario"]
    assert (scenario["form"], scenario["level"], scenario["minutes"]) == ("functional", "I", 120)


def test_the_plan_is_in_chinese_where_that_is_asked_for(centre: Centre) -> None:
    assert centre.drill(language="zh_CN") == 0
    assert "# 【演练】系统故障应急演练" in centre.written()["drill-system-outage-7.md"].decode()


def test_without_a_quiet_window_nothing_is_written_and_the_shortfall_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    busy = Centre(tmp_path, needed=6)  # six or seven at lunch, thirteen otherwise: seven to spare, eleven wanted
    assert busy.drill("--form", "full") == 2
    assert "lacks 4.0 people" in capfd.readouterr().err
    assert busy.written() == {}


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("requirement.csv", "start,skill,agents,scheduled,reason\n", "requirement.csv"),
        ("requirement.csv", "start,skill,agents\n2026-03-02T09:00+08:00,first-line,1\n", "scheduled"),
        ("requirement.csv", "start,skill,agents,scheduled,reason\n2026-03-02T09:00+08:00,cooks,1,1,x\n", "cooks"),
        ("roster.csv", "agent,date,kind,start,end,paid_minutes,breaks,activities\nX9,2026-03-02,day,a,b,c,,\n", "X9"),
    ],
)
def test_a_broken_file_is_named_and_nothing_is_written(
    centre: Centre, capfd: pytest.CaptureFixture[str], file: str, content: str, told: str
) -> None:
    (centre.folder / file).write_text(content, encoding="utf-8")
    assert centre.drill() == 2
    assert told in capfd.readouterr().err
    assert centre.written() == {}


def test_where_one_file_cannot_be_written_none_is(centre: Centre) -> None:
    blocked = centre.folder / "out" / "drill-system-outage-7.json"
    blocked.mkdir(parents=True)
    assert centre.drill() == 2
    assert [path.name for path in (centre.folder / "out").iterdir()] == [blocked.name]


def test_days_near_a_promotion_are_refused_unless_allowed(centre: Centre, capfd: pytest.CaptureFixture[str]) -> None:
    path = centre.folder / "site.toml"
    event = '[[events]]\nname = "Members\' day"\nphases = [{ phase = "wave", first = 2026-03-05, last = 2026-03-05 }]\n'
    path.write_text(path.read_text(encoding="utf-8") + event, encoding="utf-8")
    assert centre.drill() == 2
    assert "too near the peak on 2026-03-05" in capfd.readouterr().err
    assert centre.drill("--near-peaks") == 0


def test_a_key_person_can_be_left_out(centre: Centre) -> None:
    assert centre.drill() == 0
    seats = json.loads(centre.written()["drill-system-outage-7.json"])["seats"]
    commander = next(seat["agent"] for seat in seats if seat["role"] == "commander")
    assert centre.drill("--without", commander, out="again") == 0
    seats = json.loads(centre.written("again")["drill-system-outage-7.json"])["seats"]
    assert commander not in {seat["agent"] for seat in seats} | {seat["backup"] for seat in seats}


def test_the_commander_of_an_earlier_drill_makes_room(centre: Centre) -> None:
    assert centre.drill(out="past") == 0
    assert centre.drill("--past", str(centre.folder / "past")) == 0
    commanders = {
        next(
            seat["agent"]
            for seat in json.loads(files["drill-system-outage-7.json"])["seats"]
            if seat["role"] == "commander"
        )
        for files in (centre.written("past"), centre.written())
    }
    assert len(commanders) == 2
