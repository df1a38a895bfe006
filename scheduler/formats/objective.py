"""The section ``objective`` of a site file: how much each term weighs, in points or in money, and which come first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forecasting.messages import N_, Sentence
from scheduler.fairness import Burden
from scheduler.formats.sections import Section
from scheduler.formats.values import Flaw, Reader, UnreadableError, number, one_of, sequence, text, whole, wrong
from scheduler.objective.aims import TERMS, Aims, Percents
from scheduler.objective.changes import CHANGES, ChangeCosts
from scheduler.objective.cover import EXCESS, SCALE, SHORTAGE, Pieces, Weights
from scheduler.objective.overtime import OVERTIME
from scheduler.objective.requests import REQUESTS
from scheduler.objective.shares import NAMES
from scheduler.objective.soft_rules import soft_rules
from scheduler.objective.starts import UNSTEADY_STARTS
from scheduler.rules.base import Rule, Severity
from scheduler.rules.hours import WeeklyHours, minutes_in
from scheduler.rules.soft import MOST_POINTS

MONEY = re.compile(r"(\d+(?:\.\d+)?) ?([A-Z]{3})", re.ASCII)
PERCENTS = ("workday_percent", "rest_day_percent", "holiday_percent")


def key_of(term: str) -> str:
    """Return how a site file writes the name of *term*."""
    return term.replace(" ", "_")


BY_KEY: Mapping[str, str] = {key_of(term): term for term in TERMS}
SENIORITY = "seniority_percent_a_year"
MOST_PERCENT = 100
KEYS = (*BY_KEY, SENIORITY, "point", "order")


def read_aims(section: Section, rules: Sequence[Rule]) -> Aims:
    """Read what a roster is measured by; *rules* tell whether rest days worked are paid as overtime, and which are soft."""
    section.only(KEYS)
    weigh = weigher(section.read("point", _rate, None))
    usual = Aims()
    by_key = {**BY_KEY, **{term.name: term.name for term in soft_rules(rules)}}
    names = section.read("order", sequence(one_of(by_key)), ())
    if len(set(names)) != len(names):
        section.refuse("order", N_("names a term twice"), N_("each name once"))
    hour, percents = _overtime(section, weigh)
    return Aims(
        weights=Weights(
            section.read(key_of(SHORTAGE), _pieces(weigh), usual.weights.shortage),
            section.read(key_of(EXCESS), _pieces(weigh), usual.weights.excess),
        ),
        overtime=hour,
        percents=percents,
        weekly_minutes=None if _weeks_never_pay(rules) else usual.weekly_minutes,
        weeks_are_held=any(_holds_weeks(rule, usual.weekly_minutes) for rule in rules),
        requests=section.read(key_of(REQUESTS), weigh, usual.requests),
        changes=_changes(section, weigh, usual.changes),
        unsteady_starts=section.read(key_of(UNSTEADY_STARTS), weigh, 0),
        shares={burden: section.read(key_of(NAMES[burden]), weigh, 0) for burden in Burden},
        order=tuple(by_key[name] for name in names),
        rules=tuple(rules),
        seniority_percent=section.read(SENIORITY, number(0, MOST_PERCENT), 0.0),
    )


def _weeks_never_pay(rules: Iterable[Rule]) -> bool:
    """Tell whether no week's hours can be overtime: averaged over a longer period (CH)."""
    return any(rule.name == "comprehensive-hours" for rule in rules)


def _holds_weeks(rule: Rule, minutes: int | None) -> bool:
    """Tell whether *rule* allows nobody more than *minutes* a week."""
    if not isinstance(rule, WeeklyHours) or rule.severity is not Severity.HARD:
        return False
    return minutes is not None and minutes_in(rule.hours) <= minutes


@dataclass(frozen=True, slots=True)
class Rate:
    """What a point is worth: *amount* of *currency*."""

    amount: float
    currency: str


def weigher(rate: Rate | None) -> Reader[int]:
    """Return the reader of a weight into hundredths of a point: a number of points, or money such as "30 CNY" at *rate*."""

    def weigh(value: object) -> int:
        if not isinstance(value, str):
            return round(number(0, MOST_POINTS)(value) * SCALE)
        match = MONEY.fullmatch(value.strip())
        if match is None:
            raise wrong(N_("points, or money such as 30 CNY"), N_("is no weight"))
        if rate is None:
            raise wrong(N_("what a point is worth beside it, such as point = 5 CNY"), N_("is money"))
        if match[2] != rate.currency:
            raise wrong(Sentence(N_("an amount in {currency}"), currency=rate.currency), N_("is in another currency"))
        return round(number(0, MOST_POINTS)(float(match[1]) / rate.amount) * SCALE)

    return weigh


def rate_of(value: object) -> Rate | None:
    """Read what a point is worth; None where *value* does not tell it."""
    try:
        return None if value is None else _rate(value)
    except UnreadableError:
        return None


def _rate(value: object) -> Rate:
    match = MONEY.fullmatch(text(value))
    if match is None or float(match[1]) <= 0:
        raise wrong(N_("money above 0 such as 5 CNY"), N_("is no amount of money"))
    return Rate(float(match[1]), match[2])


def _pieces(weigh: Reader[int]) -> Reader[Pieces]:
    """Return the reader of a weight, or of pairs of a share of the requirement and the points added beyond it."""

    def read(value: object) -> Pieces:
        pairs = value if isinstance(value, list) else [[0, value]]
        pieces = tuple(_piece(pair, weigh, index) for index, pair in enumerate(pairs, start=1))
        try:
            Weights(shortage=pieces)
        except ValueError as error:
            raise wrong(N_("shares that rise from 0"), N_("do not rise")) from error
        return pieces

    return read


def _piece(pair: object, weigh: Reader[int], index: int) -> tuple[float, int]:
    if not isinstance(pair, list) or len(pair) != 2:
        flaw = Flaw(N_("is no pair"), N_("a share and its points, such as [0.1, 10]"), f"[{index}]", pair)
        raise UnreadableError(flaw)
    hundredths = weigh(pair[1])
    if hundredths % SCALE:
        raise UnreadableError(Flaw(N_("is no whole number of points"), N_("whole points"), f"[{index}]", pair[1]))
    return number(0, 1)(pair[0]), hundredths // SCALE


def _overtime(section: Section, weigh: Reader[int]) -> tuple[int, Percents]:
    if not isinstance(section.values.get(OVERTIME), Mapping):
        return section.read(OVERTIME, weigh, 0), Percents()
    table = section.table(OVERTIME)
    table.only(("hour", *PERCENTS))
    usual = Percents()
    read = [
        table.read(key, whole(least=0, most=1_000), default)
        for key, default in zip(PERCENTS, (usual.workday, usual.rest_day, usual.holiday), strict=True)
    ]
    return table.need("hour", weigh, N_("what an hour at 100 percent weighs")) or 0, Percents(*read)


def _changes(section: Section, weigh: Reader[int], usual: ChangeCosts) -> ChangeCosts:
    table = section.table(CHANGES)
    table.only(("added", "removed", "hour"))
    return ChangeCosts(
        table.read("added", weigh, usual.added),
        table.read("removed", weigh, usual.removed),
        table.read("hour", weigh, usual.hour),
    )
