"""What the made-up shop's channels are like: how much comes, when in the week and the day, and how long it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from forecasting.site import ALL_DAY, OpeningHours, Span
from forecasting.timegrid import MINUTES_A_DAY

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
LEVEL_DAY = date(2026, 10, 26)  # the day to which contacts_a_day belongs; growth counts from it, backwards too


@dataclass(frozen=True, slots=True)
class Bump:
    """A rush around *minute* after midnight, *width_minutes* wide (standard deviation) and *height* above the base of 1."""

    minute: int
    width_minutes: int
    height: float


@dataclass(frozen=True, slots=True)
class Shape:
    """How one channel behaves.

    *contacts_a_day* reach people on an ordinary day, *growth_a_year* is its yearly change before the bot, *weekdays* weigh Monday to
    Sunday, *holiday* a public holiday. *festival* scales what festivals add, on a log scale. *busyness* is the spread
    of the rate from slot to slot beyond Poisson (coefficient of variation), *impatient* the share that leaves
    on an ordinary day. *outages_a_year* are failures of the channel.
    """

    queue: str
    contacts_a_day: float
    growth_a_year: float
    weekdays: tuple[float, ...]
    holiday: float
    bumps: tuple[Bump, ...]
    festival: float
    aht_seconds: float
    busyness: float
    impatient: float
    outages_a_year: float
    opening: OpeningHours = OpeningHours()
    bot: bool = False
    zeros_while_closed: bool = False

    @property
    def usual_span(self) -> Span:
        """Opening hours of an ordinary day."""
        return self.opening.regular[0] or ALL_DAY

    def share_at(self, minutes: Wholes) -> Floats:
        """Return how busy the *minutes* of a day are, 1 on average over an ordinary day's opening hours."""
        usual = self._curve(np.arange(self.usual_span.opens, self.usual_span.closes, 5))
        return self._curve(minutes) / float(usual.mean())

    def _curve(self, minutes: Wholes) -> Floats:
        curve = np.ones(len(minutes))
        for bump in self.bumps:
            away = np.abs(minutes - bump.minute)
            away = np.minimum(away, MINUTES_A_DAY - away)
            curve += bump.height * np.exp(-0.5 * (away / bump.width_minutes) ** 2)
        return curve


@dataclass(frozen=True, slots=True)
class Bot:
    """The share of chats that the bot settles alone: rises each year, and by a step when a better one was launched."""

    settled: float = 0.42
    rise_a_year: float = 0.03
    launched: date = date(2025, 3, 18)
    step: float = 0.07
    ramp_days: float = 6.0

    def human_share(self, day_numbers: Floats) -> Floats:
        """Return the share left to people against that of LEVEL_DAY; *day_numbers* count days from it."""
        launch = (self.launched - LEVEL_DAY).days
        missing = self.step / (1.0 + np.exp(np.clip((day_numbers - launch) / self.ramp_days, -50, 50)))
        contained = np.clip(self.settled + self.rise_a_year * day_numbers / 365.25 - missing, 0.05, 0.9)
        return np.asarray((1.0 - contained) / (1.0 - self.settled))


ROUND_THE_CLOCK = OpeningHours((ALL_DAY,) * 7, special=ALL_DAY)

SHAPES = (
    Shape(
        queue="phone",
        contacts_a_day=2300,
        growth_a_year=0.06,
        weekdays=(1.12, 1.05, 1.02, 1.00, 1.01, 0.93, 0.87),
        holiday=0.74,
        bumps=(Bump(10 * 60 + 15, 75, 1.1), Bump(15 * 60, 100, 0.8), Bump(19 * 60 + 45, 70, 0.55)),
        festival=0.9,
        aht_seconds=205,
        busyness=0.08,
        impatient=0.03,
        outages_a_year=1.6,
    ),
    Shape(
        queue="chat",
        contacts_a_day=3650,
        growth_a_year=0.186,  # OS-3
        weekdays=(1.04, 1.00, 0.99, 0.98, 1.00, 1.01, 0.98),
        holiday=0.86,
        bumps=(Bump(11 * 60, 120, 3.0), Bump(15 * 60 + 15, 140, 2.6), Bump(20 * 60 + 30, 130, 3.6)),
        festival=1.1,
        aht_seconds=470,
        busyness=0.10,
        impatient=0.02,
        outages_a_year=2.0,
        opening=ROUND_THE_CLOCK,
        bot=True,
    ),
    Shape(
        queue="email",
        contacts_a_day=350,
        growth_a_year=0.03,
        weekdays=(1.22, 1.08, 1.02, 1.00, 0.98, 0.86, 0.84),
        holiday=0.70,
        bumps=(Bump(9 * 60, 70, 0.7), Bump(14 * 60, 150, 0.5)),
        festival=0.8,
        aht_seconds=380,
        busyness=0.15,
        impatient=0.0,
        outages_a_year=0.3,
    ),
    Shape(
        queue="social",
        contacts_a_day=290,
        growth_a_year=0.24,
        weekdays=(0.97, 0.96, 0.97, 0.99, 1.02, 1.06, 1.03),
        holiday=1.02,
        bumps=(Bump(12 * 60 + 30, 80, 0.6), Bump(20 * 60, 110, 0.8)),
        festival=1.0,
        aht_seconds=300,
        busyness=0.16,
        impatient=0.01,
        outages_a_year=0.3,
        zeros_while_closed=True,
    ),
)

# Days around the turn of the lunar year are quieter than other holidays: parcels do not move.
QUIETER_HOLIDAYS: Mapping[str, float] = MappingProxyType({"Spring Festival": 0.62, "National Day": 0.96})
