"""Says who of the roster of the days before is not of the site any more."""

from typing import TYPE_CHECKING

from forecasting.messages import listed
from scheduler.instance import Instance

if TYPE_CHECKING:
    from api.cli.console import Console

MOST_NAMES = 20


def say_left(instance: Instance, console: "Console") -> None:
    """Print whose shifts before the planned days are those of people who have left; nothing where nobody has."""
    _ = console.translate
    gone = sorted(set(instance.lines_before) - set(instance.agent_by_id))
    if not gone:
        return
    sentence = _(
        "In the roster before, but not of this site any more: {people}. Their last shifts count as heads, nothing else."
    )
    console.say(sentence.format(people=listed(gone[:MOST_NAMES], _)))
    if len(gone) > MOST_NAMES:
        console.say(_("and {count} more").format(count=len(gone) - MOST_NAMES))
    homeless = [agent for agent in gone if agent not in instance.left]
    if homeless:
        sentence = _("The team that they were in cannot be told, so that their heads do not count: {people}")
        console.say(sentence.format(people=listed(homeless[:MOST_NAMES], _)))
