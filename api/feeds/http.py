"""One request for a feed, answered without a framework: who holds the secret gets the bytes, all others one 404."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.feeds.links import MOST_CHARACTERS, hash_of

Lookup = Callable[[str], bytes | None]

CONTENT_TYPE = "text/calendar; charset=utf-8"
# A cache may keep a feed but asks each time; no-transform keeps gzip off on the way, on which Outlook fails (RFC 9111
# section 5.2.2.6). no-referrer and noindex keep the link out of other sites' logs and of search engines.
PRIVATE = {
    "Cache-Control": "private, no-cache, no-transform",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """An HTTP answer: *status*, *headers* and *body*; the body of a HEAD is empty and its length is the GET's."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def answer_feed_request(method: str, secret: str, if_none_match: str | None, lookup: Lookup) -> FeedAnswer:
    """Answer *method* on the feed whose link bears *secret*.

    *lookup* gets the hash of the secret and returns the feed's bytes, None where no living link has it. Accept and
    Accept-Encoding are never looked at: never a 406, never gzip. Unknown, rotated, revoked and malformed links are
    one and the same 404; any other method than GET and HEAD is a 405, whatever the link.
    """
    if method not in {"GET", "HEAD"}:
        return _problem(method, 405, "Method Not Allowed", {"Allow": "GET, HEAD"})
    body = lookup(hash_of(secret)) if 0 < len(secret) <= MOST_CHARACTERS else None
    if body is None:
        return _problem(method, 404, "Not Found", {})
    tag = etag_of(body)
    if if_none_match is not None and matches(tag, if_none_match):
        return FeedAnswer(304, {"ETag": tag, **PRIVATE}, b"")
    headers = {
        "Content-Type": CONTENT_TYPE,
        "Content-Length": str(len(body)),
        "Content-Disposition": 'inline; filename="calendar.ics"',
        "ETag": tag,
        **PRIVATE,
    }
    return FeedAnswer(200, headers, b"" if method == "HEAD" else body)


def etag_of(body: bytes) -> str:
    """Return the strong entity tag of *body* (RFC 9110 section 8.8.3): other bytes, other tag."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def matches(tag: str, if_none_match: str) -> bool:
    """Tell whether *if_none_match* names *tag*: a list, ``*``, weak comparison (RFC 9110 section 13.1.2)."""
    return if_none_match.strip() == "*" or tag in _TAG.findall(if_none_match)


def _problem(method: str, status: int, title: str, extra: Mapping[str, str]) -> FeedAnswer:
    body = json.dumps({"type": "about:blank", "title": title, "status": status}).encode()
    headers = {"Content-Type": "application/problem+json", "Content-Length": str(len(body)), **extra, **PRIVATE}
    return FeedAnswer(status, headers, b"" if method == "HEAD" else body)
