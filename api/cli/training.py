"""How the command line tells of training: sessions, what they cost, and the year by team."""

from typing import TYPE_CHECKING

from api.usecases.training import TrainingFound

if TYPE_CHECKING:
    from api.cli.console import Console


def say_training(training: TrainingFound | None, console: "Console") -> None:
    """Print the training of a roster; nothing where there is none."""
    if training is None:
        return
    _ = console.translate
    columns = [_("team"), _("year"), _("so far"), _("planned"), _("due"), _("missing"), _("people trained")]
    rows = [
        (
            row.team,
            row.year,
            f"{row.so_far:.1f}",
            f"{row.planned:.1f}",
            f"{row.due:.1f}",
            f"{row.missing:.1f}",
            _("{trained} of {people}").format(trained=row.trained, people=row.people),
        )
        for row in training.years
    ]
    console.table(_("class hours of training"), columns, rows)
    sentence = _("training at {count} times; {hours:.1f} person-hours are short because of it")
    console.say(sentence.format(count=training.sessions, hours=training.hours_short))
    if training.strangers:
        sentence = _("the training record speaks of {count} people who are not in the site file; they do not count")
        console.say(sentence.format(count=training.strangers))
