"""Requests for a feed: what calendars send and what they get."""

import json
import logging
import math

import pytest

from api.feeds import FeedAnswer, MaskFeedSecrets, answer_feed_request, hash_of, masked, new_secret
from api.feeds.http import etag_of

SECRET = "s3cret"
BODY = "BEGIN:VCALENDAR\r\nX:班\r\nEND:VCALENDAR\r\n".encode()
STORE = {hash_of(SECRET): BODY}


def ask(method: str = "GET", secret: str = SECRET, if_none_match: str | None = None) -> FeedAnswer:
    return answer_feed_request(method, secret, if_none_match, STORE.get)


def test_a_get_gives_the_calendar_with_a_strong_tag() -> None:
    answer = ask()
    assert (answer.status, answer.body) == (200, BODY)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(BODY))
    assert answer.headers["ETag"].startswith('"')
    assert "Content-Encoding" not in answer.headers
    assert "no-transform" in answer.headers["Cache-Control"]


def test_every_answer_keeps_the_link_to_itself() -> None:
    for answer in (ask(), ask(secret="x"), ask(method="POST"), ask(if_none_match="*")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Location" not in answer.headers
        assert "WWW-Authenticate" not in answer.headers


def test_a_head_gives_the_headers_of_the_get_and_no_body() -> None:
    assert ask(method="HEAD").headers == ask().headers
    assert ask(method="HEAD").body == b""


@pytest.mark.parametrize("sent", ["{tag}", "W/{tag}", '"other", {tag}', '"other",W/{tag} , "third"', "*"])
def test_a_known_tag_is_answered_with_304_and_nothing_else(sent: str) -> None:
    tag = etag_of(BODY)
    answer = ask(if_none_match=sent.format(tag=tag))
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert "Content-Length" not in answer.headers


@pytest.mark.parametrize("sent", ['"other"', "", "nonsense", '"', etag_of(BODY).strip('"')])
def test_an_unknown_tag_gets_the_calendar(sent: str) -> None:
    assert ask(if_none_match=sent).status == 200


def test_other_bytes_have_another_tag() -> None:
    assert etag_of(BODY) != etag_of(BODY + b" ")


@pytest.mark.parametrize("secret", ["", "unknown", "x" * 129, "班", "../s3cret", "\udcff", hash_of(SECRET)])
def test_unknown_rotated_revoked_and_malformed_links_are_one_and_the_same_404(secret: str) -> None:
    assert ask(secret=secret) == ask(secret="rotated")
    assert ask(secret=secret).status == 404
    assert ask(secret=secret, if_none_match="*").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "OPTIONS"])
def test_a_feed_is_only_read_and_the_refusal_tells_nothing_of_the_link(method: str) -> None:
    assert ask(method=method) == ask(method=method, secret="unknown")
    assert ask(method=method).status == 405
    assert ask(method=method).headers["Allow"] == "GET, HEAD"


def test_a_refusal_is_a_problem_document() -> None:
    answer = ask(secret="unknown")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.body)["status"] == 404


def test_a_secret_has_at_least_128_bits_and_fits_a_path() -> None:
    secrets = {new_secret() for _ in range(200)}
    assert len(secrets) == 200
    for secret in secrets:
        assert len(secret) * math.log2(64) >= 128
        assert secret.replace("-", "").replace("_", "").isalnum()
        assert secret.isascii()


def test_only_the_sha_256_of_a_secret_is_kept() -> None:
    assert hash_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /feeds/abc-DEF_1.ics HTTP/1.1", "GET /feeds/***.ics HTTP/1.1"),
        ("https://x.example/feeds/abc.ics?y=1", "https://x.example/feeds/***.ics?y=1"),
        ("/feeds/abc", "/feeds/***"),
        ("webcal://h/feeds/a.b.ics", "webcal://h/feeds/***.ics"),
        ("/api/v1/rosters/1", "/api/v1/rosters/1"),
    ],
)
def test_secrets_are_masked_in_text(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_secrets_are_masked_in_access_logs() -> None:
    secret = new_secret()
    record = logging.LogRecord(
        "uvicorn.access", logging.INFO, __file__, 1, '%s - "%s %s"', ("::1", "GET", f"/feeds/{secret}.ics"), None
    )
    assert MaskFeedSecrets().filter(record)
    assert record.getMessage() == '::1 - "GET /feeds/***.ics"'
