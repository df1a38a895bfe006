"""What the page's scripts say, in the reader's language."""

from forecasting.messages import Translate


def script_words(_: Translate) -> dict[str, object]:
    """Return the sentences by name; ``{places}`` are filled by the scripts."""
    return {
        "agent": _("Agent"),
        "leave": _("leave"),
        "off": _("day off"),
        "hours": _("{hours} h"),
        "shown": _("{shown} of {all} agents shown"),
        "calendar_of": _("Calendar of {name}"),
        "about_shifts": _(
            "A calendar that subscribes to a link shows this person's shifts and follows every change. Whoever has the link can read the calendar: give it to this person alone."
        ),
        "calendar_of_drills": _("Calendar of the drills"),
        "about_drills": _(
            "A calendar that subscribes to a link shows the drills of the year and follows every change. The link for planners shows unannounced drills, too, and what each is about: give it to planners alone."
        ),
        "issued_to_planners": _("for planners, issued {when}"),
        "issued_to_everybody": _("for everybody, issued {when}"),
        "planning": _("Planning, this takes some ten seconds…"),
        "making": _("Looking for the best time on its day…"),
        "open_calendar": _("Calendar feed of {name}"),
        "copied": _("Copied"),
        "copy": _("Copy"),
        "revoke": _("Revoke"),
        "revoked": _("The link is dead now."),
        "issued_on": _("issued {when}"),
        "no_links": _("No link has been issued yet."),
        "failed": _("That did not work: {reason}"),
        "loading": _("Loading…"),
        "plotly": {
            "Zoom in": _("Zoom in"),
            "Zoom out": _("Zoom out"),
            "Reset axes": _("Reset axes"),
        },
    }
