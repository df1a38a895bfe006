"""People by skill set: as many as every queue's targets take when people help each other out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecasting.frames import REQUIREMENT
from forecasting.messages import N_
from forecasting.site import Site
from forecasting.staffing.backlog_reasons import CLOSED, NO_CONTACTS
from forecasting.staffing.pooled_bounds import Groups, People, apart, groups_of, start_of
from forecasting.staffing.pooled_even import evened, filled
from forecasting.staffing.pooled_load import PooledLoad, load_of
from forecasting.staffing.pooled_search import FELT_SLOTS, raised, spared, trimmed
from forecasting.staffing.pooled_trial import Trial
from forecasting.staffing.requirement import required_people, slot_starts
from forecasting.staffing.shrinkage import present_share
from forecasting.staffing.skills import SkillSet, check_sets, serving
from forecasting.staffing.tails import Floats
from forecasting.timegrid import TimeGrid

_FEWER_FIRST = 3  # times fewer days to come near; the last people are added and taken away on all of them
OTHERS = N_("others serve its queues")


@dataclass(frozen=True, slots=True)
class Search:
    """How people are looked for.

    A target counts as kept where the lower end of its one-sided interval at *confidence* keeps it, over as many simulated days as
    have *contacts* between them, from *least_days* to *most_days*. The result is tried on twice to four times as many other days: there a
    target counts as missed where the upper end of its interval at *doubt* misses it.
    """

    contacts: int = 400_000
    least_days: int = 50
    most_days: int = 300
    confidence: float = 0.90
    doubt: float = 0.95
    seed: int = 1

    def __post_init__(self) -> None:
        if not 0.5 <= self.confidence < 1 or not 0.5 < self.doubt < 1:
            raise ValueError(f"search: confidence {self.confidence}, doubt {self.doubt}; expected 0.5 to below 1")
        if not 2 <= self.least_days <= self.most_days or self.contacts < 1:
            raise ValueError(f"search: {self.least_days} to {self.most_days} days, {self.contacts} contacts")

    def days(self, load: PooledLoad) -> int:
        """Return how many days like *load* people are looked for on."""
        return int(np.clip(self.contacts / max(load.contacts.sum(), 1.0), self.least_days, self.most_days))

    def other_days(self, load: PooledLoad) -> int:
        """Return how many days like *load* the result is tried on: two to four times as many, fewer where they are large."""
        days = self.days(load)
        return int(np.clip(4 * self.contacts / max(load.contacts.sum(), 1.0), 2 * days, 4 * days))


def people_by_skill_set(
    forecast: pd.DataFrame,
    site: Site,
    grid: TimeGrid,
    sets: Sequence[SkillSet],
    volume: str = "mean",
    *,
    floor: int = 0,
    search: Search | None = None,
    queues: pd.DataFrame | None = None,
    progress: Callable[[int, int], None] = lambda _done, _days: None,
) -> pd.DataFrame:
    """Return the people that each of *sets* needs in every slot of *grid*, laid out as REQUIREMENT with sets as skills.

    *forecast*, *volume* as for ``required_people``, whose answer is *queues* where it is known. ``agents`` are whole people on the
    floor with whom every queue keeps its targets in simulated days, no more and no heavier than what the queues need alone rounded up,
    where these would do, and at least *floor* of all sets together while a queue is open; the people for backlogs, fractions of them, are added
    to the lightest set that serves them. ``scheduled`` adds the shrinkage of the queues that a set serves, weighted by their work. *progress*
    is told after each day how many of how many are done. The same arguments give the same people.
    Raise StaffingError naming every queue that no set serves, and what ``required_people`` refuses.
    """
    alone = required_people(forecast, site, grid, volume) if queues is None else queues
    check_sets(sets, site, list(dict.fromkeys(alone["skill"])))
    load = load_of(forecast, alone, site, grid, volume)
    people = np.zeros((len(sets), grid.n_slots), np.int64)
    reasons = np.full(people.shape, CLOSED, dtype=object)
    live = {queue.name for queue in load.queues}
    on_lines = [at for at, one in enumerate(sets) if live.intersection(one.queues)]
    answering = tuple(sets[at] for at in on_lines)
    for done, day in enumerate(grid.dates()):
        slots = grid.slots_of(day)
        if load.queues and load.of(slots).contacts.any():
            part = np.ix_(on_lines, slots)
            people[part], reasons[part] = _of_day(load.of(slots), answering, floor, search or Search(), done)
        progress(done + 1, grid.days)
    return _laid_out(people, reasons, alone, site, grid, sets)


def _of_day(
    load: PooledLoad, sets: tuple[SkillSet, ...], floor: int, search: Search, day: int
) -> tuple[People, npt.NDArray[np.object_]]:
    groups, level = groups_of(load, sets, floor), 2 * search.confidence - 1
    days = search.days(load)
    trial = Trial(load, sets, days, search.seed + 2 * day)
    people = raised(trial.first(max(days // _FEWER_FIRST, 2)), start_of(load, sets, groups), level)
    people = evened(trial, raised(trial, people, level), groups, level)
    people = evened(trial, trimmed(trial, people, groups, level), groups, level)
    people = filled(spared(trial, people, groups, level))
    other = Trial(load, sets, search.other_days(load), search.seed + 2 * day + 1)
    people = _no_more(other, raised(other, people, -search.doubt), groups, -level)
    return people, _reasons(other, people, groups)


def _no_more(trial: Trial, people: People, groups: Groups, level: float) -> People:
    """Return *people*, where their queues alone would take fewer of them or less weight, and that holds in *trial*, the latter.

    It need not hold: whoever is on a chat takes no call, and whoever helps a large queue is missed in a small one, so people
    who serve both can be worse than people apart.
    """
    weights, alone = np.array([one.weight for one in trial.sets]), apart(trial.load, trial.sets)
    more = (people.sum(axis=0) > alone.sum(axis=0)) | (weights @ people > weights @ alone + 1e-9)
    more &= groups.kept(alone)
    if not more.any():
        return people
    kept = np.asarray((trial.margins(np.where(more, alone, people), level) >= 0).all(axis=0))
    after = np.array([kept[slot : slot + 1 + FELT_SLOTS].all() for slot in range(len(kept))])
    return np.where(more & after, alone, people)


def _reasons(trial: Trial, people: People, groups: Groups) -> npt.NDArray[np.object_]:
    """Return by set and slot what the number rests on: the target that is kept most narrowly among those of the set's queues."""
    margins, shorts = trial.narrowest(people)
    tight = groups.tight(people)
    load, found = trial.load, np.full(people.shape, CLOSED, dtype=object)
    for number, one in enumerate(trial.sets):
        mine = [at for at, queue in enumerate(load.queues) if queue.name in one.queues]
        open_now = load.is_open[mine].any(axis=0) if mine else np.zeros(people.shape[1], bool)
        for slot in np.flatnonzero(open_now):
            comes = [at for at in mine if load.alone[at, slot] > 0]
            if not comes:
                found[number, slot] = NO_CONTACTS
            elif not people[number, slot]:
                found[number, slot] = OTHERS
            elif tight[number, slot] >= 0:
                found[number, slot] = _occupied(load, groups, int(tight[number, slot]), int(slot))
            else:
                worst = min(comes, key=lambda at: margins[at, slot])
                found[number, slot] = f"{load.queues[worst].name}: {shorts[worst, slot]}"
    return found


