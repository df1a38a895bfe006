"""Who is on the floor, step by step, in one replication: the rostered people less those drawn away, as arrays.

A step is a slot, or less where breaks begin or end within slots, down to five minutes.
"""

from dataclasses import dataclass
from functools import cached_property
from math import gcd
from zlib import crc32

import numpy as np
import numpy.typing as npt

from forecasting.simulation.arrays import Flags, Records
from forecasting.simulation.draws import generator
from forecasting.simulation.plan import CHANGE, COMES, LEAVES
from scheduler.agents import AgentId
from scheduler.duty import ShiftOnDuty
from scheduler.staff import ABSENCE, Staff

FINEST_SECONDS = 300


@dataclass(frozen=True)
class Presence:
    """The people of *staff* in rows, in its order."""

    staff: Staff

    @cached_property
    def rows(self) -> dict[AgentId, int]:
        """Each agent's row."""
        return {agent: row for row, agent in enumerate(self.staff.levels)}

    @cached_property
    def step_seconds(self) -> int:
        """Length of a step: divides the slot and, where five minutes do, all times of duty."""
        slot = round(self.staff.grid.slot_length.total_seconds())
        edges = {round(edge) for shift in self.staff.shifts for span in shift.spans for edge in span}
        common = gcd(slot, *edges)
        return common if common >= FINEST_SECONDS else gcd(slot, FINEST_SECONDS)

    @property
    def steps_a_slot(self) -> int:
        """Steps that make a slot."""
        return round(self.staff.grid.slot_length.total_seconds()) // self.step_seconds

    @property
    def n_steps(self) -> int:
        """Steps of the horizon."""
        return self.staff.grid.n_slots * self.steps_a_slot

    @cached_property
    def _duty(self) -> tuple[Flags, npt.NDArray[np.int16]]:
        """Who is on duty by row and step, and in a shift of which day (as the draws of absences count them)."""
        rows, most, seconds = self.rows, self.n_steps, self.step_seconds
        duty = np.zeros((len(rows), most), np.bool_)
        days = np.zeros(duty.shape, np.int16)
        for shift in self.staff.shifts:
            row, day = rows[shift.agent], self._day(shift)
            for start, end in shift.spans:
                first, last = min(max(round(start / seconds), 0), most), min(max(round(end / seconds), 0), most)
                duty[row, first:last] = True
                days[row, first:last] = day
        return duty, days

    @property
    def duty(self) -> Flags:
        """Who is on duty by row and step, as rostered."""
        return self._duty[0]

    def _day(self, shift: ShiftOnDuty) -> int:
        return (shift.day - self.staff.grid.first_day).days + 1

    @cached_property
    def _present(self) -> npt.NDArray[np.float32]:
        shares = [self.staff.present[agent] for agent in self.rows]
        if not shares:
            return np.ones((0, self.n_steps), np.float32)
        return np.repeat(np.array(shares, np.float32), self.steps_a_slot, axis=1)

    @cached_property
    def _drawn(self) -> dict[tuple[int, int], npt.NDArray[np.float32]]:
        return {}

    def _absences(self, seed: int, replication: int) -> npt.NDArray[np.float32]:
        """Return the draws of *replication* by row and day, made once."""
        key = seed, replication
        if key not in self._drawn:
            days = self.staff.grid.days + 2
            draws = [
                generator(*key, crc32(agent.encode()), 0, 0, ABSENCE).random(days, np.float32) for agent in self.rows
            ]
            self._drawn[key] = np.array(draws, np.float32).reshape(len(self.rows), days)
        return self._drawn[key]

    def there(self, seed: int, replication: int, steps: slice = slice(None)) -> Flags:
        """Return who is there by row and step of *steps*, with the absences that *seed* draws for *replication*."""
        draws = self._absences(seed, replication)
        duty, day = self._duty
        found: Flags = np.take_along_axis(draws, day[:, steps].astype(np.int64), axis=1) < self._present[:, steps]
        found &= duty[:, steps]
        return found

    def changes(self, there: Flags) -> Records:
        """Return who comes and leaves, by time from the first step of *there*, as the kernel reads it; nobody is left at the end."""
        turned = np.zeros((there.shape[0], there.shape[1] + 1), np.bool_)
        turned[:, 1:-1] = there[:, 1:] != there[:, :-1]
        turned[:, :1], turned[:, -1:] = there[:, :1], there[:, -1:]
        who, step = np.nonzero(turned)
        last = there.shape[1] - 1
        comes = (step <= last) & there[who, np.minimum(step, last)]
        order = np.argsort((2 * step + comes) * len(there) + who)  # who leaves does so before anybody comes
        found = np.zeros(len(order), CHANGE)
        found["time"], found["of"] = step[order] * float(self.step_seconds), who[order]
        found["kind"] = np.where(comes[order], COMES, LEAVES)
        found["group"] = -1
        return found
