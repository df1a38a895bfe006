"""Sessions that could be held: the best group for a course at a slot, given who has time and what a head less costs."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from forecasting.timegrid import TimeGrid, local_instant
from scheduler.agents import AgentId
from scheduler.objective import slot_cost
from scheduler.training.courses import Course, Curriculum
from scheduler.training.due import YearPart
from scheduler.training.needs import NEW_COURSE_HOURS, Needs
from scheduler.training.room import Flags, Room

MOST_ALONE = 500  # people who begin a course for one at the same time, tried at once


@dataclass(frozen=True, slots=True)
class Session:
    """The course *index* in the slots [*first*, *end*) for *people*, led by *trainer* where it has one; numbers of persons."""

    index: int
    first: int
    end: int
    people: tuple[int, ...]
    trainer: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A *session* and what each of its people is worth less their head, in hundredths of a point, best first.

    *value* is that of the whole group, or of the first person where everybody learns alone.
    """

    session: Session
    nets: tuple[float, ...]
    value: float


def starts_of(course: Course, grid: TimeGrid, curriculum: Curriculum, part: YearPart) -> list[int]:
    """Return the slots of the year's planned days at which a session of *course* may begin, barred days left out."""
    length = grid.slots_in(course.minutes)
    found: set[int] = set()
    for day in grid.dates():
        if day.year != part.year or day in curriculum.barred or day.weekday() not in course.weekdays:
            continue
        for span in course.windows:
            opens, closes = (local_instant(day, minute, grid.zone) for minute in (span.opens, span.closes))
            first = grid.slot_containing(opens)
            first += grid.instant(first) < opens
            found.update(range(max(0, first), min(grid.slot_containing(closes), grid.n_slots) - length + 1))
    return sorted(found)


@dataclass
class Market:
    """What sessions are worth as things stand; it changes with each one that is held.

    ``day_taken[day, person]`` tells who has a session on a day: one a day is enough for anybody.
    """

    room: Room
    needs: Needs
    numbers: dict[AgentId, int]
    day_of: npt.NDArray[np.int64]
    day_taken: Flags
    held: list[Session] = field(default_factory=list)

    @staticmethod
    def of(room: Room, needs: Needs, taken: Flags) -> "Market":
        """Return the market of *room* for *needs*; *taken* tells by day and person who has a session already."""
        day_of = np.zeros(room.grid.n_slots, dtype=np.int64)
        for index, day in enumerate(room.grid.dates()):
            slots = room.grid.slots_of(day)
            day_of[slots.start : slots.stop] = index
        numbers = {agent.id: index for index, agent in enumerate(room.people)}
        return Market(room, needs, numbers, day_of, taken)

    def copy(self) -> "Market":
        """Return a market like this one that changes by itself."""
        return Market(
            self.room.copy(), self.needs.copy(), self.numbers, self.day_of, self.day_taken.copy(), list(self.held)
        )

    def can_attend(self, index: int, first: int, end: int) -> Flags:
        """Return who has time in [*first*, *end*), wants the course *index* and has no session that day."""
        free: Flags = self.room.free_for(first, end) & ~self.day_taken[self.day_of[first]]
        return free & (self.needs.gains(index) >= 0)

    def can_teach(self, index: int, first: int, end: int) -> list[int]:
        """Return the trainers of the course *index* who have time in [*first*, *end*)."""
        known = [self.numbers[name] for name in self.needs.courses[index].trainers if name in self.numbers]
        free = self.room.free_for(first, end)
        return [whose for whose in known if free[whose]]

    def best(self, index: int, first: int, gains: npt.NDArray[np.float64]) -> Offer | None:
        """Return the best session of the course *index* from the slot *first* on, None where none is worth while.

        *gains* are those of ``Needs.gains``.
        """
        course, end = self.needs.courses[index], first + self.room.grid.slots_in(self.needs.courses[index].minutes)
        there = self.room.free_for(first, end) & (gains >= 0) & ~self.day_taken[self.day_of[first]]
        trainer, cost = None, 0.0
        if course.trainers:
            trainer, cost = self._trainer(index, first, end)
            if trainer is None:
                return None
            there[trainer] = False
        if np.count_nonzero(there) < course.least:
            return None
        alone = course.most == 1 and trainer is None
        most = MOST_ALONE if alone else course.most
        people, nets = self._group(index, there, gains, (first, end), (course.least, most), trainer)
        value = (nets[0] if alone else sum(nets) - cost) if nets else 0.0
        return Offer(Session(index, first, end, tuple(people), trainer), tuple(nets), value) if value > 0 else None

    def _trainer(self, index: int, first: int, end: int) -> tuple[int | None, float]:
        """Return the trainer whose head costs least, and what it costs."""
        found = self.can_teach(index, first, end)
        costs = [float(self.room.prices(self.room.people[whose].team, first, end, 1)[0]) for whose in found]
        best = min(range(len(found)), key=costs.__getitem__, default=None)
        return (None, 0.0) if best is None else (found[best], costs[best])

    def _group(
        self,
        index: int,
        there: Flags,
        gains: npt.NDArray[np.float64],
        slots: tuple[int, int],
        bounds: tuple[int, int],
        trainer: int | None,
    ) -> tuple[list[int], list[float]]:
        """Return the people of a session and what each is worth: at least as many as it takes, then all who are worth their head."""
        least, most = bounds
        lines = []
        for team in np.unique(self.needs.team[there]):
            whose = np.flatnonzero(there & (self.needs.team == team))
            whose = whose[np.argsort(-gains[whose], kind="stable")][:most]
            name = self.room.people[int(whose[0])].team
            gone = int(trainer is not None and self.room.people[trainer].team == name)
            prices = self.room.prices(name, *slots, len(whose) + gone)[gone:]
            worth = gains[whose] - prices
            due = self.needs.seats_due(index, self.needs.team[whose[0]])
            worth[due:] = np.minimum(
                worth[due:], -1.0
            )  # beyond what is due of the team nobody is taken but to fill a group
            lines.append((whose, worth))
        ends = np.concatenate([line for line, _ in lines])
        values = np.concatenate([np.minimum.accumulate(worth) for _, worth in lines])
        order = np.argsort(-values, kind="stable")[:most]  # falls along each team's line, so that nobody is passed over
        count = max(least, int(np.count_nonzero(values[order] > 0)))
        kept = order[:count]
        return ends[kept].tolist(), values[kept].tolist()

    def loss(self) -> float:
        """Return what cover costs and what is still wanted is worth, as things stand, in hundredths of a point."""
        room, needs = self.room, self.needs
        cover = sum(int(slot_cost(heads, room.demand[team], room.weights).sum()) for team, heads in room.heads.items())
        return cover + float((needs.worth * (needs.due + NEW_COURSE_HOURS * needs.lacking)).sum())

    def hold(self, session: Session) -> None:
        """Count *session* as held."""
        for whose in session.people:
            self.room.take(whose, session.first, session.end)
            self.day_taken[self.day_of[session.first], whose] = True
        if session.trainer is not None:
            self.room.take(session.trainer, session.first, session.end)
        self.needs.seat(session.index, session.people)
        self.held.append(session)
