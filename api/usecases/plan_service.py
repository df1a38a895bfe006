"""The service that follows from a plan: its roster before its forecast, in as few replications as the plan's size allows."""

import pandas as pd

from api.usecases.basis import first_night_ends
from api.usecases.service_question import ServiceQuestion
from api.usecases.simulation import ServiceFound, Watch, follow_roster
from forecasting.calendar import EventCalendar
from scheduler.formats import SiteFile
from scheduler.instance import Instance
from scheduler.roster import Roster
from scheduler.service import Trial

MOST_CONTACTS = 5_000_000  # some ten seconds
FEWEST, MOST = 2, 20


def service_question(
    roster: Roster,
    instance: Instance,
    site_file: SiteFile,
    calendar: EventCalendar,
    forecast: pd.DataFrame,
    trial: Trial,
) -> ServiceQuestion:
    """Return the question what service follows *roster*; *site_file* knows the special days of *calendar*.

    The first night is looked at where the shifts of the day before are known.
    """
    known = instance.before is not None
    return ServiceQuestion(
        site=site_file.site,
        forecast=forecast,
        instance=instance,
        roster=roster,
        served_from={} if known else first_night_ends(site_file, instance.grid),
        calendar=calendar,
        trial=trial,
    )


def _go_on(_case: str, _done: int) -> bool:
    return True


def plan_service(question: ServiceQuestion, watch: Watch = _go_on) -> ServiceFound | None:
    """Return the answer to *question*, None where every queue is a backlog: nobody waits on the line there."""
    lines = {queue.name for queue in question.site.queues if not queue.channel.is_backlog}
    return follow_roster(question, watch) if lines & set(question.forecast["queue"]) else None


def affordable(forecast: pd.DataFrame, seed: int) -> Trial:
    """Return a trial with as many replications as *forecast*, laid out as FORECAST, allows: 2 to 20."""
    contacts = max(float(forecast["mean"].sum()), 1.0)
    return Trial(int(min(max(MOST_CONTACTS // contacts, FEWEST), MOST)), seed)
