"""The files that people write and read: site files, agents, rosters."""

from scheduler.formats.reading import read_site
from scheduler.formats.site_file import SiteFile

__all__ = ["SiteFile", "read_site"]
