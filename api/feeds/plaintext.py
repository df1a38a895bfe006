"""Text that every calendar can read: no control characters, one kind of line break."""

import re

# U+0085, U+2028 and U+2029 are line breaks to programs that split a feed with Unicode rules; a carriage return or a
# form feed is one to others. Within a text they become the line feed that RFC 5545 section 3.3.11 writes as \n.
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
# RFC 5545 section 3.1 leaves CONTROL out of every value; tabs are allowed. C1 controls carry no text either.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_HALF_PAIRS = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return *text* without control characters, its line breaks as line feeds, no half of a UTF-16 pair left."""
    return _HALF_PAIRS.sub("\ufffd", _CONTROLS.sub("", _LINE_BREAKS.sub("\n", text)))


def clean_line(text: str) -> str:
    """Return *text* cleaned and on one line."""
    return " ".join(clean_text(text).split("\n")).strip()
