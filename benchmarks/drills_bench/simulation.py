"""How long simulating an incident takes, by family, and that what comes out agrees with what is known of it."""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from math import inf
from pathlib import Path

import numpy as np

from benchmarks.drills_bench.drawn import drawn
from benchmarks.drills_bench.floors import made_floor
from benchmarks.drills_bench.fluid import Setup, fluid, simulated
from benchmarks.simulation import Rows, show
from drills.roles import Form
from drills.scenario.frozen import Scenario
from drills.scenario.loads import Load, Opinion
from drills.simulation import Floor, Setting, predict
from drills.simulation.bursts import Burst, contacts
from drills.simulation.course import course_of
from drills.simulation.effects import put_on
from drills.simulation.human_draws import human_draws
from drills.simulation.queue import play, queue_forecasts, stacked
from drills.simulation.stage import stage_of
from drills.simulation.steps import rehearsals
from drills.simulation.timing import LoadTimes
from forecasting.simulation import Stream
from forecasting.simulation.draws import generator
from forecasting.site import Channel, ServiceTarget
from scheduler.agents import AgentId
from scheduler.duty import ShiftOnDuty
from scheduler.staff import Staff

NOON_MINUTES = 12 * 60
AWAY = 8  # people of a drill
RUNS = 2000  # of bursts
CRISIS = Opinion(200.0, 80.0, 20.0, 12.0)
STATEMENT_AGENTS, STATEMENT_MINUTES, STATEMENT_RUNS = 120, 150, 40


