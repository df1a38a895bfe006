"""A year of three drills at a made-up centre: what is not met is trained, tested again by planning anew, and closed on that alone."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from benchmarks.drills_bench.floors import made_floor
from benchmarks.drills_bench.year import REPORTS
from benchmarks.drills_bench.year_centre import HeadsAlone
from benchmarks.drills_bench.year_play import Planned, Planning, Year
from benchmarks.drills_bench.year_reports import (
    FAULTS,
    GOOD,
    check_reports,
    chosen,
    write_reports,
)
from benchmarks.drills_bench.year_told import rows, summary
from drills.exercise import LineKind, Phase, log_text
from drills.improvement import ActionStatus, book_text, retests_of, unowned
from drills.incidents import Family, Scope
from drills.programme import Entry, Programme
from drills.roles import Form
from drills.scenario.catalogue import Catalogue, catalogue

PEOPLE = 150
FIRST = date(2026, 12, 1)
KNOWN: Catalogue = catalogue()


class Plain:
    """Plans one drill, and after each that has something to be tested again one more of the same kind five weeks later."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = list(forms)

    def __call__(self, asked: Planning) -> Planned:
        day, findings, told = asked.day, asked.findings, asked.told
        entries = () if told is None else told.entries
        if self.forms:
            number = len(entries) + 1
            on = FIRST if told is None else day + timedelta(weeks=5)
            capabilities = tuple(sorted({one.capability for one in findings if one.capability is not None}))
            entries = (
                *entries,
                Entry(
                    f"D{number:02}",
                    on,
                    (Family.COMPLAINT_SURGE,),
                    Scope.SINGLE,
                    self.forms.pop(0),
                    None,
                    retests=tuple(one.id for one in findings),
                    capabilities=capabilities,
                    seed=100 + number,
                ),
            )
        zone = made_floor(PEOPLE, 1).instance.grid.zone
        programme = Programme("made up", zone, FIRST, FIRST + timedelta(days=364), entries)
        return Planned(programme, 1, 1)


@cache
def year() -> Year:
    made = made_floor(PEOPLE, 1)
    found = Year(HeadsAlone(made.instance, made.roster), KNOWN, Plain([Form.TABLETOP] * 3), "en")
    found.play(FIRST)
    return found


def test_each_drill_is_played_reported_and_closed_with_every_finding_owned() -> None:
    assert 2 <= len(year().drills) <= 3
    for one in year().drills:
        assert one.scored.run.state.phase is Phase.CLOSED
        assert unowned(one.scored.log, one.scored.score, year().book) == ()


def test_what_is_not_met_is_tested_again_in_a_later_drill() -> None:
    first = year().drills[0]
    mended = [finding for finding in first.scored.findings if finding.must_be_mended]
    assert mended
    assert any(retests_of(mended, later.scored) for later in year().drills[1:])


def test_13_no_action_is_closed_without_evidence_and_a_re_test_that_was_met() -> None:
    for action in year().book.actions:
        if action.status is ActionStatus.CLOSED:
            assert action.evidence
            assert not action.to_verify
    assert all(action.is_owned for action in year().book.actions)


def test_the_table_tells_what_the_logs_say() -> None:
    told = list(rows(year()))
    assert [row["drill"] for row in told] == [one.scored.id for one in year().drills]
    for row, one in zip(told, year().drills, strict=True):
        assert one.scored.score.points is not None
        assert row["points"] == round(one.scored.score.points.value)
    assert summary(year())["without_window"] == {}


def test_16_the_same_year_gives_the_same_logs_and_the_same_book() -> None:
    made = made_floor(PEOPLE, 1)
    again = Year(HeadsAlone(made.instance, made.roster), KNOWN, Plain([Form.TABLETOP] * 3), "en")
    again.play(FIRST, 1)
    assert log_text(again.drills[0].scored.log) == log_text(year().drills[0].scored.log)
    assert book_text(year().book).startswith(book_text(again.book)[:200])


def test_the_language_in_which_people_type_changes_no_time_and_no_result() -> None:
    staged = year().drills[0].staged
    one, other = (staged.played(language).log for language in ("en", "zh_CN"))
    assert [(line.kind, line.ms) for line in one] == [(line.kind, line.ms) for line in other]
    stamps = [[line.data for line in log if line.kind is LineKind.INJECT] for log in (one, other)]
    assert stamps[0] == stamps[1]


def test_reports_are_rendered_from_their_logs_and_a_changed_page_is_named(tmp_path: Path) -> None:
    write_reports(year(), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(chosen(year())) == {GOOD, FAULTS}
    page = tmp_path / GOOD / "report.en.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert check_reports(tmp_path) == [f"{GOOD}/report.en.html"]


@pytest.mark.skipif(not REPORTS.exists(), reason="the reports of the documentation are not there")
def test_the_reports_of_the_documentation_are_what_their_logs_render_to() -> None:
    assert check_reports(REPORTS) == []
