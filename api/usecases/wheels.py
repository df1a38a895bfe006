"""A wheel of shifts for a site: who is in which crew, and the tables that a site file takes."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forecasting.errors import Fault, InputError
from forecasting.messages import N_, sentence_of
from scheduler.agents import Agent
from scheduler.formats import SiteFile, read_site
from scheduler.formats.values import nearest
from scheduler.formats.wheel_toml import wheel_toml
from scheduler.rules.rotation import PARTS
from scheduler.wheels import OFF, Wheel, crews_of, wheel

MOST_CREWS = 100


@dataclass(frozen=True, slots=True)
class WheelOrder:
    """A wheel to be made: *shifts* in their order, so many days of each and then off, from *first_day* on.

    *crews* and *days_off* are None for one crew more than there are shifts and as many days off as of each shift. Without a *site* there is a team
    for each crew, called by *names*; with one the people of its *team* are shared out.
    """

    shifts: tuple[str, ...]
    first_day: date
    days_each: int = 2
    days_off: int | None = None
    crews: int | None = None
    names: tuple[str, ...] = ()
    site: Path | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class WheelMade:
    """The *wheel*, the people of each crew, where a site's are shared out, and its *tables* for a site file."""

    wheel: Wheel
    crews: tuple[tuple[Agent, ...], ...]
    tables: str


def make_wheel(order: WheelOrder) -> WheelMade:
    """Return the wheel of *order*; raises InputError naming every fault."""
    count = len(order.shifts) + 1 if order.crews is None else order.crews
    days_off = order.days_each if order.days_off is None else order.days_off
    site_file = None if order.site is None else read_site(order.site)
    faults = [*_faults_of_names(order, count), *_faults_of_shifts(order, site_file)]
    if count > MOST_CREWS:
        faults.append(Fault("--crews", N_("are too many"), value=str(count), expected=f"1 to {MOST_CREWS}"))
    if faults:
        raise InputError(faults)
    try:
        made = wheel(order.shifts, order.days_each, days_off, crews=count)
        crews = () if site_file is None else tuple(crews_of(_people(site_file, order), count))
    except ValueError as error:
        raise InputError([Fault("wheel", sentence_of(error))]) from error
    if crews:
        told = wheel_toml(made, order.first_day, "agents", [[str(agent.id) for agent in crew] for crew in crews])
    else:
        names = order.names or tuple(f"crew-{number}" for number in range(1, count + 1))
        told = wheel_toml(made, order.first_day, "teams", [[name] for name in names])
    return WheelMade(made, crews, told)


def _faults_of_names(order: WheelOrder, count: int) -> list[Fault]:
    faults = []
    if order.names and order.site is not None:
        faults.append(Fault("--teams", N_("is given beside --site"), expected=N_("only one of the two")))
    elif order.names and len(order.names) != count:
        value = ", ".join(order.names)
        faults.append(
            Fault("--teams", N_("does not name as many teams as there are crews"), value=value, expected=str(count))
        )
    if order.team is not None and order.site is None:
        faults.append(Fault("--team", N_("is given without --site"), value=order.team))
    return faults


def _faults_of_shifts(order: WheelOrder, site_file: SiteFile | None) -> list[Fault]:
    known: tuple[str, ...] = (OFF, *sorted(PARTS))
    faults = []
    if site_file is not None:
        known = tuple(dict.fromkeys((*known, *(kind.name for kind in site_file.kinds))))
        unknown = [name for name in order.shifts if name not in known]
        faults = [
            Fault("SHIFT", N_("is no shift kind of this site"), value=name, expected=nearest(name, known))
            for name in unknown
        ]
        teams = [team.name for team in site_file.teams]
        if order.team is not None and order.team not in teams:
            expected = nearest(order.team, teams)
            faults.append(Fault("--team", N_("is no team of this site"), value=order.team, expected=expected))
    return faults


def _people(site_file: SiteFile, order: WheelOrder) -> list[Agent]:
    return [agent for agent in site_file.agents if order.team in {None, agent.team}]
