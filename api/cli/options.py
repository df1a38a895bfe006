"""Options that several commands share: how to read volume exports."""

import argparse
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from forecasting.errors import Fault, HistoryError, InputError
from forecasting.history import DateOrder, HistoryOptions, named_zone
from forecasting.messages import N_, Translate


def add_history_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Add to *parser* what ``history_options`` reads."""
    group = parser.add_argument_group(_("volume exports"))
    group.add_argument("--zone", metavar="NAME", help=_("time zone of the export's clock, such as Asia/Shanghai"))
    group.add_argument(
        "--column",
        metavar="FIELD=NAME",
        action="append",
        default=[],
        help=_(
            "the file's column for start, date, time, queue, offered, aht_seconds, handled or abandoned; "
            "nothing behind the sign leaves the field out"
        ),
    )
    group.add_argument(
        "--queue-column",
        metavar="NAME",
        action="append",
        default=[],
        help=_("a column that holds the volume of the queue it is named after; may be given again"),
    )
    group.add_argument("--queue", metavar="NAME", help=_("the queue's name when no column holds it"))
    group.add_argument("--sheet", metavar="NAME", help=_("the sheet of a workbook with several"))
    group.add_argument(
        "--date-order",
        choices=[order.value for order in DateOrder],
        help=_("how 03/04/2024 is written: day first or month first"),
    )


def history_options(namespace: argparse.Namespace, site_default: HistoryOptions | None = None) -> HistoryOptions:
    """Return the options in *namespace*; what isn't said there is as in *site_default*.

    Raises HistoryError naming every option that cannot be meant.
    """
    default = site_default or HistoryOptions()
    faults: list[Fault] = []
    columns = _columns(namespace.column, faults)
    zone = _zone(namespace.zone, default.zone, faults)
    if faults:
        raise HistoryError(faults)
    return HistoryOptions(
        zone=zone,
        columns={**default.columns, **columns},
        queue=namespace.queue or default.queue,
        opening=default.opening,
        sheet=namespace.sheet or default.sheet,
        date_order=DateOrder(namespace.date_order) if namespace.date_order else default.date_order,
        queue_columns=tuple(namespace.queue_column) or default.queue_columns,
    )


def check_days(namespace: argparse.Namespace) -> None:
    """Refuse ``--from`` and ``--days`` of *namespace* that are missing or name no day."""
    faults = []
    if namespace.first is None:
        faults.append(Fault("--from", N_("is missing"), expected=N_("the first day to plan")))
    if namespace.days is None or namespace.days < 1:
        value = None if namespace.days is None else str(namespace.days)
        faults.append(Fault("--days", N_("is no number of days"), value=value, expected=N_("1 or more")))
    if faults:
        raise InputError(faults)


def _zone(name: str | None, default: ZoneInfo | None, faults: list[Fault]) -> ZoneInfo | None:
    if name is None:
        return default
    try:
        return named_zone(name, "--zone")
    except HistoryError as error:
        faults += error.faults
        return None


def _columns(claims: Sequence[str], faults: list[Fault]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for claim in claims:
        name, sign, column = (part.strip() for part in claim.partition("="))
        if not sign:
            reason = N_("the option names no column")
            faults.append(Fault("--column", reason, value=claim, expected=N_("FIELD=NAME, such as offered=calls")))
        elif columns.setdefault(name, column) != column:
            reason = N_("two columns are claimed for one field")
            both = f"{columns[name]}, {column}"
            faults.append(Fault("--column", reason, field=name, value=both, expected=N_("one of them")))
    return columns
