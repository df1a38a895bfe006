"""All obligations of a programme: what it owes, who takes part, and what it may not do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from drills.programme.limits import Commanded, DaysApart, LossBudget, OpenDays, PersonalCap
from drills.programme.months import days_between
from drills.programme.obligation import Breach, DrillCourse, Obligation, Owed
from drills.programme.occasions import Occasion, early_rehearsal_days, rehearsal_days
from drills.programme.prices import usual_budget
from drills.programme.progress import Progress
from drills.programme.question import Question
from drills.programme.rehearsals import Rehearsed
from drills.programme.retests import Retested
from drills.programme.subjects import AboutContent, Content, FullDrill, LeaderTakesPart, TeamTakesPart, WithoutKeyPerson
from drills.programme.yearly import Yearly


@dataclass(frozen=True, slots=True)
class Duties:
    """The obligations, by who sees to them: *held* by which drills there are, *cast* by who takes part; *limits* forbid."""

    held: tuple[Owed, ...]
    cast: tuple[Yearly, ...]
    limits: tuple[Obligation, ...]

    def all(self) -> tuple[Obligation, ...]:
        """Return every obligation."""
        return (*self.held, *self.cast, *self.limits)

    def breaches(self, course: DrillCourse) -> tuple[Breach, ...]:
        """Return what *course* lacks, obligation by obligation."""
        return tuple(breach for obligation in self.all() for breach in obligation.check(course))


def duties_of(question: Question) -> Duties:
    """Return the obligations of *question*."""
    policy = question.policy
    held: list[Owed] = [Yearly(FullDrill()), *(Yearly(AboutContent(content)) for content in Content)]
    held += _rehearsals(question)
    held += [Retested(finding, policy.retest_weeks) for finding in question.findings]
    return Duties(tuple(held), tuple(_cast(question)), limits_of(question))


def limits_of(question: Question) -> tuple[Obligation, ...]:
    """Return what a programme may not do."""
    policy = question.policy
    return (
        Progress(policy.remembered_months),
        OpenDays(question.closed),
        DaysApart(policy.days_apart),
        PersonalCap(policy.most_a_quarter),
        *((Commanded(),) if question.leaders else ()),
        LossBudget(budget_of(question)),
    )


def budget_of(question: Question) -> float:
    """Return the point minutes of service that may be lost."""
    days = (question.last - question.first).days + 1
    return usual_budget(days) if question.policy.budget is None else question.policy.budget


def _cast(question: Question) -> Iterator[Yearly]:
    yield from (Yearly(TeamTakesPart(team)) for team in question.teams)
    yield from (Yearly(LeaderTakesPart(leader.agent, leader.name)) for leader in question.leaders)
    if question.key_people or question.leaders:
        yield Yearly(WithoutKeyPerson())


def _rehearsals(question: Question) -> Iterator[Rehearsed]:
    for occasion in question.occasions:
        rehearsal = Rehearsed(occasion, *_days(occasion, question))
        if rehearsal.is_owed(question.first, question.last):
            yield rehearsal


def _days(occasion: Occasion, question: Question) -> tuple[date, date, bool]:
    """Return the days of rehearsal; from the beginning of the sales where these leave no open day before the height."""
    timing = question.policy.timing
    usual, early = rehearsal_days(occasion, timing), early_rehearsal_days(occasion, timing)
    if _is_open(usual, question) or not _is_open(early, question):
        return (*usual, False)
    return (*early, True)


def _is_open(days: tuple[date, date], question: Question) -> bool:
    span: Iterable[date] = days_between(max(days[0], question.first), min(days[1], question.last))
    held = any(entry.counts and entry.is_live and days[0] <= entry.day <= days[1] for entry in question.past)
    return held or any(day not in question.closed for day in span)
