"""What rules see in one person alone: people who are alike in it may share a model of their lines."""

from collections.abc import Callable, Hashable, Iterable, Iterator

from scheduler.agents import Agent
from scheduler.rules.base import Rule


def seen_in(agent: Agent, rules: Iterable[Rule]) -> tuple[Hashable, ...]:
    """Return what *rules* say that they look at in *agent*, beside the team, the contract, clock, leave and restrictions.

    A rule says so by a method ``about(agent)``, which returns something hashable; in other rules it may be wrapped.
    """
    return tuple(about(agent) for rule in rules for about in _abouts(rule))


def _abouts(rule: Rule) -> Iterator[Callable[[Agent], Hashable]]:
    inner: object = rule
    while inner is not None:
        about = getattr(inner, "about", None)
        if about is not None:
            yield about
        inner = getattr(inner, "rule", None)