def _occupied(load: PooledLoad, groups: Groups, group: int, slot: int) -> str:
    inside = np.flatnonzero(groups.queues[group])
    queue = load.queues[int(inside[int(load.busy[inside, slot].argmax())])]
    work = float(load.busy[inside, slot].sum())
    if groups.busy[group, slot] > np.ceil(work - 1e-9):
        return f"floor of {groups.busy[group, slot]:.0f}"
    return f"{queue.name}: occupancy {100 * queue.max_occupancy:.4g}%"


def _laid_out(
    people: People,
    reasons: npt.NDArray[np.object_],
    alone: pd.DataFrame,
    site: Site,
    grid: TimeGrid,
    sets: Sequence[SkillSet],
) -> pd.DataFrame:
    starts = slot_starts(grid)
    rows = {str(name): of.set_index("start").reindex(starts) for name, of in alone.groupby("skill")}
    agents = people.astype(float)
    for queue in (queue for queue in site.queues if queue.channel.is_backlog and queue.name in rows):
        at = list(sets).index(serving(sets, queue.name)[0])
        needed = rows[queue.name]["agents"].to_numpy(float)
        said = np.array([f"{queue.name}: {reason}" for reason in rows[queue.name]["reason"]], dtype=object)
        reasons[at] = np.where((needed > agents[at]) | ((needed > 0) & (agents[at] == 0)), said, reasons[at])
        agents[at] += needed
    parts = [
        pd.DataFrame(
            {
                "start": starts,
                "skill": pd.Series([one.name] * len(starts), dtype="str"),
                "agents": agents[at],
                "scheduled": agents[at] / _present(one, rows, site, grid),
                "reason": pd.Series(list(map(str, reasons[at])), dtype="str"),
            }
        )
        for at, one in enumerate(sets)
    ]
    return REQUIREMENT.check(pd.concat(parts, ignore_index=True))


def _present(one: SkillSet, rows: Mapping[str, pd.DataFrame], site: Site, grid: TimeGrid) -> Floats:
    """Return by slot the share of the set's rostered people who are on the floor: that of its queues, weighted by their work."""
    mine = [name for name in one.queues if name in rows] or list(one.queues)
    shares = np.stack([present_share(site.queue(name), grid) for name in mine])
    work = np.stack([
        rows[name]["agents"].to_numpy(float) if name in rows else np.zeros(grid.n_slots) for name in mine
    ])  # fmt: skip
    weights = np.where(work.sum(axis=0) > 0, work, 1.0)
    return np.asarray((shares * weights).sum(axis=0) / weights.sum(axis=0))
