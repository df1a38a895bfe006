"""What those who look for a roster and those who look for its bound tell each other while both are at work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scheduler.agents import AgentId
from scheduler.lines.graph import Small
from scheduler.lines.menu import Ints

UNKNOWN = -(1 << 62)  # a bound that nobody has looked for yet
Line = tuple[AgentId, Small, Small]  # options by day, and the nodes of their breaks


@dataclass(frozen=True)
class Fluid:
    """What people in fractions would do at best: *prices* of one more head by slot, in hundredths of a point, the *heads* that come of it, in hundredths, and the *bound* at these prices, in hundredths of a point."""

    prices: Ints
    heads: Ints
    bound: int


@dataclass
class Exchange:
    """The latest news; either side reads it when it likes, from a thread of its own."""

    _fluids: dict[str, Fluid] = field(default_factory=dict)
    _lines: tuple[Line, ...] = ()

    @property
    def fluids(self) -> Mapping[str, Fluid]:
        """What is known of teams so far."""
        return dict(self._fluids)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Lines that people have or had."""
        return self._lines

    def tell_fluid(self, team: str, fluid: Fluid) -> None:
        """Take what is best for *team* in fractions."""
        self._fluids[team] = fluid

    def tell_lines(self, lines: Iterable[Line]) -> None:
        """Take lines in the place of those told before."""
        self._lines = tuple(lines)
