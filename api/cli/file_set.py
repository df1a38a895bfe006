"""Files that belong together: all of them are written or none."""

import secrets
from collections.abc import Mapping
from pathlib import Path


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write *contents*, making folders on the way; nothing is replaced before all of it is safely on the disk."""
    mark = secrets.token_hex(6)
    drafts = {path: path.with_name(f".{path.name[:100]}.{mark}.part") for path in contents}
    try:
        for path, draft in drafts.items():
            if path.is_dir():
                raise IsADirectoryError(f"{path} is a folder; expected a file or nothing")
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(contents[path])
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
