"""What the live service did during a drill, and the breach of cover that breaks the drill off (invariant 11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from api.store import UnitOfWork
from api.usecases.drill_run import Carried, carried_out, run_in
from api.usecases.sites import site_file_of
from drills.exercise import AbortCause, Line, Order, Phase, Run, abort, measure_live
from drills.scenario.canonical import Plain
from drills.windows.live import BELOW_TARGET, FEWEST_CONTACTS
from forecasting.messages import N_, Sentence, Translate, joined, said
from forecasting.site import Site

TOLD_AFTER = timedelta(minutes=15)  # our figures: one slot under the floor is told,
ABORTED_AFTER = timedelta(minutes=30)  # two of them break the drill off, as long as service takes to count as recovered


@dataclass(frozen=True, slots=True)
class Breach:
    """A queue under its floor from *start* to *end*, the newest rows that it has: *share* of *came* contacts in time."""

    queue: str
    start: datetime
    end: datetime
    came: float
    share: float
    floor: float

    @property
    def breaks_off(self) -> bool:
        """Whether it lasts long enough to break the drill off."""
        return self.end - self.start >= ABORTED_AFTER

    @property
    def sentence(self) -> Sentence:
        """What is wrong, in a sentence."""
        template = N_("{queue}: {share} in time over {minutes} minutes; expected at least {floor}")
        minutes = (self.end - self.start) // timedelta(minutes=1)
        return Sentence(
            template, queue=self.queue, share=f"{self.share:.0%}", minutes=minutes, floor=f"{self.floor:.0%}"
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of rows of live service: the lines, and the *breaches* that they show."""

    carried: Carried
    breaches: tuple[Breach, ...]


def record_live(
    unit: UnitOfWork,
    drill_id: int,
    order: Order,
    rows: Iterable[Mapping[str, Plain]],
    translate: Translate,
    *,
    aborts: bool = True,
) -> Measured:
    """Add *rows* of live service to the log of a drill; break it off where a queue was under its floor for long.

    Without *aborts* a breach is only told. The floor of a queue lies BELOW_TARGET under the site's target, as when windows are sought.
    """
    before = run_in(unit, drill_id)
    floors = floors_of(site_of(unit, drill_id))

    def act(run: Run, order: Order) -> Run:
        run = measure_live(run, order, rows)
        found = [breach for breach in breaches_in(run.state.live, floors) if breach.breaks_off]
        if not found or not aborts or run.state.phase not in {Phase.RUNNING, Phase.PAUSED}:
            return run
        text = said(joined(breach.sentence for breach in found), translate)
        return abort(run, Order(order.now, order.by), AbortCause.COVER_BREACH, text)

    carried = carried_out(unit, drill_id, before, order, act)
    return Measured(carried, breaches_in(carried.run.state.live, floors))


def site_of(unit: UnitOfWork, drill_id: int) -> Site:
    """Return the site of a drill."""
    return site_file_of(unit, unit.rosters.get(unit.drills.get(drill_id).roster_id).site_id).site


def floors_of(site: Site) -> dict[str, float]:
    """Return by live queue the share answered in time under which service must not fall."""
    return {
        queue.name: max(0.0, queue.target.share - BELOW_TARGET)
        for queue in site.queues
        if not queue.channel.is_backlog and queue.target.share
    }


def breaches_in(lines: Iterable[Line], floors: Mapping[str, float]) -> tuple[Breach, ...]:
    """Return the queues that are under their floor for TOLD_AFTER or longer at the end of *lines* of live service.

    Rows of the exercise's own world are no live service. Rows in which nobody came neither begin a breach nor end it; what fewer than FEWEST_CONTACTS show is left to chance.
    """
    rows = sorted((_row(line) for line in lines if line.data.get("exercise") is not True), key=itemgetter(0, 1, 2))
    found = (_breach(queue, list(of), floors[queue]) for queue, of in groupby(rows, itemgetter(0)) if queue in floors)
    return tuple(breach for breach in found if breach is not None)


Row = tuple[str, datetime, datetime, float, float]


def _row(line: Line) -> Row:
    data = line.data
    start, end = (datetime.fromisoformat(str(data[name])) for name in ("start", "end"))
    return str(data["queue"]), start, end, float(str(data["came"])), float(str(data["within"]))


def _breach(queue: str, rows: list[Row], floor: float) -> Breach | None:
    """Return the breach that the last of *rows* of a queue, by time, show without a gap."""
    stretch: list[Row] = []
    for row in reversed(rows):
        _queue, _start, end, came, within = row
        if (came and within / came >= floor) or (stretch and end < stretch[-1][1]):
            break
        stretch.append(row)
    came = sum(row[3] for row in stretch)
    if came < FEWEST_CONTACTS:
        return None
    begins, ends = min(row[1] for row in stretch), max(row[2] for row in stretch)
    breach = Breach(queue, begins, ends, came, sum(row[4] for row in stretch) / came, floor)
    return breach if ends - begins >= TOLD_AFTER else None
