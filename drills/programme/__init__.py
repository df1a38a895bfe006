from drills.programme.entry import Entry, State
from drills.programme.planner import Told, plan
from drills.programme.programme import Programme
from drills.programme.question import Question

__all__ = ["Entry", "Programme", "Question", "State", "Told", "plan"]
