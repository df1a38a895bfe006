from scheduler.repair.change import Change
from scheduler.repair.incident import Absence, Incident, Notice
from scheduler.repair.mildness import ChangePrices, Mildness
from scheduler.repair.repair import Asks, Repair, repair

__all__ = ["Absence", "Asks", "Change", "ChangePrices", "Incident", "Mildness", "Notice", "Repair", "repair"]
