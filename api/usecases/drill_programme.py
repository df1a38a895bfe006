"""The programme of the year: asked with a site's people and calendar, its roster where there is one, and what was held before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pandas as pd

from api.feeds.programme import programme_feed
from api.reports.programme_page import programme_page
from api.usecases.basis import site_calendar
from drills.cast import leads
from drills.finding import Finding
from drills.notes import Note
from drills.programme import Programme, Question, Told, plan
from drills.programme.basis import basis_of
from drills.programme.closed import closed_days
from drills.programme.documents import programme_csv, programme_markdown
from drills.programme.entry import Entry
from drills.programme.kinds import levels_by_choice, needs_by_form, sizes
from drills.programme.months import months_after
from drills.programme.occasions import occasions
from drills.programme.prices import USUAL_SIZES, DayPrices, KnownDays, RuleOfThumb
from drills.programme.question import MOST_MONTHS, Leader, Policy
from drills.programme.record import programme_json
from drills.programme.rostered import known_days
from drills.programme.year_view import year_on
from drills.scenario.catalogue import Catalogue
from drills.windows.live import LiveService
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Translate
from scheduler.agents import AgentId
from scheduler.formats import SiteFile
from scheduler.instance import Instance
from scheduler.roster import Roster

ASKED_AS = {"key_people": "key_people", "months": "months", "cancelled": "cancelled"}
LOOKED_BACK, LOOKED_AHEAD = timedelta(days=60), timedelta(days=120)


@dataclass(frozen=True, slots=True, eq=False)
class Rostered:
    """A roster with all drills in it as activities, and its live service where a forecast is known."""

    roster: Roster
    instance: Instance
    live: LiveService | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeOrder:
    """What a planner asks: *months* from *first* on. *past* are drills that were held, *key_people* named by their ids.

    *begin_with* is a programme that was told; of it, what lies before *since* stays, and the drills that are *made* already, by their
    names, and *cancelled* drills are called off.
    """

    first: date
    months: int = 12
    past: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    key_people: tuple[str, ...] = ()
    policy: Policy = Policy()  # noqa: RUF009  # frozen
    seed: int = 0
    begin_with: Programme | None = None
    since: date | None = None
    cancelled: Mapping[str, Note] = field(default_factory=dict)
    made: frozenset[str] = frozenset()

    @property
    def last(self) -> date:
        """The last day of the programme."""
        return months_after(self.first, self.months) - timedelta(days=1)


def programme_question(
    order: ProgrammeOrder,
    site_file: SiteFile,
    known: Catalogue,
    loads: Mapping[date, float] | None = None,
    rostered: Rostered | None = None,
    asked_as: Mapping[str, str] = ASKED_AS,
) -> Question:
    """Return *order* put to the centre of *site_file*: its calendar, teams and leaders, the templates that are *known*.

    *loads* are the contacts of days against those of an average one. InputError names key people whom the site does not have, and all
    else that cannot be meant, each by where it was asked, as *asked_as* has it for the members of a request.
    """
    _refuse_unclear(order, site_file, asked_as)
    calendar = site_calendar(site_file, order.first - LOOKED_BACK, order.last + LOOKED_AHEAD)
    policy = replace(order.policy, timing=replace(order.policy.timing, peaks=calendar.promotion_days()))
    agents = site_file.agents
    return Question(
        site=site_file.site.name,
        zone=site_file.site.zone,
        first=order.first,
        last=order.last,
        levels=levels_by_choice(known),
        prices=_prices(len(agents), known, loads or {}, rostered),
        teams=tuple(team.name for team in site_file.teams if any(agent.team == team.name for agent in agents)),
        leaders=tuple(Leader(one.id, one.name, one.home_team, one.leave) for one in agents if leads(one)),
        key_people=tuple(AgentId(name) for name in order.key_people),
        occasions=occasions(calendar, policy.long_holiday_days),
        closed=closed_days(calendar, policy.timing, order.first, order.last, days_off=policy.days_off),
        past=order.past,
        findings=order.findings,
        policy=policy,
        seed=order.seed,
    )


def _prices(agents: int, known: Catalogue, loads: Mapping[date, float], rostered: Rostered | None) -> DayPrices:
    needs = needs_by_form(known)
    thumb = RuleOfThumb(agents, sizes(needs, USUAL_SIZES), loads)
    if rostered is None:
        return thumb
    return KnownDays(known_days(needs, rostered.roster, rostered.instance, thumb, rostered.live), thumb)


def _refuse_unclear(order: ProgrammeOrder, site_file: SiteFile, asked_as: Mapping[str, str]) -> None:
    known = {str(agent.id) for agent in site_file.agents}
    faults = [
        Fault(asked_as["key_people"], N_("is no agent of the site"), value=name, expected=N_("an agent's id"))
        for name in order.key_people
        if name not in known
    ]
    if not site_file.agents or not site_file.teams:
        faults.append(Fault(site_file.source, N_("has no people"), expected=N_("teams and agents")))
    if not 1 <= order.months <= MOST_MONTHS:
        reason, expected = N_("is out of range"), f"1 … {MOST_MONTHS}"
        faults.append(Fault(asked_as["months"], reason, value=str(order.months), expected=expected))
    told = () if order.begin_with is None else order.begin_with.entries
    ids = {entry.id for entry in told}
    faults += [
        Fault(asked_as["cancelled"], N_("is no drill of the programme"), value=name, expected=N_("the name of a drill"))
        for name in order.cancelled
        if name not in ids
    ]
    if faults:
        raise InputError(faults)


def day_loads(forecast: pd.DataFrame, zone: str) -> dict[date, float]:
    """Return the contacts of each local day of *forecast*, laid out as FORECAST, against those of an average one."""
    days = forecast["start"].dt.tz_convert(zone).dt.date
    totals: dict[date, float] = {}
    for day, mean in zip(days, forecast["mean"], strict=True):
        totals[day] = totals.get(day, 0.0) + float(mean)
    average = sum(totals.values()) / len(totals) if totals else 0.0
    return {day: total / average for day, total in totals.items()} if average > 0 else {}


def planned_programme(order: ProgrammeOrder, question: Question, now: datetime) -> Programme:
    """Return the programme that answers *question*, told at *now*."""
    if order.begin_with is None:
        return plan(question, now)
    since = order.since or now.astimezone(question.zone).date()
    return plan(question, now, Told(order.begin_with, since, order.cancelled, order.made))


def programme_files(programme: Programme, question: Question, language: str, translate: Translate) -> dict[str, bytes]:
    """Return the content of each file of *programme* by its name; the participants' calendar alone is not for planners only."""
    basis = basis_of(programme, question)
    view = year_on(programme, basis, translate)
    return {
        "programme.json": programme_json(programme).encode(),
        "programme.csv": programme_csv(programme, translate).encode(),
        "programme.md": programme_markdown(view, translate).encode(),
        "programme.html": programme_page(view, basis, language, translate).encode(),
        "programme.ics": programme_feed(programme, planners=True, language=language, translate=translate),
        "announced-drills.ics": programme_feed(programme, planners=False, language=language, translate=translate),
    }
