"""Calendar feeds: pure functions from stored revisions of events to the bytes that calendars subscribe to."""

from api.feeds.calendars import Window, feed_bytes
from api.feeds.documents import revision_document, revision_of_document
from api.feeds.drills import drill_feed, drill_revisions
from api.feeds.events import EventRevision, EventStatus, Feed, Phrase
from api.feeds.files import agent_files, file_names, write_agent_feeds
from api.feeds.http import FeedAnswer, answer_feed_request
from api.feeds.links import MaskFeedSecrets, hash_of, masked, new_secret
from api.feeds.revisions import agent_feed, calendar_uid, revisions_by_agent, revisions_of

__all__ = [
    "EventRevision",
    "EventStatus",
    "Feed",
    "FeedAnswer",
    "MaskFeedSecrets",
    "Phrase",
    "Window",
    "agent_feed",
    "agent_files",
    "answer_feed_request",
    "calendar_uid",
    "drill_feed",
    "drill_revisions",
    "feed_bytes",
    "file_names",
    "hash_of",
    "masked",
    "new_secret",
    "revision_document",
    "revision_of_document",
    "revisions_by_agent",
    "revisions_of",
    "write_agent_feeds",
]
