"""The door to site files of every format."""

from pathlib import Path

from forecasting.messages import N_
from scheduler.errors import SiteFileError
from scheduler.formats.pyworkforce import read_pyworkforce_site
from scheduler.formats.sections import FaultReport
from scheduler.formats.site_file import SiteFile
from scheduler.formats.toml_site import read_toml_site


def read_site(path: str | Path) -> SiteFile:
    """Read the site file at *path*: TOML, or the JSON of a call centre as pyworkforce's examples have it.

    Raises SiteFileError naming every fault, FileNotFoundError where there is no file.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".toml":
        return read_toml_site(path)
    if suffix == ".json":
        return read_pyworkforce_site(path)
    report = FaultReport(path.name)
    report.add(
        None, N_("is no site file by its name"), value=path.suffix, expected=N_("a name that ends in .toml or .json")
    )
    raise SiteFileError(report.faults)
