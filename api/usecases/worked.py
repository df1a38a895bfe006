"""The hours that people have worked before a plan: as its site file tells, or as a file given for this plan does."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from scheduler.formats import SiteFile
from scheduler.formats.worked import Counting, WorkedBefore

ONE_DAY = timedelta(days=1)


def worked_before(site_file: SiteFile, first_day: date, file: Path | None, period_from: date | None) -> SiteFile:
    """Return *site_file* with the hours that the CSV *file* tells up to the day before *first_day*, and the period's begin.

    What is None comes from the site file, where it is told up to that day. Raises InputError naming every fault, and
    where the hours of the site file lead up to another day than *first_day* and no file is given.
    """
    told = site_file.worked
    if file is None and period_from is None:
        _refuse_stale(told, first_day, site_file.source)
        return site_file
    if period_from is not None and period_from > first_day:
        expected = Sentence(N_("{day} or earlier"), day=first_day)
        reason = N_("lies after the first planned day")
        raise InputError([Fault("--period-from", reason, value=str(period_from), expected=expected)])
    known = told if told.leads_to(first_day) else WorkedBefore()
    eve, began = first_day - ONE_DAY, period_from or known.period_from
    if file is None:
        return replace(site_file, worked=WorkedBefore(eve, began, known.tallies))
    counting = Counting([str(agent.id) for agent in site_file.agents], site_file.rules)
    return replace(site_file, worked=counting.read(file, eve, began))


def _refuse_stale(told: WorkedBefore, first_day: date, source: str) -> None:
    if told.until is None or told.leads_to(first_day):
        return
    expected = Sentence(N_("{day}, the day before the first planned one"), day=first_day - ONE_DAY)
    reason = N_("tells hours up to another day than the plan begins after")
    raise InputError([Fault(source, reason, field="worked.until", value=str(told.until), expected=expected)])
