"""Every shift that people of one contract and clock may be given, as arrays that rules about one person look at."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.options import Option, options_of
from scheduler.rules.marks import ORDER, minute_of_clock
from scheduler.shifts import ShiftKind

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Menu:
    """The *options* in the order of their days, and by option its features.

    *day* counts from the first planned one, *first* and *end* are slots, *paid* minutes, *kind* a place in *kinds*, *part*
    the place of the part of the day in a forward rotation, *minute* the start on the agent's clock. *dawns* are the slots
    at which the planned days and the day after them begin on the site's clock.
    """

    instance: Instance
    options: tuple[Option, ...]
    kinds: tuple[ShiftKind, ...]
    dawns: tuple[int, ...]
    day: Ints
    first: Ints
    end: Ints
    paid: Ints
    kind: Ints
    part: Ints
    minute: Ints

    @staticmethod
    def of(instance: Instance, agent: Agent) -> "Menu":
        """List what the contract of *agent* allows on the planned days, in the order of ``Planner.options``."""
        grid, zone = instance.grid, instance.zone_of(agent)
        days = instance.days()
        options = tuple(option for day in days for option in options_of(instance, agent, day))
        kinds = tuple(instance.kind_by_name[name] for name in agent.contract.kinds)
        place = {kind.name: number for number, kind in enumerate(kinds)}
        rows = [
            (
                (option.day - grid.first_day).days,
                option.first,
                option.end,
                option.kind.paid_minutes,
                place[option.kind.name],
                ORDER[option.kind.part],
                minute_of_clock(option.starts_at(grid), zone),
            )
            for option in options
        ]
        table = np.array(rows, dtype=np.int64).reshape(len(rows), 7)
        dawns = (*(grid.slot_at(day, 0) for day in days), grid.n_slots)
        return Menu(instance, options, kinds, dawns, *np.ascontiguousarray(table.T))

    @staticmethod
    def key(instance: Instance, agent: Agent) -> Hashable:
        """Return what the menu of *agent* depends on."""
        return agent.contract.kinds, instance.zone_of(agent).key

    @property
    def n_days(self) -> int:
        """How many days are planned."""
        return len(self.dawns) - 1

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The planned days."""
        return tuple(self.instance.days())

    @cached_property
    def bounds(self) -> Ints:
        """Where the options of each day begin, and where those of the last one end."""
        return np.searchsorted(self.day, np.arange(self.n_days + 1)).astype(np.int64)

    @cached_property
    def earliest(self) -> int:
        """The earliest start of any day, in slots from its dawn; 0 without options."""
        return int((self.first - np.array(self.dawns)[self.day]).min(initial=0)) if len(self.options) else 0

    def place_of(self, day: date) -> int:
        """Return the place of *day* among the planned ones; negative before them."""
        return (day - self.instance.grid.first_day).days
