"""``watchbill``: reads the words, calls the command, turns faults into one clear error and an exit code."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from api.cli import backtest, calendar, demo, drill, forecast, history, people, plan, roster, rules, serve, simulate
from api.cli.console import Console
from api.cli.parser import parser_in
from api.errors import ApiError
from api.translation import LANGUAGES, language_of, translator
from drills.errors import DrillError
from forecasting.errors import ForecastingError, InputError
from forecasting.messages import Translate, sentence_of
from scheduler.errors import SchedulerError

EXIT_FAULT = 2
EXIT_INTERRUPTED = 130
COMMANDS = (backtest, calendar, demo, drill, forecast, history, people, plan, roster, rules, serve, simulate)


def main(words: Sequence[str] | None = None) -> int:
    """Run ``watchbill`` with *words*, by default those of the process; return its exit code."""
    language = _language(sys.argv[1:] if words is None else words)
    _ = translator(language)
    options = build_parser(_).parse_args(words)
    console = Console(_, language)
    try:
        return int(options.run(options, console))
    except InputError as error:
        console.faults(error.faults)
    except (ApiError, DrillError, ForecastingError, SchedulerError) as error:
        console.error(sentence_of(error))
    except OSError as error:
        console.error(_of_file(error, _))
    except KeyboardInterrupt:
        console.error(_("stopped; nothing was written"))
        return EXIT_INTERRUPTED
    return EXIT_FAULT


def _of_file(error: OSError, _: Translate) -> str:
    """Say what is wrong with the file that *error* names."""
    if error.filename is None:
        return sentence_of(error)
    path = Path(os.fsdecode(error.filename))
    if isinstance(error, FileNotFoundError):
        return _("{file}: there is no such file").format(file=path)
    if isinstance(error, IsADirectoryError):
        return _("{file}: is a folder; expected a file").format(file=path)
    if isinstance(error, NotADirectoryError | FileExistsError):
        in_the_way = next((part for part in (path, *path.parents) if part.is_file()), path)
        return _("{file}: is a file; expected a folder").format(file=in_the_way)
    if isinstance(error, PermissionError):
        return _("{file}: may not be read or written by you").format(file=path)
    return sentence_of(error)


def build_parser(_: Translate) -> argparse.ArgumentParser:
    """Return the parser with every command, its help in the language of *_*."""
    parser = parser_in(_)(
        prog="watchbill",
        description=_("Forecasts, lawful rosters, calendar feeds and incident drills for customer-service centres."),
    )
    parser.add_argument("--language", choices=tuple(LANGUAGES), help=_("language of messages and reports"))
    commands = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    for command in COMMANDS:
        command.add_command(commands, _)
    return parser


def _language(words: Sequence[str]) -> str:
    early = argparse.ArgumentParser(add_help=False)
    early.add_argument("--language", choices=tuple(LANGUAGES))
    known, _rest = early.parse_known_args(words)
    return known.language or language_of(os.environ.get("LC_ALL") or os.environ.get("LANG"))
