"""What a strategy has proven about every roster, beside the one that it leaves in the draft."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """No lawful roster costs less than *bound* points; *possible* is False where it is proven that none exists."""

    bound: float = 0.0
    possible: bool = True

    def __post_init__(self) -> None:
        if not self.bound >= 0:
            raise ValueError(f"proof: a bound of {self.bound} points; expected 0 or more")
