from drills.practice.circumstances import USUAL, Circumstances
from drills.practice.crew import crew_of
from drills.practice.rehearsed import rehearsed_run

__all__ = ["USUAL", "Circumstances", "crew_of", "rehearsed_run"]
