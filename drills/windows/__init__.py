from drills.windows.confirmed import confirmed
from drills.windows.estimated import estimate_of, teams_of
from drills.windows.finder import Finder, find_windows
from drills.windows.history import DrillHistory, PastDrill, Retest, history_of
from drills.windows.live import LiveService, live_service
from drills.windows.recheck import DayTold, Decision, recheck
from drills.windows.simulated import Absence, Rehearsal, Verdict
from drills.windows.weights import Weights
from drills.windows.wishes import Wishes

__all__ = [
    "Absence",
    "DayTold",
    "Decision",
    "DrillHistory",
    "Finder",
    "LiveService",
    "PastDrill",
    "Rehearsal",
    "Retest",
    "Verdict",
    "Weights",
    "Wishes",
    "confirmed",
    "estimate_of",
    "find_windows",
    "history_of",
    "live_service",
    "recheck",
    "teams_of",
]