def main(words: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drills simulation", description=__doc__)
    parser.add_argument("--rehearsals", type=int, default=500, help="rehearsals of each scenario's people")
    parser.add_argument("--service", type=int, default=100, help="of them with queues and live service")
    parser.add_argument("--agents", type=int, default=120, help="people of the centre")
    parser.add_argument("--json", type=Path, help="file to write the tables' rows to")
    options = parser.parse_args(words)
    tables: dict[str, Rows] = {
        f"seconds of the processor a scenario: {options.rehearsals} rehearsals of people, {options.service} of queues with "
        f"{options.agents} agents": list(by_family(options.rehearsals, options.service, options.agents)),
        f"contacts that set off others, {RUNS} bursts, against theory": list(bursts()),
        f"a crisis of {CRISIS.contacts_per_hour:g} contacts an hour, each of which sets off "
        f"{CRISIS.branching_percent / 100:g} others, {CRISIS.branching_after_percent / 100:g} after the statement": list(
            statements()
        ),
        "an outage of 45 minutes with redials, 1,200 people, against the fluid equations": list(outages()),
    }
    for title, rows in tables.items():
        show(title, rows)
    if options.json is not None:
        options.json.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


def by_family(replications: int, service: int, agents: int) -> Iterator[dict[str, object]]:
    """Yield a row for each family: its functional exercises, and the seconds that one of them takes."""
    setting = setting_on(agents)
    families: dict[str, list[Scenario]] = {}
    for kind, scenario in drawn(1, (Form.FUNCTIONAL,)):
        families.setdefault(kind, []).append(scenario)
    predict(next(iter(families.values()))[0], setting, replications=1, service_replications=1)  # compiles
    for family, scenarios in sorted(families.items()):
        yield {"family": family} | _taken(scenarios, setting, replications, service)


def _taken(scenarios: Sequence[Scenario], setting: Setting, replications: int, service: int) -> dict[str, object]:
    steps, whole = 0.0, 0.0
    for scenario in scenarios:
        began = time.process_time()
        course = course_of(scenario)
        rehearsals(course, human_draws(course, 0, replications))
        between = time.process_time()
        predict(scenario, setting, replications=replications, service_replications=service)
        steps, whole = steps + between - began, whole + time.process_time() - between
    count = len(scenarios)
    return {"scenarios": count, "people": steps / count, "all that is told": whole / count}


def setting_on(agents: int) -> Setting:
    """Return a drill at noon of a made-up centre of *agents*."""
    made = made_floor(agents, 1)
    live, grid = made.live, made.instance.grid
    channels = {"phone": Channel.PHONE, "chat": Channel.CHAT}
    targets = {stream.name: ServiceTarget(stream.target_share, stream.within_seconds) for stream in live.streams}
    teams = {agent.id: agent.team for agent in made.instance.agents}
    first = grid.slot_at(grid.first_day, NOON_MINUTES)
    on_duty = [shift.agent for shift in live.staff.shifts if shift.day == grid.first_day]
    return Setting(Floor(grid, live.streams, live.staff, channels, targets, teams), first, tuple(on_duty[:AWAY]))


def bursts() -> Iterator[dict[str, object]]:
    """Yield a row for each branching: an hour of contacts from outside, followed until nothing is set off any more."""
    rate, memory = 60.0, 10.0
    for branching in (0.0, 0.3, 0.6, 0.8):
        burst = Burst(rate, 0.0, 60.0, branching, branching, memory)
        found = np.array([len(contacts(burst, 1e6, generator(number, 3))) for number in range(RUNS)], float)
        mean, variance = rate / (1 - branching), rate / (1 - branching) ** 3
        yield {
            "branching": branching,
            "mean, theory": mean,
            "mean": float(found.mean()),
            "± 99 %": float(2.58 * np.sqrt(variance / RUNS)),
            "variance, theory": variance,
            "variance": float(found.var()),
        }


def outages() -> Iterator[dict[str, object]]:
    """Yield a row for each capacity left: who waits at most, and by how much at most simulation and equations differ."""
    setup = Setup()
    setting = _large(setup)
    for capacity in (0.0, 20.0, 40.0, 60.0):
        found = simulated(setup, setting.floor, setting.first, capacity, 8)
        told = fluid(setup, capacity, found.minutes)
        yield {
            "capacity left": f"{capacity:g} %",
            "most waiting, equations": float(told.waiting.max()),
            "most waiting": float(found.waiting.max()),
            "largest difference": float(abs(found.waiting - told.waiting).max()),
            "attempts at most, of usual": float(found.attempts.max() / setup.per_second),
            "equations": float(told.attempts.max() / setup.per_second),
        }


def statements() -> Iterator[dict[str, object]]:
    """Yield what a crisis of public opinion does to a centre by the minute of its first statement."""
    setting = setting_on(STATEMENT_AGENTS)
    stage = stage_of(setting.floor, setting.first, STATEMENT_MINUTES)
    load = Load("rumour", (Channel.PHONE, Channel.CHAT), 0, STATEMENT_MINUTES, CRISIS)
    crowds = list(stage.present(0, range(STATEMENT_RUNS)))
    for calmed in (15.0, 30.0, 60.0, 90.0, inf):
        times = LoadTimes([0.0], [float(STATEMENT_MINUTES)], [calmed])
        counted = []
        for number, crowd in enumerate(crowds):
            world = put_on(stage, crowd, (load,), times, (0, number))
            counted.append(play(stage, *world, 0, number))
        told = queue_forecasts(stage, stacked(counted))[0]
        yield {
            "statement after": "never" if calmed == inf else f"{calmed:g} min",
            "contacts": told.whole.contacts,
            "in time": told.whole.service_level.mean,
            "left": told.whole.left_share.mean,
            "fell below target": f"{told.recovered.count} of {STATEMENT_RUNS}",
            "recovered at minute, median": told.recovered.p50 or "-",
        }


def _large(setup: Setup) -> Setting:
    grid = made_floor(12, 1).instance.grid
    queue = Stream(
        "phone",
        np.full(grid.n_slots, setup.per_second * grid.slot_length.total_seconds()),
        np.full(grid.n_slots, setup.handling),
        patience_seconds=setup.patience,
        retrial_share=setup.redials,
        retrial_seconds=setup.redial_after,
    )
    agents = [AgentId(f"P{number}") for number in range(setup.people)]
    whole = grid.n_slots * grid.slot_length.total_seconds()
    duty = tuple(ShiftOnDuty(agent, grid.first_day, ((0.0, whole),)) for agent in agents)
    levels, there = {"phone": 0}, np.ones(grid.n_slots)
    staff = Staff(grid, dict.fromkeys(agents, levels), duty, dict.fromkeys(agents, there))
    floor = Floor(grid, (queue,), staff, {"phone": Channel.PHONE}, {"phone": ServiceTarget()}, {})
    return Setting(floor, grid.slot_at(grid.first_day, NOON_MINUTES))
