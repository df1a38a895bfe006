"""``watchbill serve``: the web console, the REST interface and the calendar feeds over one store."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from api.service import serve
from api.settings import Settings
from forecasting.messages import Translate

if TYPE_CHECKING:
    from api.cli.console import Console

DEFAULT_PORT = 8080


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", _: Translate) -> None:
    """Add the command to *commands*."""
    parser = commands.add_parser("serve", help=_("serve the web console, the REST interface and the calendar feeds"))
    add_service_options(parser, _)
    parser.set_defaults(run=run)


def add_service_options(parser: argparse.ArgumentParser, _: Translate) -> None:
    """Add where the store lies and where the service listens."""
    parser.add_argument("--data-dir", type=Path, required=True, help=_("folder of the store; made where it is missing"))
    parser.add_argument("--host", default="127.0.0.1", help=_("address of this machine to listen on; loopback only"))
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=_("port to listen on; 0 takes a free one"))


def service_settings(options: argparse.Namespace) -> Settings:
    """Return the settings that *options* ask for."""
    return Settings(options.data_dir.resolve(), options.host, options.port)


def run(options: argparse.Namespace, console: "Console") -> int:
    """Serve until the process is asked to stop."""
    _ = console.translate
    serve(
        service_settings(options),
        lambda address: console.say(_("Watchbill is at {address} (stop with Ctrl-C)").format(address=address)),
    )
    return 0
