"""Writes made instances in the benchmark's format: ``python -m benchmarks.rostering.nrp_made OUT --agents 150 --days 364 --kinds 32``.

They are like the published ones: shifts of four groups, early to night, that may not go back from one day to the next;
people who cannot work all of them, with 15 to 18 shifts of eight hours in four weeks, five in a row at most and two days
off at least, two weekends of four, a day off now and then, wishes, and cover that needs nearly everybody.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

GROUPS = "adpn"
LENGTHS = (480, 480, 480, 600, 720)
MONTH = 28


def instance(agents: int, days: int, kinds: int, seed: int) -> str:
    """Return the text of an instance."""
    chance = random.Random(seed)
    names = [f"{GROUPS[number * len(GROUPS) // kinds]}{number + 1}" for number in range(kinds)]
    lengths = {name: chance.choice(LENGTHS) for name in names}
    people = [f"P{number + 1}" for number in range(agents)]
    able = {person: _able(names, chance) for person in people}
    lines = ["SECTION_HORIZON", str(days), "SECTION_SHIFTS"]
    for name in names:
        barred = [other for other in names if GROUPS.index(other[0]) < GROUPS.index(name[0])]
        lines.append(f"{name},{lengths[name]},{'|'.join(barred)}")
    lines += ["SECTION_STAFF", *(_terms(person, names, able[person], days, chance) for person in people)]
    lines += ["SECTION_DAYS_OFF", *_days_off(people, days, chance)]
    for title, share in (("SECTION_SHIFT_ON_REQUESTS", 0.1), ("SECTION_SHIFT_OFF_REQUESTS", 0.05)):
        lines += [title, *_wishes(people, able, days, share, chance)]
    return "\n".join([*lines, "SECTION_COVER", *_cover(agents, days, names, chance)]) + "\n"


def _able(names: Sequence[str], chance: random.Random) -> list[str]:
    """Return the shifts that somebody can work: two thirds of them, at least one."""
    return [name for name in names if chance.random() < 2 / 3] or [chance.choice(names)]


def _terms(person: str, names: Sequence[str], able: Sequence[str], days: int, chance: random.Random) -> str:
    most = dict.fromkeys(names, 0) | dict.fromkeys(able, days)
    for name in chance.sample(list(able), len(able) // 4):
        most[name] = max(1, days // 7)
    months = days / MONTH
    kinds = "|".join(f"{name}={most[name]}" for name in names)
    return f"{person},{kinds},{round(8640 * months)},{round(7560 * months)},5,2,2,{max(1, round(2 * months))}"


def _days_off(people: Sequence[str], days: int, chance: random.Random) -> Iterator[str]:
    for person in people:
        off = sorted(chance.sample(range(days), max(1, days // MONTH)))
        yield ",".join([person, *map(str, off)])


def _wishes(
    people: Sequence[str], able: dict[str, list[str]], days: int, share: float, chance: random.Random
) -> Iterator[str]:
    for person in people:
        for day in sorted(chance.sample(range(days), max(1, round(share * days)))):
            yield f"{person},{day},{chance.choice(able[person])},{chance.randint(1, 3)}"


def _cover(agents: int, days: int, names: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Yield a need that adds up to about 16 shifts a person in four weeks."""
    usual = agents * 16 / MONTH / len(names)
    for day, name in product(range(days), names):
        heads = max(0, round(chance.gauss(usual * (0.8 if day % 7 >= 5 else 1.08), 0.4)))
        yield f"{day},{name},{heads},100,1"


def main(arguments: Sequence[str]) -> None:
    """Write one instance."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rostering.nrp_made", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--agents", type=int, default=150)
    parser.add_argument("--days", type=int, default=364)
    parser.add_argument("--kinds", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    text = instance(options.agents, options.days, options.kinds, options.seed)
    options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
