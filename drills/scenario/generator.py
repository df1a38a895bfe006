"""From a template, a seed, a form and a level to a frozen scenario."""

from dataclasses import replace
from graphlib import CycleError

from drills.errors import RequestError, ScenarioError
from drills.incidents import Level
from drills.roles import Form
from drills.scenario.canonical import digest_of
from drills.scenario.clocks import clock_of, latest_minutes
from drills.scenario.frozen import (
    Condition,
    Expectation,
    Inject,
    Objective,
    PlayerSeat,
    Scenario,
    Value,
)
from drills.scenario.lint import lint
from drills.scenario.streams import Stream
from drills.scenario.templates import ExpectationEntry, InjectEntry, LevelPath, Parameter, Template
from drills.scenario.text import Text
from drills.standards import TARGETS
from forecasting.messages import N_, Sentence


def generate(template: Template, seed: int, form: Form, level: Level | None = None) -> Scenario:
    """Return the scenario that *seed* draws from *template*; without *level* the seed draws that as well.

    Same template version, seed, form and level: the same scenario to the byte. Raises RequestError for a form or
    level that the template does not have, ScenarioError naming every finding of the lint.
    """
    if form not in template.minutes:
        raise RequestError(
            Sentence(
                N_("template {template} has no {form} form; it has {forms}"),
                template=template.id,
                form=form,
                forms=", ".join(sorted(template.minutes)),
            )
        )
    path = _path(template, seed, level)
    values = {
        parameter.name: _draw(parameter, path.worst, Stream(seed, template.id, "parameters", parameter.name))
        for parameter in template.parameters
    }
    scenario = _Drawing(template, seed, form, path, values).scenario()
    findings = lint(scenario)
    if findings:
        raise ScenarioError(template.id, [finding.sentence for finding in findings])
    return replace(scenario, digest=digest_of(scenario))


def _path(template: Template, seed: int, level: Level | None) -> LevelPath:
    paths = template.levels if level is None else template.path_to(level)
    if not paths:
        have = ", ".join(sorted({path.worst.name for path in template.levels}))
        raise RequestError(
            Sentence(
                N_("template {template} has no incident of level {level}; it has {levels}"),
                template=template.id,
                level=level.name if level else "?",
                levels=have,
            )
        )
    return Stream(seed, template.id, "level").pick(paths)


def _draw(parameter: Parameter, level: Level, stream: Stream) -> Text:
    if parameter.choices:
        return stream.pick(parameter.choices)
    number = stream.integer(*parameter.ranges[level], parameter.step)
    return Text(f"{number:,}", f"{number}")


class _Drawing:
    """One template on its way to a scenario."""

    def __init__(self, template: Template, seed: int, form: Form, path: LevelPath, values: dict[str, Text]) -> None:
        self.template, self.seed, self.form, self.path, self.values = template, seed, form, path, values
        self.minutes = template.minutes[form]
        self.injects = [entry for entry in template.injects if path.worst in entry.levels]
        self.expectations = [entry for entry in template.expectations if self._applies(entry)]
        self.times = self._times()

    def scenario(self) -> Scenario:
        template, fill = self.template, self._fill
        injects = sorted((self._inject(entry) for entry in self.injects), key=lambda inject: inject.minutes)
        return Scenario(
            template=template.id,
            template_version=template.version,
            seed=self.seed,
            family=template.family,
            form=self.form,
            level=self.path.worst,
            opening_level=self.path.opening,
            minutes=self.minutes,
            title=fill(template.title),
            cause=fill(template.cause),
            mechanism=fill(template.mechanism),
            symptoms=fill(template.symptoms),
            consequences=fill(template.consequences),
            stop_rule=fill(template.stop_rule),
            safe_word=fill(template.safe_word),
            spoilers=tuple(fill(text) for text in template.spoilers),
            values=tuple(Value(name, text) for name, text in self.values.items()),
            objectives=tuple(
                Objective(entry.id, fill(entry.text), fill(entry.success)) for entry in template.objectives
            ),
            seats=tuple(
                PlayerSeat(entry.id, fill(entry.name), entry.people[self.form], entry.least_level)
                for entry in template.seats
            ),
            injects=tuple(injects),
            expectations=tuple(self._expectation(entry) for entry in self.expectations),
        )

    def _applies(self, entry: ExpectationEntry) -> bool:
        level = self.path.worst
        return level in entry.levels and (entry.target is None or level in TARGETS[entry.target].levels)

    def _times(self) -> dict[str, int]:
        drawn = {entry.id: self._minute(entry) for entry in self.injects if entry.at_percent is not None}
        expectations = {entry.id: entry for entry in self.expectations}
        try:
            return latest_minutes(drawn, self.injects, expectations)
        except CycleError as error:
            names = ", ".join(error.args[1][:-1])
            raise ScenarioError(self.template.id, [f"the injects {names} wait for each other"]) from error
        except KeyError as error:
            sentence = (
                f"an inject or expectation of level {self.path.worst.name} builds on {error}, which that level lacks"
            )
            raise ScenarioError(self.template.id, [sentence]) from error

    def _minute(self, entry: InjectEntry) -> int:
        least, most = entry.at_percent or (0, 0)
        percent = Stream(self.seed, self.template.id, "injects", entry.id).integer(least, most)
        return self.minutes * percent // 100

    def _fill(self, text: Text) -> Text:
        return text.fill(self.values)

    def _inject(self, entry: InjectEntry) -> Inject:
        after = entry.after
        return Inject(
            id=entry.id,
            minutes=self.times[entry.id],
            source=entry.source,
            sender=self._fill(entry.sender),
            seat=entry.seat,
            text=self._fill(entry.text).marked(),
            objectives=entry.objectives,
            condition=None if after is None else Condition(after.expectation, after.outcome, after.delay_minutes),
            ambiguous=entry.ambiguous,
            new_level=self.path.worst if entry.raises_level else None,
            reveals=entry.reveals,
        )

    def _expectation(self, entry: ExpectationEntry) -> Expectation:
        if entry.basis not in self.times:
            sentence = f"expectation {entry.id} starts with {entry.basis}, which level {self.path.worst.name} lacks"
            raise ScenarioError(self.template.id, [sentence])
        return Expectation(
            id=entry.id,
            objective=entry.objective,
            seat=entry.seat,
            text=self._fill(entry.text),
            clock=clock_of(entry, self.times[entry.basis], self.minutes),
            measure=entry.measure,
            critical=entry.critical,
        )
