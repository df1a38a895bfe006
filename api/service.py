"""Runs the service: one process, loopback only, feed secrets kept out of the log."""

import logging
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.errors import SettingsError
from api.feeds import MaskFeedSecrets
from api.settings import Settings
from api.store import Store
from forecasting.messages import N_, Sentence

BACKLOG = 128
GRACE_SECONDS = 5  # for answers under way when the service is asked to stop


def serve(settings: Settings, announce: Callable[[str], None], store: Store | None = None) -> None:
    """Serve until the process is asked to stop; *announce* gets the address once the port is ours.

    Raises SettingsError when the port is taken.
    """
    listening = _listen(settings.host, settings.port)
    with listening:
        server = _Server(_configured(create_app(settings, store)))
        announce(address(settings.host, listening.getsockname()[1]))
        # Ctrl-C is the way to stop it: the server has shut down in order by the time it says so.
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """Stops long work and streams first: whoever waits for work is told so, everybody else gets their answer."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop long work and streams, then answer what is left."""
        if isinstance(self.config.app, FastAPI):
            self.config.app.state.computing.close()
            self.config.app.state.drill_news.close()
        await super().shutdown(sockets)


def address(host: str, port: int) -> str:
    """Return the address of the first page."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        template = N_("port {port} of {host} cannot be used: {reason}; choose another with --port")
        raise SettingsError(Sentence(template, port=port, host=host, reason=error.strerror)) from error
    listening.listen(BACKLOG)
    return listening


def _configured(app: FastAPI) -> uvicorn.Config:
    # Nobody stands in front of a loopback service: forwarded addresses are not believed.
    config = uvicorn.Config(
        app,
        proxy_headers=False,
        server_header=False,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        for handler in logging.getLogger(name).handlers:
            handler.addFilter(MaskFeedSecrets())
    return config
