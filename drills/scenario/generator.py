"""From a template, a seed, a form and a level to a frozen scenario."""

from dataclasses import replace

from drills.errors import RequestError, ScenarioError
from drills.incidents import Level, Scope
from drills.roles import Form
from drills.scenario.canonical import digest_of
from drills.scenario.drawing import DrawCase, Drawing
from drills.scenario.entries import Constraint, LevelPath
from drills.scenario.frozen import Incident, Scenario, Value
from drills.scenario.lint import lint
from drills.scenario.parameters import draw_values
from drills.scenario.streams import Stream
from drills.scenario.templates import Course, Template
from forecasting.messages import N_, Sentence


def generate(template: Template, seed: int, form: Form, level: Level | None = None) -> Scenario:
    """Return the scenario that *seed* draws from *template*; without *level* the seed draws that as well.

    Same template version, seed, form and level: the same scenario to the byte. Raises RequestError for a form or
    level that the template does not have, ScenarioError naming every finding of the lint.
    """
    check_form(template, form)
    return frozen(checked(draw(template, seed, form, path_of(template, seed, level), template.minutes[form])))


def draw(template: Template, seed: int, form: Form, path: LevelPath, minutes: int, incident: str = "") -> Scenario:
    """Return what *seed* draws from *template* for a drill of *minutes*, neither checked nor frozen.

    *incident* is the name of what is drawn among others, by default the template's.
    """
    values = values_of(template, path.worst, seed)
    name = incident or template.id
    drawing = Drawing(template, DrawCase(path.worst, form, minutes, seed, values, name))
    fill = drawing.fill
    only = Incident(
        id=name,
        family=template.family,
        template=template.id,
        template_version=template.version,
        level=path.worst,
        opening_level=path.opening,
        title=fill(template.title),
        cause=fill(template.cause),
        mechanism=fill(template.mechanism),
        symptoms=fill(template.symptoms),
        consequences=fill(template.consequences),
    )
    return Scenario(
        template=template.id,
        template_version=template.version,
        seed=seed,
        family=template.family,
        form=form,
        level=path.worst,
        opening_level=path.opening,
        minutes=minutes,
        title=only.title,
        cause=only.cause,
        mechanism=only.mechanism,
        symptoms=only.symptoms,
        consequences=only.consequences,
        stop_rule=fill(template.stop_rule),
        safe_word=fill(template.safe_word),
        spoilers=tuple(fill(text) for text in template.spoilers),
        values=tuple(values.values()),
        objectives=drawing.objectives(),
        seats=drawing.seats(),
        injects=drawing.injects(),
        expectations=drawing.expectations(),
        incidents=(only,),
        loads=drawing.loads(),
        roleplays=drawing.roleplays(),
        scope=Scope.SINGLE,
    )


def checked(scenario: Scenario) -> Scenario:
    """Return *scenario*; ScenarioError with every finding of the lint where there are some."""
    findings = lint(scenario)
    if findings:
        raise ScenarioError(scenario.template, [finding.sentence for finding in findings])
    return scenario


def frozen(scenario: Scenario) -> Scenario:
    """Return *scenario* with the digest of everything in it."""
    return replace(scenario, digest=digest_of(replace(scenario, digest="")))


def is_intact(scenario: Scenario) -> bool:
    """Tell whether *scenario* is what it was when it was frozen."""
    return scenario == frozen(scenario)


def check_form(course: Course, form: Form) -> None:
    """Raise RequestError where *course* has no *form*."""
    if form not in course.minutes:
        raise RequestError(
            Sentence(
                N_("template {template} has no {form} form; it has {forms}"),
                template=course.id,
                form=form,
                forms=", ".join(sorted(course.minutes)),
            )
        )


def values_of(course: Course, level: Level, seed: int) -> dict[str, Value]:
    """Return the values of the course's parameters. Raises ScenarioError where its constraints cannot hold."""
    values = draw_values(course.parameters, course.constraints, level, seed, course.id)
    if isinstance(values, Constraint):
        raise ScenarioError(
            course.id,
            [
                Sentence(
                    N_("no numbers of level {level} keep {smaller} × {factor} ≤ {larger}"),
                    level=level.name,
                    smaller=values.smaller,
                    factor=f"{values.factor:g}",
                    larger=values.larger,
                )
            ],
        )
    return values


def path_of(template: Template, seed: int, level: Level | None) -> LevelPath:
    """Return how the incident becomes *level*; without *level*, the path that *seed* draws."""
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
