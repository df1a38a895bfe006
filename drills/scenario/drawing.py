"""The entries of a course, at one level, form and seed, as the parts of a scenario."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError

from drills.errors import ScenarioError
from drills.incidents import Level
from drills.roles import Form
from drills.scenario.clocks import NOTHING_OUTSIDE, Outside, clock_of, effort_of, latest_minutes
from drills.scenario.entries import ExpectationEntry, InjectEntry
from drills.scenario.frozen import Condition, Event, Expectation, Inject, Objective, PlayerSeat, Value
from drills.scenario.loads import Load
from drills.scenario.play_entries import LoadEntry, RolePlayEntry
from drills.scenario.roleplays import Line, RolePlay
from drills.scenario.streams import Stream
from drills.scenario.taking_effect import effect_of
from drills.scenario.templates import Course
from drills.scenario.text import Text
from drills.standards import TARGETS
from forecasting.messages import N_, Sentence, sentence_of


@dataclass(frozen=True, slots=True)
class DrawCase:
    """For what a course is drawn: the *level* at worst, the *form*, its *minutes*, the *seed* and the *values* drawn.

    *incident* is the name that everything drawn bears.
    """

    level: Level
    form: Form
    minutes: int
    seed: int
    values: Mapping[str, Value]
    incident: str


class Drawing:
    """One course on its way to a scenario. Raises ScenarioError where its references lead nowhere at this level."""

    def __init__(self, course: Course, case: DrawCase, outside: Outside = NOTHING_OUTSIDE) -> None:
        self.course, self.case, self.outside = course, case, outside
        self.texts = {name: value.text for name, value in case.values.items()}
        self.entries = [entry for entry in course.injects if self._applies(entry)]
        self.expected = [entry for entry in course.expectations if self._applies(entry) and self._due_here(entry)]
        self.minutes = {**outside.injects, **self._times()}

    def fill(self, text: Text) -> Text:
        """Return *text* with the values drawn."""
        return text.fill(self.texts)

    def objectives(self) -> tuple[Objective, ...]:
        """Return the objectives."""
        fill = self.fill
        return tuple(Objective(entry.id, fill(entry.text), fill(entry.success)) for entry in self.course.objectives)

    def seats(self) -> tuple[PlayerSeat, ...]:
        """Return the seats, with their people for the form."""
        return tuple(
            PlayerSeat(
                entry.id, self.fill(entry.name), entry.people[self.case.form], entry.least_level, entry.languages
            )
            for entry in self.course.seats
        )

    def injects(self) -> tuple[Inject, ...]:
        """Return the injects by time."""
        return tuple(sorted((self._inject(entry) for entry in self.entries), key=lambda inject: inject.minutes))

    def expectations(self) -> tuple[Expectation, ...]:
        """Return the expectations with their clocks."""
        return tuple(self._expectation(entry) for entry in self.expected)

    def loads(self) -> tuple[Load, ...]:
        """Return the loads with the numbers drawn."""
        return tuple(self._load(entry) for entry in self.course.loads if self._applies(entry))

    def roleplays(self) -> tuple[RolePlay, ...]:
        """Return the role plays by time."""
        plays = (self._roleplay(entry) for entry in self.course.roleplays if self._applies(entry))
        return tuple(sorted(plays, key=lambda play: play.minutes))

    def _applies(self, entry: InjectEntry | ExpectationEntry | LoadEntry | RolePlayEntry) -> bool:
        return self.case.level in entry.levels and self.case.form in entry.forms

    def _due_here(self, entry: ExpectationEntry) -> bool:
        return entry.target is None or self.case.level in TARGETS[entry.target].levels

    def _times(self) -> dict[str, int]:
        fixed = {
            entry.id: self._minute(entry) for entry in self.entries if entry.at_percent is not None or entry.by_hand
        }
        try:
            return latest_minutes(fixed, self.entries, self.expected, self.outside)
        except CycleError as error:
            names = ", ".join(error.args[1][:-1])
            raise self._fault(Sentence(N_("the injects {injects} wait for each other"), injects=names)) from error
        except KeyError as error:
            raise self._lacking(N_("an inject"), str(error.args[0])) from error

    def _minute(self, entry: InjectEntry) -> int:
        if entry.at_percent is None:
            return self.case.minutes * entry.until_percent // 100
        return self._draw_minute(entry.at_percent, "injects", entry.id)

    def _draw_minute(self, percents: tuple[int, int], *names: str) -> int:
        percent = Stream(self.case.seed, self.course.id, *names).integer(*percents)
        return self.case.minutes * percent // 100

    def _inject(self, entry: InjectEntry) -> Inject:
        after, incident = entry.after, self.case.incident
        return Inject(
            id=entry.id,
            minutes=self.minutes[entry.id],
            source=entry.source,
            sender=self.fill(entry.sender),
            seat=entry.seat,
            text=self.fill(entry.text).marked(),
            objectives=entry.objectives,
            condition=None if after is None else Condition(after.expectation, after.outcome, after.delay_minutes),
            event=None if entry.on is None else Event(entry.on, entry.delay_minutes, incident),
            by_hand=entry.by_hand,
            ambiguous=entry.ambiguous,
            new_level=self.case.level if entry.raises_level else None,
            reveals=entry.reveals,
            incident=incident,
        )

    def _expectation(self, entry: ExpectationEntry) -> Expectation:
        return Expectation(
            id=entry.id,
            objective=entry.objective,
            seat=entry.seat,
            text=self.fill(entry.text),
            clock=clock_of(entry, self._minute_of(entry.basis, entry.id), self.case.minutes),
            effort=effort_of(entry),
            measure=entry.measure,
            critical=entry.critical,
            act=entry.act,
            element=entry.element,
            capability=entry.act.capability if entry.capability is None else entry.capability,
            incident=self.case.incident,
        )

    def _load(self, entry: LoadEntry) -> Load:
        end = self.case.minutes
        begins = self._moment(entry.begins, entry.begins_percent, entry.id, 0)
        ends = self._moment(entry.ends, entry.ends_percent, entry.id, end)
        try:
            effect = effect_of(entry, self.case.values)
            return Load(entry.id, entry.channels, begins, ends, effect, entry.begins, entry.ends, self.case.incident)
        except ValueError as error:
            raise self._fault(
                Sentence(N_("load {load}: {reason}"), load=entry.id, reason=sentence_of(error))
            ) from error

    def _moment(self, inject: str | None, percent: int | None, user: str, otherwise: int) -> int:
        if inject is not None:
            return self._minute_of(inject, user)
        return otherwise if percent is None else self.case.minutes * percent // 100

    def _roleplay(self, entry: RolePlayEntry) -> RolePlay:
        fill = self.fill
        if entry.begins_percent is None:
            minutes = self._moment(entry.begins, None, entry.id, 0)
        else:
            minutes = self._draw_minute(entry.begins_percent, "roleplays", entry.id)
        return RolePlay(
            id=entry.id,
            seat=entry.seat,
            channel=entry.channel,
            objective=entry.objective,
            minutes=minutes,
            persona=fill(entry.persona),
            background=fill(entry.background),
            mood=fill(entry.mood),
            opening=fill(entry.opening).marked(),
            lines=tuple(
                Line(fill(line.say), None if line.cue is None else fill(line.cue), line.after_minutes)
                for line in entry.lines
            ),
            satisfied_by=fill(entry.satisfied_by),
            sheet=replace(
                entry.sheet,
                opening=fill(entry.sheet.opening),
                empathy=fill(entry.sheet.empathy),
                solution=fill(entry.sheet.solution),
                closing=fill(entry.sheet.closing),
                survey=fill(entry.sheet.survey),
            ),
            begins_with=entry.begins,
            incident=self.case.incident,
        )

    def _minute_of(self, inject: str, user: str) -> int:
        if inject not in self.minutes:
            raise self._lacking(user, inject)
        return self.minutes[inject]

    def _lacking(self, user: str, missing: str) -> ScenarioError:
        return self._fault(
            Sentence(
                N_("{user} builds on {missing}, which level {level} as a {form} exercise lacks"),
                user=Sentence(user),
                missing=missing,
                level=self.case.level.name,
                form=self.case.form.value,
            )
        )

    def _fault(self, sentence: Sentence) -> ScenarioError:
        return ScenarioError(self.course.id, [sentence])
