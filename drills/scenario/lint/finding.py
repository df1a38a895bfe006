"""One thing that makes a scenario no good exercise."""

from dataclasses import dataclass

from drills.notes import Note
from forecasting.messages import N_, Sentence, Translate, english

# Every rule by its id, with what it asks for.
RULES: dict[str, str] = {
    "objective-count": N_("3 to 5 objectives"),
    "success-criterion": N_("each objective says by what it is known to be met"),
    "objective-inject": N_("each objective has injects, each inject serves an objective of the drill"),
    "objective-expectation": N_("each objective has expectations, each expectation measures an objective of the drill"),
    "objective-seen": N_("each objective has an expectation that can be seen before the drill ends"),
    "basis": N_("each clock starts with one inject, which serves the objective that is measured"),
    "seat": N_("injects, expectations and role plays belong to seats of the scenario"),
    "reference": N_("what is waited for, begun with or calmed by is part of the scenario"),
    "cycle": N_("no injects wait for each other"),
    "reachable": N_("each inject can come"),
    "tested": N_("each objective is tested whether the players do well or badly"),
    "clock": N_("clocks run from their inject; what ends after the drill is not counted and nothing waits for it"),
    "time-points": N_("somebody is expected to grade, and to make a statement at levels I to III"),
    "critical": N_("at least one expectation is critical"),
    "pace": N_("a seat gets at most 8 injects within an hour"),
    "idle-seat": N_("each seat has something to respond to"),
    "slack": N_("nothing new comes in the last twentieth of the drill"),
    "ambiguous": N_("one fact can be read in two ways"),
    "level-change": N_("the level of each incident changes once where it should, by an inject of that incident"),
    "worst-level": N_("the overall level is the worst of the incidents"),
    "stop-rule": N_("there is a rule for stopping"),
    "safe-word": N_("there is a safe word"),
    "mark": N_("every message bears the drill mark"),
    "commander": N_("exactly one person commands"),
    "evaluator-player": N_("no seat of the players is a role that knows the script"),
    "spoiler-list": N_("the words that give the cause away are listed"),
    "spoiler": N_("nothing that players see gives the cause away before it may"),
    "load": N_("each incident does something to queues or people, within the drill"),
    "role-play": N_("a role play is complete: two lines, one of them on cue, and it comes with an inject of its seat"),
    "role-play-count": N_("there is a role play"),
    "languages": N_("every text is there in both languages, Chinese written in Chinese and English in English"),
}


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
