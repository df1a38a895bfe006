"""Weights, requests and the ledger of a site file, and every way to write them wrong."""

from datetime import date
from pathlib import Path

import pytest

from scheduler.agents import AgentId
from scheduler.errors import SiteFileError
from scheduler.fairness import Burden, Ledger, LedgerRow
from scheduler.formats import read_site
from scheduler.formats.ledger import ledger_csv, read_ledger
from scheduler.objective.aims import Aims, Percents
from scheduler.objective.changes import ChangeCosts
from scheduler.objective.cover import Weights
from scheduler.objective.requests import Request

CENTRE = """
[site]
name = "Small centre"
zone = "Asia/Shanghai"
[[queues]]
name = "phone"
[[teams]]
name = "care"
queues = ["phone"]
[[shift_kinds]]
name = "early"
start = "08:00"
end = "17:00"
breaks = [{ minutes = 60, window = ["3:00", "5:00"] }]
[[shift_kinds]]
name = "late"
start = "13:00"
end = "22:00"
breaks = [{ minutes = 60, window = ["3:00", "5:00"] }]
[[contracts]]
name = "full"
kinds = ["early", "late"]
[[contracts]]
name = "mornings"
kinds = ["early"]
[[agents]]
id = "A1"
team = "care"
contract = "full"
[[agents]]
id = "A2"
team = "care"
contract = "mornings"
"""
A1 = AgentId("A1")


def aims(folder: Path, text: str, centre: str = CENTRE, **files: str) -> Aims:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    site = folder / "site.toml"
    site.write_text(centre + text, encoding="utf-8")
    return read_site(site).aims


def faults(folder: Path, text: str, **files: str) -> list[str]:
    with pytest.raises(SiteFileError) as refused:
        aims(folder, text, **files)
    return [str(fault) for fault in refused.value.faults]


def test_a_site_that_says_nothing_is_measured_by_cover_and_what_people_ask(tmp_path: Path) -> None:
    found = aims(tmp_path, "")
    assert found.weights == Weights()
    assert (found.overtime, found.requests, found.unsteady_starts) == (0, 1_000, 0)
    assert set(found.shares.values()) == {0}


def test_weights_are_read_into_hundredths_of_a_point(tmp_path: Path) -> None:
    found = aims(
        tmp_path,
        """
        [objective]
        shortage = [[0, 12], [0.2, 30]]
        excess = 2
        overtime = { hour = 1.5, holiday_percent = 400 }
        requests = 7
        unsteady_starts = 0.25
        uneven_nights = 3
        changes = { added = 1, hour = 0.5 }
        order = ["shortage", "uneven_nights"]
        """,
    )
    assert found.weights == Weights(((0.0, 12), (0.2, 30)), ((0.0, 2),))
    assert (found.overtime, found.percents) == (150, Percents(150, 200, 400))
    assert (found.requests, found.unsteady_starts, found.shares[Burden.NIGHTS]) == (700, 25, 300)
    assert found.changes == ChangeCosts(added=100, removed=2_000, hour=50)
    assert found.order == ("shortage", "uneven nights")


def test_money_is_points_once_a_point_has_a_price(tmp_path: Path) -> None:
    found = aims(tmp_path, '[objective]\npoint = "5 CNY"\novertime = "32 CNY"\nuneven_nights = 2\n')
    assert (found.overtime, found.shares[Burden.NIGHTS]) == (640, 200)


def test_comprehensive_hours_pay_no_week(tmp_path: Path) -> None:
    assert aims(tmp_path, '[law]\npack = "china-comprehensive"\n[objective]\novertime = 1\n').weekly_minutes is None
    assert aims(tmp_path, "[objective]\novertime = 1\n").weekly_minutes == 2_400


@pytest.mark.parametrize(
    ("law", "held"), [("", True), ("[rules.weekly-hours]\nhours = 41\n", False), ('[law]\npack = "none"\n', False)]
)
def test_weeks_that_a_rule_holds_to_forty_hours_are_not_modelled(tmp_path: Path, law: str, held: bool) -> None:  # noqa: FBT001  # a column of the table
    assert aims(tmp_path, law + "[objective]\novertime = 1\n").weeks_are_held is held


def test_requests_stand_in_the_site_file_or_beside_it(tmp_path: Path) -> None:
    wanted = (
        Request(A1, date(2026, 11, 7), "off", weight=2.5),
        Request(A1, date(2026, 11, 8), "off", weight=2.5),
        Request(AgentId("A2"), date(2026, 11, 9), "early", against=True),
    )
    inside = """
    [[requests]]
    agent = "A1"
    day = "2026-11-07..2026-11-08"
    for = "off"
    weight = 2.5
    [[requests]]
    agent = "A2"
    day = 2026-11-09
    against = "early"
    """
    beside = "agent,day,for,against,weight\nA1,2026-11-07..2026-11-08,off,,2.5\nA2,2026-11-09,,early,\n"
    assert aims(tmp_path, inside).asked == wanted
    assert aims(tmp_path, '[requests]\nfile = "wishes.csv"\n', wishes=beside).asked == wanted


