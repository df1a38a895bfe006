from drills.documents import drill_markdown
from drills.drill import Drill
from drills.incidents import Family, Level
from drills.notice import drill_notice
from drills.planning import new_drill
from drills.record import drill_json
from drills.reservation import breaches, published_roster
from drills.roles import Form
from drills.timing import Timing

__all__ = [
    "Drill",
    "Family",
    "Form",
    "Level",
    "Timing",
    "breaches",
    "drill_json",
    "drill_markdown",
    "drill_notice",
    "new_drill",
    "published_roster",
]
