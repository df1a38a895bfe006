"""``watchbill history check``: reads an export and tells what is in it."""

import argparse
from typing import TYPE_CHECKING

from forecasting.messages import Translate

if TYPE_CHECKING:
    from api.cli.console import Console


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("history", help=_("read and check volume exports"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Check the files named in *options*."""
    raise NotImplementedError
