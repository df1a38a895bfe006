"""The types of the arrays of the simulation."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int32]
Indices = npt.NDArray[np.int64]
Records = npt.NDArray[np.void]  # rows with named fields, as declared where they are made
