"""What the tests of the templates of lost channels and missing people have in common."""

from collections.abc import Iterator

from drills.roles import Form
from drills.scenario.frozen import Scenario
from forecasting.site import Channel
from tests.drills.drawn import KNOWN, drawn

LOST = {
    "hotline-dead-number": {Channel.PHONE},
    "shop-accounts-locked": {Channel.CHAT},
    "forms-not-saved": {Channel.EMAIL, Channel.TICKET},
    "social-account-silenced": {Channel.SOCIAL},
}
MISSING = ("relief-not-coming", "half-team-unwell", "desks-on-break", "trainees-recalled")


def every_level(name: str, form: Form = Form.FUNCTIONAL) -> Iterator[Scenario]:
    """Yield what is drawn at each level that the template called *name* has."""
    levels = next(offer.levels for offer in KNOWN.offers() if offer.id == name)
    return (drawn(name, form, level) for level in levels)
