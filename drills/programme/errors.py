"""What can go wrong with programmes, beside files that cannot be read.

DrillError
└── ProgrammeError   a programme that breaks an obligation without a reason, or none at all: a fault of Watchbill's own
"""

from drills.errors import DrillError


class ProgrammeError(DrillError):
    """A programme that must not be handed out."""
