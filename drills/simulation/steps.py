"""One rehearsal: injects come, people take up what is expected of them one thing at a time, and clocks run out.

Whoever sits in a seat takes the task that is due first of those that wait for it (critical ones first among equals, then in
the order of the scenario). Where nobody is free, who works on what is due latest lays it aside for something due earlier, and goes
on with it afterwards. A customer who calls or writes goes before everything else. What is begun is finished, also after its
clock has run out; at the drill's end everything stops.
At the same instant people finish first, then clocks run out, then injects come.
"""

from dataclasses import dataclass
from enum import IntEnum
from heapq import heappop, heappush
from math import exp, inf
from typing import NamedTuple

from drills.scenario.frozen import Outcome
from drills.simulation.course import Course
from drills.simulation.human_draws import HumanDraws
from drills.simulation.pressure import pressure
from drills.simulation.timing import LoadTimes


class Result(IntEnum):
    """How a task stands at the drill's end. Only *MET*, *MISSED* and *EXPIRED* count; no basis: *NOT_STARTED*."""

    NOT_STARTED = 0
    NOT_OBSERVED = 1
    MET = 2
    MISSED = 3
    EXPIRED = 4


class _Kind(IntEnum):
    FINISHES = 0
    RUNS_OUT = 1
    CALLS = 2
    COMES = 3


class _Spell(NamedTuple):
    """Work on a task without a pause; each of its minutes takes *slowed*."""

    task: int
    since: float
    slowed: float


@dataclass(slots=True)
class Rehearsal:
    """What happened, in minutes from the start; infinite for what did not.

    By inject *given*; by task when it was *due*, who *did* it (-1: nobody), when it was *done*, with which *result*. *right* tells
    what was done and not judged wrong, in time or not. *spells* of work, in time order of their ends: task, member, from, to.
    """

    given: list[float]
    due: list[float]
    did: list[int]
    done: list[float]
    right: list[bool]
    result: list[Result]
    loads: LoadTimes
    spells: list[tuple[int, int, float, float]]


def rehearsal(course: Course, draws: HumanDraws, number: int) -> Rehearsal:
    """Return how replication *number* of *draws* goes."""
    return _Run(course, draws, number).outcome()


