"""How a year's training stands by person, drills and all else together, as far as the operating standard counts it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drills.improvement.credit import Credit
from drills.improvement.credit_tables import COURSE, course_of
from scheduler.training.courses import Attended

LEAST_HOURS, LEAST_COURSES, LEAST_PERCENT = 40.0, 2, 80.0  # OS-5.1, OS-5.3


@dataclass(frozen=True, slots=True)
class PersonYear:
    """Class hours of *agent* in a year, of drills and of *other* training, and how many different *courses* these were."""

    agent: str
    drill_hours: float
    other_hours: float
    courses: int

    @property
    def hours(self) -> float:
        """All class hours."""
        return self.drill_hours + self.other_hours

    @property
    def lacking_hours(self) -> float:
        """Class hours that are lacking of the year's (OS-5.1)."""
        return max(LEAST_HOURS - self.hours, 0.0)

    @property
    def lacking_courses(self) -> int:
        """Courses that are lacking of the year's (OS-5.3)."""
        return max(LEAST_COURSES - self.courses, 0)


@dataclass(frozen=True, slots=True)
class TrainingYear:
    """A *year* by person. Somebody is covered who had any training, drilled who had credit for a drill."""

    year: int
    people: tuple[PersonYear, ...]

    @property
    def covered(self) -> int:
        """How many people had any training."""
        return sum(one.hours > 0 for one in self.people)

    @property
    def drilled(self) -> int:
        """How many people have credit for a drill."""
        return sum(one.drill_hours > 0 for one in self.people)

    @property
    def covered_percent(self) -> float | None:
        """The share of the people who had any training, None without people."""
        return 100 * self.covered / len(self.people) if self.people else None

    @property
    def covers_enough(self) -> bool:
        """Whether so many are covered as the standard asks for (OS-5.3)."""
        return self.covered_percent is not None and self.covered_percent >= LEAST_PERCENT


def training_year(
    given: Iterable[Credit], year: int, people: Iterable[str], attended: Iterable[Attended] = ()
) -> TrainingYear:
    """Return how *year* stands for *people*, by id: *given* credit, and what they *attended* by the site's record.

    Rows of the record that are drills are left out: their credit counts.
    """
    hours: dict[str, float] = {}
    courses: dict[str, set[str]] = {}
    for one in given:
        if one.is_given and one.day.year == year:
            hours[one.agent] = hours.get(one.agent, 0.0) + one.hours
            courses.setdefault(one.agent, set()).add(course_of(one))
    other = _other(attended, year, courses)
    rows = (
        PersonYear(agent, hours.get(agent, 0.0), other.get(agent, 0.0), len(courses.get(agent, ())))
        for agent in dict.fromkeys(people)
    )
    return TrainingYear(year, tuple(rows))


def _other(attended: Iterable[Attended], year: int, courses: dict[str, set[str]]) -> Mapping[str, float]:
    hours: dict[str, float] = {}
    for row in attended:
        if row.day.year == year and not row.course.startswith(f"{COURSE} "):
            hours[str(row.agent)] = hours.get(str(row.agent), 0.0) + row.hours
            courses.setdefault(str(row.agent), set()).add(row.course)
    return hours
