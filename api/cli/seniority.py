"""Says what somebody's requests weigh by their years of service, where the site lets these count."""

from datetime import date
from typing import TYPE_CHECKING

from api.usecases.rostered import Rostered
from forecasting.messages import Translate
from scheduler.agents import Agent
from scheduler.objective.requests import weight_percent

if TYPE_CHECKING:
    from api.cli.console import Console


def show_seniority(rostered: Rostered, console: "Console") -> None:
    """Print by agent what requests weigh on the first day of the roster; nothing where service does not count."""
    _, percent = console.translate, rostered.site_file.aims.seniority_percent
    if not percent:
        return
    first = rostered.instance.grid.first_day
    rows = [
        (
            agent.id,
            "-" if agent.hired is None else agent.hired.isoformat(),
            agent.years_of_service(first),
            f"{weight_percent(agent, first, percent):g} %",
        )
        for agent in rostered.instance.agents
    ]
    columns = [_("agent"), _("hired"), _("whole years"), _("requests weigh")]
    console.table(_("what requests weigh by service, on the first day"), columns, rows)


def service_told(agent: Agent, day: date, percent: float, _: Translate) -> str | None:
    """Return what requests of *agent* for *day* weigh, in words; None where it is what those of everybody weigh."""
    weight = weight_percent(agent, day, percent)
    if weight == 100:
        return None
    return _("  requests of {agent} weigh {weight:g} percent, after {years} whole years of service").format(
        agent=agent.name, weight=weight, years=agent.years_of_service(day)
    )
