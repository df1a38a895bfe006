"""A site's own figures for rules, read from tables, with every unknown name and value refused at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from forecasting.messages import N_, Sentence, sentence_of
from scheduler.rules.base import Counting, Rule, Severity, Tying
from scheduler.rules.scope import Scoped
from scheduler.rules.soft import MOST_POINTS, why_hard

SCOPE = ("teams", "contracts", "agents")
SEVERITY, WEIGHT = "severity", "weight"
HELD: Mapping[str, object] = {**dict.fromkeys(SCOPE, frozenset()), SEVERITY: Severity.HARD, WEIGHT: 0.0}
Fault = tuple[str, object, str]


class RuleParameterError(ValueError):
    """Rules or parameters that a site file names and that do not exist; *faults* are (path, value, expected)."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{path} = {value!r}: expected {expected}" for path, value, expected in faults))


def with_parameters_of(
    rules: Sequence[Rule], more: Sequence[Rule], tables: Mapping[str, object], of_law: frozenset[str] = frozenset()
) -> tuple[Rule, ...]:
    """Return *rules* with the parameters of *tables*, and those of *more* that *tables* names.

    *tables* is ``{rule name: {parameter: value}}`` or a list of such tables for one rule. One without a scope (``teams``,
    ``contracts``, ``agents``) sets the rule for everybody; each with one adds the rule, with its own parameters, for the people
    in it, and so does each table of a rule over several people that has ``teams`` among its own. Rules with a price (``scheduler.rules.soft``) may be soft, with a ``weight``; those of *more* notes, too. Raises
    RuleParameterError naming every fault at once. *of_law* names the rules that no site may make soft.
    """
    reading = _Reading({rule.name: rule for rule in (*rules, *more)}, frozenset(rule.name for rule in more), of_law)
    everybody: dict[str, Rule] = {rule.name: rule for rule in rules}
    added: list[Rule] = []
    for name, given in tables.items():
        if name not in reading.known:
            reading.faults.append((f"rules.{name}", given, one_of(name, reading.known)))
            continue
        for path, table in _tables(name, given):
            rule = reading.rule(name, path, table)
            if path.endswith("]") and reading.may_be_repeated(name):
                added.append(rule)
                everybody.pop(name, None)
            elif isinstance(rule, Scoped) and (rule.teams or rule.contracts or rule.agents):
                added.append(rule)
            elif path.endswith("]") and name in reading.set_for_all:
                reading.faults.append(
                    (path, dict(table), Sentence(N_("one table a rule without teams, contracts or agents")))
                )
            else:
                reading.set_for_all.add(name)
                everybody[name] = rule
    if reading.faults:
        raise RuleParameterError(reading.faults)
    return (*everybody.values(), *added)


