"""The shapes of what a roster changes: person by person, day by day."""

from datetime import date

from api.routes.explained_shapes import ShiftTold
from api.routes.shapes import Told
from api.usecases.roster_changes import Change, PersonChanges, RosterChanges


class DayChangeTold(Told):
    """A day that changes: a shift *added*, *removed*, *moved* by so many *minutes* (start or end, whichever more), or other *within*.

    The last begins and ends as before; its kind, breaks or activities differ.
    """

    day: date
    change: Change
    before: ShiftTold | None
    after: ShiftTold | None
    minutes: int | None


class PersonChangesTold(Told):
    """What changes for one person, times on their own clock."""

    agent: str
    name: str
    days: list[DayChangeTold]

    @staticmethod
    def of(person: PersonChanges) -> "PersonChangesTold":
        """Shape *person*."""
        zone = person.zone
        return PersonChangesTold(
            agent=person.agent,
            name=person.name,
            days=[
                DayChangeTold(
                    day=one.day,
                    change=one.change,
                    before=ShiftTold.maybe(one.before, zone),
                    after=ShiftTold.maybe(one.after, zone),
                    minutes=one.minutes,
                )
                for one in person.days
            ],
        )


class ChangesTold(Told):
    """What a roster changes *against* another one on the days that both have; *counts* by kind of change, over all people.

    Without another one, and with none published before, *against* is null and nothing is listed.
    """

    roster_id: int
    against: int | None
    first_day: date | None
    last_day: date | None
    counts: dict[Change, int]
    people: list[PersonChangesTold]

    @staticmethod
    def of(found: RosterChanges, roster_id: int) -> "ChangesTold":
        """Shape *found*."""
        changes = [one.change for person in found.people for one in person.days]
        return ChangesTold(
            roster_id=roster_id,
            against=None if found.against is None else found.against.id,
            first_day=found.first,
            last_day=found.last,
            counts={change: changes.count(change) for change in Change},
            people=[PersonChangesTold.of(person) for person in found.people],
        )
