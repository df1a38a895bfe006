"""What can go wrong in ``drills``.

DrillError
├── TemplateError   a template file that cannot be used; carries every fault (an InputError too)
├── ScenarioError   a scenario that would make no good exercise; carries every lint finding
│   └── FrozenError  the record of a scenario that is none, was changed, or was written by another version
├── RequestError    a drill asked for that the templates or the roster cannot give (a form, a level, another grid)
│   └── RecordError a record that is not of a drill as it was written; carries every fault (an InputError too)
├── LogError        a drill's log that is none or was changed; names every line
├── OrderError      an order that a drill cannot follow as it stands (a phase, a seat, a text); names every reason
│   └── ActionError  an order that the book of actions cannot follow (an action that is not there, no evidence, no re-test)
└── NoWindowError   no window of the roster keeps its cover; names the nearest one and why it was refused
"""

from collections.abc import Iterable

from forecasting.errors import InputError
from forecasting.messages import N_, Sentence, joined


class DrillError(Exception):
    """Root of the errors of this package."""


class TemplateError(DrillError, InputError):
    """A template file that cannot be used as it stands."""


class ScenarioError(DrillError):
    """A scenario that breaks the rules of a good exercise; *findings* are its faults as sentences."""

    def __init__(self, template: str, findings: Iterable[str]) -> None:
        self.template = template
        self.findings = tuple(findings)
        super().__init__(
            Sentence(
                N_("template {template} makes no good exercise: {findings}"),
                template=template,
                findings=joined(self.findings),
            )
        )


class FrozenError(ScenarioError):
    """The record of a scenario that is not what was frozen, as this version writes it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__("", [sentence])
        self.args = (sentence,)


class RequestError(DrillError):
    """A drill that cannot be made as asked."""


class RecordError(RequestError, InputError):
    """A record that cannot be read as that of a drill."""


class LogError(DrillError):
    """A log that is none, or whose lines were changed; *faults* are its faults as sentences."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(joined(self.faults))


class OrderError(DrillError):
    """An order that a drill cannot follow as it stands; *reasons* say why, all of them."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(joined(self.reasons))


class ActionError(OrderError):
    """An order that the book of actions cannot follow as it stands; *reasons* say why, all of them."""


class NoWindowError(DrillError):
    """No window keeps every required head; *shortfall* is what the nearest one lacks, in people.

    *counts* says how many candidate windows were refused for which reason, in English.
    """

    def __init__(self, sentence: str, shortfall: float | None, counts: Iterable[tuple[str, int]] = ()) -> None:
        self.shortfall = shortfall
        self.counts = tuple(counts)
        super().__init__(sentence if isinstance(sentence, Sentence) else Sentence(sentence))
