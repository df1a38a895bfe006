"""How a site's volume files are laid out, as its site file says."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from forecasting.history.names import FIELDS
from forecasting.history.options import DateOrder, HistoryOptions
from forecasting.messages import N_
from scheduler.formats.moments import zone
from scheduler.formats.sections import Section
from scheduler.formats.values import Flaw, UnreadableError, nearest, one_of, sequence, text, wrong

KEYS = ("zone", "columns", "queue", "sheet", "date_order", "queue_columns")


def read_history_section(section: Section, site_zone: ZoneInfo, queues: tuple[str, ...]) -> HistoryOptions:
    """Read how volume files are laid out; *queues* are the names of the site's queues."""
    section.only(KEYS)
    order = section.read("date_order", one_of([member.value for member in DateOrder]), None)
    return HistoryOptions(
        zone=section.read("zone", zone, site_zone),
        columns=section.read("columns", _columns, {}),
        queue=section.read("queue", one_of(queues), queues[0] if len(queues) == 1 else None),
        sheet=section.read("sheet", text, None),
        date_order=None if order is None else DateOrder(order),
        queue_columns=section.read("queue_columns", sequence(text), ()),
    )


def _columns(value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise wrong(N_("a table of our name = the file's name, such as { start = 'time' }"), N_("is no table"))
    flaws = [
        Flaw(N_("is not known"), nearest(key, FIELDS), f".{key}", name)
        for key, name in value.items()
        if key not in FIELDS
    ]
    flaws += [
        Flaw(N_("is no text"), N_("the name of a column of the file"), f".{key}", name)
        for key, name in value.items()
        if key in FIELDS and not isinstance(name, str)
    ]
    if flaws:
        raise UnreadableError(*flaws)
    return dict(value)
