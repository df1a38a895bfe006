"""How training sessions are held: in groups and at times that their course allows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from ortools.sat.python.cp_model import CpModel

from forecasting.messages import N_
from forecasting.timegrid import local_instant
from scheduler.instance import Instance
from scheduler.roster import Activity, Roster
from scheduler.rules.base import Severity, Violation, broken
from scheduler.rules.wording import Figure, RuleText
from scheduler.training.courses import Course
from scheduler.training.seats import Seat, seats_in
from scheduler.variables import Variables


@dataclass(frozen=True, slots=True)
class TrainingSessions:
    """Each session has as many people as its course allows, a trainer where it has some, and lies in one of its windows.

    Source: OS-5.3. Those who begin the same course at the same time are counted together, in as many groups as there are trainers.
    """

    severity: Severity = Severity.SOFT
    name: ClassVar[str] = "training-sessions"
    citation: ClassVar[str] = "OS-5.3"
    text: ClassVar[RuleText] = RuleText(
        N_("Training in groups"),
        N_(
            "A training session has as many people as its course allows, who need the course, and one of its trainers where it has some; it lies within the course's windows, on its weekdays and off the days barred to training."
        ),
        note=N_(
            "Those who begin the same course at the same time are counted together, in as many groups as there are trainers."
        ),
        figures={"severity": Figure(N_("hard where such a session is refused"))},
    )

    def check(self, roster: Roster, instance: Instance) -> Iterator[Violation]:
        """Yield each session with too few or too many people or trainers, at another time, and each person in a course of others."""
        sessions: dict[tuple[str, datetime], list[Seat]] = {}
        for seat in seats_in(roster, instance.curriculum):
            sessions.setdefault((seat.course.name, seat.activity.start.astimezone(UTC)), []).append(seat)
        for seats in sessions.values():
            course, item = seats[0].course, seats[0].activity
            start = item.start.astimezone(instance.grid.zone)
            told = {"course": course.name, "day": start.date(), "start": f"{start:%H:%M}"}
            for template, values in (*self._of_group(course, seats), *self._of_time(course, item, instance)):
                all_told = {**told, **values}
                yield Violation(self.name, self.citation, self.severity, template, all_told, day=start.date())
            for seat in seats:
                if not (seat.agent in course.trainers if seat.teaches else course.is_for(seat.agent)):
                    agent = instance.agent_by_id[seat.agent]
                    template = N_("{agent} is neither among those who need {course} nor among its trainers")
                    yield broken(self, agent, start.date(), template, course=course.name)

    @staticmethod
    def _of_group(course: Course, seats: list[Seat]) -> Iterator[tuple[str, dict[str, object]]]:
        people = sum(not seat.teaches for seat in seats)
        trainers = len(seats) - people
        groups = trainers if course.trainers else max(1, -(-people // course.most))
        if not groups:
            yield N_("the session of {course} on {day} at {start} has no trainer"), {}
        elif not course.least * groups <= people <= course.most * groups:
            template = N_(
                "the session of {course} on {day} at {start} has {people} people in {groups} groups; {least} to {most} learn together"
            )
            yield template, {"people": people, "groups": groups, "least": course.least, "most": course.most}

    @staticmethod
    def _of_time(course: Course, item: Activity, instance: Instance) -> Iterator[tuple[str, dict[str, object]]]:
        zone = instance.grid.zone
        day = item.start.astimezone(zone).date()
        spans = [tuple(local_instant(day, at, zone) for at in (one.opens, one.closes)) for one in course.windows]
        inside = any(opens <= item.start and item.end <= closes for opens, closes in spans)
        if not inside or day.weekday() not in course.weekdays or day in instance.curriculum.barred:
            yield N_("the session of {course} on {day} at {start} is at a time at which it may not be"), {}

    def post(self, model: CpModel, variables: Variables) -> None:
        """Post nothing: sessions are placed after the shifts."""
