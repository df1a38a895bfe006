"""Days of the week as a figure of rules."""

from collections.abc import Collection

from forecasting.messages import N_, Sentence
from scheduler.rules.work_days import WEEK


def refuse_unknown_weekdays(names: Collection[str]) -> None:
    """Raise ValueError with what is expected where one of *names* is no day of the week, or there is none."""
    unknown = sorted(set(names).difference(WEEK))
    if unknown or not names:
        template = N_("days of the week ({names}), not {unknown}")
        raise ValueError(Sentence(template, names=", ".join(WEEK), unknown=", ".join(unknown) or "-"))
