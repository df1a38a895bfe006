"""What stands before every route: the service answers this machine's own names and pages only.

A page elsewhere can make a browser send requests to a loopback address. It cannot make it lie in ``Host`` (which stops
DNS rebinding), ``Origin`` or ``Sec-Fetch-Site`` (which stop forged changes).
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import SECURITY_HEADERS
from api.problems import Problem, problem_response
from api.settings import LOOPBACK_HOSTS
from forecasting.messages import N_

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

WRONG_HOST = Problem(421, "wrong-host", N_("This name is not one of this service's"))
TOO_LARGE = Problem(413, "too-large", N_("The request is too large"))
FOREIGN_ORIGIN = Problem(403, "foreign-origin", N_("Changes are taken from this service's own pages only"))


class Guard:
    """ASGI middleware that refuses foreign names, foreign origins and bodies above *most_bytes*.

    Adds the security headers to every answer.
    """

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or hand it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most_bytes:
                raise HTTPException(TOO_LARGE.status, TOO_LARGE.title)
            return message

        answer = self._refusal(scope)
        await (answer or self._app)(scope, receive_counted, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _hostname(f"//{host}") not in LOOPBACK_HOSTS:
            return problem_response(WRONG_HOST, WRONG_HOST.title, scope["path"], {}, {"detail": f"host {host!r}"})
        if scope["method"] not in SAFE_METHODS and not _is_own(headers, f"{scope['scheme']}://{host}"):
            origin = headers.get("origin")
            return problem_response(
                FOREIGN_ORIGIN, FOREIGN_ORIGIN.title, scope["path"], {}, {"detail": f"origin {origin!r}"}
            )
        size = headers.get("content-length", "0")
        if size.isdecimal() and int(size) > self._most_bytes:
            facts = {"detail": f"{size} bytes; expected at most {self._most_bytes}"}
            return problem_response(TOO_LARGE, TOO_LARGE.title, scope["path"], {}, facts)
        return None


def _hostname(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _is_own(headers: Headers, own: str) -> bool:
    """Tell whether a change comes from our own page or from a program that is no browser and sends neither header."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    return headers.get("origin", own) == own
