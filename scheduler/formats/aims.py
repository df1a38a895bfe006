"""What a site file says of its rosters' aims: weights, requests and the ledger, with the files beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from forecasting.messages import N_
from scheduler.agents import Agent
from scheduler.fairness import Ledger
from scheduler.formats.cell_rows import cell_rows
from scheduler.formats.ledger import ledger_rows
from scheduler.formats.objective import read_aims
from scheduler.formats.requests import COLUMNS, REQUIRED, read_requests
from scheduler.formats.sections import FaultReport, Section
from scheduler.formats.values import Reader, whole
from scheduler.objective.aims import Aims
from scheduler.rules.base import Rule

MOST_MONTHS = 36
SECTIONS = ("objective", "requests", "ledger")


@dataclass(frozen=True, slots=True)
class AimsReading:
    """The sections of aims in *root*, of the site file in *folder*; each file beside it gets one of *reports*.

    *name* reads the name of such a file.
    """

    root: Section
    folder: Path
    reports: list[FaultReport]
    name: Reader[str]

    def aims(self, rules: Sequence[Rule], agents: Mapping[str, Agent]) -> Aims:
        """Read the aims; *agents* are those who may ask for something."""
        asked = [request for part in self._request_sections() for request in read_requests(part, agents)]
        section = self.root.table("ledger")
        section.only(("file", "months"))
        months = section.read("months", whole(least=0, most=MOST_MONTHS), Aims().months)
        ledger = self._ledger(section) if section.values else Ledger()
        aims = read_aims(self.root.table("objective"), rules)
        return replace(aims, asked=tuple(asked), ledger=ledger, months=months)

    def _ledger(self, section: Section) -> Ledger:
        file = section.need("file", self.name, N_("the name of a CSV beside the site file"))
        return Ledger() if file is None else ledger_rows(self.folder / file, self._beside(file))

    def _request_sections(self) -> Iterator[Section]:
        if not isinstance(self.root.values.get("requests"), Mapping):
            yield from self.root.tables("requests")
            return
        section = self.root.table("requests")
        section.only(("file",))
        file = section.need("file", self.name, N_("the name of a CSV beside the site file"))
        if file is not None:
            yield from cell_rows(self.folder / file, self._beside(file), COLUMNS, REQUIRED)

    def _beside(self, file: str) -> FaultReport:
        report = FaultReport(file)
        self.reports.append(report)
        return report
