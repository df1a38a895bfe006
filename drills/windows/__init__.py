from drills.windows.finder import Finder, find_windows
from drills.windows.history import DrillHistory, PastDrill, Retest, history_of
from drills.windows.weights import Weights
from drills.windows.wishes import Wishes

__all__ = ["DrillHistory", "Finder", "PastDrill", "Retest", "Weights", "Wishes", "find_windows", "history_of"]
