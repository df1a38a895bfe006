"""Files that appear whole or not at all, alone or together."""

import os
import secrets
from collections.abc import Mapping
from errno import EISDIR
from pathlib import Path


def write_atomically(path: str | Path, content: bytes | str) -> None:
    """Write *content* to *path*, text as UTF-8, creating the folders on the way.

    Readers see the old file or the new one, never a part, also after a power loss; a failure leaves the old one as it
    is. The permissions are those of a file written plainly. A link is written through.
    """
    path = Path(path).resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        with draft.open("xb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write *contents*, making folders on the way; nothing is replaced before all of it is written."""
    mark = secrets.token_hex(6)
    drafts = {path: path.with_name(f".{path.name[:100]}.{mark}.part") for path in contents}
    try:
        for path, draft in drafts.items():
            if path.is_dir():
                raise IsADirectoryError(EISDIR, "is a folder; expected a file or nothing", str(path))
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(contents[path])
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
