"""The key time points of an incident by name."""

from collections.abc import Mapping
from types import MappingProxyType

from forecasting.messages import N_

POINT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "t0": N_("onset"),
        "t1": N_("detected"),
        "t2": N_("acknowledged"),
        "t3": N_("graded"),
        "t4": N_("escalated"),
        "t5": N_("first response"),
        "t6": N_("first statement"),
        "t7": N_("contained"),
        "t8": N_("recovered"),
        "t9": N_("incident closed"),
    }
)
