from drills.exercise.board.board import Board, BoardIncident, board
from drills.exercise.board.chats import BoardChat, BoardCue, BoardSaid, ChatStatus
from drills.exercise.board.clocks import BoardClock
from drills.exercise.board.injects import BoardInject, InjectStatus
from drills.exercise.board.lines import BoardLine, BoardLook, BoardNote, BoardStamp
from drills.exercise.board.seats import BoardSeat

__all__ = [
    "Board",
    "BoardChat",
    "BoardClock",
    "BoardCue",
    "BoardIncident",
    "BoardInject",
    "BoardLine",
    "BoardLook",
    "BoardNote",
    "BoardSaid",
    "BoardSeat",
    "BoardStamp",
    "ChatStatus",
    "InjectStatus",
    "board",
]
