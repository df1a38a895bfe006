"""What a simulated evaluator makes of what happened: marks that mostly say what the log says, as people see it.

No standard has figures for how evaluators err. Assumed: three marks in a hundred are wrong, fifteen where it was close; one in five is
off by one on the scale; watches differ by up to half a minute; one letter in ten is off by one.
"""

from dataclasses import dataclass

from drills.exercise import ClockStatus, Mark, Run, standing_of
from drills.practice.words import said_of
from drills.rating import Rating
from drills.scenario.frozen import Expectation, Measure, Standing
from drills.scenario.streams import Stream

WRONG, WRONG_WHEN_CLOSE, OFF_ON_SCALE, OFF_LETTER = 3, 15, 20, 10  # in a hundred
CLOSE = 0.05  # of the time allowed
MINUTE = 60_000
BEST, GOOD, FAIR, POOR, NOTHING = 5, 4, 3, 2, 1
_LETTERS = (Rating.P, Rating.S, Rating.U)  # M is what live service says, which evaluators do not watch


@dataclass(frozen=True, slots=True)
class Eyes:
    """An *evaluator* of a *run* whose errors *seed* draws."""

    run: Run
    evaluator: str
    seed: int
    language: str

    def mark(self, item: Expectation) -> Mark | None:
        """Return the mark of what was expected, None where there was nothing to see."""
        standing = standing_of(item, self.run.state, self.run.log.last.ms)
        if standing.clock is None or not (standing.status.counts or standing.status is ClockStatus.PROJECTED):
            return None
        stream = Stream(self.seed, "mark", self.evaluator, item.id)
        seen = standing.seen
        took = None if seen is None else max(seen.ms - standing.clock.started_ms, 0) / MINUTE
        share = None if took is None else took / item.clock.within_minutes
        judged = self.run.state.judged.get(item.id)
        met = self._done_in_time(item, standing.status)
        said = judged is not None and judged.by == self.evaluator
        if not said and stream.integer(0, 99) < (
            WRONG if share is None or abs(share - 1) > CLOSE else WRONG_WHEN_CLOSE
        ):
            met = not met
        text = "" if met else self._why(item, standing.status, took)
        minutes = None
        if took is not None and item.measure is Measure.MEASURED:
            minutes = max(round(2 * took + stream.integer(-1, 1) / 2) / 2, 0.0)
        return Mark(met, self._scale(share, stream, met=met), minutes, text)

    def _done_in_time(self, item: Expectation, status: ClockStatus) -> bool:
        if item.clock.standing is not Standing.PROJECTED:
            return status is ClockStatus.MET
        judged = self.run.state.judged.get(item.id)
        return self.run.state.seen(item.id) is not None and (judged is None or judged.met)

    def _why(self, item: Expectation, status: ClockStatus, took: float | None) -> str:
        judged = self.run.state.judged.get(item.id)
        occasion = "not-seen" if took is None else "came-late" if status is ClockStatus.LATE else "done-wrongly"
        if judged is not None or occasion == "done-wrongly":
            return said_of("done-wrongly", self.seed, item.id).in_language(self.language)
        return said_of(occasion, self.seed, item.id).in_language(self.language)

    @staticmethod
    def _scale(share: float | None, stream: Stream, *, met: bool) -> int:
        off = stream.integer(0, 99)
        shift = 0 if off >= OFF_ON_SCALE else 1 if 2 * off < OFF_ON_SCALE else -1
        if met:
            base = BEST if share is not None and 2 * share <= 1 else GOOD
            return min(max(base + shift, FAIR), BEST)
        base = NOTHING if share is None else POOR
        return min(max(base + shift, NOTHING), FAIR)

    def letter(self, objective: str, by_clocks: Rating) -> Rating:
        """Return the letter that the evaluator gives an *objective* whose clocks say *by_clocks*."""
        if by_clocks not in _LETTERS:
            return by_clocks
        stream = Stream(self.seed, "letter", self.evaluator, objective)
        at = _LETTERS.index(by_clocks)
        if stream.integer(0, 99) < OFF_LETTER:
            at += 1 if stream.integer(0, 1) else -1
        return _LETTERS[min(max(at, 0), len(_LETTERS) - 1)]

    def points(self, play: str, item: str, most: int, *, thought_of: bool) -> int:
        """Return the points of *most* that the evaluator gives an item of a judge's sheet, in quarters."""
        stream = Stream(self.seed, "points", self.evaluator, play, item)
        quarters = 4 if thought_of else 0
        if stream.integer(0, 99) < OFF_ON_SCALE:
            quarters = 3 if thought_of else 1
        return most * quarters // 4
