"""Each broken site or agents file is refused with one clear error: file, row, field, value and what is expected."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from scheduler.errors import SiteFileError
from scheduler.formats import read_site

WHOLE = """[site]
name = "Small"
zone = "Asia/Shanghai"

[opening]
every_day = "00:00-24:00"

[[queues]]
name = "calls"
channel = "phone"

[[teams]]
name = "desk"
queues = ["calls"]

[[shift_kinds]]
name = "day"
start = "08:00"
end = "17:00"
breaks = [{ minutes = 60, window = ["3:00", "5:30"] }]

[[shift_kinds]]
name = "night"
start_window = ["21:00", "22:00"]
length = "9:00"
breaks = [{ minutes = 60, window = ["3:00", "5:30"] }]

[[contracts]]
name = "full"
kinds = ["day", "night"]
period_hours = { least = 136, most = 160 }

[[contracts]]
name = "nights"
kinds = ["night"]

[[agents]]
id = "A1"
team = "desk"
contract = "full"

[law]
pack = "china"
"""


@dataclass(frozen=True)
class Broken:
    """A change to the whole file and the one fault that must follow."""

    name: str
    old: str
    new: str
    field: str | None
    value: str | None
    reason: str
    expected: str


BROKEN = [
    Broken("no_toml", "[law]", "[law", None, None, "is no TOML", ""),
    Broken("no_zone_of_the_world", "Asia/Shanghai", "Asia/Shangai", "site.zone", "Asia/Shangai", "is no time zone", "IANA"),
    Broken("zone_missing", 'zone = "Asia/Shanghai"\n', "", "site.zone", None, "is missing", "IANA"),
    Broken("unknown_section", "[law]", "[lwa]", "lwa", None, "is not known", "'law'"),
    Broken("unknown_key", 'name = "Small"\n', 'name = "Small"\nslot_minuets = 15\n', "site.slot_minuets", None, "is not known", "'slot_minutes'"),
    Broken("odd_slot", 'name = "Small"\n', 'name = "Small"\nslot_minutes = 20\n', "site.slot_minutes", "20", "is no length of a slot", "5, 15, 30, 60"),
    Broken("unknown_country", 'name = "Small"\n', 'name = "Small"\nholidays = "China"\n', "site.holidays", "China", "is no country", "CN"),
    Broken("twenty_five_o_clock", 'start = "08:00"', 'start = "25:00"', "shift_kinds[1].start", "25:00", "is no time of day", "00:00 to 24:00"),
    Broken("closes_before_it_opens", "00:00-24:00", "22:00-08:00", "opening.every_day", "22:00-08:00", "closes before it opens", "08:00-22:00"),
    Broken("hours_without_end", "00:00-24:00", "08:00", "opening.every_day", "08:00", "are no opening hours", "HH:MM-HH:MM"),
    Broken("bad_exception_day", 'every_day = "00:00-24:00"', 'every_day = "00:00-24:00"\nexceptions = { 2026-02-30 = "closed" }', "opening.exceptions", None, "2026-02-30", "YYYY-MM-DD"),
    Broken("unknown_channel", '"phone"', '"phon"', "queues[1].channel", "phon", "is not known", "'phone'"),
    Broken("share_above_one", 'channel = "phone"', "target_share = 80", "queues[1]", None, "share 80.0", ""),
    Broken("text_in_a_number", 'channel = "phone"', 'aht_seconds = "300"', "queues[1].aht_seconds", "300", "is no number", "a number"),
    Broken("waiting_time_without_unit", 'channel = "phone"', 'within = "20"', "queues[1].within", "20", "is no waiting time", "20 s"),
    Broken("unknown_queue_of_a_team", '["calls"]', '["call"]', "teams[1].queues[1]", "call", "is not known", "'calls'"),
    Broken("kind_that_ends_before_it_starts", 'end = "17:00"', 'end = "06:00"', "shift_kinds[1].end", "06:00", "ends before it starts", "30:00 is 06:00 of the next day"),
    Broken("window_that_ends_before_it_starts", '["21:00", "22:00"]', '["22:00", "21:00"]', "shift_kinds[2].start_window", '["22:00", "21:00"]', "ends before it starts", "earlier start first"),
    Broken("break_outside_the_shift", '"5:30"] }]\n\n[[shift_kinds]]', '"9:30"] }]\n\n[[shift_kinds]]', "shift_kinds[1]", None, "does not end within its 09:00", ""),
    Broken("break_window_upside_down", '["3:00", "5:30"] }]\n\n[[shift_kinds]]', '["5:30", "3:00"] }]\n\n[[shift_kinds]]', "shift_kinds[1].breaks[1].window", '["5:30", "3:00"]', "ends before it starts", "earlier start first"),
    Broken("breaks_without_room", 'end = "17:00"\nbreaks = [', 'end = "17:00"\nleast_gap = "4:00"\nbreaks = [{ minutes = 15, window = ["2:00", "6:00"] }, ', "shift_kinds[1].breaks", "", "cannot all be placed", "04:00 to 24:00 of work"),
    Broken("length_between_slots", 'length = "9:00"', 'length = "9:05"', "shift_kinds[2].length", "9:05", "does not fit the site's slots", "15 minutes"),
    Broken("two_lengths", 'length = "9:00"', 'length = "9:00"\nhours = 9', "shift_kinds[2].hours", "9", "is given beside another length", "one of length, hours and end"),
    Broken("unknown_kind_of_a_contract", '["day", "night"]', '["day", "nite"]', "contracts[1].kinds[2]", "nite", "is not known", "'night'"),
    Broken("bounds_upside_down", "least = 136, most = 160", "least = 160, most = 136", "contracts[1].period_hours", '{"least": 160, "most": 136}', "least is above most", ""),
    Broken("hours_that_shifts_never_add_up_to", "least = 136, most = 160", "least = 137, most = 143", "contracts[1].period_hours", "137 h to 143 h", "add up to 136 h or 144 h, nothing between", "8 h"),
    Broken("more_weekly_hours_than_the_law_allows", "period_hours = { least = 136, most = 160 }", "weekly_hours = { least = 41 }", "contracts[1].weekly_hours", "at least 41 h", "at most 520 h of paid time fit into 91 days", "8 h"),
    Broken("shifts_longer_than_the_law_allows", 'kinds = ["night"]\n', 'kinds = ["night"]\n\n[[shift_kinds]]\nname = "long"\nstart = "08:00"\nlength = "12:00"\n\n[[contracts]]\nname = "long"\nkinds = ["long"]\nperiod_hours = { least = 100 }\n\n[[agents]]\nid = "A9"\nteam = "desk"\ncontract = "long"\n', "contracts[3].period_hours", "at least 100 h", "at most 0 h", "none"),
    Broken("protected_agent_with_nights_only", 'contract = "full"', 'contract = "nights"\nrestrictions = ["pregnant"]', "agents[1].contract", "nights", "may not work at night (pregnant)", "22:00 to 06:00"),
    Broken("doubled_agent", "[law]", '[[agents]]\nid = "A1"\nteam = "desk"\ncontract = "full"\n\n[law]', "agents[2].id", "A1", "is there more than once", "agents[1] has it already"),
    Broken("unknown_team", 'team = "desk"', 'team = "desq"', "agents[1].team", "desq", "is not known", "'desk'"),
    Broken("unknown_contract", 'contract = "full"', 'contract = "fool"', "agents[1].contract", "fool", "is not known", "'full'"),
    Broken("leave_that_ends_before_it_starts", 'contract = "full"', 'contract = "full"\nleave = ["2026-11-04..2026-11-02"]', "agents[1].leave[1]", "2026-11-04..2026-11-02", "ends before it starts", "the earlier day first"),
    Broken("day_that_no_month_has", 'contract = "full"', 'contract = "full"\nleave = ["2026-11-02", "2026-11-31"]', "agents[1].leave[2]", "2026-11-31", "is no day of the calendar", "YYYY-MM-DD"),
    Broken("unknown_law", 'pack = "china"', 'pack = "chine"', "law.pack", "chine", "is not known or not allowed", "china"),
    Broken("unknown_rule", "[law]", "[rules.dayly-rest]\nhours = 12\n\n[law]", "rules.dayly-rest", '{"hours": 12}', "is not known or not allowed", "daily-rest"),
    Broken("parameter_of_a_wrong_kind", "[law]", '[rules.daily-rest]\nhours = "12"\n\n[law]', "rules.daily-rest.hours", "12", "is not known or not allowed", "a number"),
    Broken("event_without_a_time", "[law]", '[[events]]\nname = "Sale"\nphases = [{ phase = "sale" }]\n\n[law]', "events[1].phases[1]", None, "has no time", "first and last"),
    Broken("unknown_history_column", "[law]", '[history]\ncolumns = { begin = "tc" }\n\n[law]', "history.columns.begin", "tc", "is not known", "start"),
]  # fmt: skip


def write(folder: Path, text: str) -> Path:
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_that_is_broken_below_is_whole(tmp_path: Path) -> None:
    assert len(read_site(write(tmp_path, WHOLE)).agents) == 1


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_site_file_is_refused_with_one_fault(tmp_path: Path, broken: Broken) -> None:
    assert broken.old in WHOLE
    with pytest.raises(SiteFileError) as caught:
        read_site(write(tmp_path, WHOLE.replace(broken.old, broken.new, 1)))
    [fault] = caught.value.faults
    assert (fault.file, fault.field) == ("site.toml", broken.field)
    assert fault.row is not None
    assert broken.reason in fault.reason
    assert broken.expected in (fault.expected or "")
    if broken.value is not None:
        assert broken.value in (fault.value or "")


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    text = WHOLE.replace("Asia/Shanghai", "Shanghai").replace('"08:00"', '"8"').replace('team = "desk"', 'team = "x"')
    with pytest.raises(SiteFileError) as caught:
        read_site(write(tmp_path, text))
    assert [fault.field for fault in caught.value.faults] == ["site.zone", "shift_kinds[1].start", "agents[1].team"]


def test_the_row_of_a_fault_is_that_of_its_key(tmp_path: Path) -> None:
    text = WHOLE.replace('length = "9:00"', 'length = "9"')
    with pytest.raises(SiteFileError) as caught:
        read_site(write(tmp_path, text))
    assert caught.value.faults[0].row == text.splitlines().index('length = "9"') + 1


AGENTS = "id,name,team,contract,leave\nA1,Lin,desk,full,\nA2,Wu,desk,full,2026-11-02\n"
BROKEN_AGENTS = [
    ("unknown_column", "contract,leave", "contract,leaf", 1, "leaf", "leaf", "'leave'"),
    ("column_missing", "id,name,team,", "id,name,group,", 1, "group", "group", ""),
    ("doubled_column", "id,name,team", "id,id,team", 1, "id", "id", "one column of each name"),
    ("doubled_agent", "A2,Wu", "A1,Wu", 3, "id", "A1", "row 2 has it already"),
    ("cell_too_many", "full,2026-11-02", "full,2026-11-02,x", 3, None, "x", "5 cells"),
    ("team_unknown", "Wu,desk", "Wu,dusk", 3, "team", "dusk", "'desk'"),
    ("cell_empty", "A2,Wu,desk", "A2,Wu,", 3, "team", None, "the name of a team"),
    ("leave_in_another_order", "2026-11-02", "02.11.2026", 3, "leave[1]", "02.11.2026", "YYYY-MM-DD"),
]


@pytest.mark.parametrize(("name", "old", "new", "row", "field", "value", "expected"), BROKEN_AGENTS, ids=str)
def test_a_broken_agents_file_is_refused_by_its_own_name(
    tmp_path: Path, name: str, old: str, new: str, row: int, field: str | None, value: str | None, expected: str
) -> None:
    assert name
    (tmp_path / "agents.csv").write_text(AGENTS.replace(old, new), encoding="utf-8")
    inline = WHOLE[WHOLE.index("[[agents]]") : WHOLE.index("[law]")]
    with pytest.raises(SiteFileError) as caught:
        read_site(write(tmp_path, WHOLE.replace(inline, '[agents]\nfile = "agents.csv"\n\n')))
    fault = caught.value.faults[0]
    assert (fault.file, fault.row, fault.field, fault.value) == ("agents.csv", row, field, value)
    assert expected in (fault.expected or "")


def test_a_missing_agents_file_is_refused(tmp_path: Path) -> None:
    text = WHOLE[: WHOLE.index("[[agents]]")] + '[agents]\nfile = "people.csv"\n'
    with pytest.raises(SiteFileError, match=r"people.csv: cannot be opened"):
        read_site(write(tmp_path, text))


def test_an_agents_file_in_another_folder_is_refused(tmp_path: Path) -> None:
    text = WHOLE[: WHOLE.index("[[agents]]")] + '[agents]\nfile = "../people.csv"\n'
    with pytest.raises(SiteFileError, match=r"agents.file: does not lie beside the site file"):
        read_site(write(tmp_path, text))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_bytes(WHOLE.replace("Small", "客服中心").encode("gb18030"))
    with pytest.raises(SiteFileError, match="is not written in UTF-8"):
        read_site(path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match=r"\.toml or \.json"):
        read_site(tmp_path / "site.yaml")
