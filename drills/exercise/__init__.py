from drills.exercise.board import Board, board
from drills.exercise.clocks import ClockStanding, ClockStatus, standing_of
from drills.exercise.correcting import correct
from drills.exercise.due import next_due
from drills.exercise.facts import Cause, Chat, Clock, Given, Judgement, Said, Stamp
from drills.exercise.injecting import give
from drills.exercise.judging import hand_in, judge
from drills.exercise.levels import called_for
from drills.exercise.log import Line, LineKind, Log, log_text, read_log
from drills.exercise.measuring import measure_live
from drills.exercise.observing import attend, note
from drills.exercise.orders import Order
from drills.exercise.people import names
from drills.exercise.phases import TURNS, Phase
from drills.exercise.run import Run, next_tick, run_of, tick
from drills.exercise.sheet import Mark, Sheet
from drills.exercise.stamping import stamp
from drills.exercise.state import State, effective, sheet_of
from drills.exercise.talking import close_chat, say
from drills.exercise.turns import (
    AbortCause,
    CoverTold,
    abort,
    approve,
    call_off,
    close,
    end,
    evaluate,
    look_both_ways,
    pause,
    plan,
    report,
    resume,
    start,
)

__all__ = [
    "TURNS",
    "AbortCause",
    "Board",
    "Cause",
    "Chat",
    "Clock",
    "ClockStanding",
    "ClockStatus",
    "CoverTold",
    "Given",
    "Judgement",
    "Line",
    "LineKind",
    "Log",
    "Mark",
    "Order",
    "Phase",
    "Run",
    "Said",
    "Sheet",
    "Stamp",
    "State",
    "abort",
    "approve",
    "attend",
    "board",
    "call_off",
    "called_for",
    "close",
    "close_chat",
    "correct",
    "effective",
    "end",
    "evaluate",
    "give",
    "hand_in",
    "judge",
    "log_text",
    "look_both_ways",
    "measure_live",
    "names",
    "next_due",
    "next_tick",
    "note",
    "pause",
    "plan",
    "read_log",
    "report",
    "resume",
    "run_of",
    "say",
    "sheet_of",
    "stamp",
    "standing_of",
    "start",
    "tick",
]
