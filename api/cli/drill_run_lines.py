"""What a new line of a drill's log says, in short, for those who run it at a terminal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drills.exercise import Line, LineKind, Run, names
from drills.incidents import Level
from drills.scenario.acts import Act
from drills.scenario.text import Text

if TYPE_CHECKING:
    from api.cli.console import Console


def clock_time(ms: int) -> str:
    """Return a time of the exercise as H:MM:SS."""
    seconds = ms // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def number_of(run: Run, expectation: str) -> int:
    """Return the number by which the clock of *expectation* is called."""
    return next(at for at, item in enumerate(run.scenario.expectations, start=1) if item.id == expectation)


@dataclass(frozen=True, slots=True)
class LineTeller:
    """Says what lines of *run* say, in the language of *console*."""

    run: Run
    console: "Console"

    def line(self, line: Line) -> str:
        """Return what *line* says, in short."""
        _, told = self.console.translate, self._detail(line.kind, line.data)
        what = _("{text} ({remark})").format(text=_(line.kind.label), remark=self._name(line.by)) if line.by else None
        parts = (f"{line.number:>4}", clock_time(line.ms), what or _(line.kind.label), told)
        return "  ".join(part for part in parts if part)

    def _detail(self, kind: LineKind, data: Mapping[str, Any]) -> str:
        details = {
            LineKind.INJECT: self._inject,
            LineKind.CLOCK: self._clock,
            LineKind.RAN_OUT: self._clock,
            LineKind.STAMP: self._stamp,
            LineKind.JUDGED: self._judged,
            LineKind.CHAT_OPENED: self._said,
            LineKind.CHAT_SAID: self._said,
            LineKind.ATTENDED: self._attended,
        }
        return details.get(kind, self._text)(data)

    def _name(self, who: str) -> str:
        return names(self.run).get(who, who)

    def _in_words(self, text: Text) -> str:
        return text.in_language(self.console.language)

    @staticmethod
    def _text(data: Mapping[str, Any]) -> str:
        reasons = data.get("reasons") or ()
        return str(data.get("text") or "") or "; ".join(str(reason) for reason in reasons)

    def _inject(self, data: Mapping[str, Any]) -> str:
        inject = self.run.scenario.inject(data["inject"])
        values = {
            "inject": inject.id,
            "seat": self._in_words(self.run.scenario.seat(inject.seat).name),
            "sender": self._in_words(inject.sender),
            "text": self._in_words(inject.text),
        }
        return self.console.translate("{inject}, from {sender} to {seat}: {text}").format(**values)

    def _clock(self, data: Mapping[str, Any]) -> str:
        item = self.run.scenario.expectation(data["expectation"])
        values = {
            "number": number_of(self.run, item.id),
            "due": clock_time(round(1000 * float(data["due_second"]))),
            "text": self._in_words(item.text),
        }
        return self.console.translate("{number}, due {due}: {text}").format(**values)

    def _stamp(self, data: Mapping[str, Any]) -> str:
        _ = self.console.translate
        taken = data.get("expectation")
        what = _(Act(data["act"]).label)
        if data.get("level") is not None:
            what = _("{text} ({remark})").format(text=what, remark=_(Level[data["level"]].label))
        values = {"what": what, "who": self._name(data["agent"])}
        if taken is None:
            return _("{what}, {who}; no clock waited for it").format(**values)
        return _("{what}, {who}; clock {number}").format(**values, number=number_of(self.run, taken))

    def _judged(self, data: Mapping[str, Any]) -> str:
        _ = self.console.translate
        said = _("judged right") if data["met"] else _("judged wrong")
        values = {"number": number_of(self.run, data["expectation"]), "said": said, "text": data.get("text", "")}
        return _("clock {number}: {said} {text}").format(**values).rstrip()

    def _said(self, data: Mapping[str, Any]) -> str:
        _, words = self.console.translate, data["text"]
        text = self._in_words(Text(**words)) if isinstance(words, dict) else str(words)
        who = _("customer") if data.get("agent") is None else self._name(str(data["agent"]))
        return _("{play}, {who}: {text}").format(play=data["roleplay"], who=who, text=text)

    def _attended(self, data: Mapping[str, Any]) -> str:
        _ = self.console.translate
        there = _("is there") if data["present"] else _("is not there")
        return _("{text} ({remark})").format(text=self._name(str(data["agent"])), remark=there)
