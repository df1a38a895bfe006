"""What share of contacts a bot solves, as a site file or a what-if file states it."""

from collections.abc import Iterable

from forecasting.containment import MOST_SHARE, Containment
from forecasting.messages import N_
from scheduler.formats.moments import day
from scheduler.formats.sections import Section, build
from scheduler.formats.values import number, one_of, text, whole

KEYS = ("queue", "day", "before", "after", "ramp_days")


def read_containment(section: Section, queues: Iterable[str] | None) -> Containment | None:
    """Read one move of a bot's share; None where there are faults. *queues* are the names known, None takes any."""
    section.only(KEYS)
    share = number(least=0, most=MOST_SHARE)
    queue = section.need("queue", text if queues is None else one_of(queues), N_("the name of a queue"))
    since = section.need("day", day, N_("the day from which the bot's share moves"))
    before = section.read("before", share, 0.0)
    after = section.need("after", share, N_("the bot's share afterwards, such as 0.3"))
    ramp = section.read("ramp_days", whole(least=0), 0)
    if queue is None or since is None or after is None:
        return None
    return build(section, lambda: Containment(queue, since, before, after, ramp))
