"""What was counted in every replication, by slot and stream, and sums of it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from forecasting.simulation.arrays import Floats, Ints
from forecasting.simulation.centre import Centre
from forecasting.simulation.log import ContactLog
from forecasting.simulation.plan import plan_of, served_by_group
from forecasting.simulation.replication import Replication
from forecasting.simulation.tables import BUSY, THERE

COUNTS = (
    "offered", "answered", "answered_within", "abandoned", "retried", "balked", "turned_away", "sent_away",
    "wait_answered", "wait_abandoned", "busy", "there",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Everything of shape (replication, slot, stream), by the slot in which an attempt came.

    *offered* attempts = *answered* + *abandoned* + *turned_away* (came outside the open slots) + *sent_away* (waited at closing)
    + what still waits in the end, *waiting* (replication, stream). *abandoned* includes *retried*, those who came again, and *balked*, those who
    left whether anybody was free or not.
    *wait_answered* and *wait_abandoned* are sums of seconds. *busy* and *there* are seconds of people who serve the stream:
    serving anybody, and present (on duty, or finishing a contact). *waits* counts answered contacts of all replications by
    wait: (slot, stream, ``tables.WAIT_EDGES``). *logs* is empty unless asked for.
    """

    centre: Centre
    offered: Ints
    answered: Ints
    answered_within: Ints
    abandoned: Ints
    retried: Ints
    balked: Ints
    turned_away: Ints
    sent_away: Ints
    wait_answered: Floats
    wait_abandoned: Floats
    busy: Floats
    there: Floats
    waits: Ints
    waiting: Ints
    events: int
    logs: tuple[ContactLog, ...] = ()

    @property
    def replications(self) -> int:
        """Number of replications."""
        return len(self.offered)

    def by_day(self) -> "Outcome":
        """Return the same by day instead of slot."""
        starts = list(self.centre.day_starts)
        sums = {name: np.add.reduceat(getattr(self, name), starts, axis=1) for name in COUNTS}
        waits = np.add.reduceat(self.waits, starts, axis=0)
        return Outcome(self.centre, **sums, waits=waits, waiting=self.waiting, events=self.events, logs=self.logs)


def outcome_of(centre: Centre, done: Iterable[Replication]) -> Outcome:
    """Return the replications of *centre* as one; at least one is expected."""
    tallies, waiting, logs, events = [], [], [], 0
    waits: Ints | None = None
    for each in done:
        waits = each.tally.waits if waits is None else waits + each.tally.waits
        # the counts by wait are by far the largest part, so they are added up at once
        tallies.append(each.tally._replace(waits=waits[:0]))
        waiting.append(each.waiting)
        logs.append(each.log)
        events += each.events
    if waits is None:
        raise ValueError("no replications; expected at least one")
    counts, spent = np.stack([tally.counts for tally in tallies]), np.stack([tally.spent for tally in tallies])
    serves = served_by_group(plan_of(centre))
    return Outcome(
        centre,
        offered=counts["offered"],
        answered=counts["served"],
        answered_within=counts["within"],
        abandoned=counts["left"],
        retried=counts["redialled"],
        balked=counts["balked"],
        turned_away=counts["turned_away"],
        sent_away=counts["sent_away"],
        wait_answered=counts["wait_served"],
        wait_abandoned=counts["wait_left"],
        busy=spent[..., BUSY] @ serves,
        there=spent[..., THERE] @ serves,
        waits=waits,
        waiting=np.stack(waiting),
        events=events,
        logs=tuple(log for log in logs if log is not None),
    )
