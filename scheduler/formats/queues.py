"""The queues and teams of a site file."""

from collections.abc import Mapping
from typing import NamedTuple, TypedDict

from forecasting.absences import Absences
from forecasting.concurrency import ConcurrencyCurve
from forecasting.messages import N_
from forecasting.site import Channel, PriorityClass, Queue, ServiceTarget
from scheduler.agents import Team
from scheduler.formats.opening import OpeningPlan, read_opening
from scheduler.formats.queue_details import TARGET_KEYS, read_absences, read_classes, read_curve, read_target
from scheduler.formats.sections import Section, build
from scheduler.formats.values import choice_of, nearest, number, one_of, sequence, text, waiting_seconds

QUEUE_KEYS = (
    "name",
    "channel",
    *TARGET_KEYS,
    "aht_seconds",
    "patience_seconds",
    "concurrency",
    "shrinkage",
    "max_occupancy",
    "opening",
    "balk_share",
    "handling_spread",
    "redial_share",
    "redial_after",
    "handover_share",
    "concurrency_curve",
    "classes",
    "absences",
)
TEAM_KEYS = ("name", "queues", "opening")
SHRINKAGE = 0.10
MAX_OCCUPANCY = 0.90


class ChannelDefaults(NamedTuple):
    """What holds for a queue of a channel that says nothing else."""

    share: float
    within_seconds: float
    aht_seconds: float
    concurrency: float


CHANNEL_DEFAULTS: Mapping[Channel, ChannelDefaults] = {
    Channel.PHONE: ChannelDefaults(0.80, 20, 180, 1),  # HQ: 80 % within 20 s; calls of up to 3 min
    Channel.CHAT: ChannelDefaults(0.90, 10 * 60, 420, 3),  # OS-1.2, OS-3.1: 10 min; HQ: 3 to 8 at once
    # Done, not only answered: OS-1.2 and OS-5.2 have 90 % resolved within 24 h. The 10 min of OS-3.1 are for live channels.
    Channel.SOCIAL: ChannelDefaults(0.90, 24 * 3600, 300, 1),
    Channel.EMAIL: ChannelDefaults(0.90, 24 * 3600, 300, 1),
    Channel.TICKET: ChannelDefaults(0.90, 24 * 3600, 300, 1),
}


def read_queue(section: Section, site: OpeningPlan) -> tuple[Queue, OpeningPlan] | None:
    """Read one queue and its opening hours, by default those of the *site*; None where it has faults."""
    section.only(QUEUE_KEYS)
    name = section.need("name", text, N_("the queue's name as the history file has it"))
    channel = section.read("channel", choice_of(Channel), Channel.PHONE)
    default = CHANNEL_DEFAULTS[channel]
    plan = read_opening(section.table("opening")) if section.has("opening") else site
    aht_seconds = section.read("aht_seconds", number(), default.aht_seconds)
    patience_seconds = section.read("patience_seconds", number(), None)
    concurrency = section.read("concurrency", number(), default.concurrency)
    shrinkage = section.read("shrinkage", number(), SHRINKAGE)
    max_occupancy = section.read("max_occupancy", number(), MAX_OCCUPANCY)
    target = read_target(section, default.share, default.within_seconds)
    details = _details(section)
    queue = build(
        section,
        lambda: Queue(
            name=name or "",
            channel=channel,
            target=target or ServiceTarget(),
            opening=plan.hours,
            aht_seconds=aht_seconds,
            patience_seconds=patience_seconds,
            concurrency=concurrency,
            shrinkage=shrinkage,
            max_occupancy=max_occupancy,
            **details,
        ),
    )
    return None if queue is None else (queue, plan)


class Details(TypedDict, total=False):
    """What few queues say; the rest is as a Queue has it."""

    balk_share: float
    handling_spread: float
    redial_share: float
    redial_after_seconds: float
    handover_share: float
    curve: ConcurrencyCurve | None
    classes: tuple[PriorityClass, ...]
    absences: Absences | None


def _details(section: Section) -> Details:
    details = Details()
    if section.has("balk_share"):
        details["balk_share"] = section.read("balk_share", number(), 0.0)
    if section.has("handling_spread"):
        details["handling_spread"] = section.read("handling_spread", number(), 1.0)
    if section.has("redial_share"):
        details["redial_share"] = section.read("redial_share", number(), 0.0)
    if section.has("redial_after"):
        details["redial_after_seconds"] = section.read("redial_after", waiting_seconds, 300.0)
    if section.has("handover_share"):
        details["handover_share"] = section.read("handover_share", number(), 1.0)
    if section.has("concurrency_curve"):
        details["curve"] = read_curve(section.table("concurrency_curve"))
    if section.has("classes"):
        details["classes"] = read_classes(section)
    if section.has("absences"):
        if section.has("shrinkage"):
            section.refuse("absences", N_("is given beside shrinkage"), N_("one of the two"))
        details["absences"] = read_absences(section.table("absences"))
    return details


def read_team(section: Section, queues: Mapping[str, OpeningPlan | None]) -> tuple[Team, OpeningPlan] | None:
    """Read one team; *queues* are the site's queues with their hours, None where these could not be read."""
    section.only(TEAM_KEYS)
    name = section.need("name", text, N_("the team's name"))
    served = section.need("queues", sequence(one_of(queues)), N_("the names of its queues")) or ()
    if section.has("queues") and section.sound and not served:
        section.refuse("queues", N_("names no queue"), nearest("", queues))
    plan = read_opening(section.table("opening")) if section.has("opening") else _shared(section, served, queues)
    team = build(section, lambda: Team(name or "", tuple(dict.fromkeys(served)), (plan or OpeningPlan()).hours))
    return None if team is None or plan is None else (team, plan)


def _shared(section: Section, served: tuple[str, ...], queues: Mapping[str, OpeningPlan | None]) -> OpeningPlan | None:
    """Return the hours that the *served* queues have in common."""
    plans = [plan for plan in (queues[name] for name in served) if plan is not None]
    if any(plan != plans[0] for plan in plans):
        section.refuse(
            "opening", N_("is missing, and the team's queues open at different hours"), N_("the team's hours")
        )
    return plans[0] if plans else None
