"""Sites: stored as the documents that planners wrote, read again for every question."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from api.settings import Bounds
from api.store import UnitOfWork
from api.store.records import StoredSite
from api.usecases.unpacked import refuse_huge
from api.usecases.uploads import laid_down
from forecasting.errors import Fault, InputError
from forecasting.messages import N_, Sentence
from scheduler.formats import SiteFile, read_site


def add_site(unit: UnitOfWork, document: str, files: Mapping[str, bytes], now: datetime, bounds: Bounds) -> StoredSite:
    """Store the site described by *document*, one of *files*, under the name that it bears; refuse it with every fault."""
    if document not in files:
        raise InputError([Fault(document, N_("the site document is not among the files"), expected=", ".join(files))])
    refuse_huge(files, bounds.unpacked_bytes, bounds.history_rows)
    site_file = _read(document, files)
    if len(site_file.agents) > bounds.agents:
        found = str(len(site_file.agents))
        raise InputError(
            [
                Fault(
                    document,
                    N_("too many agents"),
                    None,
                    "agents",
                    found,
                    Sentence(N_("at most {most}"), most=bounds.agents),
                )
            ]
        )
    site = unit.sites.add(site_file.site.name, document, files, now)
    unit.commit()
    return site


def list_sites(unit: UnitOfWork) -> list[StoredSite]:
    """Return every site, the oldest first."""
    return unit.sites.all()


def site_file_of(unit: UnitOfWork, site_id: int) -> SiteFile:
    """Return a stored site as its document says it."""
    return _read(unit.sites.get(site_id).document, unit.sites.files(site_id))


def site_files(document: Path) -> dict[str, bytes]:
    """Return the site *document* on disk and the files beside it that it names, byte for byte."""
    files = {document.name: document.read_bytes()}
    if document.suffix == ".toml":
        for name in _named_files(tomllib.loads(files[document.name].decode("utf-8-sig"))):
            files[name] = (document.parent / name).read_bytes()
    return files


def _named_files(section: Mapping[str, object]) -> Iterator[str]:
    for key, value in section.items():
        if isinstance(value, dict):
            yield from _named_files(value)
        elif key == "file" and isinstance(value, str):
            yield value


def _read(document: str, files: Mapping[str, bytes]) -> SiteFile:
    with laid_down(files) as paths:
        return read_site(paths[document])
