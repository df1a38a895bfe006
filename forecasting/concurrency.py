"""How long a contact takes when one agent serves several at once. Pure data, no frames."""

from dataclasses import dataclass
from itertools import pairwise

from forecasting.messages import N_, Sentence


@dataclass(frozen=True, slots=True)
class ConcurrencyCurve:
    """Handling seconds by contacts served at once: *points* of (at once, seconds), the first at 1, linear between them.

    *measured_at* is the number at once at which the history's handling times were measured, on average: seconds of
    another number follow in proportion. Beyond the last point the last two go on as they are.
    """

    points: tuple[tuple[float, float], ...]
    measured_at: float = 1.0

    def __post_init__(self) -> None:
        if not self.points or self.points[0][0] != 1:
            raise ValueError(Sentence(N_("concurrency curve: the first point is at 1 contact at once")))
        for (fewer, shorter), (more, longer) in pairwise(self.points):
            if more <= fewer or longer < shorter:
                raise ValueError(
                    Sentence(
                        N_(
                            "concurrency curve: {shorter} s at {fewer} at once is followed by {longer} s at {more}; expected "
                            "more at once, and no less time"
                        ),
                        shorter=f"{shorter:g}",
                        fewer=f"{fewer:g}",
                        longer=f"{longer:g}",
                        more=f"{more:g}",
                    )
                )
        if self.points[0][1] <= 0:
            raise ValueError(Sentence(N_("concurrency curve: handling times are above 0 s")))
        if self.measured_at < 1:
            raise ValueError(Sentence(N_("concurrency curve: measured_at is 1 or more")))

    def seconds_at(self, at_once: float) -> float:
        """Return the handling seconds with *at_once* contacts at once, 1 or fewer alike."""
        (left, start), *_ = self.points
        if at_once <= left or len(self.points) == 1:
            return start
        for (fewer, shorter), (more, longer) in pairwise(self.points):
            slope = (longer - shorter) / (more - fewer)
            if at_once <= more:
                return shorter + slope * (at_once - fewer)
        return longer + slope * (at_once - more)

    def factor(self, at_once: float) -> float:
        """Return how many times longer than measured a contact takes with *at_once* at once."""
        return self.seconds_at(at_once) / self.seconds_at(self.measured_at)
