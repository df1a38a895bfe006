"""The binding target of a requirement, which its frame holds in short, as words of the reader's language."""

import re

from forecasting.messages import N_, Translate

PHRASES = (
    (re.compile(r"(?P<share>[\d.]+)% in (?P<length>[\d.]+) s"), N_("{share} % answered within {length} s")),
    (re.compile(r"(?P<share>[\d.]+)% in (?P<length>[\d.]+) min"), N_("{share} % answered within {length} min")),
    (re.compile(r"(?P<share>[\d.]+)% in (?P<length>[\d.]+) h"), N_("{share} % answered within {length} h")),
    (re.compile(r"(?P<share>[\d.]+)% within (?P<length>[\d.]+) s"), N_("{share} % done within {length} s")),
    (re.compile(r"(?P<share>[\d.]+)% within (?P<length>[\d.]+) min"), N_("{share} % done within {length} min")),
    (re.compile(r"(?P<share>[\d.]+)% within (?P<length>[\d.]+) h"), N_("{share} % done within {length} h")),
    (re.compile(r"backlog carried from (?P<clock>[\d: -]+)"), N_("backlog carried from {clock}")),
    (re.compile(r"occupancy (?P<share>[\d.]+)%"), N_("people busy {share} % of the time at most")),
    (re.compile(r"mean wait (?P<length>[\d.]+) s"), N_("a mean wait of {length} s at most")),
    (re.compile(r"mean wait (?P<length>[\d.]+) min"), N_("a mean wait of {length} min at most")),
    (re.compile(r"mean wait (?P<length>[\d.]+) h"), N_("a mean wait of {length} h at most")),
    (re.compile(r"abandoned (?P<share>[\d.]+)%"), N_("{share} % of the customers leave at most")),
    (re.compile(r"floor of (?P<count>\d+)"), N_("at least {count} people on duty")),
    (re.compile(r"no contacts"), N_("no contacts")),
    (re.compile(r"people of other queues with time left"), N_("people of other queues with time left")),
    (re.compile(r"nothing is due yet"), N_("nothing is due yet")),
    (re.compile(r"others serve its queues"), N_("others serve its queues")),
    (re.compile(r"closed"), N_("closed")),
)


def binding_target(reason: str, _: Translate) -> str:
    """Return *reason* in words, the queue that it names kept before it; one of another form stays as it stands."""
    queue, colon, rest = reason.rpartition(": ")
    for pattern, phrase in PHRASES:
        found = pattern.fullmatch(rest)
        if found is not None:
            told = _(phrase).format(**found.groupdict())
            return _("{queue}: {target}").format(queue=queue, target=told) if colon else told
    return reason
