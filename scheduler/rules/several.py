"""Rules over several people: what of them is counted, who has to be planned together, and the streams in a model."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr, LinearExprT

from scheduler.agents import AgentId
from scheduler.instance import Instance
from scheduler.rules.base import Counting, Rule, Tying
from scheduler.streams import Stream, Whole, count
from scheduler.variables import Variables

People = frozenset[AgentId]


def streams_of(rules: Iterable[Rule], instance: Instance) -> tuple[Stream, ...]:
    """Return every stream of *rules*, hard and soft."""
    return tuple(stream for rule in rules if isinstance(rule, Counting) for stream in rule.streams(instance))


def is_counting(rule: Rule) -> bool:
    """Tell whether *rule*, or the one that it wraps, counts heads of several people."""
    return isinstance(_inner(rule), Counting)


def is_over_several(rule: Rule) -> bool:
    """Tell whether *rule*, or the one that it wraps, is about several people at once."""
    return isinstance(_inner(rule), Counting | Tying)


def _inner(rule: object) -> object:
    while hasattr(rule, "rule"):
        rule = rule.rule
    return rule


def hard_streams(rules: Iterable[Rule], instance: Instance) -> tuple[Stream, ...]:
    """Return the streams that every roster has to keep."""
    return tuple(stream for stream in streams_of(rules, instance) if stream.hard)


def soft_streams(rules: Iterable[Rule], instance: Instance) -> tuple[Stream, ...]:
    """Return the streams that are paid for: those that are not hard and weigh something."""
    return tuple(
        stream for stream in streams_of(rules, instance) if not stream.hard and (stream.under + stream.over).any()
    )


def tied_groups(rules: Iterable[Rule], instance: Instance) -> tuple[People, ...]:
    """Return the groups of people whom *rules* tie together, directly or through others, each of two or more."""
    groups: list[set[AgentId]] = []
    for rule in rules:
        for tie in rule.ties(instance) if isinstance(rule, Tying) else ():
            joined = set(tie) & instance.agent_by_id.keys()
            for group in [group for group in groups if group & joined]:
                joined |= group
                groups.remove(group)
            if len(joined) > 1:
                groups.append(joined)
    return tuple(frozenset(group) for group in groups)


@dataclass(frozen=True)
class Counted:
    """The heads of one bucket in a model: *variables* that add up to *ceiling* at most, and *fixed* ones beside them."""

    bucket: int
    variables: list[IntVar]
    ceiling: int
    fixed: int

    @property
    def heads(self) -> LinearExprT:
        """The heads that are decided."""
        return LinearExpr.sum(self.variables)


def counted(model: CpModel, variables: Variables, stream: Stream) -> list[Counted]:
    """Return the heads of every bucket of *stream* in *model*, people who are not decided with the lines they have.

    Options that touch the same buckets are counted once, in a variable of their own where there are several.
    """
    groups: dict[tuple[int, int] | tuple[int, ...], tuple[Sequence[int], list[IntVar]]] = {}
    for agent in variables.agents:
        if agent.id not in stream.members:
            continue
        for day in variables.days:
            for option, var in variables.on(agent, day):
                touched = stream.buckets.of_option(option)
                if touched:
                    key = (touched.start, touched.stop) if isinstance(touched, range) else tuple(touched)
                    groups.setdefault(key, (touched, []))[1].append(var)
    present: list[list[IntVar]] = [[] for _ in range(stream.buckets.size)]
    ceilings = [0] * stream.buckets.size
    for touched, literals in groups.values():
        several = len(literals) > 1 and len(touched) > 1
        if several:
            number = model.new_int_var(0, len(literals), "")
            model.add(LinearExpr.sum(literals) == number)
        for bucket in touched:
            present[bucket] += [number] if several else literals
            ceilings[bucket] += len(literals)
    fixed = fixed_heads(variables, stream).tolist()
    return [Counted(bucket, found, ceilings[bucket], fixed[bucket]) for bucket, found in enumerate(present)]


def fixed_heads(variables: Variables, stream: Stream) -> Whole:
    """Return the heads of *stream* that nobody decides: of the days before, and of people whose lines are fixed."""
    known = variables.counted.get(stream.key)
    if known is not None:
        return known
    heads = stream.heads_before(variables.instance)
    for agent in stream.members & variables.fixed.keys():
        for option in variables.fixed[agent].values():
            count(heads, stream.buckets.of_option(option), 1)
    return heads


def post_stream(model: CpModel, variables: Variables, stream: Stream) -> Iterator[tuple[int, bool]]:
    """Forbid in *model* what *stream* has not; yield the bucket of each constraint, and whether it asks for more heads.

    Nothing is asked of a model that neither decides nor knows the lines of all members. Buckets of one day that the same
    shifts touch are asked once.
    """
    if not variables.knows(stream.members):
        return
    asked: set[tuple[object, ...]] = set()
    for each in counted(model, variables, stream):
        least, most = int(stream.least[each.bucket]) - each.fixed, int(stream.most[each.bucket]) - each.fixed
        key = (stream.buckets.day(each.bucket), least, most, *(var.index for var in each.variables))
        if key in asked:
            continue
        asked.add(key)
        if least > 0:
            model.add(each.heads >= least)
            yield each.bucket, True
        if most < each.ceiling:
            model.add(each.heads <= most)
            yield each.bucket, False


def post_streams(model: CpModel, variables: Variables, streams: Iterable[Stream]) -> None:
    """Forbid in *model* what the hard ones of *streams* have not."""
    for stream in streams:
        if stream.hard:
            for _ in post_stream(model, variables, stream):
                pass


def cost_of_stream(model: CpModel, variables: Variables, stream: Stream) -> list[tuple[IntVar, int]]:
    """Return variables and what each costs a unit: what missing and spare heads of *stream* cost, but for a constant."""
    parts = []
    for each in counted(model, variables, stream):
        if not each.variables:
            continue
        least, most = int(stream.least[each.bucket]) - each.fixed, int(stream.most[each.bucket]) - each.fixed
        under, over = int(stream.under[each.bucket]), int(stream.over[each.bucket])
        if under and least > 0:
            missing = model.new_int_var(0, least, "")
            model.add(missing >= least - each.heads)
            parts.append((missing, under))
        if over and each.ceiling > most:
            spare = model.new_int_var(0, each.ceiling - most, "")
            model.add(spare >= each.heads - most)
            parts.append((spare, over))
    return parts


def price_of(stream: Stream, heads: Whole, under: Whole | int, over: Whole | int) -> Whole:
    """Return by bucket what one more head saves where *heads* are there and one missing costs *under*, one too many *over*."""
    price: Whole = np.where(heads < stream.least, under, 0) - np.where(heads >= stream.most, over, 0)
    return price
