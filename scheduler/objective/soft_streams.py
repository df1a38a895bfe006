"""What it costs to miss heads that a rule over several people should have rather than must."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduler.instance import Instance
from scheduler.objective.soft_rules import PREFIX
from scheduler.rules.base import Rule
from scheduler.rules.several import soft_streams
from scheduler.streams import Stream


def with_soft_streams(
    streams: Sequence[Stream], rules: Iterable[Rule], instance: Instance | None
) -> tuple[Stream, ...]:
    """Return *streams* with those of soft *rules* for *instance*, named as their terms, in the place of those they have.

    Without an *instance* they are as they were.
    """
    if instance is None:
        return tuple(streams)
    own = [stream for stream in streams if not stream.name.startswith(PREFIX)]
    return (*own, *(replace(stream, name=PREFIX + stream.name) for stream in soft_streams(rules, instance)))
