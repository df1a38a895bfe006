from drills.rating import Rating
from drills.simulation.chance import chance
from drills.simulation.cost import LiveCost, ServiceCost, live_cost
from drills.simulation.crew import Crew, Member
from drills.simulation.expected_score import Score, Scoring, simple_score
from drills.simulation.floor import Floor, floor_of
from drills.simulation.habits import Habits
from drills.simulation.points import TimePoint
from drills.simulation.predict import Setting, predict, setting_of
from drills.simulation.prediction import PointForecast, Prediction, TaskForecast
from drills.simulation.queue import QueueForecast, Served
from drills.simulation.rehearse import EventKind, RehearsedEvent, rehearse
from drills.simulation.spread import Spread

__all__ = [
    "Crew",
    "EventKind",
    "Floor",
    "Habits",
    "LiveCost",
    "Member",
    "PointForecast",
    "Prediction",
    "QueueForecast",
    "Rating",
    "RehearsedEvent",
    "Score",
    "Scoring",
    "Served",
    "ServiceCost",
    "Setting",
    "Spread",
    "TaskForecast",
    "TimePoint",
    "chance",
    "floor_of",
    "live_cost",
    "predict",
    "rehearse",
    "setting_of",
    "simple_score",
]
