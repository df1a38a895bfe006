"""The words of the report and what they mean."""

from forecasting.messages import N_, Translate

TERMS = (
    (
        N_("Contact"),
        N_("One inquiry of a customer by phone, chat, email or social media, as offered to people after any bot."),
    ),
    (N_("Queue"), N_("A stream of contacts with its own channel and service target.")),
    (N_("Team"), N_("People who share the work of one or more queues.")),
    (N_("Slot"), N_("The step of time in which contacts are forecast and people are counted.")),
    (
        N_("Quantile"),
        N_("A value that the number of contacts stays below with the given probability: 95 % means 19 times in 20."),
    ),
    (N_("Band"), N_("The range between two quantiles. Between 5 % and 95 % lie nine of ten outcomes.")),
    (N_("Handling time"), N_("Mean time that one contact keeps a person busy, in seconds.")),
    (
        N_("Required"),
        N_(
            "People to roster on duty in a slot so that the service target is met, with an allowance for sickness and other absence."
        ),
    ),
    (N_("On duty"), N_("On shift, and neither on a break nor in training, a drill or another activity.")),
    (N_("Short"), N_("Required people less people on duty, where that is above zero.")),
    (N_("Person-hour"), N_("One person for one hour.")),
    (N_("Hard rule"), N_("A rule of law, contract or site that no roster may break.")),
    (N_("Soft rule"), N_("A rule that a roster may break at a price; every break is listed.")),
    (N_("Note"), N_("Something to know, such as holiday pay that falls due; it breaks nothing.")),
    (N_("Objective"), N_("The sum of weighted penalty points of a roster; lower is better.")),
    (N_("Bound"), N_("A proven limit: no roster can have fewer points.")),
    (N_("Gap"), N_("(objective − bound) ÷ objective: the share that a better roster could save at most.")),
    (N_("Night shift"), N_("A shift with at least one minute between 22:00 and 06:00 (LL-61).")),
    (
        N_("Make-up working day"),
        N_("A day of the weekend that is worked in exchange for a day off next to a public holiday."),
    ),
    (N_("Inject"), N_("One message that is given to a participant of a drill at a set time.")),
)


def glossary(_: Translate) -> list[tuple[str, str]]:
    """Return the terms with their meaning, in the reader's language."""
    return [(_(term), _(meaning)) for term, meaning in TERMS]
