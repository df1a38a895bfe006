"""The best roster while a solve is under way: when it got better, and the lawful roster that whoever asks is told of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic

from scheduler.checking import check_roster, is_lawful
from scheduler.draft import Draft
from scheduler.explain.spared import plain
from scheduler.objective import Objective, roster_terms
from scheduler.roster import Roster
from scheduler.rules.base import Rule
from scheduler.solution import Improvement
from scheduler.staggering import stagger_breaks
from scheduler.training.choice import Effort
from scheduler.training.keeping import clear_kept, with_kept
from scheduler.training.placement import place_training

LEAST_SECONDS = 1.0  # between two rosters that are told
TIMES_THE_LAST = 10.0  # as long as it took to make the last one, so that telling takes a tenth of the time at most
Found = Callable[[Roster, float], None]


def finished(draft: Draft, rules: Sequence[Rule], objective: Objective, effort: Effort) -> Roster:
    """Return the roster of *draft*, breaks moved apart and training placed with *effort*; the draft's breaks are moved."""
    held = [plain(rule) for rule in rules]
    stagger_breaks(draft, held)
    clear_kept(draft, held)
    roster = with_kept(draft.roster(), held)
    return place_training(roster, draft.instance, held, objective.weights, effort)


@dataclass
class BestSoFar:
    """Notes each improvement and tells *found* of lawful rosters with their points, not too often; None where nobody asks."""

    rules: Sequence[Rule]
    objective: Objective
    found: Found | None = None
    improvements: list[Improvement] = field(default_factory=list)
    told: float | None = None
    due: float = 0.0

    def note(self, seconds: float, objective: float, bound: float | None) -> None:
        """Note that a roster with *objective* was found after *seconds*, where it is better than the last one noted."""
        if not self.improvements or objective < self.improvements[-1].objective:
            self.improvements.append(Improvement(round(seconds, 3), objective, bound))

    def offer(self, standing: Callable[[], Draft | None]) -> None:
        """Tell of the roster of the draft that *standing* returns, if another one is due, it is lawful and the best."""
        if self.found is None or monotonic() < self.due:
            return
        began = monotonic()
        draft = standing()
        if draft is not None and not draft.missing and len(draft.lines) == len(draft.instance.agents):
            self._tell(draft, self.found)
        took = monotonic() - began
        self.due = monotonic() + (max(LEAST_SECONDS, TIMES_THE_LAST * took) if self.told is not None else took)

    def _tell(self, draft: Draft, found: Found) -> None:
        roster = finished(draft, self.rules, self.objective, Effort.within(0.0, 1))
        points = sum(roster_terms(roster, draft.instance, self.objective).values())
        better = self.told is None or points < self.told
        if better and is_lawful(check_roster(roster, draft.instance, self.rules)):
            found(roster, points)
            self.told = points

    def until(self, seconds: float, objective: float, bound: float) -> tuple[Improvement, ...]:
        """Return what was noted, with the last roster, of *objective*, at the end."""
        same = [each for each in self.improvements if each.objective == objective]
        last = same[0] if same else Improvement(round(seconds, 3), objective, bound)
        return (*(each for each in self.improvements if each.objective > objective), last)
