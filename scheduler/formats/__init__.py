"""The files that people write and read: site files, agents, rosters."""

from scheduler.formats.reading import read_site
from scheduler.formats.roster_csv import roster_csv, write_roster_csv
from scheduler.formats.roster_files import read_past_roster, read_roster, roster_days, write_roster
from scheduler.formats.roster_json import roster_document, write_roster_json
from scheduler.formats.roster_xlsx import roster_xlsx, write_roster_xlsx
from scheduler.formats.site_file import SiteFile
from scheduler.formats.what_if import read_what_if

__all__ = [
    "SiteFile",
    "read_past_roster",
    "read_roster",
    "read_site",
    "read_what_if",
    "roster_csv",
    "roster_days",
    "roster_document",
    "roster_xlsx",
    "write_roster",
    "write_roster_csv",
    "write_roster_json",
    "write_roster_xlsx",
]
