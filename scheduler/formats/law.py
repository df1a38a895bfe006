"""The law pack of a site file and its rules' parameters."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from forecasting.messages import N_
from scheduler.formats.sections import Section
from scheduler.formats.values import nearest, text
from scheduler.rules.base import Rule
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.law import law_pack, with_parameters
from scheduler.rules.parameters import RuleParameterError
from scheduler.rules.scope import Scoped

DEFAULT_PACK = "china"
SENTENCES = {
    "teams": N_("speaks of a team that is not there"),
    "contracts": N_("speaks of a contract that is not there"),
    "agents": N_("speaks of an agent who is not there"),
    "kinds": N_("speaks of a shift kind that is not there"),
    "queues": N_("speaks of a queue that is not there"),
}


def read_rules(
    law: Section, parameters: Section, floor: int, usual: Mapping[str, Mapping[str, object]] | None = None
) -> tuple[str, tuple[Rule, ...]]:
    """Read the name of the law pack and its rules with the site's parameters; *floor* is the site's least heads on duty.

    *usual* has the figures of rules that hold from elsewhere in the file; a table or list of the rule's own goes before.
    """
    law.only(("pack",))
    pack = law.read("pack", text, DEFAULT_PACK)
    try:
        rules = law_pack(pack)
    except RuleParameterError as error:
        _refuse(law, error)
        return pack, ()
    known: dict[str, Mapping[str, object]] = {HeadsOnDuty.name: {"heads": floor}, **(usual or {})}
    tables: dict[str, object] = {**known}
    for name, values in parameters.values.items():
        before = known.get(name, {})
        if isinstance(values, Mapping):
            tables[name] = {**before, **values}
        elif isinstance(values, list) and values and all(isinstance(item, Mapping) for item in values):
            tables[name] = [{**before, **item} for item in values]
        else:
            parameters.refuse(name, N_("is no table"), f"[rules.{name}]")
    try:
        return pack, with_parameters(rules, tables)
    except RuleParameterError as error:
        _refuse(parameters, error)
        return pack, rules


@dataclass(frozen=True, slots=True)
class Known:
    """The names in a site file that rules may speak of."""

    teams: Collection[str]
    contracts: Collection[str]
    agents: Collection[str]
    kinds: Collection[str]
    queues: Collection[str]


def refuse_unknown_names(rules: Iterable[Rule], known: Known, section: Section) -> None:
    """Note every team, contract, agent, shift kind and queue that *rules* speak of and that the site file does not have."""
    for rule in rules:
        plain = rule.rule if isinstance(rule, Scoped) else rule
        people: frozenset[str] = frozenset(getattr(plain, "agent_names", ()))
        spoken = {"kinds": frozenset(getattr(rule, "kind_names", ())), "agents": people}
        spoken |= {word: frozenset(getattr(plain, f"{word[:-1]}_names", ())) for word in ("teams", "queues")}
        if isinstance(rule, Scoped):
            spoken |= {"teams": rule.teams, "contracts": rule.contracts, "agents": rule.agents | people}
        for word, names in spoken.items():
            there: Collection[str] = getattr(known, word)
            for name in sorted(names.difference(there)):
                section.note(f"rules.{rule.name}", SENTENCES[word], value=name, expected=nearest(name, there))


def _refuse(section: Section, error: RuleParameterError) -> None:
    for path, value, expected in error.faults:
        section.note(path, N_("is not known or not allowed"), value=value, expected=expected)
