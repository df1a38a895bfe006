"""How unlike two scenarios are, and the choice of those that players have seen least of.

Greedy maximin: from many seeds, take the scenario whose nearest relative among those of the last 24 months is
farthest. Distances lie in [0, 1] and are symmetric; 0 for a scenario and itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from drills.scenario.frozen import Scenario, Value
from drills.scenario.streams import named_number
from forecasting.site import Channel

CANDIDATES = 32  # seeds tried for one scenario
MEMORY_YEARS = 2  # what people did longer ago they do not recognise
_SEED_BITS = 63

# What players notice most weighs most: what it is about, then the figures and people in it, then its course.
WEIGHTS = {
    "family": 0.15,
    "template": 0.25,
    "level": 0.1,
    "form": 0.05,
    "values": 0.25,
    "channels": 0.08,
    "times": 0.12,
}
_LEVELS_APART = 3  # between I and IV
_UNALIKE_TIMES = 0.25  # messages that lie a quarter of the drill apart on average are as unlike as can be


@dataclass(frozen=True, slots=True)
class Features:
    """What makes a scenario recognisable. *values* are places in their range, from 0 to 1, or texts; *times* are shares."""

    families: frozenset[str]
    templates: frozenset[str]
    level: int
    form: str
    values: Mapping[str, float | str]
    channels: frozenset[Channel]
    times: Mapping[str, float]

    @staticmethod
    def of(scenario: Scenario) -> "Features":
        """Return the features of *scenario*; figures and messages are known by their template, alone or among several."""
        home = _homes(scenario)
        return Features(
            families=frozenset(item.family.value for item in scenario.incidents),
            templates=frozenset(item.template for item in scenario.incidents),
            level=int(scenario.level),
            form=scenario.form.value,
            values={home(value.name): _place(value) for value in scenario.values},
            channels=frozenset(channel for load in scenario.loads for channel in load.channels),
            times={home(inject.id): inject.minutes / scenario.minutes for inject in scenario.injects},
        )


def distance(one: Scenario, other: Scenario) -> float:
    """Return how unlike *one* and *other* are, from 0 to 1."""
    return features_distance(Features.of(one), Features.of(other))


def features_distance(one: Features, other: Features) -> float:
    """Return how unlike the scenarios of *one* and *other* are, from 0 to 1: the weighted mean of seven differences."""
    parts = {
        "family": _overlap_missing(one.families, other.families),
        "template": _overlap_missing(one.templates, other.templates),
        "level": abs(one.level - other.level) / _LEVELS_APART,
        "form": float(one.form != other.form),
        "values": _mean_difference(one.values, other.values),
        "channels": _overlap_missing(one.channels, other.channels),
        "times": _times_difference(one.times, other.times),
    }
    return sum(WEIGHTS[name] * part for name, part in parts.items())


def by_novelty(candidates: Iterable[Scenario], past: Iterable[Scenario]) -> list[Scenario]:
    """Return *candidates*, those farthest from their nearest relative in *past* first, equals as they came."""
    known = [Features.of(scenario) for scenario in past]
    return sorted(candidates, key=lambda scenario: -_nearest(Features.of(scenario), known))


def most_novel(candidates: Iterable[Scenario], past: Iterable[Scenario]) -> Scenario:
    """Return the one of *candidates* that is farthest from its nearest relative in *past*, the first of equals.

    With an empty *past* that is the first. Raises ValueError where there is no candidate.
    """
    tried = by_novelty(candidates, past)
    if not tried:
        raise ValueError("there is no scenario to choose from")
    return tried[0]


def remembered(held: Iterable[tuple[date, Scenario]], today: date) -> tuple[Scenario, ...]:
    """Return the scenarios of drills *held* within the 24 months before *today*, that day two years ago included."""
    leap_day = (today.month, today.day) == (2, 29)
    since = today.replace(year=today.year - MEMORY_YEARS, day=28 if leap_day else today.day)
    return tuple(scenario for day, scenario in held if since <= day <= today)


def novel_series(
    draw: Callable[[int], Scenario], seed: int, count: int, past: Sequence[Scenario] = (), candidates: int = CANDIDATES
) -> Iterator[Scenario]:
    """Yield *count* scenarios, each the most novel of *candidates* beside *past* and those before it.

    *draw* makes a scenario from a seed; the seeds come from sub-streams of *seed*.
    """
    known = list(past)
    for number in range(count):
        tried = (draw(sub_seed(seed, number, index)) for index in range(candidates))
        chosen = most_novel(tried, known)
        known.append(chosen)
        yield chosen


def sub_seed(seed: int, *numbers: int) -> int:
    """Return a seed below 2^63 that depends on *seed* and *numbers* alone."""
    return named_number(seed, "novelty", *map(str, numbers)) >> (256 - _SEED_BITS)


def least_distance(scenarios: Sequence[Scenario]) -> float:
    """Return the least distance of any two of *scenarios*; 1 where there are fewer than two."""
    known = [Features.of(scenario) for scenario in scenarios]
    pairs = (features_distance(one, other) for index, one in enumerate(known) for other in known[:index])
    return min(pairs, default=1.0)


def _nearest(one: Features, known: Iterable[Features]) -> float:
    return min((features_distance(one, other) for other in known), default=1.0)


def _homes(scenario: Scenario) -> Callable[[str], str]:
    """Return what turns a name of *scenario* into one that bears its template."""
    templates = {incident.id: incident.template for incident in scenario.incidents}

    def home(name: str) -> str:
        incident, dot, own = name.rpartition(".")
        return f"{templates[incident] if dot else scenario.template}.{own}"

    return home


def _place(value: Value) -> float | str:
    if value.number is None or value.least is None or value.most is None:
        return value.text.en
    return 0.5 if value.most == value.least else (value.number - value.least) / (value.most - value.least)


def _overlap_missing(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    """Return the share of all members that only one of the sets has (Jaccard distance)."""
    every = one | other
    return 1 - len(one & other) / len(every) if every else 0.0


def _mean_difference(one: Mapping[str, float | str], other: Mapping[str, float | str]) -> float:
    every = one.keys() | other.keys()
    if not every:
        return 0.0
    return sum(_difference(one.get(name), other.get(name)) for name in sorted(every)) / len(every)


def _difference(one: float | str | None, other: float | str | None) -> float:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other)
    return float(one != other)


def _times_difference(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return how far apart the messages of both come, in quarters of the drill; one that only one has is as far as can be."""
    every = one.keys() | other.keys()
    if not every:
        return 0.0
    apart = sum(
        min(1.0, abs(one[name] - other[name]) / _UNALIKE_TIMES) if name in one and name in other else 1.0
        for name in sorted(every)
    )
    return apart / len(every)
