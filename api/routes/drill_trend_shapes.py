"""The shapes of trends over drills: every figure with what it rests on."""

from api.routes.shapes import Day, Told
from drills.improvement import Trend, Trends
from drills.improvement.rollups import TIMES, RollUp
from drills.improvement.trend_estimate import Interval
from drills.improvement.trends import DrillPoint
from forecasting.messages import Translate


class IntervalTold(Told):
    """An estimate and the ends of its interval."""

    middle: float
    low: float
    high: float

    @staticmethod
    def of(found: Interval | None) -> "IntervalTold | None":
        """Shape *found*, None where nothing can be said."""
        if found is None:
            return None
        return IntervalTold(middle=round(found.middle, 2), low=round(found.low, 2), high=round(found.high, 2))


class PointTold(Told):
    """What one drill has of a trend: *met* of *n* targets, of which *expected* percent were predicted."""

    drill: str
    day: Day
    met: int
    n: int
    expected: float | None

    @staticmethod
    def of(point: DrillPoint) -> "PointTold":
        """Shape *point*."""
        expected = None if point.expected is None else round(point.expected, 2)
        return PointTold(drill=point.drill, day=point.day, met=point.met, n=point.n, expected=expected)


class TrendTold(Told):
    """*met* of *n* targets; *share* in percent (95 %), *gain* above what was predicted and its *change* from first to last day in points (90 %).

    *course* is rising, falling, even or too-few; *told* says it in the reader's language. *gain* rests on *predicted* targets.
    """

    name: str
    label: str
    met: int
    n: int
    predicted: int
    expected: float | None
    share: IntervalTold | None
    gain: IntervalTold | None
    change: IntervalTold | None
    course: str
    told: str
    points: list[PointTold]

    @staticmethod
    def of(trend: Trend, translate: Translate) -> "TrendTold":
        """Shape *trend*."""
        found = trend.estimate
        return TrendTold(
            name=trend.of,
            label=translate(trend.label) if trend.label else trend.of,
            met=trend.met,
            n=trend.n,
            predicted=trend.told,
            expected=None if trend.expected is None else round(trend.expected, 2),
            share=IntervalTold.of(trend.share),
            gain=None if found is None else IntervalTold.of(found.gain),
            change=None if found is None else IntervalTold.of(found.change),
            course=trend.course.value,
            told=translate(trend.course.label),
            points=[PointTold.of(point) for point in trend.points],
        )


class MeanTold(Told):
    """A mean of durations in minutes, with its *n* and its *spread*, a standard deviation."""

    point: str
    label: str
    mean: float
    n: int
    spread: float

    @staticmethod
    def of(point: str, found: RollUp, translate: Translate) -> "MeanTold":
        """Shape *found*."""
        mean, spread = round(found.mean, 2), round(found.spread, 2)
        return MeanTold(point=point, label=translate(TIMES[point]), mean=mean, n=found.n, spread=spread)


class TrendsTold(Told):
    """Trends over the drills of a site."""

    drills: int
    everything: TrendTold
    capabilities: list[TrendTold]
    families: list[TrendTold]
    teams: list[TrendTold]
    times: list[MeanTold]

    @staticmethod
    def of(found: Trends, translate: Translate) -> "TrendsTold":
        """Shape *found*."""
        return TrendsTold(
            drills=found.drills,
            everything=TrendTold.of(found.everything, translate),
            capabilities=[TrendTold.of(one, translate) for one in found.capabilities],
            families=[TrendTold.of(one, translate) for one in found.families],
            teams=[TrendTold.of(one, translate) for one in found.teams],
            times=[MeanTold.of(point, one, translate) for point, one in found.times.items()],
        )
