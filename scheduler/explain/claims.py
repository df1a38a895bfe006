"""What a rule asks of somebody on some days: the least part of a rule that can be given up by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from scheduler.agents import AgentId

LAW = ("LL-", "WH-", "CH", "EU ")
LAW_WEIGHT, LEAVE_WEIGHT, CONTRACT_WEIGHT, SITE_WEIGHT = 1000, 100, 30, 10
PHYSICAL = frozenset({"no-overlap", "one-shift-a-day"})  # nobody is in two places at once: never given up


class Side(StrEnum):
    """Which side of a bound a claim holds: at least, at most, or no bound that has sides."""

    LEAST = "least"
    MOST = "most"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Claim:
    """What the rule named *rule* asks of *agent* on *days*; of *team* together where *agent* is None.

    *days* are those on which the shifts start that the claim bounds, in order; where heads of several people are counted,
    those of the heads. *about* tells what is counted, where a rule counts several things.
    """

    rule: str
    citation: str
    agent: AgentId | None
    team: str | None
    days: tuple[date, ...]
    side: Side = Side.NONE
    about: str = ""

    @property
    def family(self) -> tuple[str, AgentId | None, str | None, Side, str]:
        """What claims have in common that differ in their days only."""
        return self.rule, self.agent, self.team, self.side, self.about

    @property
    def weight(self) -> int:
        """How much giving it up counts: law above granted leave, leave above contract, contract above the site's own."""
        if any(source in self.citation for source in LAW):
            return LAW_WEIGHT
        if self.rule == "leave":
            return LEAVE_WEIGHT
        return CONTRACT_WEIGHT if self.citation == "contract" else SITE_WEIGHT


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Return *claims* by weight, the least first, then by rule, person and day."""
    return sorted(
        claims,
        key=lambda claim: (
            claim.weight,
            claim.rule,
            claim.agent or "",
            claim.team or "",
            claim.days,
            claim.side,
            claim.about,
        ),
    )


def merged(claims: Iterable[Claim]) -> list[Claim]:
    """Return one claim for each family of *claims*, with the days of all of it."""
    families: dict[object, Claim] = {}
    for claim in in_order(claims):
        known = families.get(claim.family, claim)
        days = tuple(sorted({*known.days, *claim.days}))
        families[claim.family] = replace(claim, days=days)
    return in_order(families.values())
