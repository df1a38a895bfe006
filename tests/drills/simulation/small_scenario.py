"""Small scenarios to rehearse: a commander and agents, injects at known minutes, efforts that hardly vary unless asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from drills.incidents import Family, Level
from drills.roles import Form
from drills.scenario.acts import Effort
from drills.scenario.frozen import (
    Clock,
    Expectation,
    Incident,
    Inject,
    Objective,
    PlayerSeat,
    Scenario,
    Source,
    Standing,
)
from drills.scenario.loads import Load
from drills.scenario.roleplays import JudgeSheet, RolePlay
from drills.scenario.text import Text
from drills.simulation.course import Course, course_of
from drills.simulation.crew import Crew, Member
from drills.simulation.habits import Habits
from drills.simulation.human_draws import HumanDraws, human_draws
from drills.simulation.steps import Rehearsal, rehearsals
from forecasting.site import Channel
from scheduler.agents import SkillLevel

WORDS = Text("something", "某事")
EVEN = dict.fromkeys(SkillLevel, 1.0)
# Everybody takes what the scenario says, nothing goes wrong, the floor asks for nobody.
STEADY = Habits(
    EVEN, dict.fromkeys(SkillLevel, 0.0), pace_spread=0.0, floor_attention=0.0, talk=Effort(6.0, 6.0 * (1 + 1e-9))
)


def inject(name: str, minute: int = 0, seat: str = "agents", **more: Any) -> Inject:
    return Inject(name, minute, Source.CUSTOMER, WORDS, seat, WORDS, ("do",), **more)


def expected(
    name: str,
    basis: str,
    within: int = 10,
    effort: float | tuple[float, float] = 5.0,
    seat: str = "agents",
    *,
    standing: Standing = Standing.OBSERVED,
    **more: Any,
) -> Expectation:
    """A number as *effort* is a time that hardly varies."""
    known = Effort(effort, effort * (1 + 1e-9)) if isinstance(effort, float) else Effort(*effort)
    return Expectation(name, "do", seat, WORDS, Clock(basis, within, within, standing, "test"), known, **more)


def customer(name: str, minute: int = 0, seat: str = "agents", **more: Any) -> RolePlay:
    return RolePlay(
        name, seat, Channel.PHONE, "do", minute, *(WORDS,) * 4, (), WORDS, JudgeSheet(*(WORDS,) * 5), **more
    )


def scenario(
    injects: Iterable[Inject],
    expectations: Iterable[Expectation],
    loads: Iterable[Load] = (),
    minutes: int = 60,
    agents: int = 1,
    **more: Any,
) -> Scenario:
    incident = Incident("one", Family.SYSTEM_OUTAGE, "test", 1, Level.II, Level.III, *(WORDS,) * 5)
    return Scenario(
        "test", 1, 1, Family.SYSTEM_OUTAGE, Form.TABLETOP, Level.II, Level.III, minutes, *(WORDS,) * 7, (), (),
        (Objective("do", WORDS, WORDS),),
        (PlayerSeat("commander", WORDS, 1, SkillLevel.SENIOR), PlayerSeat("agents", WORDS, agents)),
        tuple(injects), tuple(expectations), (incident,), tuple(loads), **more,
    )  # fmt: skip


def rehearsed(asked: Scenario, habits: Habits = STEADY, count: int = 1, seed: int = 0) -> list[Rehearsal]:
    course = course_of(asked, habits=habits)
    return rehearsals(course, human_draws(course, seed, count))


def once(asked: Scenario, habits: Habits = STEADY) -> tuple[Course, Rehearsal]:
    course = course_of(asked, habits=habits)
    return course, rehearsals(course, human_draws(course, 0, 1))[0]


def done(course: Course, one: Rehearsal) -> Mapping[str, float]:
    return {task.id: round(minute, 3) for task, minute in zip(course.tasks, one.done, strict=True)}


def results(course: Course, one: Rehearsal) -> Mapping[str, str]:
    return {task.id: result.name for task, result in zip(course.tasks, one.result, strict=True)}


def given(course: Course, one: Rehearsal) -> Mapping[str, float]:
    return {name: round(minute, 3) for name, minute in zip(course.injects, one.given, strict=True)}


def crew_of(**levels: SkillLevel) -> Crew:
    members = tuple(Member(seat, level) for seat, level in levels.items())
    return Crew(members, {seat: (number,) for number, seat in enumerate(levels)})


def without_luck(draws: HumanDraws) -> HumanDraws:
    return draws._replace(luck=draws.luck * 0 + 1.0)


def at_intensity(asked: Scenario, percent: int) -> Scenario:
    return replace(asked, intensity_percent=percent)
