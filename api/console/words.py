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
