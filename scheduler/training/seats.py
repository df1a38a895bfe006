"""Sessions as a roster has them: who learns or teaches what, when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from scheduler.agents import AgentId
from scheduler.roster import Activity, Assignment, Roster, elapsed
from scheduler.training.courses import TEACHING, TRAINING, Course, Curriculum


@dataclass(frozen=True, slots=True)
class Seat:
    """*agent* attends *course* in the time of *activity*, within *shift*; *teaches* tells who leads the session."""

    agent: AgentId
    shift: Assignment
    activity: Activity
    course: Course
    teaches: bool = False

    @property
    def hours(self) -> float:
        """Class hours earned: those of the course, in proportion where the time is another; none for who teaches."""
        if self.teaches:
            return 0.0
        minutes = elapsed(self.activity.start, self.activity.end) / timedelta(minutes=1)
        return self.course.hours * minutes / self.course.minutes


def is_training(activity: Activity) -> bool:
    """Tell whether *activity* is a training session, learnt or taught."""
    return activity.name.startswith((TRAINING, TEACHING))


def seats_in(roster: Roster, curriculum: Curriculum) -> Iterator[Seat]:
    """Yield the seats of *roster* in courses of *curriculum*; sessions of courses that it does not have are left out."""
    learnt = {course.activity: course for course in curriculum.courses}
    taught = {course.teaching: course for course in curriculum.courses}
    for shift in roster.assignments:
        for activity in shift.activities:
            course = learnt.get(activity.name) or taught.get(activity.name)
            if course is not None:
                yield Seat(shift.agent, shift, activity, course, activity.name in taught)


def with_activities(roster: Roster, added: dict[int, list[Activity]]) -> Roster:
    """Return *roster* with the activities *added* to its assignments, given by their place in it."""
    return replace(
        roster,
        assignments=tuple(
            replace(shift, activities=tuple(sorted((*shift.activities, *added[place])))) if place in added else shift
            for place, shift in enumerate(roster.assignments)
        ),
    )


def without_training(roster: Roster) -> Roster:
    """Return *roster* with everybody at work in the time of training sessions; other activities stay."""
    return replace(
        roster,
        assignments=tuple(
            replace(shift, activities=tuple(item for item in shift.activities if not is_training(item)))
            if any(map(is_training, shift.activities))
            else shift
            for shift in roster.assignments
        ),
    )
