"""One thing that makes a scenario no good exercise."""

from dataclasses import dataclass

from drills.notes import Note
from forecasting.messages import N_, Sentence, Translate, english

# Every rule; docs/scenarios.md says what each asks for.
RULES = (
    "objective-count",
    "success-criterion",
    "objective-inject",
    "objective-expectation",
    "objective-seen",
    "basis",
    "seat",
    "reference",
    "cycle",
    "reachable",
    "tested",
    "clock",
    "time-points",
    "critical",
    "pace",
    "idle-seat",
    "slack",
    "ambiguous",
    "level-change",
    "worst-level",
    "stop-rule",
    "safe-word",
    "mark",
    "commander",
    "evaluator-player",
    "spoiler-list",
    "spoiler",
    "load",
    "role-play",
    "role-play-count",
    "languages",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What breaks *rule* at *place* (``injects.alarm.text``); *note* says it in a sentence."""

    rule: str
    place: str
    note: Note

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"rule {self.rule} is not one of {', '.join(RULES)}")

    @property
    def sentence(self) -> Sentence:
        """The finding with its place and rule."""
        return Sentence(N_("{place}: {text} [{rule}]"), place=self.place, text=self.note.sentence, rule=self.rule)

    def say(self, translate: Translate = english) -> str:
        """Return the sentence in the language of *translate*."""
        return self.sentence.say(translate)
