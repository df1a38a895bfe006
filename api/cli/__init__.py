"""The command line: one module a command, each a door to the use cases."""

from api.cli.main import main

__all__ = ["main"]
