"""Every rule that a site can have, with what it says, its parameters and what a site may set beside them."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin

from forecasting.messages import N_, Sentence
from scheduler.rules.base import Rule, Severity
from scheduler.rules.law import PACKS, contract_rules, law_pack, site_rules, with_parameters
from scheduler.rules.parameters import SEVERITY, RuleParameterError
from scheduler.rules.soft import PRICES, why_hard
from scheduler.rules.wording import RuleText, text_of

# What a site file may say of a rule beside its own parameters, each with something that would be right.
BESIDE: Mapping[str, Mapping[str, object]] = {
    "teams": {"teams": ["care"]},
    "contracts": {"contracts": ["full"]},
    "agents": {"agents": ["A001"]},
    "severity": {"severity": "soft"},
    "weight": {"severity": "soft", "weight": 1.0},
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what its value should be, its default as a site file writes it, what it means, in *unit* or the empty text."""

    name: str
    expected: Sentence
    default: str
    meaning: str
    unit: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule with its standard values; *packs* have it, none has a rule that only a site adds.

    *beside* are the words for whom it holds, how firmly and at what weight that a site file may set with its parameters. *firm*
    tells what it costs where it is made soft, or why it stays hard; None for notes, and where a
    parameter of its own says how firm it is.
    """

    rule: Rule
    text: RuleText
    packs: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    beside: tuple[str, ...]
    firm: Sentence | None


def catalogue(pack: str | None = None) -> tuple[Entry, ...]:
    """Return the rules of *pack*, by default of every pack and, after them, those that a site may add.

    Raises RuleParameterError where there is no such pack, and ValueError naming every text that a rule lacks.
    """
    rules = _every_rule() if pack is None else {rule.name: rule for rule in law_pack(pack)}
    lacking = [fault for rule in rules.values() for fault in unsaid(rule)]
    if lacking:
        raise ValueError("; ".join(lacking))
    packs = {name: {rule.name for rule in law_pack(name)} for name in PACKS}
    return tuple(_entry(rule, tuple(name for name in packs if rule.name in packs[name])) for rule in rules.values())


@cache
def titles() -> Mapping[str, str]:
    """Return by name what each rule is called, to be translated."""
    told = {name: text_of(rule) for name, rule in _every_rule().items()}
    return {name: text.title for name, text in told.items() if text is not None}


def unsaid(rule: Rule) -> list[str]:
    """Return what is lacking in what *rule* says of itself: all of it, a figure of a parameter, a figure of none."""
    text = text_of(rule)
    if text is None:
        return [f"rule {rule.name} says nothing of itself"]
    names = {item.name for item in _fields(rule)}
    lacking = [f"rule {rule.name} does not say what {name} means" for name in sorted(names - text.figures.keys())]
    return lacking + [f"rule {rule.name} has no parameter {name}" for name in sorted(text.figures.keys() - names)]


def _every_rule() -> dict[str, Rule]:
    """Return the rules of every pack, those of the first pack first, and those of a site."""
    packed = {rule.name: rule for pack in PACKS for rule in law_pack(pack)}
    return packed | {rule.name: rule for rule in site_rules() if rule.name not in packed}


def _entry(rule: Rule, packs: tuple[str, ...]) -> Entry:
    text = text_of(rule) or RuleText("", "")
    parameters = tuple(
        Parameter(
            item.name,
            expected(item),
            as_written(getattr(rule, item.name)),
            text.figures[item.name].meaning,
            text.figures[item.name].unit,
        )
        for item in _fields(rule)
    )
    own = {item.name for item in _fields(rule)}
    beside = tuple(word for word in BESIDE if word not in own and _is_read(rule, packs, BESIDE[word]))
    return Entry(rule, text, packs, parameters, beside, None if SEVERITY in own else _firmness(rule, packs))


def _is_read(rule: Rule, packs: tuple[str, ...], table: Mapping[str, object]) -> bool:
    """Tell whether a site file may say *table* of *rule*."""
    try:
        with_parameters((rule,) if packs else (), {rule.name: table})
    except RuleParameterError:
        return False
    return True


def _firmness(rule: Rule, packs: tuple[str, ...]) -> Sentence | None:
    """Return what a soft *rule* costs, or why it stays hard; None for a note."""
    if rule.severity is Severity.NOTE:
        return None
    agreed = {known.name for known in contract_rules()}
    reason = why_hard(rule, of_law=bool(packs) and rule.name not in agreed)
    if reason is not None:
        return reason if isinstance(reason, Sentence) else Sentence(reason)
    price, template = (
        PRICES[rule.name],
        N_("soft where a site says so: {points} points for each {unit}, or the weight that is set"),
    )
    return Sentence(template, points=f"{price.points:g}", unit=Sentence(price.unit.value))


def _fields(rule: Rule) -> tuple[Field[Any], ...]:
    return fields(rule)  # type: ignore[arg-type]  # every rule is a dataclass


def expected(parameter: Field[Any]) -> Sentence:
    """Return what the value of *parameter* should be, in the words in which another one is refused."""
    kind = parameter.type
    if get_origin(kind) in {frozenset, tuple}:
        member = get_args(kind)[0]
        if issubclass(member, StrEnum):
            return Sentence(N_("a list of {names}"), names=_values(member))
        return Sentence(N_("a list of names"))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Sentence(N_("one of {names}"), names=_values(kind))
    return Sentence(_EXPECTED[kind])


_EXPECTED: dict[Any, str] = {
    bool: N_("true or false"),
    int: N_("a whole number, 0 or more"),
    float: N_("a number, 0 or more"),
    str: N_("a text in quotes"),
    date: N_("a date such as 2026-11-02, without quotes"),
}


def _values(kind: type[StrEnum]) -> str:
    return ", ".join(member.value for member in kind)


def as_written(value: object) -> str:
    """Return *value* as a site file writes it; the empty text for None, which is left out there."""
    if isinstance(value, frozenset | tuple):
        return "[" + ", ".join(as_written(item) for item in _in_order(value)) + "]"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else f"{value:g}"


def _in_order(values: frozenset[Any] | tuple[Any, ...]) -> list[Any]:
    """Return *values* as they stand, members of an enumeration in its order, other names of a set by the alphabet."""
    if isinstance(values, tuple):
        return list(values)
    kinds = {type(value) for value in values if isinstance(value, StrEnum)}
    return [member for kind in kinds for member in kind if member in values] if kinds else sorted(values)
