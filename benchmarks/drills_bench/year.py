"""A year of the demo centre's drills, played by simulated people: programme, drills, reports, actions, re-tests, closing.

``python -m benchmarks.drills year`` plans the programme as ``watchbill drill programme`` does, places each drill on its day, predicts and
plays it, and writes its report. Each objective that is not met gets an action; it is trained within two weeks and closes once a later
drill, for which the programme is planned anew, meets the same ability in the same kind of incident. ``--out`` keeps logs, programmes
and the book of actions, ``--reports`` makes the two reports that the documentation shows, ``--render`` renders them again from their logs,
``--check`` tells whether they are what these render to.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from rich.console import Console

from api.translation import translator
from api.usecases.drill_programme import ProgrammeOrder, planned_programme, programme_question
from benchmarks.drills_bench.year_centre import DemoCentre, demo_centre
from benchmarks.drills_bench.year_play import Held, Planned, Planner, Planning, Year
from benchmarks.drills_bench.year_reports import check_reports, render_reports, write_reports
from benchmarks.drills_bench.year_told import markdown, show, summary
from drills.exercise import log_text
from drills.improvement import book_text, trends, trends_svg
from drills.notes import Note
from drills.programme.basis import DutyKept, Keeping, basis_of
from drills.programme.question import Policy
from drills.programme.record import programme_json
from drills.scenario.catalogue import Catalogue, catalogue
from forecasting.messages import N_
from forecasting.simulation.engine import engine

FROZEN_DAYS, PLANNED_BEFORE = 7, timedelta(days=8)
NO_WINDOW = N_("no window of the day keeps its cover")
FIRST = date(2026, 12, 1)
FIRST_WORK, LATER_WORK = 5.0, 2.0  # deterministic seconds for the first programme, and for each one after it
REPORTS = Path(__file__).parents[2] / "docs" / "reports"


def main(words: Sequence[str]) -> None:
    """Play the year and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drills year", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="draws centre, programme and people")
    parser.add_argument("--drills", type=int, help="play no more than so many drills")
    parser.add_argument("--out", type=Path, help="folder for programmes, logs and the book of actions")
    parser.add_argument("--json", type=Path, help="file for the table")
    parser.add_argument("--markdown", type=Path, help="file for the tables as the documentation shows them")
    parser.add_argument("--reports", action="store_true", help="render the reports that the documentation shows")
    parser.add_argument("--check", action="store_true", help="only tell whether these are as their logs say")
    parser.add_argument("--render", action="store_true", help="only render these again from their logs")
    options = parser.parse_args(words)
    if options.render:
        render_reports(REPORTS)
        return
    if options.check:
        _check()
        return
    year = played(options.seed, options.drills)
    show(year)
    if options.json is not None:
        text = json.dumps(summary(year), ensure_ascii=False, indent=2) + "\n"
        options.json.write_text(text, encoding="utf-8")
    if options.out is not None:
        _keep(year, options.out)
    if options.markdown is not None:
        options.markdown.write_text(markdown(year), encoding="utf-8")
    if options.reports:
        write_reports(year, REPORTS)


def _check() -> None:
    wrong = check_reports(REPORTS)
    if wrong:
        raise SystemExit(f"not what the logs render to: {', '.join(wrong)}; see --render")
    print("the reports are what their logs render to")


def played(seed: int, most: int | None = None) -> Year:
    """Return the year that *seed* draws."""
    engine()  # compiled or read from disk before anything is played
    with tempfile.TemporaryDirectory() as folder:
        centre = demo_centre(Path(folder), seed)
    known = catalogue()
    year = Year(centre, known, planner(centre, known, seed))
    year.play(FIRST, most, _tell)
    return year


def planner(centre: DemoCentre, known: Catalogue, seed: int) -> Planner:
    """Return what plans the programme of *centre*: the year from FIRST at first, then the rest of it anew on a day."""

    def plan(asked: Planning) -> Planned:
        told, zone = asked.told, centre.site_file.site.zone
        work = FIRST_WORK if told is None else LATER_WORK
        order = ProgrammeOrder(
            first=FIRST,
            past=asked.past,
            findings=asked.findings,
            policy=Policy(work=work, cast_work=work),
            seed=seed,
            begin_with=told,
            since=None if told is None else asked.day + timedelta(days=FROZEN_DAYS),
            cancelled={name: Note(NO_WINDOW) for name in asked.cancelled},
        )
        question = programme_question(order, centre.site_file, known)
        now = datetime.combine(asked.day - PLANNED_BEFORE if told is None else asked.day, time(9), tzinfo=zone)
        programme = planned_programme(order, question, now)
        duties = [duty for duty in basis_of(programme, question).duties if duty.keeping is not Keeping.NOT_OWED]
        lacking = [_lacking(duty) for duty in duties if duty.keeping is Keeping.LACKING]
        return Planned(programme, len(duties) - len(lacking), len(duties), tuple(lacking), frozenset(question.closed))

    return plan


def _lacking(duty: DutyKept) -> str:
    return duty.label.say() if duty.reason is None else f"{duty.label.say()}: {duty.reason.say()}"


def _tell(one: Held) -> None:
    points = "-" if one.scored.score.points is None else f"{one.scored.score.points.value:.0f}"
    Console().print(f"{one.scored.day}  {one.scored.id}  {one.scored.score.rating}  {points}", highlight=False)


def _keep(year: Year, folder: Path) -> None:
    for path, text in _files(year):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _files(year: Year) -> Iterator[tuple[str, str]]:
    for number, programme in enumerate(year.programmes, start=1):
        yield f"programmes/{number:02}.json", programme_json(programme)
    for one in year.drills:
        yield f"logs/{one.scored.id}.jsonl", log_text(one.scored.log)
    yield "actions.jsonl", book_text(year.book)
    yield "abilities.svg", trends_svg(trends(year.scored), translator("en"))
