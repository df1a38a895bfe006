"""What is asked of a drill that simulated people play: who stays away, how often it pauses, what is said and typed."""

from dataclasses import dataclass

from drills.simulation import Prediction

LIKELY_LANGUAGE = "zh_CN"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """*absent_share* of the players stay away where a backup can take their seat. *pauses*, each of some minutes, are drawn.

    One reply to a customer in *forbidden_every* has a phrase that is forbidden; none where it is 0. *language*: what
    people type. *sheets*: evaluators hand in theirs, and the drill is evaluated. *rules*, *budget_points* and *prediction* go
    into the log's first line.
    """

    absent_share: float = 0.0
    pauses: int = 0
    forbidden_every: int = 12
    language: str = LIKELY_LANGUAGE
    sheets: bool = True
    rules: str = "1"
    budget_points: float = 2.0
    prediction: Prediction | None = None

    def __post_init__(self) -> None:
        faults = []
        if not 0 <= self.absent_share <= 1:
            faults.append(f"absent_share {self.absent_share}; expected 0 to 1")
        if self.pauses < 0:
            faults.append(f"pauses {self.pauses}; expected 0 or more")
        if self.forbidden_every < 0:
            faults.append(f"forbidden_every {self.forbidden_every}; expected 0 or more")
        if faults:
            raise ValueError("circumstances: " + "; ".join(faults))


USUAL = Circumstances()
