"""The shapes of answers to why: who is missing, why somebody does not work a shift, what a rule costs."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field

from api.routes.shapes import Asked, Name, Told, ViolationTold
from api.usecases.explained import Missing
from forecasting.messages import Translate, said
from forecasting.timegrid import TimeGrid
from scheduler.explain.price import Price
from scheduler.explain.relaxation import Relaxation
from scheduler.explain.why_not import WhyNot
from scheduler.roster import Assignment
from scheduler.shortfall import Shortfall

MOST_RULES = 20
MOST_SECONDS = 60


class ShiftTold(Told):
    """A shift, its times on the clock of who has it."""

    kind: str
    start: AwareDatetime
    end: AwareDatetime

    @staticmethod
    def of(shift: Assignment, zone: ZoneInfo) -> "ShiftTold":
        """Shape *shift* on the clock of *zone*."""
        return ShiftTold(kind=shift.kind, start=shift.start.astimezone(zone), end=shift.end.astimezone(zone))

    @staticmethod
    def maybe(shift: Assignment | None, zone: ZoneInfo) -> "ShiftTold | None":
        """Shape *shift* where there is one."""
        return None if shift is None else ShiftTold.of(shift, zone)


class ShortageTold(Told):
    """A run of slots with too few people of a *team*, half-open; heads and *reason* are those of its *worst* slot.

    *people* counts everybody of the team by where they are then, *rules* and *soft_rules* who is kept off by which rule.
    """

    team: str
    start: AwareDatetime
    end: AwareDatetime
    worst: AwareDatetime
    needed: float
    on_duty: int
    missing_hours: float
    team_size: int
    people: dict[str, int]
    rules: dict[str, int]
    soft_rules: dict[str, int]
    reason: str

    @staticmethod
    def of(found: Shortfall, grid: TimeGrid, _: Translate) -> "ShortageTold":
        """Shape *found*, its reason in the language of *_*."""
        run = found.run
        return ShortageTold(
            team=run.team,
            start=grid.local(run.first),
            end=grid.local(run.end),
            worst=grid.local(run.worst),
            needed=round(run.required, 4),
            on_duty=run.rostered,
            missing_hours=round(run.missing_hours, 4),
            team_size=found.team_size,
            people={where.value: count for where, count in found.people.items() if count},
            rules=dict(found.rules),
            soft_rules=dict(found.soft_rules),
            reason=found.sentence(_),
        )


class ShortagesTold(Told):
    """Who is missing, the most missing hours first; *runs* and *missing_hours* are of all shortages, told or not."""

    roster_id: int
    runs: int
    missing_hours: float
    shortages: list[ShortageTold]

    @staticmethod
    def of(missing: Missing, roster_id: int, grid: TimeGrid, _: Translate) -> "ShortagesTold":
        """Shape *missing*."""
        told = [ShortageTold.of(found, grid, _) for found in missing.told]
        hours = round(missing.hours, 4)
        return ShortagesTold(roster_id=roster_id, runs=missing.runs, missing_hours=hours, shortages=told)


class SwapTold(Told):
    """A shift of another day that has to become another one, null for a day off."""

    before: ShiftTold | None
    after: ShiftTold | None


class WhyNotTold(Told):
    """Why somebody has no such shift; *verdict* for programs, *message* and *reasons* for people.

    *shift* is the one that the answer is about, *broken* are the hard rules that it breaks as the roster stands, *changes*
    the person's other days that make it possible. *points* is by how much the objective rises, *terms* term by term; null
    and empty where there is nothing to compare.
    """

    roster_id: int
    agent: str
    name: str
    day: date
    kind: str | None
    verdict: str
    message: str
    shift: ShiftTold | None
    broken: list[ViolationTold]
    reasons: list[str]
    changes: list[SwapTold]
    points: float | None
    terms: dict[str, float]

    @staticmethod
    def of(answer: WhyNot, roster_id: int, zone: ZoneInfo, _: Translate) -> "WhyNotTold":
        """Shape *answer*, times on the clock of *zone*."""
        return WhyNotTold(
            roster_id=roster_id,
            agent=answer.agent.id,
            name=answer.agent.name,
            day=answer.day,
            kind=answer.kind,
            verdict=answer.verdict.name.lower().replace("_", "-"),
            message=_message(answer, _),
            shift=ShiftTold.maybe(answer.shift, zone),
            broken=[ViolationTold.of(found, _(found.template).format(**found.values)) for found in answer.broken],
            reasons=[said(reason.sentence, _) for reason in answer.reasons],
            changes=[
                SwapTold(before=ShiftTold.maybe(before, zone), after=ShiftTold.maybe(after, zone))
                for before, after in answer.changes
            ],
            points=round(answer.cost, 2) if answer.costs else None,
            terms={name: round(points, 2) for name, points in answer.costs.items()},
        )


def _message(answer: WhyNot, _: Translate) -> str:
    kind = answer.shift.kind if answer.shift is not None else answer.kind or _("any shift")
    return _("{agent} ({id}), {kind} on {day}: {verdict}").format(
        agent=answer.agent.name, id=answer.agent.id, kind=kind, day=answer.day, verdict=_(answer.verdict.value)
    )


class PricesAsked(Asked):
    """The names of *rules* to relax by a step each, and the *seconds* to spend on each roster tried."""

    rules: Annotated[list[Name], Field(min_length=1, max_length=MOST_RULES)]
    seconds: Annotated[float, Field(gt=0, le=MOST_SECONDS)] = 10.0


class PriceTold(Told):
    """What one step of one figure of a rule gains, at least, in points, and of that by term.

    *points* is null where the step led to no roster that breaks no more than the present one.
    """

    rule: str
    citation: str
    figure: str
    before: str | None
    after: str | None
    points: float | None
    terms: dict[str, float]

    @staticmethod
    def of(price: Price, _: Translate) -> "PriceTold":
        """Shape *price*."""
        step = price.step
        return PriceTold(
            rule=step.rule.name,
            citation=step.rule.citation,
            figure=said(step.label, _),
            before=None if step.before is None else str(step.before),
            after=None if step.after is None else str(step.after),
            points=None if price.relaxed is None else round(price.points, 2),
            terms={name: round(points, 2) for name, points in price.gain.items() if round(points, 2)},
        )


class PricesTold(Told):
    """What rules cost a roster, step by step."""

    roster_id: int
    prices: list[PriceTold]


class RelaxationTold(Told):
    """What a draft gave up because it could not all hold; *proven* unless time ran out before less was ruled out."""

    message: str
    given_up: list[str]
    proven: bool

    @staticmethod
    def of(found: Relaxation, _: Translate) -> "RelaxationTold":
        """Shape *found*."""
        rules = list(dict.fromkeys(claim.rule for claim in found.given_up))
        return RelaxationTold(message=said(found.sentence, _), given_up=rules, proven=found.proven)
