"""The centres that are simulated: a day of many contacts in five classes, four kinds of skills, redials, shifts with breaks."""

import numpy as np

from forecasting.simulation import Centre, Person, Stream

SLOT_SECONDS = 900.0
SLOTS = 96
DAY_SECONDS = SLOTS * SLOT_SECONDS
SHARES = {"refunds": 0.10, "orders": 0.30, "logistics": 0.25, "presale": 0.25, "complaints": 0.10}
HANDLING = {"refunds": 240.0, "orders": 150.0, "logistics": 180.0, "presale": 200.0, "complaints": 420.0}
PRIORITY = {"refunds": 0, "orders": 1, "logistics": 1, "presale": 2, "complaints": 1}
PATIENCE_SECONDS, RETRIAL_SHARE, RETRIAL_SECONDS = 120.0, 0.3, 600.0
SKILLS = (
    {"orders": 0, "logistics": 0},
    {"logistics": 0, "presale": 0},
    {"refunds": 1, "complaints": 1, "orders": 1},
    {"refunds": 2, "orders": 2, "logistics": 2, "presale": 2, "complaints": 2},
)
SHARES_OF_SKILLS = (0.35, 0.30, 0.20, 0.15)
GROUP_OF = {"orders": 0, "logistics": 1, "presale": 2, "refunds": 3, "complaints": 3}
SHIFT = ((0.0, 9_000.0), (9_900.0, 16_200.0), (19_800.0, 29_700.0))  # 15 minutes and an hour of break
LOAD = 0.86  # of the time on duty, on average over the day


def arrivals(contacts: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return *contacts* over the slots of a day: few at night, a peak in the evening."""
    hours = np.arange(SLOTS) / 4
    shape = 0.15 + np.exp(-(((hours - 11) / 3) ** 2)) + 1.2 * np.exp(-(((hours - 20) / 2.5) ** 2))
    return np.asarray(contacts * shape / shape.sum())


def streams(contacts: float, days: int = 1) -> tuple[Stream, ...]:
    """Return the five classes with *contacts* a day in all."""
    return tuple(
        Stream(
            name,
            np.tile(arrivals(contacts * share), days),
            np.full(SLOTS * days, HANDLING[name]),
            patience_seconds=PATIENCE_SECONDS,
            retrial_share=RETRIAL_SHARE,
            retrial_seconds=RETRIAL_SECONDS,
            priority=PRIORITY[name],
        )
        for name, share in SHARES.items()
    )


def starts(contacts: float) -> list[float]:
    """Return when shifts begin so that people follow the work: quantiles of the contacts, two hours ahead."""
    work = sum(contacts * share * HANDLING[name] for name, share in SHARES.items())
    heads = round(work / LOAD / sum(end - start for start, end in SHIFT))
    shape = np.cumsum(arrivals(1.0))
    middles = np.searchsorted(shape, (np.arange(heads) + 0.5) / heads) * SLOT_SECONDS
    return [float(max(middle - 14_400.0, 0.0)) for middle in middles]


def centre(contacts: float, days: int = 1) -> Centre:
    """Return the centre with skills that overlap, *contacts* a day."""
    begins = starts(contacts)
    kinds = _spread(len(begins))
    people = tuple(
        Person(f"p{number}", SKILLS[kind], _duty(begin, days))
        for number, (begin, kind) in enumerate(zip(begins, kinds, strict=True))
    )
    return Centre(streams(contacts, days), people, SLOT_SECONDS, tuple(range(0, SLOTS * days, SLOTS)))


def centre_apart(contacts: float) -> Centre:
    """Return a group of people for each class, refunds and complaints together, all there all day: what Ciw can say.

    Ciw lets new servers begin at every change of their number while the old ones finish, so it can say no breaks.
    """
    work = np.zeros(4)
    for name, group in GROUP_OF.items():
        work[group] += SHARES[name] * HANDLING[name]
    busiest = work * arrivals(contacts).max() / SLOT_SECONDS
    people = tuple(
        Person(f"g{group}-{number}", {name: 0 for name in SHARES if GROUP_OF[name] == group}, ((0.0, 2 * DAY_SECONDS),))
        for group in range(4)
        for number in range(round(busiest[group]))
    )
    return Centre(streams(contacts), people, SLOT_SECONDS)


def _spread(heads: int) -> list[int]:
    """Return a kind for each head so that any stretch of heads has the kinds in their shares."""
    given = np.zeros(len(SHARES_OF_SKILLS))
    kinds = []
    for head in range(heads):
        kind = int(np.argmax(np.asarray(SHARES_OF_SKILLS) * (head + 1) - given))
        given[kind] += 1
        kinds.append(kind)
    return kinds


def _duty(begin: float, days: int) -> tuple[tuple[float, float], ...]:
    return tuple(
        (begin + number * DAY_SECONDS + start, begin + number * DAY_SECONDS + end)
        for number in range(days)
        for start, end in SHIFT
    )
