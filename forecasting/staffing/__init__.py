from forecasting.staffing.backlog import BacklogPeople, Waiting, backlog_people
from forecasting.staffing.erlang import (
    Service,
    erlang_b,
    erlang_c,
    service_with_leaving,
    service_without_leaving,
)
from forecasting.staffing.least_agents import HUNDREDTHS, Needs, least_agents, service_of
from forecasting.staffing.live import LivePeople, Method, live_people
from forecasting.staffing.measures import Measure, targets_of
from forecasting.staffing.offered_load import load_over_time
from forecasting.staffing.pooling import pool
from forecasting.staffing.quiet_slots import quiet_slots
from forecasting.staffing.replies import Replies
from forecasting.staffing.requirement import required_people
from forecasting.staffing.safety import price_of_safety, safe_days, staffed_for, volume_of
from forecasting.staffing.why import Why, why

__all__ = [
    "HUNDREDTHS",
    "BacklogPeople",
    "LivePeople",
    "Measure",
    "Method",
    "Needs",
    "Replies",
    "Service",
    "Waiting",
    "Why",
    "backlog_people",
    "erlang_b",
    "erlang_c",
    "least_agents",
    "live_people",
    "load_over_time",
    "pool",
    "price_of_safety",
    "quiet_slots",
    "required_people",
    "safe_days",
    "service_of",
    "service_with_leaving",
    "service_without_leaving",
    "staffed_for",
    "targets_of",
    "volume_of",
    "why",
]
