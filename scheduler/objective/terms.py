"""What a term of the objective is: a name, what it costs from the roster, and the same in the model.

Costs are whole hundredths of a point and never negative. There are three shapes of terms besides cover: of a single
day, of one agent's line of days, and of how people who are alike share something.
"""

from datetime import date
from typing import Protocol

from ortools.sat.python.cp_model import CpModel, IntVar

from scheduler.agents import Agent
from scheduler.instance import Instance
from scheduler.variables import Variables
from scheduler.worked import Line, Worked

Parts = list[tuple[IntVar, int]]


class DayTerm(Protocol):
    """A term that looks at one day of one agent, whatever the other days are."""

    @property
    def name(self) -> str:
        """Name of the term."""

    def of_day(self, instance: Instance, agent: Agent, day: date, shift: Worked | None) -> int:
        """Return the cost of *day* with *shift*, None being a day without."""


class LineTerm(Protocol):
    """A term that looks at the whole line of one agent, whoever else works."""

    @property
    def name(self) -> str:
        """Name of the term."""

    def of_line(self, instance: Instance, agent: Agent, line: Line) -> int:
        """Return the cost of *line*, the planned shifts of *agent* in time order."""

    def post(self, model: CpModel, variables: Variables, agent: Agent) -> Parts:
        """Return variables of *model* and what each of them costs a unit; minimised, their sum is the cost."""
