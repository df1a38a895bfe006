"""Whether what is newly known of people in fractions is worth another walk after it, team by team."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.fluid.exchange import UNKNOWN, Fluid

NEAR = 0.25  # of the cost: prices whose bound is further from it are no guide yet
NEARER = 0.75  # of what lay between bound and cost at the last walk: prices are better by a good deal then
LEAST_GAIN = 0.0005  # of the cost: what a bound has risen by at least for a last walk


@dataclass
class News:
    """The bounds of the fluids that were gone for, by team, in hundredths of a point."""

    followed: dict[str, int] = field(default_factory=dict)

    def worth(self, fluids: Mapping[str, Fluid], costs: Mapping[str, int], *, last: bool = False) -> dict[str, Fluid]:
        """Return those of *fluids* that are worth it while their teams cost *costs*; *last* where there will be no further news."""
        return {
            team: fluid
            for team, fluid in fluids.items()
            if fluid.bound != UNKNOWN and self._is_worth_it(team, fluid.bound, costs.get(team, 0), last=last)
        }

    def note(self, fluids: Mapping[str, Fluid]) -> None:
        """Note that *fluids* have been gone for."""
        self.followed |= {team: fluid.bound for team, fluid in fluids.items()}

    def _is_worth_it(self, team: str, bound: int, cost: int, *, last: bool) -> bool:
        before = self.followed.get(team)
        if last:
            return before is None or bound - before > LEAST_GAIN * cost
        if before is None:
            return cost - bound <= NEAR * cost
        return bound > before and cost - bound <= NEARER * (cost - before)
