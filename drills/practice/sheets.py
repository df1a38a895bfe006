"""The sheets that simulated evaluators hand in after a drill, and the end of its evaluation."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from drills.exercise import Order, Run, Sheet, evaluate, hand_in
from drills.practice.circumstances import Circumstances
from drills.practice.conversations import Conversation
from drills.practice.marking import Eyes
from drills.practice.people import holder, holders
from drills.practice.words import said_of
from drills.rating import Rating
from drills.roles import Role
from drills.scenario.streams import Stream
from drills.scenario.text import Text
from drills.scoring import DrillScore, rules_called, score

FIRST_MINUTE, LAST_MINUTE, EVALUATED_MINUTE = 75, 115, 120  # after the end, live service measured


def evaluated(run: Run, talks: Iterable[Conversation], over: datetime, seed: int, circumstances: Circumstances) -> Run:
    """Return *run*, *over* since then, with the sheet of everybody who evaluates, and evaluated."""
    told, heard = score(run.log), {talk.play.id: talk.thought_of for talk in talks}
    handed = []
    for evaluator in holders(run.drill, Role.EVALUATOR):
        eyes = Eyes(run, evaluator, seed, circumstances.language)
        minute = Stream(seed, "handed-in", evaluator).integer(FIRST_MINUTE, LAST_MINUTE)
        handed.append((over + timedelta(minutes=minute), evaluator, _sheet(eyes, told, heard)))
    for moment, evaluator, sheet in sorted(handed, key=lambda item: item[:2]):
        run = hand_in(run, Order(moment, evaluator), sheet)
    return evaluate(run, Order(over + timedelta(minutes=EVALUATED_MINUTE), holder(run.drill, Role.CONTROLLER)))


def _sheet(eyes: Eyes, told: DrillScore, heard: Mapping[str, frozenset[str]]) -> Sheet:
    scenario, items = eyes.run.scenario, rules_called(told.rules).roleplay_points
    marks = {item.id: eyes.mark(item) for item in scenario.expectations}
    return Sheet(
        marks={name: mark for name, mark in marks.items() if mark is not None},
        ratings={
            each.objective: eyes.letter(each.objective, each.by_clocks)
            for each in told.objectives
            if each.by_clocks is not None
        },
        points={
            play: {item: eyes.points(play, item, most, thought_of=item in thought_of) for item, most in items.items()}
            for play, thought_of in heard.items()
        },
        strengths=" ".join(_good(eyes, told)),
        problems=" ".join(_bad(eyes, told)),
    )


def _good(eyes: Eyes, told: DrillScore) -> Iterator[str]:
    """Yield in words which objective went best, where one did."""
    rated = [each for each in told.objectives if each.by_clocks is Rating.P]
    texts = {item.id: item.text for item in eyes.run.scenario.objectives}
    if rated:
        best = max(rated, key=lambda each: each.counted)
        yield _told(eyes, "well-done", texts[best.objective])


def _bad(eyes: Eyes, told: DrillScore) -> Iterator[str]:
    """Yield in words which target was missed, the critical ones first."""
    missed = sorted((target for target in told.targets if target.met is False), key=lambda target: not target.critical)
    if missed:
        yield _told(eyes, "went-badly", eyes.run.scenario.expectation(missed[0].expectation).text)


def _told(eyes: Eyes, occasion: str, what: Text) -> str:
    return said_of(occasion, eyes.seed).fill({"what": what}).in_language(eyes.language)
