"""What can go wrong in ``api``.

ApiError
├── SettingsError       a setting that the service does not start with
├── StoreError          a store that this version cannot open
├── NotFoundError       something asked for by an id that is not stored
├── ConflictError       a change that contradicts what is stored
├── BusyError           more work asked for at once than the service takes on
├── WorkStoppedError    work that was stopped before it had an answer
├── PlanStoppedError    a plan that was stopped before there was a roster
└── RosterRefusedError  a roster that breaks a hard rule; carries every violation
"""

from collections.abc import Iterable, Mapping

from forecasting.messages import N_, Sentence
from scheduler.rules.base import Violation


class ApiError(Exception):
    """Root of the errors of this package."""


class SettingsError(ApiError):
    """A setting that the service does not start with."""


class StoreError(ApiError):
    """A store that this version cannot open."""


NOT_FOUND: Mapping[str, str] = {
    "agent": N_("there is no agent {key}"),
    "drill": N_("there is no drill {key}"),
    "drill action": N_("there is no action {key}"),
    "drill run": N_("drill {key} has no run yet; plan it first"),
    "drill programme": N_("there is no drill programme {key}"),
    "drill text": N_("there is no drill text {key}"),
    "feed link": N_("there is no feed link {key}"),
    "finding": N_("no drill of this site has a finding {key}"),
    "forecast": N_("there is no forecast {key}"),
    "forecast of roster": N_("there is no forecast of roster {key}"),
    "history": N_("there is no history {key}"),
    "programme link": N_("there is no programme link {key}"),
    "queue": N_("there is no queue {key}"),
    "requirement": N_("there is no requirement {key}"),
    "roster": N_("there is no roster {key}"),
    "rule": N_("there is no rule {key}"),
    "site": N_("there is no site {key}"),
    "team": N_("there is no team {key}"),
}


class NotFoundError(ApiError):
    """There is no *noun*, one of ``NOT_FOUND``, with this *key*."""

    def __init__(self, noun: str, key: object) -> None:
        self.noun = noun
        self.key = key
        super().__init__(Sentence(NOT_FOUND[noun], key=key))


class ConflictError(ApiError):
    """A change that contradicts what is stored."""


class BusyError(ApiError):
    """As much work as the service takes on is under way already; *retry_seconds* is when to ask again."""

    def __init__(self, retry_seconds: int = 5) -> None:
        self.retry_seconds = retry_seconds
        super().__init__(Sentence(N_("too much is being calculated at the moment; ask again in a few seconds")))


class WorkStoppedError(ApiError):
    """Work that was stopped before it had an answer: the service ends, a process died or the time was up."""


class PlanStoppedError(ApiError):
    """A plan that was stopped before there was a roster to keep."""

    def __init__(self) -> None:
        super().__init__(Sentence(N_("the plan was stopped before there was a roster; nothing was written")))


class RosterRefusedError(ApiError):
    """A roster that breaks hard rules is not stored; *violations* names all that it breaks, soft ones too."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__("the roster breaks hard rules: " + "; ".join(found.message for found in self.violations))
