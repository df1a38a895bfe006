"""What can go wrong in ``scheduler``.

SchedulerError
├── InstanceError    a question that contradicts itself (an agent of an unknown team, ...)
├── SiteFileError    a site, agents or roster file that cannot be used; carries every fault (an InputError too)
└── InfeasibleError  no roster satisfies the hard rules; names the rules and people in conflict
"""

from collections.abc import Iterable

from forecasting.errors import InputError
from forecasting.messages import N_, Sentence, joined


class SchedulerError(Exception):
    """Root of the errors of this package."""


class InstanceError(SchedulerError):
    """A question that contradicts itself."""


class SiteFileError(SchedulerError, InputError):
    """A site, agents or roster file that cannot be used as it stands."""


class InfeasibleError(SchedulerError):
    """No roster satisfies the hard rules; *conflicts* names rule and agent of each conflict found."""

    def __init__(self, conflicts: Iterable[str], *, proven: bool = True) -> None:
        self.conflicts = tuple(conflicts)
        self.proven = proven
        template = N_("no lawful roster exists: {conflicts}")
        if not proven:
            template = N_("no lawful roster was found in the time allowed: {conflicts}")
        super().__init__(Sentence(template, conflicts=joined(self.conflicts or (N_("no reason is known"),))))
