"""An inject that people added to a list."""

from collections.abc import Mapping

from drills.msel.columns import names_in
from drills.scenario.frozen import Inject, Scenario, Source
from drills.scenario.text import Text


def added_inject(row: Mapping[str, str], scenario: Scenario) -> Inject:
    """Return the inject of a *row* that was checked; of the only incident where there is one and it names none."""
    incident = row["incident"].strip()
    if not incident and len(scenario.incidents) == 1:
        incident = scenario.incidents[0].id
    return Inject(
        id=row["id"].strip(),
        minutes=int(row["minute"]),
        source=Source(row["source"].strip()),
        sender=Text(row["from_en"], row["from_zh"]),
        seat=row["to"].strip(),
        text=Text(row["text_en"], row["text_zh"]),
        objectives=names_in(row["objectives"]),
        incident=incident,
    )
