"""The law pack of a site file and its rules' parameters."""

from collections.abc import Mapping

from forecasting.messages import N_
from scheduler.formats.sections import Section
from scheduler.formats.values import text
from scheduler.rules.base import Rule
from scheduler.rules.heads import HeadsOnDuty
from scheduler.rules.law import RuleParameterError, law_pack, with_parameters

DEFAULT_PACK = "china"


def read_rules(law: Section, parameters: Section, floor: int) -> tuple[str, tuple[Rule, ...]]:
    """Read the name of the law pack and its rules with the site's parameters; *floor* is the site's least heads on duty."""
    law.only(("pack",))
    pack = law.read("pack", text, DEFAULT_PACK)
    try:
        rules = law_pack(pack)
    except RuleParameterError as error:
        _refuse(law, error)
        return pack, ()
    tables: dict[str, Mapping[str, object]] = {HeadsOnDuty.name: {"heads": floor}}
    for name, values in parameters.values.items():
        if isinstance(values, Mapping):
            tables[name] = {**tables.get(name, {}), **values}
        else:
            parameters.refuse(name, N_("is no table"), f"[rules.{name}]")
    try:
        return pack, with_parameters(rules, tables)
    except RuleParameterError as error:
        _refuse(parameters, error)
        return pack, rules


def _refuse(section: Section, error: RuleParameterError) -> None:
    for path, value, expected in error.faults:
        section.note(path, N_("is not known or not allowed"), value=value, expected=expected)
