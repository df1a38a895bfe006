"""How many people each skill needs in each slot: what the roster is measured against."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forecasting.timegrid import TimeGrid

Heads = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Demand:
    """People to roster by skill: ``scheduled[skill][slot]`` over the slots of *grid*, fractions of a head allowed."""

    grid: TimeGrid
    scheduled: Mapping[str, Heads]

    def __post_init__(self) -> None:
        for skill, heads in self.scheduled.items():
            if heads.shape != (self.grid.n_slots,):
                raise ValueError(
                    f"demand {skill}: {heads.shape} values; expected one for each of {self.grid.n_slots} slots"
                )
            if not bool(np.all(np.isfinite(heads))) or bool(np.any(heads < 0)):
                raise ValueError(f"demand {skill}: values must be finite and not negative")
            heads.setflags(write=False)

    @property
    def skills(self) -> tuple[str, ...]:
        """Names of the skills, in order."""
        return tuple(self.scheduled)
