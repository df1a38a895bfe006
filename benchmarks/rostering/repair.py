"""Absences among thousands of people: ``python -m benchmarks.rostering repair --agents N --absent 0.05 --seed S``.

The people are those of ``crowd``, rostered within a time limit or read from a roster made so before (``--roster``); *need* is
the share of the crowd's need that is asked for, as a centre whose people are all at the most hours of their contracts cannot
make up for anybody. On the second Tuesday at eight, with a day's notice, a share of the people drawn at random falls ill, each from
one of the next five days for one to three days. Printed are the seconds of the repair with all its checks, the shifts lost and
changed, the hours missing as published, without the repair and with it, and what becomes of the people.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from time import process_time

import numpy as np

from benchmarks.rostering.crowd import HERE, MONDAY, crowd_of
from scheduler.checking import check_roster, is_lawful
from scheduler.demand import Demand
from scheduler.formats import read_roster, write_roster_json
from scheduler.instance import Instance
from scheduler.objective import Objective
from scheduler.repair import Absence, Incident, Notice, repair
from scheduler.roster import Roster
from scheduler.rules.law import law_pack
from scheduler.solution import Limits
from scheduler.solve import solve

TUESDAY = MONDAY + timedelta(days=8)
MOST_DAYS_OUT, MOST_DAYS_AWAY = 5, 3


@dataclass(frozen=True, slots=True)
class RepairRow:
    """One measurement; *seconds* of wall time and of the processor, hours missing, changes by how mild they are."""

    agents: int
    absent: int
    seed: int
    need: float
    seconds: float
    processor_seconds: float
    lost: int
    changed: int
    changed_a_lost_shift: float | None
    published_missing_hours: float
    before_missing_hours: float
    after_missing_hours: float
    lawful: bool
    changes: dict[str, int]


def asked(agents: int, need: float, seed: int) -> tuple[Instance, Objective]:
    """Return the crowd with the share *need* of what it needs."""
    instance, objective = crowd_of(agents, 28, seed)
    demand = {team: heads * need for team, heads in instance.demand.scheduled.items()}
    return replace(instance, demand=Demand(instance.grid, demand)), objective


def absences_of(instance: Instance, share: float, seed: int) -> tuple[Absence, ...]:
    """Return who falls ill and when."""
    random = np.random.default_rng(seed)
    chosen = random.choice(len(instance.agents), round(share * len(instance.agents)), replace=False)
    found = []
    for number in chosen.tolist():
        agent = instance.agents[number]
        first: date = TUESDAY + timedelta(days=1 + int(random.integers(0, MOST_DAYS_OUT)))
        last = first + timedelta(days=int(random.integers(0, MOST_DAYS_AWAY)))
        found.append(Absence.of_days(agent.id, first, last, instance.zone_of(agent)))
    return tuple(found)


def measured(
    instance: Instance, objective: Objective, published: Roster, need: float, share: float, seed: int
) -> RepairRow:
    """Repair *published* and check what comes of it once more."""
    rules = law_pack("china")
    absences = absences_of(instance, share, seed)
    now = datetime(TUESDAY.year, TUESDAY.month, TUESDAY.day, 8, tzinfo=HERE)
    began = process_time()
    found = repair(instance, rules, published, Incident(absences), Notice(now), Limits(600.0), objective)
    worked = process_time() - began
    each = found.changes_a_lost_shift
    return RepairRow(
        len(instance.agents),
        len(absences),
        seed,
        need,
        round(found.wall_seconds, 2),
        round(worked, 2),
        len(found.lost),
        len(found.changes),
        None if each is None else round(each, 2),
        round(found.published_missing_hours, 1),
        round(found.before_missing_hours, 1),
        round(found.after_missing_hours, 1),
        is_lawful(check_roster(found.roster, found.instance, rules)),
        dict(Counter(change.mildness.value for change in found.changes)),
    )


def published_roster(instance: Instance, objective: Objective, file: Path | None, limits: Limits) -> Roster:
    """Return the roster in *file*, or make one and write it there."""
    if file is not None and file.exists():
        return read_roster(file, instance)
    roster = solve(instance, law_pack("china"), limits, None, objective).roster
    if roster is None:
        raise SystemExit("no roster was found")
    if file is not None:
        write_roster_json(roster, instance, file)
    return roster


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering repair", description=__doc__)
    parser.add_argument("--agents", type=int, default=200)
    parser.add_argument("--absent", type=float, default=0.05, help="share of the people who fall ill")
    parser.add_argument("--need", type=float, default=0.85, help="share of the crowd's need")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30.0, help="time for the roster that is published")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--roster", type=Path, help="published roster as JSON, made and written where it is not there")
    parser.add_argument("--json", type=Path, help="file to write the row to")
    options = parser.parse_args(arguments)
    instance, objective = asked(options.agents, options.need, options.seed)
    limits = Limits(options.seconds, options.workers, options.seed)
    published = published_roster(instance, objective, options.roster, limits)
    row = measured(instance, objective, published, options.need, options.absent, options.seed)
    print(json.dumps(asdict(row), indent=1))
    if options.json is not None:
        options.json.write_text(json.dumps(asdict(row), indent=1) + "\n", encoding="utf-8")
