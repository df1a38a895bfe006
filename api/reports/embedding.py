"""Values inside a page: JSON that cannot end its script element, and files of the package."""

import json
from importlib.resources import files

from markupsafe import Markup

# Inside <script> a browser looks for "</script" and "<!--" alone; U+2028 and U+2029 end lines in old readers.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def embedded_json(value: object) -> Markup:
    """Return *value* as compact JSON for a script element; refuses NaN, which JSON does not have."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in UNSAFE.items():
        text = text.replace(character, escape)
    return Markup(text)  # noqa: S704  # every character that could end the element is escaped


def static_text(name: str) -> Markup:
    """Return the file *name* of ``api/static`` as it stands, for a style or script element."""
    return Markup((files("api") / "static" / name).read_text(encoding="utf-8"))  # noqa: S704  # our own file


def plotly_script() -> Markup:
    """Return plotly.js from its Python package, which no page needs a network for."""
    source = (files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    if "</script" in source.lower():
        raise ValueError("plotly.min.js holds </script and cannot stand inside a page")
    return Markup(source)  # noqa: S704  # a library's file, checked above