def _tables(name: str, given: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    if isinstance(given, Mapping):
        yield f"rules.{name}", given
    elif isinstance(given, Sequence):
        for number, table in enumerate(given, start=1):
            yield f"rules.{name}[{number}]", table


@dataclass
class _Reading:
    """The rules that may be named, those that a site adds and those of a law pack among them, and the faults found."""

    known: Mapping[str, Rule]
    of_site: frozenset[str]
    of_law: frozenset[str]
    faults: list[Fault] = field(default_factory=list)
    set_for_all: set[str] = field(default_factory=set)

    def may_be_repeated(self, name: str) -> bool:
        """Tell whether each table of the rule *name* is a rule of its own: it counts heads, and says of which teams."""
        rule = self.known[name]
        return isinstance(rule, Counting) and hasattr(rule, "team_names")

    def rule(self, name: str, path: str, table: Mapping[str, object]) -> Rule:
        """Return the rule *name* as *table*, which stands at *path*, has it."""
        rule = self.known[name]
        own = {item.name: item for item in fields(rule)}  # type: ignore[arg-type]  # every rule is a dataclass
        about = [*own, *self._about(name, own)]
        values: dict[str, object] = {}
        held: dict[str, object] = {}
        for parameter, value in table.items():
            place = f"{path}.{parameter}"
            if parameter not in about:
                self.faults.append((place, value, one_of(parameter, dict.fromkeys(about))))
                continue
            try:
                if WEIGHT in parameter:
                    _refuse_too_much(value)
                if parameter in own:
                    current = getattr(rule, parameter)
                    values[parameter] = _like(current, value, whole=own[parameter].type is int)
                else:
                    held[parameter] = _like(HELD[parameter], value)
            except ValueError as error:
                self.faults.append((place, value, sentence_of(error)))
        self._judge(rule, path, table, held)
        try:
            made: Rule = replace(rule, **values)  # type: ignore[type-var]  # every rule is a dataclass
        except ValueError as error:
            self.faults.append((path, dict(table), sentence_of(error)))
            return rule
        if held and SEVERITY in own:  # the rule's own word, which Scoped would replace by its usual one
            held[SEVERITY] = made.severity
        return Scoped(made, **held) if held else made  # type: ignore[arg-type]  # read by _like

    def _about(self, name: str, own: Mapping[str, object]) -> tuple[str, ...]:
        """Return what may be said beside the parameters in *own*: for whom, and for a rule of the site how firmly.

        A rule over several people says itself whom it is about, and how firmly.
        """
        if isinstance(self.known[name], Counting | Tying):
            return ()
        return SCOPE if SEVERITY in own else (*SCOPE, SEVERITY, WEIGHT)

    def _judge(self, rule: Rule, path: str, table: Mapping[str, object], held: dict[str, object]) -> None:
        """Note what *held* says of how firmly *rule* holds and that cannot be; drop it from *held*."""
        severity = held.get(SEVERITY, Severity.HARD)
        of_site, scoped = rule.name in self.of_site, any(word in table for word in SCOPE)
        reason = why_hard(rule, of_law=rule.name in self.of_law) if severity is Severity.SOFT else None
        if severity is Severity.NOTE and not of_site:
            reason = why_hard(rule, of_law=rule.name in self.of_law) or Sentence(N_("hard or soft"))
        if reason is None and severity is not Severity.HARD and scoped and not of_site:
            reason = Sentence(N_("hard, or soft for everybody: the rule itself holds for all"))
        if reason is not None:
            self.faults.append((f"{path}.{SEVERITY}", table[SEVERITY], reason))
        elif WEIGHT in held and severity is not Severity.SOFT:
            self.faults.append((f"{path}.{WEIGHT}", table[WEIGHT], Sentence(N_('severity = "soft" beside it'))))
            held.pop(WEIGHT)
        if reason is not None or severity is Severity.HARD:
            held.pop(SEVERITY, None)
            held.pop(WEIGHT, None)


def _refuse_too_much(weight: object) -> None:
    """Raise ValueError where *weight* is a number of more points than the model can add up."""
    if isinstance(weight, int | float) and weight > MOST_POINTS:
        raise ValueError(Sentence(N_("0 to {most} points"), most=f"{MOST_POINTS:g}"))


def _like(current: Any, value: object, *, whole: bool = False) -> object:
    """Return *value* as the type of *current*; refuse what is not of it, and fractions where a *whole* number is due."""
    if isinstance(current, bool):
        if isinstance(value, bool):
            return value
        raise ValueError(Sentence(N_("true or false")))
    if isinstance(current, StrEnum):
        allowed = [member.value for member in type(current)]
        if value in allowed:
            return type(current)(value)
        raise ValueError(Sentence(N_("one of {names}"), names=", ".join(allowed)))
    if isinstance(current, int | float):
        return _number(value, whole=whole)
    if isinstance(current, str) and isinstance(value, str):
        return value
    if isinstance(current, date):
        return _date(value)
    return _many(current, value)


def _date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(Sentence(N_("a date such as 2026-11-02, without quotes")))


def _many(current: Any, value: object) -> object:
    if isinstance(current, str):
        raise ValueError(Sentence(N_("a text in quotes")))  # noqa: TRY004  # a value of the site file, refused with its place
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value) if isinstance(current, tuple) else _names(current, value)
    raise ValueError(Sentence(N_("a list of names")))


def _number(value: object, *, whole: bool) -> float:
    kinds = int if whole else int | float
    if isinstance(value, kinds) and not isinstance(value, bool) and 0 <= value < float("inf"):
        return value
    raise ValueError(Sentence(N_("a whole number, 0 or more") if whole else N_("a number, 0 or more")))


def _names(current: frozenset[Any], names: list[str]) -> frozenset[str]:
    """Return *names*; where those of *current* are members of an enumeration, refuse every other."""
    members = {type(member) for member in current if isinstance(member, StrEnum)}
    for kind in members:
        allowed = [member.value for member in kind]
        if set(names) - set(allowed):
            raise ValueError(Sentence(N_("a list of {names}"), names=", ".join(allowed)))
        return frozenset(kind(name) for name in names)
    return frozenset(names)


def one_of(name: str, known: Mapping[str, object]) -> Sentence:
    """Return what stands to choose from among *known*, and which of it *name* may have meant."""
    nearest = get_close_matches(name, known, n=1)
    choice = Sentence(N_("one of {names}"), names=", ".join(known)) if known else Sentence(N_("no parameter"))
    return Sentence(N_("{choice}; did you mean {name}?"), choice=choice, name=nearest[0]) if nearest else choice
