"""What participants may be told before a drill: when, which role, how it stops; nothing of the scenario."""

from drills.drill import Drill
from drills.errors import RequestError
from forecasting.messages import Translate
from scheduler.agents import AgentId


def drill_notice(drill: Drill, agent: AgentId, translate: Translate, language: str) -> str:
    """Return the notice for *agent*, plain text, one fact a line, the drill mark in the first.

    Raises RequestError where the drill is unannounced or the agent takes no part in it.
    """
    _ = translate
    seats = drill.roles_of(agent)
    if not drill.announced:
        raise RequestError(f"drill {drill.id} is unannounced; nobody gets a notice")
    if not seats:
        raise RequestError(f"{agent} takes no part in drill {drill.id}")
    scenario, window = drill.scenario, drill.window
    roles = " / ".join(_(seat.role.label) for seat in seats)
    when = f"{window.local_start:%Y-%m-%d %H:%M}-{window.local_end:%H:%M}"
    when = _("{text} ({remark})").format(text=when, remark=window.zone.key)
    return "\n".join(
        (
            drill.title.in_language(language),
            _("When: {when}").format(when=when),
            _("Form: {form}").format(form=_(scenario.form.label)),
            _("Your role: {role}").format(role=roles),
            *(_(seat.role.duty) for seat in seats),
            _("Safe word: {word}").format(word=scenario.safe_word.in_language(language)),
            scenario.stop_rule.in_language(language),
        )
    )
