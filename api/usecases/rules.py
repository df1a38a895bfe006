"""The rules that a site can have: all of them, those of a law pack, or one by its name."""

from collections.abc import Iterable
from difflib import get_close_matches

from api.errors import NotFoundError
from forecasting.errors import Fault, InputError
from forecasting.messages import N_
from scheduler.rules.catalogue import Entry, catalogue
from scheduler.rules.law import PACKS


def list_rules(pack: str | None = None) -> tuple[Entry, ...]:
    """Return the rules of *pack*, by default every rule; InputError where there is no such pack."""
    if pack is not None and pack not in PACKS:
        raise InputError([Fault("pack", N_("is no law pack"), value=pack, expected=", ".join(PACKS))])
    return catalogue(pack)


def rules_called(names: Iterable[str], pack: str | None = None) -> list[Entry]:
    """Return the rules of *pack*, by default of all, called *names*; InputError names every one that is not there, with the nearest."""
    known, wanted = {entry.rule.name: entry for entry in list_rules(pack)}, list(names)
    faults = [
        Fault(name, N_("is no rule"), expected=", ".join(get_close_matches(name, known) or known))
        for name in wanted
        if name not in known
    ]
    if faults:
        raise InputError(faults)
    return [known[name] for name in wanted]


def rule_called(name: str) -> Entry:
    """Return the rule called *name*; NotFoundError where there is none."""
    for entry in catalogue():
        if entry.rule.name == name:
            return entry
    raise NotFoundError("rule", name)
