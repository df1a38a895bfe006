"""The zone on whose clock an export is read: told, or carried by a typed column. Never supposed."""

import difflib
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from forecasting.errors import Fault, HistoryError
from forecasting.history.clock import Clock
from forecasting.messages import N_, Sentence

_EXPECTED = N_("a zone such as Asia/Shanghai, with --zone or in the site file")


def zone_of(file: str, clock: Clock | None, given: ZoneInfo | None, faults: list[Fault]) -> ZoneInfo | None:
    """Return the *given* zone, else the one that the file's column carries; add a fault where there is none."""
    if given is not None:
        return given
    carried = None if clock is None else clock.zone_name
    if carried is not None and "/" in carried:
        return ZoneInfo(carried)
    reason = N_("no time zone is named, so no time can be placed")
    faults.append(Fault(file, reason, value=carried, expected=_EXPECTED))
    return None


def named_zone(name: str, source: str) -> ZoneInfo:
    """Return the zone called *name*; raise HistoryError, naming *source* and the nearest names, when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = difflib.get_close_matches(name, available_timezones(), n=3, cutoff=0.6)
        expected = Sentence(N_("an IANA name such as {name}"), name=" / ".join(near or ["Asia/Shanghai"]))
        raise HistoryError([Fault(source, N_("there is no such time zone"), value=name, expected=expected)]) from error
