"""Sessions placed one after another, the one that is worth most at the time first: quick, for any number of people."""

from collections.abc import Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush

from scheduler.training.due import LEAST_HOURS
from scheduler.training.sessions import Market, Offer, Session

Starts = Sequence[Sequence[int]]


def first_offers(market: Market, starts: Starts) -> list[tuple[float, int, int]]:
    """Return (less the value, course, slot) of every session that is worth while as things stand, by course and slot."""
    found = []
    for index, slots in enumerate(starts):
        gains = market.needs.gains(index)
        for first in slots:
            offer = market.best(index, first, gains)
            if offer is not None:
                found.append((-offer.value, index, first))
    return found


def hold_best(market: Market, offers: list[tuple[float, int, int]]) -> list[Session]:
    """Hold sessions of *offers* in *market* until none is worth while, and return them.

    What a session is worth only falls as others are held, so that one that still has its value is the best.
    """
    heap = list(offers)
    heapify(heap)
    held: list[Session] = []
    while heap:
        known, index, first = heappop(heap)
        offer = market.best(index, first, market.needs.gains(index))
        if offer is None:
            continue
        following = -heap[0][0] if heap else 0.0
        if offer.value < min(following, -known):
            heappush(heap, (-offer.value, index, first))
            continue
        session = _taken(offer, following, market)
        market.hold(session)
        held.append(session)
        heappush(heap, (-offer.value, index, first))
    return held


def _taken(offer: Offer, following: float, market: Market) -> Session:
    """Return the session to hold of *offer*: where everybody learns alone, those worth no less than the next best offer."""
    session = offer.session
    if market.needs.courses[session.index].most > 1 or session.trainer is not None:
        return session
    hours = market.needs.courses[session.index].hours
    room: dict[int, float] = {}
    people: list[int] = []
    for whose, net in zip(session.people, offer.nets, strict=True):
        team = int(market.needs.team[whose])
        left = room.setdefault(team, float(market.needs.team_due[team]))
        if people and (net < following or left <= LEAST_HOURS):
            break
        room[team] = left - hours
        people.append(whose)
    return replace(session, people=tuple(people))
