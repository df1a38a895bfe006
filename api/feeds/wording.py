"""What an event says of a shift: its name, site, breaks, activities and role; nothing of colleagues or customers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from api.feeds.events import Phrase
from forecasting.messages import N_
from scheduler.agents import Agent, Grade, SkillLevel
from scheduler.instance import Instance
from scheduler.roster import Assignment
from scheduler.training.courses import TEACHING, TRAINING

SUMMARY = N_("Shift: {kind}")
SHIFT_CATEGORY = N_("Shift")

LEVELS: Mapping[SkillLevel, str] = {
    SkillLevel.JUNIOR: N_("Role: junior agent"),
    SkillLevel.INTERMEDIATE: N_("Role: intermediate agent"),
    SkillLevel.SENIOR: N_("Role: senior agent"),
}
GRADES: Mapping[Grade, str] = {
    Grade.SUPERVISOR: N_("Role: supervisor"),
    Grade.MANAGER: N_("Role: manager"),
    Grade.DIRECTOR: N_("Role: director"),
}
ACTIVITIES: Mapping[str, str] = {
    TRAINING: N_("{start} to {end}: training {activity}"),
    TEACHING: N_("{start} to {end}: teaching {activity}"),
}


@dataclass(frozen=True, slots=True)
class ShiftText:
    """What a calendar shows of a shift, in phrases that are translated when it is written."""

    summary: Phrase
    description: tuple[Phrase, ...]
    categories: tuple[Phrase, ...]


def shift_text(shift: Assignment, instance: Instance, agent: Agent, site: str) -> ShiftText:
    """Return the text for *shift* of *agent* at *site*, its times on the agent's clock."""
    return ShiftText(
        Phrase.of(SUMMARY, kind=shift.kind),
        tuple(_lines(shift, instance, agent, site)),
        (Phrase.of(SHIFT_CATEGORY),),
    )


def _lines(shift: Assignment, instance: Instance, agent: Agent, site: str) -> Iterator[Phrase]:
    zone = instance.zone_of(agent)
    # The site's clock in words: a calendar shows the event on the reader's own.
    yield Phrase.of(N_("{start} to {end}, {zone} time"), **_span(shift.start, shift.end, zone), zone=zone.key)
    if site:
        yield Phrase.of(N_("Site: {site}"), site=site)
    yield Phrase.of(N_("Team: {team}"), team=agent.team)
    yield Phrase.of(GRADES.get(agent.grade, LEVELS[agent.level]))
    for pause in sorted(shift.breaks, key=lambda pause: pause.start):
        template = N_("Break {start} to {end}, paid") if pause.paid else N_("Break {start} to {end}, unpaid")
        yield Phrase.of(template, **_span(pause.start, pause.end, zone))
    for activity in sorted(shift.activities, key=lambda activity: activity.start):
        template, name = _activity(activity.name)
        yield Phrase.of(template, **_span(activity.start, activity.end, zone), activity=name)


def _activity(name: str) -> tuple[str, str]:
    """Return how an activity is told, and what of its *name* stands as it is."""
    for prefix, template in ACTIVITIES.items():
        if name.startswith(prefix):
            return template, name.removeprefix(prefix)
    return N_("{start} to {end}: {activity}"), name


def _span(start: datetime, end: datetime, zone: ZoneInfo) -> dict[str, str]:
    return {name: f"{moment.astimezone(zone):%H:%M}" for name, moment in (("start", start), ("end", end))}
