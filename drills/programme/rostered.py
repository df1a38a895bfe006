"""What a roster says of its days: the best window of each, what it costs, who can leave; or why there is none."""

from collections.abc import Mapping
from datetime import date
from functools import partial

import numpy as np

from drills.availability import Cause
from drills.cast import Needs
from drills.notes import Note
from drills.placement import Placement, ReasonKind
from drills.programme.entry import Loss, LossSource
from drills.programme.prices import Possible, RuleOfThumb
from drills.roles import Form
from drills.timing import Timing
from drills.windows.estimated import estimate_of
from drills.windows.finder import Finder
from drills.windows.live import LiveService
from drills.windows.wishes import USUAL, Wishes
from forecasting.messages import N_
from scheduler.instance import Instance
from scheduler.roster import Roster

NO_WINDOW = N_("the roster has no window that day, mostly because: {reason}")


def known_days(
    needs: Mapping[Form, Needs],
    roster: Roster,
    instance: Instance,
    thumb: RuleOfThumb,
    live: LiveService | None = None,
    wishes: Wishes = USUAL,
) -> dict[tuple[Form, date], Possible | Note]:
    """Return for each day of *roster* and each form the best window, or why there is none.

    *roster* has all other drills in it as activities. Losses come from *live* service, by the rule of *thumb* where it is not known.
    """
    found: dict[tuple[Form, date], Possible | Note] = {}
    for form, wanted in needs.items():
        timing = Timing()
        estimate = None if live is None else estimate_of(live, wanted, instance, timing)
        finder = Finder(wanted, roster, instance, timing, wishes, estimate)
        search = finder.search()
        for placement in reversed(search.placements):  # the best one of a day comes last and stays
            day = placement.window.local_start.date()
            found[form, day] = _possible(placement, finder, thumb.on(form, day).loss)
        for day, kinds in search.by_day().items():
            if (form, day) not in found:
                worst = min(ReasonKind, key=partial(_rarely, kinds))
                found[form, day] = Note(NO_WINDOW, {}, {"reason": worst.label})
    return found


def _possible(placement: Placement, finder: Finder, usual: Loss) -> Possible:
    window, cost = placement.window, placement.cost
    first = finder.instance.grid.slot_containing(window.start)
    free = finder.available.causes(first, first + finder.length) == Cause.FREE
    people = frozenset(finder.instance.agents[row].id for row in np.flatnonzero(free).tolist())
    loss = usual
    if cost is not None:
        minutes = (window.end - window.start).total_seconds() / 60 + cost.tail_minutes
        loss = Loss(round(max(0.0, cost.points) * minutes, 1), LossSource.ROSTER)
    return Possible(loss, window.start, window.end, people)


def _rarely(kinds: Mapping[ReasonKind, int], kind: ReasonKind) -> int:
    return -kinds.get(kind, 0)
