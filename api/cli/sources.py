"""What the result of a command comes from, as one line."""

from typing import TYPE_CHECKING

from forecasting.provenance import Provenance

if TYPE_CHECKING:
    from api.cli.console import Console

SHOWN_DIGITS = 12


def say_provenance(provenance: Provenance, console: "Console") -> None:
    """Print the beginnings of the fingerprints of a forecast and of what it was made of."""
    _ = console.translate
    console.say(
        _(
            "fingerprints: history {data}, site {site}, calendar {calendar}, forecast {answer}, Watchbill {version}"
        ).format(
            data=provenance.data[:SHOWN_DIGITS],
            site=provenance.site[:SHOWN_DIGITS],
            calendar=provenance.calendar[:SHOWN_DIGITS],
            answer=provenance.answer[:SHOWN_DIGITS],
            version=provenance.versions["watchbill"],
        )
    )