def test_the_ledger_is_read_from_beside_the_site_file(tmp_path: Path) -> None:
    found = aims(
        tmp_path,
        '[ledger]\nfile = "past.csv"\nmonths = 2\n',
        past="agent,month,nights,weekends\nA1,2026-09,4,2\ngone,2026-10,1,\n",
    )
    assert found.months == 2
    assert found.ledger.before(date(2026, 11, 2), 2)[A1][Burden.NIGHTS] == 4
    assert AgentId("gone") in found.ledger.before(date(2026, 11, 2), 2)


def test_a_ledger_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    counts = dict(zip(Burden, (1, 2, 3, 4, 5), strict=True))
    ledger = Ledger((LedgerRow(A1, date(2026, 9, 1), counts), LedgerRow(A1, date(2026, 10, 1), counts, 23)))
    path = tmp_path / "ledger.csv"
    path.write_text(ledger_csv(ledger), encoding="utf-8")
    assert read_ledger(path) == ledger


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[objective]\nunevn_nights = 3", "objective.unevn_nights: is not known"),
        ("[objective]\nunevn_nights = 3", "'uneven_nights', or another"),
        ("[objective]\nrequests = -1", "objective.requests: is out of range"),
        ("[objective]\nrequests = 10001", "objective.requests: is out of range"),
        ("[objective]\nrequests = true", "objective.requests: is no number"),
        ('[objective]\nrequests = "5 CNY"', "objective.requests: is money"),
        ('[objective]\npoint = "5 CNY"\nrequests = "5 EUR"', "expected an amount in CNY"),
        ('[objective]\npoint = "0 CNY"', "objective.point: is no amount of money"),
        ('[objective]\norder = ["shortge"]', "objective.order[1]: is not known (found 'shortge'); expected 'shortage'"),
        ('[objective]\norder = ["shortage", "shortage"]', "objective.order: names a term twice"),
        ("[objective]\nshortage = [[0.2, 1], [0.1, 1]]", "objective.shortage: do not rise"),
        ("[objective]\nshortage = [[0, 1, 2]]", "objective.shortage[1]: is no pair"),
        ("[objective]\nshortage = [[0, 0.5]]", "is no whole number of points"),
        ("[objective]\novertime = { holiday_percent = 300 }", "objective.overtime.hour: is missing"),
        ("[objective]\nchanges = { aded = 1 }", "objective.changes.aded: is not known"),
        ('[[requests]]\nagent = "A3"\nday = 2026-11-07\nfor = "off"', "requests[1].agent: is not known"),
        ('[[requests]]\nagent = "A2"\nday = 2026-11-07\nfor = "late"', "requests[1].for: is not known"),
        ('[[requests]]\nagent = "A2"\nday = 2026-11-07', "requests[1].for: is to stand here"),
        (
            '[[requests]]\nagent = "A2"\nday = 2026-11-07\nfor = "off"\nweight = 0',
            "requests[1].weight: is out of range",
        ),
        ('[ledger]\nfile = "none.csv"', "none.csv: there is no such file"),
        ("[ledger]\nmonths = 2", "ledger.file: is missing"),
    ],
)
def test_what_is_written_wrong_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in fault for fault in faults(tmp_path, text)), faults(tmp_path, text)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("agent,mnth\nA1,2026-09\n", "is no column of this file"),
        ("agent,month\nA1,2026-13\n", "row 2, month: is no month"),
        ("agent,month,nights\nA1,2026-09,-1\n", "row 2, nights: is no number"),
        ("agent,month,nights\nA1,2026-09,1.5\n", "row 2, nights: is no whole number"),
        ("agent,month\nA1,2026-09\nA1,2026-09\n", "row 3, month: is there more than once"),
        ("agent,month\nA1,2026-09,7\n", "row 2: has more cells than the header"),
        ("agent,agent,month\nA1,A1,2026-09\n", "agent: is there more than once"),
    ],
)
def test_faults_of_the_ledger_name_their_row(tmp_path: Path, rows: str, said: str) -> None:
    found = faults(tmp_path, '[ledger]\nfile = "past.csv"\n', past=rows)
    assert any(said in fault for fault in found), found


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    text = '[objective]\nrequest = 1\nexcess = "a lot"\n[requests]\nfile = "wishes.csv"\n'
    found = faults(tmp_path, text, wishes="agent,day,for,weight\nA9,2026-11-07,off,\nA1,soon,off,heavy\n")
    assert len(found) == 5
