"""The words for people who serve the same queues, sets of whom help each other out. Pure data, no frames."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence, joined
from forecasting.site import Site

LEVELS = ("junior", "intermediate", "senior")  # SK: a higher level covers a lower one
MOST_SETS = 10  # all their combinations are looked at
DEARER_A_QUEUE = 0.05  # an assumption: whoever serves one queue more is that much dearer to plan with


@dataclass(frozen=True, slots=True)
class SkillSet:
    """People who serve all of *queues*.

    *level* is their place in LEVELS: contacts go to the lowest level that is free, and within it to who serves fewest queues.
    *cost* is what one of them weighs against one of another set when people are chosen; None is 1 and a twentieth for every queue
    beyond the first, so that somebody with more skills is asked for only where that saves people.
    """

    name: str
    queues: tuple[str, ...]
    level: int = 0
    cost: float | None = None

    def __post_init__(self) -> None:
        if not self.queues:
            raise ValueError(Sentence(N_("skill set {name} serves no queue"), name=self.name))
        if len(set(self.queues)) != len(self.queues):
            raise ValueError(Sentence(N_("skill set {name} names a queue more than once"), name=self.name))
        if self.level not in range(len(LEVELS)):
            raise ValueError(f"skill set {self.name}: level {self.level}; expected 0 to {len(LEVELS) - 1}")
        if self.cost is not None and self.cost <= 0:
            raise ValueError(
                Sentence(N_("skill set {name}: cost {cost}; expected above 0"), name=self.name, cost=f"{self.cost:g}")
            )

    @property
    def weight(self) -> float:
        """What one of these people weighs."""
        return 1.0 + DEARER_A_QUEUE * (len(self.queues) - 1) if self.cost is None else self.cost

    def contains(self, other: "SkillSet") -> bool:
        """Return whether these people can stand in for those of *other*: their level is no lower, and they serve every queue of it."""
        return self.level >= other.level and set(self.queues) >= set(other.queues)


def serving(sets: Sequence[SkillSet], queue: str) -> tuple[SkillSet, ...]:
    """Return those of *sets* that serve *queue*, the lightest first."""
    return tuple(sorted((one for one in sets if queue in one.queues), key=lambda one: (one.weight, one.name)))


def check_sets(sets: Sequence[SkillSet], site: Site, needed: Sequence[str]) -> None:
    """Raise StaffingError naming every queue that *site* does not have, that *needed* has and no set serves, and names used twice."""
    faults = list(_faults(sets, site, needed))
    if faults:
        raise StaffingError(joined(faults))


def _faults(sets: Sequence[SkillSet], site: Site, needed: Sequence[str]) -> Iterator[Sentence]:
    known = {queue.name for queue in site.queues}
    names = [one.name for one in sets]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Sentence(N_("skill set {name} is there more than once"), name=name)
    for one in sets:
        for queue in sorted(set(one.queues) - known):
            yield Sentence(
                N_("skill set {name} serves {queue}, which is no queue of site {site}"),
                name=one.name,
                queue=queue,
                site=site.name,
            )
    for queue in needed:
        if not serving(sets, queue):
            yield Sentence(N_("queue {queue} is served by no skill set"), queue=queue)
