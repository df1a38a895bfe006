from forecasting.staffing.erlang import (
    Service,
    erlang_b,
    erlang_c,
    service_with_leaving,
    service_without_leaving,
)
from forecasting.staffing.least_agents import Needs, least_agents, service_of
from forecasting.staffing.pooling import pool
from forecasting.staffing.requirement import required_people

__all__ = [
    "Needs",
    "Service",
    "erlang_b",
    "erlang_c",
    "least_agents",
    "pool",
    "required_people",
    "service_of",
    "service_with_leaving",
    "service_without_leaving",
]
