"""What is told of findings and actions, in the reader's language."""

from api.routes.shapes import Day, Told
from api.usecases.drill_actions import Changed, Found
from drills.finding import Finding
from drills.improvement import (
    Action,
    Recurrence,
    RetestDue,
    Standing,
    action_record,
    finding_record,
)
from forecasting.messages import Translate


class FindingTold(Told):
    """A finding: *told* says what was seen in the reader's language, *text* what its author wanted to see, in both."""

    id: str
    family: str
    found: Day
    rating: str | None
    capability: str | None
    kind: str
    drill: str
    template: str
    of: str
    under: str | None
    incident: str
    level: str | None
    element: str
    text: dict[str, str] | None
    told: str
    target: str | None
    allowed_minutes: int | None
    measured_minutes: float | None
    lines: list[int]

    @staticmethod
    def of_finding(finding: Finding, translate: Translate) -> "FindingTold":
        """Shape *finding*."""
        told = "" if finding.note is None else finding.note.say(translate)
        record = {key: value for key, value in finding_record(finding).items() if key != "note"}
        return FindingTold.model_validate({**record, "told": told})


class FoundTold(FindingTold):
    """A finding of a drill, and whether an action with an owner and a date sees to it."""

    owned: bool

    @staticmethod
    def of_found(found: Found, translate: Translate) -> "FoundTold":
        """Shape *found*."""
        told = FindingTold.of_finding(found.finding, translate)
        return FoundTold(**told.model_dump(), owned=found.is_owned)


class EvidenceTold(Told):
    """What shows that an action was done."""

    line: int
    text: str
    file: str
    sha256: str
    on: Day


class VerifiedTold(Told):
    """A finding that *drill* tested again and met; *lines* of its log, whose last line has the digest *log*."""

    line: int
    finding: str
    drill: str
    log: str
    lines: list[int]


class ActionTold(Told):
    """An action as its lines of the book say it stands; *why* it was opened again, in the reader's language."""

    id: str
    status: str
    text: str
    findings: list[str]
    element: str
    owner: str
    start: Day | None
    due: Day | None
    verification: str
    evidence: list[EvidenceTold]
    verified: list[VerifiedTold]
    added_on: Day
    reopened_on: Day | None
    why: str | None
    closed_on: Day | None
    lines: list[int]

    @staticmethod
    def of_action(action: Action, translate: Translate) -> "ActionTold":
        """Shape *action*."""
        why = None if action.why is None else action.why.say(translate)
        findings = [one.id for one in action.findings]
        return ActionTold.model_validate({**action_record(action), "findings": findings, "why": why})


class RetestTold(Told):
    """A finding that is to be tested again by the day *due*."""

    finding: str
    due: Day

    @staticmethod
    def of_retest(one: RetestDue) -> "RetestTold":
        """Shape *one*."""
        return RetestTold(finding=one.finding.id, due=one.due)


class RecurrenceTold(Told):
    """A finding that came back after *action* about *earlier* was closed, and whether another action sees to it."""

    finding: str
    earlier: str
    action: str
    answered: bool

    @staticmethod
    def of_recurrence(one: Recurrence) -> "RecurrenceTold":
        """Shape *one*."""
        return RecurrenceTold(
            finding=one.finding.id, earlier=one.earlier.id, action=one.action, answered=one.is_answered
        )


class StandingTold(Told):
    """How the actions of a site stand *today*: *in_order* where nothing rated M or U lacks an owner, is late or came back."""

    today: Day
    in_order: bool
    actions: list[ActionTold]
    unowned: list[FindingTold]
    overdue: list[str]
    retests: list[RetestTold]
    came_back: list[RecurrenceTold]

    @staticmethod
    def of_standing(found: Standing, translate: Translate) -> "StandingTold":
        """Shape *found*."""
        return StandingTold(
            today=found.today,
            in_order=found.is_in_order,
            actions=[ActionTold.of_action(one, translate) for one in found.actions],
            unowned=[FindingTold.of_finding(one, translate) for one in found.unowned],
            overdue=[one.id for one in found.overdue],
            retests=[RetestTold.of_retest(one) for one in found.retests],
            came_back=[RecurrenceTold.of_recurrence(one) for one in found.back],
        )


class ChangedTold(Told):
    """The *actions* that an order was about, and the numbers of the *lines* that it wrote."""

    lines: list[int]
    actions: list[ActionTold]

    @staticmethod
    def of_changed(changed: Changed, translate: Translate) -> "ChangedTold":
        """Shape *changed*."""
        actions = [ActionTold.of_action(one, translate) for one in changed.actions]
        return ChangedTold(lines=list(changed.lines), actions=actions)
