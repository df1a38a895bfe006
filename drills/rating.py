"""The letters of a drill's ratings and what they are worth (HSEEP)."""

from enum import StrEnum

from forecasting.messages import N_


class Rating(StrEnum):
    """P met; S met with something to improve; M met, but other activities suffered; U not met (HSEEP)."""

    P = "P"
    S = "S"
    M = "M"
    U = "U"

    @property
    def label(self) -> str:
        """Marked sentence: what the letter says."""
        return _RATINGS[self]


_RATINGS = {
    Rating.P: N_("met in full"),
    Rating.S: N_("met, with something to improve"),
    Rating.M: N_("met, but other activities suffered"),
    Rating.U: N_("not met"),
}
POINTS = {Rating.P: 100.0, Rating.S: 75.0, Rating.M: 50.0, Rating.U: 0.0}
_ORDER = tuple(Rating)


def worse(*ratings: Rating) -> Rating:
    """Return the worst of *ratings*; at least one is expected."""
    return max(ratings, key=_ORDER.index)


def apart(one: Rating, other: Rating) -> int:
    """Return by how many letters two ratings differ."""
    return abs(_ORDER.index(one) - _ORDER.index(other))
