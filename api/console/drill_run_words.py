"""What the scripts of the page that runs a drill say, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from drills.exercise import AbortCause, ClockStatus, LineKind, Phase
from drills.incidents import Family, Level
from drills.phrases import Offence
from drills.rating import Rating
from drills.roles import Form, Role
from drills.scenario.acts import Act
from drills.standards import ROLE_PLAY_ITEMS
from forecasting.messages import Translate


class _Labelled(Protocol):
    @property
    def value(self) -> object: ...
    @property
    def label(self) -> str: ...


def drill_run_words(_: Translate) -> dict[str, object]:
    """Return the words by name; ``{places}`` are filled by the scripts."""
    return {
        **_labels(_),
        **_orders(_),
        **_clocks(_),
        **_injects(_),
        **_talk(_),
        **_log(_),
        **_connection(_),
        **_after(_),
    }


def _labels(_: Translate) -> dict[str, object]:
    return {
        "phases": _by_value(Phase, _),
        "statuses": _by_value(ClockStatus, _),
        "acts": _by_value(Act, _),
        "roles": _by_value(Role, _),
        "forms": _by_value(Form, _),
        "families": _by_value(Family, _),
        "offences": _by_value(Offence, _),
        "aborts": _by_value(AbortCause, _),
        "kinds": _by_value(LineKind, _),
        "levels": {level.name: _(level.label) for level in Level},
        "items": {item.id: _(item.label) for item in ROLE_PLAY_ITEMS},
        "sources": {
            "customer": _("customer"),
            "media": _("media"),
            "operations": _("operations"),
            "technology": _("technology"),
            "legal": _("legal"),
            "monitoring": _("monitoring"),
        },
        "channels": {
            "phone": _("phone"),
            "chat": _("chat"),
            "email": _("email"),
            "ticket": _("ticket"),
            "social": _("social media"),
        },
    }


def _by_value(labelled: Iterable[_Labelled], _: Translate) -> Mapping[str, str]:
    return {str(item.value): _(item.label) for item in labelled}


def _orders(_: Translate) -> dict[str, object]:
    return {
        "orders": {
            "plan": _("Plan the run"),
            "practice": _("Practise it now"),
            "approve": _("Approve"),
            "go": _("Go or no go"),
            "start": _("Start the drill"),
            "pause": _("Pause"),
            "resume": _("Resume"),
            "end": _("End the drill"),
            "call-off": _("Call off"),
            "evaluate": _("Evaluation is done"),
            "report": _("Report is written"),
            "close": _("Close the drill"),
        },
        "practice": _("Practice: nobody left live work; it counts for nothing."),
        "done": _("Done: {what}"),
        "planning": _("The drill is being rehearsed, to foretell how it will go…"),
        "of_minutes": _("of {minutes} min"),
        "over_time": _("over its time by {time}"),
        "stopped": _("stands still"),
        "level_graded": _("graded: {level}"),
        "level_not_graded": _("not graded yet"),
        "level_called_for": _("facts call for: {level}"),
        "level_pair": _("graded {graded}, facts call for {called_for}"),
        "everything": _("overall"),
        "look_clear": _("Cover holds; live service is likely to lose {points} points."),
        "look_fine": _("Cover holds."),
        "look_refused": _("No go:"),
        "window": _("Window: {start} to {end}"),
        "reason_for": _("Reason, where one is needed"),
        "stamps_when": _("Stamps are possible while the drill runs."),
        "who_what": _("{who}: {what}"),
        "between": _("{names}, {name}").format(names="", name=""),
        "nobody": _("nobody is there"),
    }


def _clocks(_: Translate) -> dict[str, object]:
    return {
        "due_at": _("due at {time}"),
        "starts_with": _("starts with: {inject}"),
        "seen_at": _("seen at {time}, {name}"),
        "left": _("{time} left"),
        "time_up": _("time is up"),
        "critical": _("critical"),
        "stamp_as": _("Stamp “{act}” for {name}"),
        "who": _("Who"),
        "right": _("Right"),
        "wrong": _("Wrong"),
        "judged_right": _("judged right"),
        "judged_wrong": _("judged wrong"),
        "seen_now": _("It was done"),
        "no_clocks": _("No clock has started yet."),
        "no_clock_runs": _("No clock is running."),
        "not_started": _("Not started yet"),
        "finished": _("Over"),
        "after_drill": _("Due after the drill"),
    }


def _injects(_: Translate) -> dict[str, object]:
    return {
        "next": _("Comes next"),
        "by_hand": _("Given by hand"),
        "waiting": _("Waits for something"),
        "came": _("Has come"),
        "not_coming": _("Did not come"),
        "give": _("Give now"),
        "at_time": _("at {time}"),
        "came_at": _("came at {time}"),
        "late_by": _("{time} late"),
        "to_seat": _("{sender} to {seat} ({people})"),
        "ambiguous": _("can be read in two ways"),
        "reveals": _("names the cause"),
        "new_level": _("facts now call for {level}"),
        "after_event": _("{minutes} min after the first stamp “{act}”"),
        "after_success": _("{minutes} min after this is met: {expectation}"),
        "after_failure": _("{minutes} min after this is missed: {expectation}"),
        "after_expiry": _("{minutes} min after this has run out: {expectation}"),
        "when_fit": _("when the controller sees fit"),
        "more": _("More"),
    }


def _talk(_: Translate) -> dict[str, object]:
    return {
        "customer": _("Customer"),
        "begins_at": _("begins at {time}"),
        "begins_with": _("begins with an inject"),
        "first_reply": _("first reply after {time}"),
        "no_reply": _("no reply yet"),
        "on_cue": _("when: {cue}"),
        "after_minutes": _("by itself after {minutes} min"),
        "say": _("Say"),
        "answer_of": _("Answer of {name}"),
        "send": _("Send"),
        "forbidden": _("forbidden phrase: {offences}"),
        "close_satisfied": _("Close: satisfied"),
        "close_unsatisfied": _("Close: not satisfied"),
        "satisfied": _("over, the customer is satisfied"),
        "unsatisfied": _("over, the customer is not satisfied"),
        "closed": _("the talk is over"),
        "satisfied_by": _("Satisfied by: {text}"),
        "no_chats": _("This drill has no role play."),
    }


def _log(_: Translate) -> dict[str, object]:
    return {
        "there": _("There"),
        "away": _("Not there"),
        "unknown": _("not asked yet"),
        "rest_there": _("Everybody else is there"),
        "backup": _("backup: {name}"),
        "correct": _("Correct"),
        "corrected": _("corrected"),
        "by_clock": _("clock"),
        "line": _("line {number}"),
        "says_stamp": _("{name}: {act}"),
        "says_level": _("{name}: {act}, {level}"),
        "says_present": _("{name} is there"),
        "says_absent": _("{name} is not there"),
        "says_correction": _("line {line}: {text}"),
        "says_void": _("line {line} does not hold: {text}"),
        "says_live": _("{queue}: {within} of {came} in time"),
        "says_met": _("{what}: right"),
        "says_wrong": _("{what}: wrong"),
        "correcting": _("Correct line {number}: {what}"),
        "no_notes": _("Nothing is noted yet."),
    }


def _connection(_: Translate) -> dict[str, object]:
    return {
        "online": _("connected"),
        "connecting": _("connecting…"),
        "offline": _("No connection. The drill goes on; what you see counts on by itself."),
        "not_sent": _("Not sent, there is no connection: {what}"),
        "again": _("Send again"),
        "failed": _("That did not work: {reason}"),
    }


def _after(_: Translate) -> dict[str, object]:
    return {
        "to_do": {
            "planned": _("The run is not approved yet. Approval looks at the cover of the roster."),
            "approved": _("Look both ways shortly before the start: cover is looked at again with what came today."),
            "cleared": _("Cleared to start. Note who is there, then start with the window."),
            "ended": _("The drill is over. Evaluators hand in their sheets, then the evaluation is done."),
            "aborted": _("The drill was broken off: people are back on live work. It is evaluated as far as it went."),
            "evaluated": _("The score holds. Read the report, then note that it is written."),
            "reported": _("Give each finding an action with an owner and a date, then close the drill."),
            "closed": _("The drill is closed."),
            "called-off": _("The drill was called off."),
        },
        "no_run": _("not planned yet"),
        "unplanned": _("This drill has no run yet. Planning rehearses it, and writes the first line of its log."),
        "missing_sheets": _("Sheets missing from: {names}"),
        "all_sheets": _("All sheets are in."),
        "findings": _("What it showed"),
        "no_findings": _("Nothing has to be mended."),
        "noticed": _("noticed"),
        "has_action": _("has an action"),
        "what_is_done": _("What is done about it"),
        "owner": _("Owner"),
        "due_day": _("Due"),
        "take_up": _("Make it an action"),
        "hand_in": _("Fill in a sheet"),
        "report_html": _("Report"),
        "report_docx": _("Report as Word file"),
        "evidence": _("Evidence bundle"),
        "log_file": _("Log"),
        "rating": _("Rating"),
        "ratings": {
            rating.value: _("{letter}: {meaning}").format(letter=rating.value, meaning=_(rating.label))
            for rating in Rating
        },
        "evaluator": _("Evaluator"),
        "minutes": _("minutes"),
        "scale": _("1 to 5"),
        "met": _("as expected"),
        "not_met": _("not as expected"),
        "strengths": _("What went well"),
        "problems": _("What went wrong, and why"),
    }
