"""A rule relaxed by one step: an hour less of rest, a day more in a row, or none of it where it has no figure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from forecasting.messages import N_, Sentence
from scheduler.agents import Bounds, Contract
from scheduler.instance import Instance
from scheduler.rules.base import Rule
from scheduler.rules.scope import Scoped
from scheduler.rules.wording import text_of

# How the law's and the site's figures are relaxed; figures that are not listed are tried in both directions.
STEPS: Mapping[tuple[str, str], float] = {
    ("daily-hours", "hours"): 1,
    ("weekly-hours", "hours"): 8,
    ("average-weekly-hours", "hours"): 4,
    ("weekly-rest", "days"): 1,
    ("weekly-rest", "hours"): -1,
    ("daily-rest", "hours"): -1,
    ("rest-after-shift", "hours"): -1,
    ("rest-in-shift", "minutes"): -15,
    ("rest-in-shift", "from_hours"): 1,
    ("heads-on-duty", "heads"): -1,
    ("heads-per-shift", "least"): -1,
    ("heads-per-shift", "most"): 1,
    ("levels-on-duty", "least"): -1,
    ("supervisor-on-duty", "least"): -1,
    ("on-call-reserve", "least"): -1,
    ("within-opening-hours", "minutes_before"): 15,
    ("within-opening-hours", "minutes_after"): 15,
    ("no-night-for-protected", "night_start"): 1,
    ("no-night-for-protected", "night_end"): -1,
    ("no-overtime-for-protected", "hours"): 1,
    ("overtime", "hours_a_day"): 1,
    ("overtime", "hours_a_month"): 4,
    ("comprehensive-hours", "daily_hours"): 0.5,
    ("nights-in-row", "least"): -1,
    ("nights-in-row", "most"): 1,
    ("recovery-after-nights", "hours"): -12,
    ("weekends-worked", "most"): 1,
    ("weekends-in-row", "most"): 1,
    ("start-distance", "minutes"): 30,
    ("steady-starts", "minutes"): 30,
}
LEFT_OUT = N_("the whole rule")


@dataclass(frozen=True, slots=True)
class Step:
    """One way to relax a rule: *figure* from *before* to *after*, and the question with it. Without figures the rule is left out."""

    rule: Rule
    figure: str
    before: object
    after: object
    instance: Instance
    rules: tuple[Rule, ...]

    @property
    def label(self) -> str:
        """The figure in words, to be translated: ``least rest, in hours``."""
        text = text_of(self.rule.rule if isinstance(self.rule, Scoped) else self.rule)
        told = None if text is None else text.figures.get(self.figure)
        if told is None:
            return self.figure
        meaning = Sentence(told.meaning)
        return Sentence(N_("{meaning}, {unit}"), meaning=meaning, unit=Sentence(told.unit)) if told.unit else meaning


def steps_of(name: str, instance: Instance, rules: Sequence[Rule]) -> list[Step]:
    """Return the ways to relax the rules called *name* by a step; none where there is no such rule."""
    found = []
    for place, rule in enumerate(rules):
        if rule.name == name:
            by_contract = list(_of_contracts(rule, instance, rules))
            found += (
                by_contract or list(_of_figures(place, rule, instance, rules)) or [_left_out(place, instance, rules)]
            )
    return found


def _left_out(place: int, instance: Instance, rules: Sequence[Rule]) -> Step:
    rest = (*rules[:place], *rules[place + 1 :])
    return Step(rules[place], LEFT_OUT, None, None, instance, rest)


def _of_figures(place: int, rule: Rule, instance: Instance, rules: Sequence[Rule]) -> Iterator[Step]:
    inner = rule.rule if isinstance(rule, Scoped) else rule
    for field in fields(inner):  # type: ignore[arg-type]  # every rule is a dataclass
        before = getattr(inner, field.name)
        if isinstance(before, bool) or not isinstance(before, int | float):
            continue
        step = STEPS.get((rule.name, field.name))
        listed = any(known == rule.name for known, _ in STEPS)
        for by in [step] if step is not None else [] if listed else [-1, 1]:
            after = max(0, before + by)
            if after == before:
                continue
            try:
                moved: Rule = replace(inner, **{field.name: after})  # type: ignore[type-var]  # every rule is a dataclass
            except ValueError:
                continue  # no value of the rule: nothing to price
            held = replace(rule, rule=moved) if isinstance(rule, Scoped) else moved
            yield Step(rule, field.name, before, after, instance, (*rules[:place], held, *rules[place + 1 :]))


def _of_contracts(rule: Rule, instance: Instance, rules: Sequence[Rule]) -> Iterator[Step]:
    """Yield the steps of a rule whose figures stand in the contracts: an hour or a day more, or less, for everybody."""
    for figure, by, change in CONTRACT_STEPS.get(rule.name, ()):
        agents = tuple(replace(agent, contract=change(agent.contract)) for agent in instance.agents)
        if agents != instance.agents:
            yield Step(rule, figure, None, by, replace(instance, agents=agents), tuple(rules))


def _less(bounds: Bounds, by: int) -> Bounds:
    return bounds if bounds.least is None else Bounds(max(0, bounds.least - by), bounds.most)


def _more(bounds: Bounds, by: int) -> Bounds:
    return bounds if bounds.most is None else Bounds(bounds.least, bounds.most + by)


ContractChange = Callable[[Contract], Contract]
CONTRACT_STEPS: Mapping[str, tuple[tuple[str, str, ContractChange], ...]] = {
    "period-hours": (
        (N_("least hours of the contracts"), "-8 h", lambda c: replace(c, period_minutes=_less(c.period_minutes, 480))),
        (N_("most hours of the contracts"), "+8 h", lambda c: replace(c, period_minutes=_more(c.period_minutes, 480))),
    ),
    "days-in-row": (
        (N_("least days in a row of the contracts"), "-1", lambda c: replace(c, days_in_row=_less(c.days_in_row, 1))),
        (N_("most days in a row of the contracts"), "+1", lambda c: replace(c, days_in_row=_more(c.days_in_row, 1))),
    ),
    "days-off-in-row": (
        (
            N_("least days off in a row of the contracts"),
            "-1",
            lambda c: replace(c, days_off_in_row=_less(c.days_off_in_row, 1)),
        ),
        (
            N_("most days off in a row of the contracts"),
            "+1",
            lambda c: replace(c, days_off_in_row=_more(c.days_off_in_row, 1)),
        ),
    ),
}
