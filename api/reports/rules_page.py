"""The catalogue of rules as a part of a Markdown page, between the marks that begin and end it there."""

from collections.abc import Iterator, Sequence

from api.reports.rules_told import ParameterTold, RuleTold
from forecasting.messages import N_, Translate, listed
from scheduler.rules.law import PACKS

BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"
SECTIONS = (
    (N_("Rules of law and contract"), True),
    (N_("Rules that a site may add"), False),
)


def rules_page(rules: Sequence[RuleTold], _: Translate) -> str:
    """Return *rules* in Markdown: which pack has which, then each with its source, its parameters and how it differs."""
    lines: list[str] = []
    for heading, packed in SECTIONS:
        part = [rule for rule in rules if bool(rule.packs) is packed]
        if part:
            lines += [f"## {_(heading)}", "", *_overview(part, _, packed=packed), ""]
            for rule in part:
                lines += [*_details(rule, _), ""]
    return "\n".join(lines)


def _overview(rules: Sequence[RuleTold], _: Translate, *, packed: bool) -> Iterator[str]:
    packs = tuple(PACKS) if packed else ()
    yield _row([_("rule"), _("title"), _("weight"), _("source"), *(f"`{pack}`" for pack in packs)])
    yield "|---" * (4 + len(packs)) + "|"
    for rule in rules:
        held = ("✓" if pack in rule.packs else "" for pack in packs)
        yield _row([f"[`{rule.name}`](#{rule.name})", rule.title, rule.severity, rule.citation, *held])


def _details(rule: RuleTold, _: Translate) -> Iterator[str]:
    yield from (f"### {rule.name}", "", _("**{title}** ({weight}).").format(title=rule.title, weight=rule.severity))
    yield from (rule.says, "")
    for item in _remarks(rule, _):
        yield f"- {item}"
    if rule.parameters:
        yield ""
        yield _row([_("parameter"), _("value"), _("unit"), _("default"), _("meaning")])
        yield "|---|---|---|---|---|"
        yield from (_parameter(parameter) for parameter in rule.parameters)


def _remarks(rule: RuleTold, _: Translate) -> Iterator[str]:
    yield _("Source: {sources}").format(sources=listed(rule.sources, _))
    if rule.differs:
        yield _("How it differs: {sentence}").format(sentence=rule.differs)
    if rule.note:
        yield _("To be known: {sentence}").format(sentence=rule.note)
    if rule.firm:
        yield _("How firm: {sentence}").format(sentence=rule.firm)
    if rule.beside:
        yield _("A site may also set: {words}").format(words=listed((f"`{word}`" for word in rule.beside), _))
    elif "teams" not in {parameter.name for parameter in rule.parameters}:
        yield _("Holds for everybody.")


def _parameter(parameter: ParameterTold) -> str:
    default = f"`{parameter.default}`" if parameter.default else ""
    return _row([f"`{parameter.name}`", parameter.expected, parameter.unit, default, parameter.meaning])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def put_into(page: str, part: str) -> str:
    """Return *page* with *part* in the place of what stands between its marks; ValueError where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"no marks {BEGIN} and {END}")
    return f"{before}{begin}\n\n{part.strip()}\n\n{end}{after}"
