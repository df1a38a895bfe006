"""From people on the floor to people on the roster."""

import numpy as np

from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.site import Queue
from forecasting.staffing.tails import Floats
from forecasting.timegrid import TimeGrid


def present_share(queue: Queue, grid: TimeGrid) -> Floats:
    """Return by slot of *grid* the share of rostered people of *queue* who are on the floor, above 0.

    From its kinds of absence on the site's clock where it has any, else from its one shrinkage. Breaks that the roster places are in
    neither: a slot of break covers nobody already. Raise StaffingError where the kinds together leave nobody.
    """
    if queue.absences is None:
        return np.full(grid.n_slots, 1.0 - queue.shrinkage)
    present = np.array([queue.absences.present(grid.local(slot)) for slot in range(grid.n_slots)])
    if bool((present <= 0).any()):
        first = int(np.argmax(present <= 0))
        template = N_("queue {queue}: from {moment} on its kinds of absence leave nobody of those on the roster")
        raise StaffingError(Sentence(template, queue=queue.name, moment=grid.local(first).isoformat()))
    return present
