"""Later replies in a chat: the agent has other chats, whose customers may just have written too.

An agent with k chats and the k customers are a closed queue: each customer answers after a while, then waits for the agent, who
replies to one after the other (the machine-repair model; Gross and Harris, "Fundamentals of Queueing Theory", on finite sources). Both
times are exponential. A customer who writes finds the other k - 1 as in a queue of k - 1 (arrival theorem).
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from forecasting.concurrency import ConcurrencyCurve
from forecasting.errors import StaffingError
from forecasting.messages import N_, Sentence
from forecasting.staffing.tails import Floats

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Replies:
    """A reply takes the agent *work_seconds*, then the customer *answer_seconds*, both on average."""

    work_seconds: float
    answer_seconds: float

    def __post_init__(self) -> None:
        for name in ("work_seconds", "answer_seconds"):
            if not 0 < getattr(self, name) < np.inf:
                raise ValueError(f"replies: {name} {getattr(self, name)}; expected above 0")

    def in_time(self, at_once: int, within_seconds: float) -> float:
        """Return the share of later replies finished *within_seconds* of the customer's words, with *at_once* chats."""
        ahead = self._waiting(at_once - 1)
        finished = special.gammainc(np.arange(at_once) + 1, within_seconds / self.work_seconds)
        return float(ahead @ finished)

    def mean_seconds(self, at_once: int) -> float:
        """Return how long a customer waits for a later reply on average, with *at_once* chats."""
        ahead = self._waiting(at_once - 1)
        return float(self.work_seconds * (1.0 + ahead @ np.arange(at_once)))

    def most_at_once(self, share: float, within_seconds: float) -> int:
        """Return the most chats at once with which *share* of later replies come *within_seconds*, 50 at most.

        Raise StaffingError where even one chat alone does not keep that.
        """
        most = 0
        while most < MOST_AT_ONCE and self.in_time(most + 1, within_seconds) >= share:
            most += 1
        if not most:
            template = N_(
                "{share}% of later replies in {within} s cannot be met above {reachable}%, because a reply takes {work} s to write, "
                "even with one chat at once"
            )
            reachable = f"{100 * self.in_time(1, within_seconds):.4g}"
            raise StaffingError(
                Sentence(
                    template,
                    share=f"{100 * share:.4g}",
                    within=f"{within_seconds:g}",
                    reachable=reachable,
                    work=f"{self.work_seconds:g}",
                )
            )
        return most

    def curve(self, replies_a_chat: float, most: int) -> ConcurrencyCurve:
        """Return how long a chat of *replies_a_chat* replies takes with 1 to *most* at once, for where nothing was measured."""
        return ConcurrencyCurve(
            tuple(
                (float(at_once), replies_a_chat * (self.mean_seconds(at_once) + self.answer_seconds))
                for at_once in range(1, most + 1)
            )
        )

    def _waiting(self, customers: int) -> Floats:
        """Return the chances that 0, 1, … *customers* of that many wait for the agent or are being answered."""
        waiting = np.arange(customers + 1)
        logs = special.gammaln(customers + 1) - special.gammaln(customers - waiting + 1)
        logs = logs + waiting * np.log(self.work_seconds / self.answer_seconds)
        return np.asarray(np.exp(logs - special.logsumexp(logs)))
