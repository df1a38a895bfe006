"""The report of a drill: a pure function of its log, and of what is done about what it showed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from drills.exercise import Log
from drills.improvement import Action, Book
from drills.report.basis import Basis, basis_of
from drills.report.conclusion import conclusion
from drills.report.data import report_record
from drills.report.front import front
from drills.report.items import Item, Quoted, When
from drills.report.layout import Section
from drills.report.lessons import problems, strengths
from drills.report.levels import levels
from drills.report.live import live
from drills.report.measures import measures
from drills.report.ratings import ratings
from drills.report.records import appendix, corrections, sign_offs
from drills.report.roleplays import roleplays
from drills.report.setting import participants, purpose, scenario, time_and_place
from drills.report.targets import targets
from drills.report.timeline import timeline
from drills.report.what_if import what_if
from drills.scenario.canonical import canonical_json
from drills.scenario.text import Text

SECTIONS = (
    front,
    purpose,
    time_and_place,
    participants,
    scenario,
    timeline,
    targets,
    ratings,
    roleplays,
    live,
    strengths,
    problems,
    what_if,
    measures,
    levels,
    corrections,
    conclusion,
    sign_offs,
    appendix,
)

WITHOUT_START = frozenset({front, purpose, time_and_place, participants, scenario, conclusion, sign_offs, appendix})


@dataclass(frozen=True, slots=True)
class DrillReport:
    """A report: *title* and *when* for its head, its sections in order, and the *fingerprint* of its data; *made_of* is when the last line it tells was written."""

    drill: str
    title: Text
    when: Item
    sections: tuple[Section, ...]
    fingerprint: str
    made_of: datetime

    def section(self, name: str) -> Section:
        """Return the section called *name*; KeyError where there is none."""
        for section in self.sections:
            if section.id == name:
                return section
        raise KeyError(name)


def drill_report(log: Log, book: Book | None = None) -> DrillReport:
    """Return the report on *log*, with what *book* says is done about its findings. Rests on the lines before the one by which a report was made, and on nothing else.

    May be asked for at any moment; a drill under way gives a provisional report, one that was broken off or called off an honest one.
    """
    basis = basis_of(log, book)
    window = basis.drill.window
    first = basis.stretches[0][0] if basis.stretches else None
    when = (
        When(window.start, window.zone, (1,), with_day=True) if first is None else basis.instant(first, with_day=True)
    )
    fingerprint = _digest(_json(basis))
    title = Quoted(basis.drill.title, (1,)).text
    assert isinstance(title, Text)  # noqa: S101  # titles are in both languages
    sections = tuple(make(basis) for make in SECTIONS if basis.stretches or make in WITHOUT_START)
    return DrillReport(basis.drill.id, title, when, sections, fingerprint, basis.log.last.at)


def actions_about(log: Log, book: Book) -> tuple[Action, ...]:
    """Return what *book* has about findings of the drill of *log*."""
    return basis_of(log, book).actions


def report_json(log: Log) -> str:
    """Return the report on *log* as JSON, laid out as ``drills.report.data`` says. Same log: the same bytes, whatever the wording is."""
    return _json(basis_of(log))


def report_fingerprint(log: Log) -> str:
    """Return the SHA-256 of the UTF-8 of :func:`report_json`, in hexadecimal: what the order ``report`` writes into the log."""
    return _digest(report_json(log))


def _json(basis: Basis) -> str:
    return canonical_json(report_record(basis))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
