"""Sessions chosen together: a model over the starts that look best, from the sessions that were placed one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExpr, LinearExprT

from scheduler.objective import SCALE, add_cost_variables
from scheduler.training.needs import NEW_COURSE_HOURS
from scheduler.training.sessions import Market, Session

MOST_STARTS = 40  # of a course, beside those of the sessions placed already
MOST_SEATS = 1_500  # seats to choose from; with more the model finds nothing better than what it is given
HUNDREDTHS = 100  # class hours are counted in hundredths
MOST_SECONDS = 60.0  # never waited for but on a machine that is busy with something else

Key = tuple[int, int]  # course and first slot


def likely_starts(offers: Iterable[tuple[float, int, int]], held: Iterable[Session]) -> list[Key]:
    """Return the starts of *held* and, of each course, the best ones of *offers*."""
    found = {(session.index, session.first): None for session in held}
    count: dict[int, int] = {}
    for _less_value, index, first in sorted(offers):
        count[index] = count.get(index, 0) + 1
        if count[index] <= MOST_STARTS:
            found[index, first] = None
    return list(found)


def seats_at(keys: Iterable[Key], market: Market) -> int:
    """Return how many seats there are to choose from at *keys*."""
    slots_in = market.room.grid.slots_in
    return sum(
        int(np.count_nonzero(market.can_attend(index, first, first + slots_in(market.needs.courses[index].minutes))))
        for index, first in keys
    )


@dataclass
class SessionModel:
    """One model over the seats at *keys*, built on a *market* in which none of them is held yet."""

    market: Market
    keys: Sequence[Key]
    model: CpModel = field(default_factory=CpModel)
    seats: dict[Key, dict[int, IntVar]] = field(default_factory=dict)
    teachers: dict[Key, dict[int, IntVar]] = field(default_factory=dict)
    groups: dict[Key, IntVar] = field(default_factory=dict)
    cost: list[LinearExprT] = field(default_factory=list)

    def __post_init__(self) -> None:
        for key in self.keys:
            self._add_groups(key)

    def end(self, key: Key) -> int:
        """Return the slot at which the session *key* ends."""
        return key[1] + self.market.room.grid.slots_in(self.market.needs.courses[key[0]].minutes)

    def solve(self, held: Sequence[Session], *, work: float, seed: int) -> list[Session]:
        """Return the sessions of the best choice found from *held* on; those in *held* where there was no time for any."""
        self._add_limits(held)
        self._add_worth()
        self._add_cover()
        self.model.minimize(LinearExpr.sum(self.cost))
        self._hint(held)
        solver = _solver(work, seed)
        status = solver.status_name(solver.solve(self.model))
        return self._sessions(solver) if status in {"OPTIMAL", "FEASIBLE"} else list(held)

    def _add_groups(self, key: Key) -> None:
        course, model = self.market.needs.courses[key[0]], self.model
        there = np.flatnonzero(self.market.can_attend(*key, self.end(key))).tolist()
        seats = self.seats[key] = {whose: model.new_bool_var("") for whose in there}
        groups = self.groups[key] = model.new_int_var(0, len(there) // course.least, "")
        model.add(LinearExpr.sum(list(seats.values())) >= course.least * groups)
        model.add(LinearExpr.sum(list(seats.values())) <= course.most * groups)
        if course.trainers:
            free = self.market.can_teach(*key, self.end(key))
            teachers = self.teachers[key] = {whose: model.new_bool_var("") for whose in free}
            model.add(LinearExpr.sum(list(teachers.values())) == groups)

    def _add_limits(self, held: Sequence[Session]) -> None:
        """Hold one session a day and person, nobody in two places, sessions a year, and what is due of a team."""
        by_day: dict[tuple[int, int], list[IntVar]] = {}
        by_course: dict[tuple[int, int], list[IntVar]] = {}
        for key, seats in self.seats.items():
            for whose, var in seats.items():
                by_day.setdefault((int(self.market.day_of[key[1]]), whose), []).append(var)
                by_course.setdefault((key[0], whose), []).append(var)
        for literals in by_day.values():
            self.model.add_at_most_one(literals)
        for (index, whose), literals in by_course.items():
            left = int(self.market.needs.left[index, whose])
            if left < len(literals):
                self.model.add(LinearExpr.sum(literals) <= left)
        self._add_meetings()
        self._add_team_due(held)

    def _add_meetings(self) -> None:
        """Keep trainers from two sessions at once."""
        busy: dict[int, list[tuple[Key, IntVar]]] = {}
        for key, teachers in self.teachers.items():
            for whose, var in teachers.items():
                busy.setdefault(whose, []).append((key, var))
        for whose, taught in busy.items():
            learnt = [(key, seats[whose]) for key, seats in self.seats.items() if whose in seats]
            pairs = [*combinations(taught, 2), *((one, other) for one in taught for other in learnt)]
            for (key, var), (other_key, other) in pairs:
                if key[1] < self.end(other_key) and other_key[1] < self.end(key):
                    self.model.add_at_most_one([var, other])

    def _add_team_due(self, held: Sequence[Session]) -> None:
        """Take nobody out for more than is due of the team, rounded up to a session, or than *held* does."""
        needs = self.market.needs
        given: dict[int, float] = {}
        for session in held:
            for whose in session.people:
                team = int(needs.team[whose])
                given[team] = given.get(team, 0.0) + needs.courses[session.index].hours
        longest = max(course.hours for course in needs.courses)
        terms: dict[int, list[LinearExprT]] = {}
        for (index, _first), seats in self.seats.items():
            for whose, var in seats.items():
                terms.setdefault(int(needs.team[whose]), []).append(_hundredths(needs.courses[index].hours) * var)
        for team, parts in terms.items():
            whole = _hundredths(float(needs.team_due[team])) + _hundredths(longest) - 1
            self.model.add(LinearExpr.sum(parts) <= max(_hundredths(given.get(team, 0.0)), whole))

    def _add_worth(self) -> None:
        """Pay for hours that stay due, and less for courses that are new to somebody who lacks some."""
        needs = self.market.needs
        mine: dict[int, list[tuple[int, IntVar]]] = {}
        for (index, _first), seats in self.seats.items():
            for whose, var in seats.items():
                mine.setdefault(whose, []).append((index, var))
        for whose, choices in mine.items():
            worth, due = int(needs.worth[whose]), _hundredths(float(needs.due[whose]))
            short = self.model.new_int_var(0, due, "")
            given = [_hundredths(needs.courses[index].hours) * var for index, var in choices]
            self.model.add(short >= due - LinearExpr.sum(given))
            self.cost.append(worth // HUNDREDTHS * short)
            if needs.lacking[whose] > 0:
                self._add_new_courses(whose, choices, round(worth * NEW_COURSE_HOURS))

    def _add_new_courses(self, whose: int, choices: Sequence[tuple[int, IntVar]], worth: int) -> None:
        needs = self.market.needs
        fresh: dict[int, list[IntVar]] = {index: [] for index, _ in choices if needs.fresh[index, whose]}
        for index, var in choices:
            if index in fresh:
                fresh[index].append(var)
        count = self.model.new_int_var(0, int(needs.lacking[whose]), "")
        begun = []
        for literals in fresh.values():
            new = self.model.new_bool_var("")
            self.model.add(new <= LinearExpr.sum(literals))
            begun.append(new)
        self.model.add(count <= LinearExpr.sum(begun))
        self.cost.append(-worth * count)

    def _add_cover(self) -> None:
        """Pay for the cover of every slot out of which somebody may be taken."""
        room = self.market.room
        away: dict[str, dict[int, list[IntVar]]] = {}
        for taken in (self.seats, self.teachers):
            for key, people in taken.items():
                for whose, var in people.items():
                    slots = away.setdefault(room.people[whose].team, {})
                    for slot in range(key[1], self.end(key)):
                        slots.setdefault(slot, []).append(var)
        for team, by_slot in away.items():
            heads: dict[int, tuple[IntVar, int]] = {}
            for slot, literals in by_slot.items():
                there = int(room.heads[team][slot])
                left = self.model.new_int_var(0, there, "")
                self.model.add(left == there - LinearExpr.sum(literals))
                heads[slot] = (left, SCALE)
            ceiling = max(int(room.heads[team][slot]) for slot in by_slot)
            self.cost += add_cost_variables(self.model, heads, room.demand[team], room.weights, ceiling)

    def _hint(self, held: Sequence[Session]) -> None:
        """Begin with *held*, every variable given: those of cover and hours as they follow from the seats."""
        begun = {(session.index, session.first, whose) for session in held for whose in session.people}
        led = {(session.index, session.first, session.trainer) for session in held}
        fixed = self.model.clone()
        for taken, known in ((self.seats, begun), (self.teachers, led)):
            for key, people in taken.items():
                for whose, var in people.items():
                    fixed.add(fixed.get_bool_var_from_proto_index(var.index) == ((*key, whose) in known))
        solver = _solver(MOST_SECONDS, 0)
        if solver.status_name(solver.solve(fixed)) == "OPTIMAL":
            for index, value in enumerate(solver.response_proto.solution):
                self.model.add_hint(self.model.get_int_var_from_proto_index(index), value)

    def _sessions(self, solver: CpSolver) -> list[Session]:
        return [session for key in self.keys for session in self._at(key, solver)]

    def _at(self, key: Key, solver: CpSolver) -> list[Session]:
        """Return the groups of one start, as even as can be."""
        people = [whose for whose, var in self.seats[key].items() if solver.boolean_value(var)]
        led = [whose for whose, var in self.teachers.get(key, {}).items() if solver.boolean_value(var)]
        count = len(led) if led else -(-len(people) // self.market.needs.courses[key[0]].most)
        trainers: Mapping[int, int] = dict(enumerate(led))
        return [
            Session(*key, self.end(key), tuple(people[group::count]), trainers.get(group)) for group in range(count)
        ]


def _solver(work: float, seed: int) -> CpSolver:
    solver = CpSolver()
    solver.parameters.num_workers = 1  # the same answer every time
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = work
    solver.parameters.max_time_in_seconds = MOST_SECONDS
    solver.parameters.linearization_level = 2
    return solver


def _hundredths(hours: float) -> int:
    return round(hours * HUNDREDTHS)
