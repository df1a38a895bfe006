"""The parser of the command line in the reader's language: ``argparse`` itself knows English only."""

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from forecasting.messages import N_, Translate

# What argparse refuses, as it says it, and how that is said here.
REFUSALS = tuple(
    (re.compile(pattern), template)
    for pattern, template in (
        (r"argument (?P<option>\S+): (?P<reason>.+)", N_("{option}: {reason}")),
        (r"the following arguments are required: (?P<names>.+)", N_("these arguments are required: {names}")),
        (r"one of the arguments (?P<names>.+) is required", N_("one of these arguments is required: {names}")),
        (r"not allowed with argument (?P<other>.+)", N_("not allowed together with {other}")),
        (r"unrecognized arguments: (?P<names>.+)", N_("nothing is known of these arguments: {names}")),
        (r"expected one argument", N_("one value is expected")),
        (r"expected at least one argument", N_("at least one value is expected")),
        (
            r"invalid choice: (?P<value>.+) \(choose from (?P<names>.+)\)",
            N_("{value} is no choice; expected one of {names}"),
        ),
        (r"invalid \S+ value: (?P<value>.+)", N_("{value} cannot be read")),
    )
)
HEADING = re.compile(r"^(\S.*):$", re.MULTILINE)


def parser_in(_: Translate) -> Callable[..., argparse.ArgumentParser]:
    """Return the class of parsers, those of commands included, that speak the language of *_*."""

    class Formatter(argparse.HelpFormatter):
        def add_usage(
            self,
            usage: str | None,
            actions: Iterable[argparse.Action],
            groups: Iterable[argparse._MutuallyExclusiveGroup],
            prefix: str | None = None,
        ) -> None:
            super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)

        def format_help(self) -> str:
            return HEADING.sub(lambda found: _("{heading}:").format(heading=found[1]), super().format_help())

    class Parser(argparse.ArgumentParser):
        def __init__(self, **told: Any) -> None:
            super().__init__(**{**told, "formatter_class": Formatter, "add_help": False})
            self._positionals.title, self._optionals.title = _("positional arguments"), _("options")
            self.add_argument("-h", "--help", action="help", help=_("show this help message and exit"))

        def error(self, message: str) -> NoReturn:
            self.print_usage(sys.stderr)
            told = _("error: {sentence}").format(sentence=refusal(message, _))
            self.exit(2, f"{self.prog}: {told}\n")

    return Parser


def refusal(message: str, _: Translate) -> str:
    """Return what argparse says in *message* in the language of *_*; what it has not said before stays English."""
    for pattern, template in REFUSALS:
        found = pattern.fullmatch(message)
        if found:
            values = found.groupdict()
            if "reason" in values:
                values["reason"] = refusal(values["reason"], _)
            return _(template).format(**values)
    return message
