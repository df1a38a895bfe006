"""The best windows of a search simulated with their very people: ranked anew, or refused where service would fall too low."""

from collections.abc import Iterable
from dataclasses import replace

from drills.cast import Cast
from drills.notes import Note
from drills.placement import Placement, Reason, ReasonKind, Refusal, Search, Term
from drills.windows.finder import Finder
from drills.windows.simulated import LiveReplay, PeopleAway, ServiceVerdict
from forecasting.messages import N_
from scheduler.agents import AgentId

MOST_TRIES = 3  # as many times the windows asked for are simulated at most


def confirmed(search: Search, finder: Finder, replay: LiveReplay, top: int) -> Search:
    """Return *search* with its best windows simulated, until *top* of them keep service above its floor.

    Those come first, by what the simulation says of them, then the others as estimated. At most three times *top* are simulated.
    """
    kept: list[Placement] = []
    refused: list[Refusal] = []
    waiting = list(search.placements)
    tries = MOST_TRIES * top
    while waiting and len(kept) < top and tries > 0:
        batch = waiting[: min(top - len(kept), tries)]
        waiting = waiting[len(batch) :]
        tries -= len(batch)
        for placement, verdict in zip(batch, replay.verdicts([people_away(one) for one in batch]), strict=True):
            if verdict.below:
                refused.append(Refusal(placement.window, tuple(_reasons(verdict))))
            else:
                kept.append(_as_simulated(placement, verdict, finder.wishes.weights.live))
    refusals = sorted((*search.refusals, *refused), key=lambda item: item.window.start)
    return Search((*sorted(kept, key=finder.rank), *waiting), tuple(refusals))


def people_away(placement: Placement) -> PeopleAway:
    """Return who is away in *placement*."""
    return PeopleAway(placement.window, away_in(placement.cast))


def away_in(cast: Cast) -> dict[AgentId, str]:
    """Return the people of *cast* with their teams."""
    return {seat.agent: seat.team for seat in cast.seats}


def _as_simulated(placement: Placement, verdict: ServiceVerdict, weight: float) -> Placement:
    live = weight * max(verdict.cost.points, 0.0)
    terms = {**placement.terms, Term.LIVE: live}
    return replace(placement, cost=verdict.cost, terms=terms, value=sum(terms.values()))


def _reasons(verdict: ServiceVerdict) -> Iterable[Reason]:
    template = N_("queue {queue} would be below its floor in {share} of simulated cases")
    for queue in verdict.below:
        values = {"queue": queue, "share": f"{1 - verdict.cost.chance:.0%}"}
        yield Reason(ReasonKind.SERVICE, Note(template, values))
