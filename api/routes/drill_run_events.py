"""The lines of a run as server-sent events: the id of an event is its line's number."""

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from fastapi.responses import StreamingResponse

from api.drill_news import DrillNews
from api.routes.drill_run_told import line_told
from drills.exercise import Line

HEARTBEAT = b": still here\n\n"
RETRY = b"retry: 1000\n\n"  # milliseconds after which a browser that lost us asks again
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def _news(request: Request) -> DrillNews:
    news: DrillNews = request.app.state.drill_news
    return news


def _behind(
    last_event_id: Annotated[int | None, Header(ge=0, le=2**53)] = None,
    after: Annotated[int, Query(ge=0, le=2**53, description="the number of the last line that is known")] = 0,
) -> int:
    return after if last_event_id is None else last_event_id


News = Annotated[DrillNews, Depends(_news)]
Behind = Annotated[int, Depends(_behind)]


def event_stream(news: DrillNews, drill_id: int, behind: int) -> StreamingResponse:
    """Return the answer that goes on until the client goes or the service ends."""
    return StreamingResponse(_events(news, drill_id, behind), media_type="text/event-stream", headers=HEADERS)


async def _events(news: DrillNews, drill_id: int, behind: int) -> AsyncIterator[bytes]:
    yield RETRY
    async for lines in news.lines(drill_id, behind):
        yield b"".join(event_of(line) for line in lines) or HEARTBEAT


def event_of(line: Line) -> bytes:
    """Return *line* as an event."""
    told = json.dumps(line_told(line), ensure_ascii=False, separators=(",", ":"))
    return f"id: {line.number}\nevent: line\ndata: {told}\n\n".encode()
