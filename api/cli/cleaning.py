"""Cleaning on the command line: what was found in a history is shown before it is used; what is left out is asked for."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from forecasting.cleaning import Cleaning, Finding, Kind
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Translate

if TYPE_CHECKING:
    from argparse import _ActionsContainer

    from api.cli.console import Console

KIND_NAMES = {Kind.OUTAGE: N_("outage"), Kind.SPIKE: N_("spike")}
SHOWN_FINDINGS = 20


def add_cleaning_options(parser: "_ActionsContainer", _: Translate) -> None:
    """Add ``--clean`` and ``--keep`` to *parser*, or to a group of its options."""
    parser.add_argument("--clean", action="store_true", help=_("leave out the outages and spikes found in the history"))
    parser.add_argument(
        "--keep", metavar="FINDING", action="append", default=[], help=_("a finding that stays in; may be given again")
    )


def cleaning_faults(options: argparse.Namespace) -> Iterator[Fault]:
    """Yield what of *options* cannot be meant."""
    if options.keep and not options.clean:
        yield Fault("--keep", N_("has nothing to keep"), expected="--clean")


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether findings are to be left out of the history (*clean*), and the keys of those that *keep* their place."""

    clean: bool = False
    keep: tuple[str, ...] = ()

    @staticmethod
    def of(options: argparse.Namespace) -> "Wish":
        """Return what *options* ask for."""
        return Wish(options.clean, tuple(options.keep))

    def granted(self, found: Cleaning, zone: ZoneInfo, console: "Console") -> Cleaning:
        """Print *found* and what becomes of it, times on the clock of *zone*; return the cleaning to use.

        Raises InputError for a finding to keep that is none.
        """
        cleaning = kept(found, self.keep)
        say_findings(cleaning, zone, console, clean=self.clean)
        return cleaning if self.clean else Cleaning()


def kept(cleaning: Cleaning, keys: Sequence[str]) -> Cleaning:
    """Return *cleaning* with the findings called *keys* rejected; raise InputError for one that does not exist."""
    known = [finding.key for finding in cleaning.findings]
    faults = [
        Fault("--keep", N_("no finding is called that"), value=key, expected=", ".join(known) or None)
        for key in keys
        if key not in known
    ]
    if faults:
        raise InputError(faults)
    return cleaning.reject(keys)


def say_findings(cleaning: Cleaning, zone: ZoneInfo, console: "Console", *, clean: bool) -> None:
    """Print what was found in the history, its *cleaning*, and what becomes of it."""
    _ = console.translate
    if not cleaning.findings:
        return
    shown = cleaning.findings[-SHOWN_FINDINGS:]
    console.say(
        _("outages and spikes in the history, the last {count} of {all}:").format(
            count=len(shown), all=len(cleaning.findings)
        )
    )
    left_out = {finding.key for finding in cleaning.accepted} if clean else set()
    for finding in shown:
        line = _finding_line(finding, zone, _)
        told = _("{finding}, left out").format(finding=line) if finding.key in left_out else line
        console.say(f"  {told}")
    if not clean:
        console.say(_("they stay in the history; --clean leaves them out"))


def _finding_line(finding: Finding, zone: ZoneInfo, _: Translate) -> str:
    start, end = (moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") for moment in (finding.start, finding.end))
    return _("{name}: {kind} from {start} to {end}, {came} contacts, {expected} expected").format(
        name=finding.key,
        kind=_(KIND_NAMES[finding.kind]),
        start=start,
        end=end,
        came=f"{finding.observed:.0f}",
        expected=f"{finding.expected:.0f}",
    )
