"""The rules as a reader is told of them: every sentence in one language, ready to show."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.reports.rule_rows import SEVERITY_NAMES
from forecasting.messages import Translate, said
from scheduler.rules.catalogue import Entry, Parameter
from scheduler.rules.sources import sources


@dataclass(frozen=True, slots=True)
class ParameterTold:
    """One parameter: *default* as a site file writes it, empty where it is left out; *unit* empty where it has none."""

    name: str
    expected: str
    unit: str
    default: str
    meaning: str


@dataclass(frozen=True, slots=True)
class RuleTold:
    """One rule; *packs* are empty for one that only a site adds, *beside* what a site may set beside the parameters, *firm* how hard it is."""

    name: str
    title: str
    citation: str
    sources: tuple[str, ...]
    severity: str
    says: str
    differs: str
    note: str
    packs: tuple[str, ...]
    beside: tuple[str, ...]
    firm: str
    parameters: tuple[ParameterTold, ...]


def rules_told(entries: Iterable[Entry], _: Translate) -> list[RuleTold]:
    """Return *entries* in the language of *_*."""
    return [_rule(entry, _) for entry in entries]


def _rule(entry: Entry, _: Translate) -> RuleTold:
    rule, text = entry.rule, entry.text
    return RuleTold(
        rule.name,
        said(text.title, _),
        said(rule.citation, _),
        tuple(source.say(_) for source in sources(rule.citation)),
        said(SEVERITY_NAMES[rule.severity], _),
        said(text.says, _),
        said(text.differs, _),
        said(text.note, _),
        entry.packs,
        entry.beside,
        "" if entry.firm is None else entry.firm.say(_),
        tuple(_parameter(parameter, _) for parameter in entry.parameters),
    )


def _parameter(parameter: Parameter, _: Translate) -> ParameterTold:
    return ParameterTold(
        parameter.name,
        parameter.expected.say(_),
        said(parameter.unit, _),
        parameter.default,
        said(parameter.meaning, _),
    )