class _Run:
    """One walk through a course."""

    def __init__(self, course: Course, draws: HumanDraws, number: int) -> None:
        self.course = course
        self.work, self.luck = draws.work[number].tolist(), draws.luck[number].tolist()
        spread = course.habits.pace_spread
        self.pace = [
            course.habits.pace[member.level] * exp(spread * own)
            for member, own in zip(course.crew.members, draws.pace[number].tolist(), strict=True)
        ]
        self.doing: list[_Spell | None] = [None] * len(self.pace)
        self.waiting: list[int] = []
        self.agenda: list[tuple[float, int, int, float]] = []
        self.stamped: set[tuple[object, str]] = set()
        n_tasks, n_injects = len(course.tasks), len(course.injects)
        self.told = Rehearsal(
            given=[inf] * n_injects,
            due=[inf] * n_tasks,
            did=[-1] * n_tasks,
            done=[inf] * n_tasks,
            right=[False] * n_tasks,
            result=[Result.NOT_STARTED] * n_tasks,
            loads=_at_first(course),
            spells=[],
        )
        # a task's work in minutes of somebody of usual pace on a usual floor, less what is done of it
        self.left = [
            exp(task.log_median + task.log_spread * own) for task, own in zip(course.tasks, self.work, strict=True)
        ]

    def outcome(self) -> Rehearsal:
        course, agenda = self.course, self.agenda
        for minute, inject in course.timed:
            heappush(agenda, (minute, _Kind.COMES, inject, 0.0))
        for minute, talk in course.calls:
            heappush(agenda, (minute, _Kind.CALLS, talk, 0.0))
        while agenda and agenda[0][0] <= course.minutes:
            now, kind, of, since = heappop(agenda)
            if kind == _Kind.FINISHES:
                self._finish(of, since, now)
            elif kind == _Kind.RUNS_OUT:
                self._run_out(of, now)
            elif kind == _Kind.CALLS:
                self._call(of, now)
                self._assign(now)
            else:
                self._come(of, now)
        for who, spell in enumerate(self.doing):
            if spell is not None:
                self._note(spell.task, who, spell.since, course.minutes)
        self._judge_plans()
        return self.told

    def _come(self, inject: int, now: float) -> None:
        told, course = self.told, self.course
        if told.given[inject] < inf:
            return
        told.given[inject] = now
        for load in course.begins[inject]:
            told.loads.begun[load] = now
            told.loads.ended[load] = max(told.loads.ended[load], now)
        for load in course.ends[inject]:
            told.loads.ended[load] = now
        for number in course.started[inject]:
            task = course.tasks[number]
            if task.talk:
                self._call(number, now)
                continue
            told.due[number] = now + task.within
            told.result[number] = Result.NOT_OBSERVED
            heappush(self.agenda, (told.due[number], _Kind.RUNS_OUT, number, 0.0))
            if not self._overlooked(number):
                self.waiting.append(number)
        self._assign(now)

    def _call(self, talk: int, now: float) -> None:
        """Let a scripted customer wait for somebody of the seat."""
        self.told.due[talk] = now
        self.waiting.append(talk)

    def _assign(self, now: float) -> None:
        """Let everybody take up what is due first of what waits for them."""
        self.waiting.sort(key=self._urgency)
        at = 0
        while at < len(self.waiting):
            number = self.waiting[at]
            who = self._taker(number)
            if who < 0:
                at += 1
                continue
            del self.waiting[at]
            if self.doing[who] is not None:
                self._lay_aside(who, now)
                self.waiting.sort(key=self._urgency)
                at = 0
            self._take_up(number, who, now)

    def _urgency(self, number: int) -> tuple[bool, float, bool, int]:
        task = self.course.tasks[number]
        return not task.talk, self.told.due[number], not task.critical, number

    def _taker(self, number: int) -> int:
        """Return who can take task *number* up now: somebody free, else who does what is due latest, if later; -1: nobody.

        Nobody lays a customer aside, and everybody lays something else aside for one.
        """
        begun = self.told.did[number]
        people = self.course.tasks[number].people if begun < 0 else (begun,)
        best, latest = -1, -inf if self.course.tasks[number].talk else self.told.due[number]
        for who in people:
            spell = self.doing[who]
            if spell is None:
                return who
            if self.told.due[spell.task] > latest and not self.course.tasks[spell.task].talk:
                best, latest = who, self.told.due[spell.task]
        return best

    def _take_up(self, number: int, who: int, now: float) -> None:
        habits, loads = self.course.habits, self.course.loads
        felt = pressure(loads, self.told.loads, now, habits) if loads else 1.0
        spell = _Spell(number, now, self.pace[who] * habits.stretch(felt))
        self.doing[who], self.told.did[number] = spell, who
        heappush(self.agenda, (now + self.left[number] * spell.slowed, _Kind.FINISHES, number, now))

    def _lay_aside(self, who: int, now: float) -> None:
        spell = self.doing[who]
        if spell is not None:
            self.left[spell.task] -= (now - spell.since) / spell.slowed
            self._note(spell.task, who, spell.since, now)
            self.waiting.append(spell.task)
            self.doing[who] = None

    def _note(self, number: int, who: int, since: float, now: float) -> None:
        if since < now:
            self.told.spells.append((number, who, since, now))

    def _finish(self, number: int, since: float, now: float) -> None:
        told = self.told
        task, who = self.course.tasks[number], told.did[number]
        spell = self.doing[who]
        if spell is None or spell.task != number or spell.since != since:
            return  # it was laid aside meanwhile
        told.done[number] = now
        self._note(number, who, since, now)
        self.doing[who] = None
        if not task.talk:
            self._judge(number, who, now)
        self._assign(now)

    def _judge(self, number: int, who: int, now: float) -> None:
        """Settle what comes of a task that *who* has just finished."""
        told, course = self.told, self.course
        task = course.tasks[number]
        told.right[number] = self.luck[number] >= course.habits.slips[course.crew.members[who].level]
        if told.right[number]:
            for load in course.calms[number]:
                told.loads.calmed[load] = now
        if told.result[number] is Result.NOT_OBSERVED and (told.due[number] <= course.minutes or task.projected):
            self._end(number, Result.MET if told.right[number] else Result.MISSED, now)
        self._stamp(task.act, task.incident, now)

    def _run_out(self, number: int, now: float) -> None:
        if self.told.result[number] is Result.NOT_OBSERVED:
            self._end(number, Result.EXPIRED, now)

    def _end(self, number: int, result: Result, now: float) -> None:
        """Fix how a task has ended and let what waits for that come."""
        self.told.result[number] = result
        for wanted, inject, delay in self.course.after_outcome[number]:
            if result.name == wanted.name or (wanted is Outcome.MISSED and result is Result.EXPIRED):
                heappush(self.agenda, (now + delay, _Kind.COMES, inject, 0.0))

    def _stamp(self, act: object, incident: str, now: float) -> None:
        if (act, incident) in self.stamped:
            return
        self.stamped.add((act, incident))
        for wanted, of, inject, delay in self.course.after_act:
            if wanted is act and of in {"", incident}:
                heappush(self.agenda, (now + delay, _Kind.COMES, inject, 0.0))

    def _judge_plans(self) -> None:
        """Let plans that nobody has made by the end count as not made."""
        told = self.told
        for number, task in enumerate(self.course.tasks):
            if told.result[number] is Result.NOT_OBSERVED and task.projected:
                told.result[number] = Result.EXPIRED

    def _overlooked(self, number: int) -> bool:
        """Tell whether nobody of the seat thinks of the task: part of what goes wrong, by the level of the seat's first."""
        task, course = self.course.tasks[number], self.course
        slips = course.habits.slips[course.crew.members[task.people[0]].level]
        return bool(self.luck[number] < slips * course.habits.overlooked_share)


def _at_first(course: Course) -> LoadTimes:
    """Return the loads' times as the scenario has them, of those that wait for no inject."""
    return LoadTimes(
        [inf if load.begins_with else float(load.begins_minutes) for load in course.loads],
        [inf if load.ends_with else float(load.ends_minutes) for load in course.loads],
        [inf] * len(course.loads),
    )


def rehearsals(course: Course, draws: HumanDraws) -> list[Rehearsal]:
    """Return how all replications of *draws* go."""
    return [rehearsal(course, draws, number) for number in range(len(draws.work))]
