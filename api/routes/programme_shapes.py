"""The shapes of a programme of the year: what is asked, and the programme as ``programme.json`` has it."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from api.routes.shapes import Asked, Day, Id, Name, Seed, Told
from api.usecases.drill_programme import ProgrammeOrder
from api.usecases.stored_programmes import KeptProgramme
from drills.finding import Finding
from drills.incidents import Family
from drills.notes import Note
from drills.programme.programme import Programme
from drills.programme.question import MOST_MONTHS, Policy
from drills.programme.reading import read_programme
from drills.programme.record import programme_record
from drills.rating import Rating
from drills.scenario.acts import Capability
from forecasting.messages import N_

GIVEN = N_("{reason}")
MOST_FINDINGS, MOST_DRILLS = 200, 400
Texts = dict[str, object]


class FindingAsked(Asked):
    """Something rated M or U on the day *found*, to be tested again."""

    id: Name
    family: Annotated[Family, Field(strict=False)]
    found: Day
    rating: Literal["M", "U"]
    capability: Annotated[Capability, Field(strict=False)] | None = None

    def finding(self) -> Finding:
        """Return the finding."""
        return Finding(self.id, self.family, self.found, Rating(self.rating), self.capability)


class ProgrammeAsked(Asked):
    """A programme of *months* from *first_day* on for a stored site; its stored drills of the past count.

    It begins with the stored version that stands, unless it is made *anew* or *begin_with* is another programme, as it was answered
    before. Of it, drills before *since* (none: today) stay, and those in *cancelled* are called off, each with its reason.
    """

    site_id: Id
    first_day: Day
    months: Annotated[int, Field(ge=1, le=MOST_MONTHS)] = 12
    seed: Seed = 0
    findings: Annotated[list[FindingAsked], Field(default_factory=list, max_length=MOST_FINDINGS)]
    key_people: Annotated[list[Name], Field(default_factory=list, max_length=50)]
    budget: Annotated[float, Field(ge=0)] | None = None
    days_apart: Annotated[int, Field(ge=1, le=60)] = Policy().days_apart
    most_a_quarter: Annotated[int, Field(ge=1, le=20)] = Policy().most_a_quarter
    retest_weeks: Annotated[int, Field(ge=1, le=52)] = Policy().retest_weeks
    days_off: bool = False
    begin_with: Texts | None = None
    anew: bool = False
    since: Day | None = None
    cancelled: Annotated[dict[Name, Name], Field(default_factory=dict, max_length=MOST_DRILLS)]

    @model_validator(mode="after")
    def _one_beginning(self) -> Self:
        if self.anew and self.begin_with is not None:
            raise ValueError("expected either anew or begin_with")
        return self

    def order(self) -> ProgrammeOrder:
        """Return what is asked; InputError names what of *begin_with* cannot be read."""
        return ProgrammeOrder(
            first=self.first_day,
            months=self.months,
            findings=tuple(finding.finding() for finding in self.findings),
            key_people=tuple(self.key_people),
            policy=Policy(
                days_apart=self.days_apart,
                most_a_quarter=self.most_a_quarter,
                budget=self.budget,
                retest_weeks=self.retest_weeks,
                days_off=self.days_off,
            ),
            seed=self.seed,
            begin_with=None if self.begin_with is None else read_programme(self.begin_with, "begin_with"),
            since=self.since,
            cancelled={name: Note(GIVEN, {"reason": reason}) for name, reason in self.cancelled.items()},
        )


class CalendarAsked(Asked):
    """A *programme* as it was answered, as a calendar: all of it for *planners*, announced drills alone otherwise."""

    programme: Texts
    planners: bool = False


class ProgrammedDrillAsked(Asked):
    """Which *drill* of a programme is made, by its name; in the newest published roster of its day unless *roster_id* names one."""

    drill: Name
    roster_id: Id | None = None
    service: bool = True


class NoteTold(Told):
    """A sentence in English, with what it takes to say it in another language."""

    text: str
    template: str
    values: dict[str, object]
    marked: dict[str, str]


class ShareTold(Told):
    """One part that a team has in a drill; *agent* where somebody is named."""

    role: str
    team: str
    agent: str | None


class LossTold(Told):
    """Points of service level times the minutes for which they are lost, and where the figure comes from."""

    point_minutes: float
    source: str


class EntryTold(Told):
    """One drill of a programme."""

    id: str
    day: Day
    start: AwareDatetime | None
    end: AwareDatetime | None
    families: list[str]
    scope: str
    form: str
    level: str | None
    state: Literal["held", "planned", "cancelled"]
    announced: bool
    shares: list[ShareTold]
    without: str | None
    capabilities: list[str]
    retests: list[str]
    serves: list[str]
    loss: LossTold
    why: NoteTold | None
    seed: int
    changed_in: int
    shown_in: int


class UnmetTold(Told):
    """What a programme lacks, and why."""

    obligation: str
    note: NoteTold
    opens: Day
    closes: Day
    reason: NoteTold


class ChangeTold(Told):
    """What changed since the programme was told."""

    kind: str
    drill: str
    before: Day | None
    after: Day | None
    reason: NoteTold


class ProgrammeTold(Told):
    """A programme; every obligation that is not in *unmet* is met. The same object may be given back as ``begin_with``."""

    format: int
    kind: str
    mark: str
    site: str
    zone: str
    first: Day
    last: Day
    revision: int
    told_at: list[AwareDatetime]
    drills: list[EntryTold]
    unmet: list[UnmetTold]
    changes: list[ChangeTold]

    @staticmethod
    def of(programme: Programme) -> "ProgrammeTold":
        """Shape *programme*."""
        return ProgrammeTold.model_validate(programme_record(programme))


class DutyTold(Told):
    """An obligation and how it is kept: by which drills, or what is lacking and why."""

    id: str
    group: Literal["kinds", "rehearsals", "retests", "people", "limits"]
    label: NoteTold
    citation: str
    keeping: Literal["met", "kept", "not owed", "lacking"]
    drills: list[tuple[str, Day]]
    lacking: NoteTold | None
    reason: NoteTold | None


class StoredProgrammeTold(ProgrammeTold):
    """A stored version of a programme; *duties* are all its obligations."""

    id: int
    site_id: int
    version: int
    duties: list[DutyTold]

    @staticmethod
    def of_kept(kept: KeptProgramme) -> "StoredProgrammeTold":
        """Shape *kept*."""
        head = kept.head
        numbers = {"id": head.id, "site_id": head.site_id, "version": head.version}
        return StoredProgrammeTold.model_validate({**head.document, **numbers, "duties": head.basis["duties"]})


class ProgrammeHeadTold(Told):
    """The head of a stored version: how many drills are planned, and how many obligations are kept of how many."""

    id: int
    site_id: int
    version: int
    first: Day
    last: Day
    told_at: AwareDatetime
    planned: int
    kept: int
    duties: int

    @staticmethod
    def of(kept: KeptProgramme) -> "ProgrammeHeadTold":
        """Shape the head of *kept*."""
        head = kept.head
        return ProgrammeHeadTold(
            id=head.id,
            site_id=head.site_id,
            version=head.version,
            first=head.first_day,
            last=head.last_day,
            told_at=head.told_at,
            planned=len(kept.programme.planned),
            kept=kept.basis.kept,
            duties=len(kept.basis.duties),
        )
