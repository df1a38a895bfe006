"""What is told of training credit: who earned what in drills, and how the year stands by person."""

from pydantic import AwareDatetime

from api.routes.shapes import Day, Told
from drills.improvement import (
    Credit,
    PersonYear,
    TrainingYear,
    credit_record,
)
from forecasting.messages import Translate


class CreditTold(Told):
    """What one person has of one drill; *against* says in the reader's language why there is no credit."""

    agent: str
    name: str
    team: str
    drill: str
    title: dict[str, str]
    day: Day
    start: AwareDatetime | None
    end: AwareDatetime | None
    form: str
    families: list[str]
    course: str
    roles: list[str]
    hours: float
    attended: bool
    acts: list[int]
    examined: bool
    met: int
    counted: int
    given: bool
    against: str | None
    valid_until: Day | None
    keep_until: Day

    @staticmethod
    def of_credit(credit: Credit, translate: Translate) -> "CreditTold":
        """Shape *credit*."""
        against = None if credit.against is None else credit.against.say(translate)
        return CreditTold.model_validate({**credit_record(credit), "against": against})


class PersonTold(Told):
    """Class hours of somebody in a year, of drills and of other training, and what is lacking of 40 hours and two courses (OS-5.1, OS-5.3)."""

    agent: str
    drill_hours: float
    other_hours: float
    lacking_hours: float
    courses: int
    lacking_courses: int

    @staticmethod
    def of_person(one: PersonYear) -> "PersonTold":
        """Shape *one*."""
        return PersonTold(
            agent=one.agent,
            drill_hours=round(one.drill_hours, 2),
            other_hours=round(one.other_hours, 2),
            lacking_hours=round(one.lacking_hours, 2),
            courses=one.courses,
            lacking_courses=one.lacking_courses,
        )


class TrainingTold(Told):
    """Training credit for drills, and how a *year* stands for the people of the site."""

    year: int
    covered: int
    drilled: int
    covers_enough: bool
    people: list[PersonTold]
    credits: list[CreditTold]

    @staticmethod
    def of_year(year: TrainingYear, given: tuple[Credit, ...], translate: Translate) -> "TrainingTold":
        """Shape *year* with the credit *given* in it."""
        return TrainingTold(
            year=year.year,
            covered=year.covered,
            drilled=year.drilled,
            covers_enough=year.covers_enough,
            people=[PersonTold.of_person(one) for one in year.people],
            credits=[CreditTold.of_credit(one, translate) for one in given if one.day.year == year.year],
        )
