"""The rules of scoring, version by version. A version never changes: what a drill scored under it is what it scores for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from drills.errors import RequestError
from drills.rating import Rating
from forecasting.messages import N_, Sentence

LIVE_BUDGET_POINTS = 2.0  # of service level that a drill may cost the live service, where a programme says nothing else


@dataclass(frozen=True, slots=True)
class Rules:
    """The figures of one *version*; SOURCES names where each comes from.

    *points* by letter. An objective is S with at least *some_share* of its targets met; the drill is P with at least *best_share* of its
    objectives P; S or M with more than *passed_share* of them so good. *roleplay_points* by item of a judge's sheet, *offence_points* lost
    for each category of forbidden phrases. Evaluators disagree from *letters_apart* letters or *scale_apart* on the scale, above
    *minutes_apart* and the share *minutes_share* of the shorter time, and above *item_share* of an item's points. Service has recovered
    once it holds its target for *holds_minutes*.
    """

    version: str
    points: Mapping[Rating, float]
    some_share: float
    best_share: float
    passed_share: float
    roleplay_points: Mapping[str, int]
    offence_points: int
    letters_apart: int
    scale_apart: int
    minutes_apart: float
    minutes_share: float
    item_share: float
    holds_minutes: int


_OURS = N_("our figure: no standard names one")
SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "points": N_("letters: HSEEP; points: our figure, to draw trends"),
        "some_share": N_("HSEEP gives words, no shares: our figure"),
        "best_share": N_("HSEEP gives words, no shares: our figure"),
        "passed_share": N_("HSEEP gives words, no shares: our figure"),
        "roleplay_points": N_("items: HQ, which gives no weights: equal ones"),
        "offence_points": N_("categories: HQ, which names no figure: ours"),
        "letters_apart": _OURS,
        "scale_apart": _OURS,
        "minutes_apart": _OURS,
        "minutes_share": _OURS,
        "item_share": _OURS,
        "holds_minutes": _OURS,
    }
)
FIRST = Rules(
    version="1",
    points=MappingProxyType({Rating.P: 100.0, Rating.S: 75.0, Rating.M: 50.0, Rating.U: 0.0}),
    some_share=0.5,
    best_share=0.5,
    passed_share=0.5,
    roleplay_points=MappingProxyType({"opening": 20, "empathy": 20, "solution": 20, "closing": 20, "survey": 20}),
    offence_points=10,
    letters_apart=2,
    scale_apart=2,
    minutes_apart=2.0,
    minutes_share=0.20,
    item_share=0.25,
    holds_minutes=30,
)
VERSIONS: Mapping[str, Rules] = MappingProxyType({rules.version: rules for rules in (FIRST,)})
CURRENT = FIRST


def rules_called(version: str) -> Rules:
    """Return the rules of *version*. Raises RequestError where there are none."""
    if version not in VERSIONS:
        template = N_("there are no rules of scoring {version}; expected {versions}")
        raise RequestError(Sentence(template, version=version, versions=" / ".join(sorted(VERSIONS))))
    return VERSIONS[version]
