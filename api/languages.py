"""Which language a request asks for: the address, then the cookie, then the browser's list."""

from starlette.requests import Request

from api.translation import LANGUAGES, language_of

COOKIE = "watchbill_language"


def language_asked(request: Request) -> str:
    """Return the language for the answer to *request*, one of LANGUAGES."""
    for choice in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if choice in LANGUAGES:
            return choice
    return preferred(request.headers.get("accept-language", ""))


def preferred(accepted: str) -> str:
    """Return the language for an ``Accept-Language`` list (RFC 9110 section 12.5.4); English where it names none we have."""
    weighed: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, share = part.partition(";q=")
        try:
            weighed.append((float(share or 1), tag.strip().lower()))
        except ValueError:
            continue
    for weight, tag in sorted(weighed, key=lambda pair: -pair[0]):
        if weight > 0 and tag.partition("-")[0] in {"en", "zh"}:
            return language_of(tag)
    return "en"
