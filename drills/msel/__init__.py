from drills.msel.edits import edited_scenario
from drills.msel.table_file import msel_csv

__all__ = ["edited_scenario", "msel_csv"]
