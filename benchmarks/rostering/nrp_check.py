"""Checks a roster of a shift-scheduling benchmark: ``python -m benchmarks.nrp_check INSTANCE.txt ROSTER.csv``.

Shares no code with the scheduler: it has its own reading of both files and its own count of every rule, straight from
the definition in Curtois and Qu (2014). The CSV has the columns ``agent,day,shift``, days from 0, one row a shift.
Prints the cost and each hard rule broken; ends with 1 where one is broken.
"""

import csv
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

Line = list[str | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a roster costs, by reason, and the hard rules that it breaks."""

    on_requests: int
    off_requests: int
    under: int
    over: int
    broken: tuple[str, ...]

    @property
    def cost(self) -> int:
        """The objective of the benchmark."""
        return self.on_requests + self.off_requests + self.under + self.over


def sections_of(instance: Path) -> dict[str, list[list[str]]]:
    """Return the cells of each row of each section of *instance*."""
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for raw in instance.read_text(encoding="utf-8-sig").splitlines():
        line = raw.strip()
        if line.startswith("SECTION_"):
            rows = found.setdefault(line, [])
        elif line and not line.startswith("#"):
            rows.append([cell.strip() for cell in line.split(",")])
    return found


def lines_of(roster: Path, people: list[str], days: int, shifts: dict[str, int]) -> tuple[dict[str, Line], list[str]]:
    """Return the shift of each person on each day, and what in the CSV is no shift of theirs."""
    lines: dict[str, Line] = {person: [None] * days for person in people}
    broken = []
    with roster.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            person, day, shift = row["agent"], int(row["day"]), row["shift"]
            if person not in lines or not 0 <= day < days or shift not in shifts:
                broken.append(f"{person} on day {day}: {shift} is nobody's shift")
            elif lines[person][day] is not None:
                broken.append(f"{person} on day {day}: two shifts")
            else:
                lines[person][day] = shift
    return lines, broken


def runs(line: Line) -> list[tuple[bool, int, int]]:
    """Return (worked, first day, length) of each run of days of *line*."""
    found, first = [], 0
    for worked, days in groupby(shift is not None for shift in line):
        length = len(list(days))
        found.append((worked, first, length))
        first += length
    return found


def broken_in_line(
    person: str, line: Line, terms: list[str], lengths: dict[str, int], barred: set[tuple[str, str]]
) -> list[str]:
    """Return the hard rules that the *line* of *person* breaks; *terms* are the cells of their row."""
    _, kinds, most_minutes, least_minutes, most_row, least_row, least_off, most_weekends = terms
    worked = [shift for shift in line if shift is not None]
    minutes, count = sum(lengths[shift] for shift in worked), Counter(worked)
    found = []
    if not int(least_minutes) <= minutes <= int(most_minutes):
        found.append(f"{minutes} minutes")
    for part in kinds.split("|"):
        shift, most = part.split("=")
        if count[shift] > int(most):
            found.append(f"{count[shift]} shifts {shift}")
    for first, second in pairwise(line):
        if first is not None and second is not None and (first, second) in barred:
            found.append(f"{second} after {first}")
    for at_work, first_day, length in runs(line):
        inside = first_day > 0 and first_day + length < len(line)
        if at_work and length > int(most_row):
            found.append(f"{length} shifts in a row from day {first_day}")
        if inside and length < int(least_row if at_work else least_off):
            found.append(f"{length} days {'worked' if at_work else 'off'} in a row from day {first_day}")
    weekends = {day // 7 for day, shift in enumerate(line) if shift is not None and day % 7 in {5, 6}}
    if len(weekends) > int(most_weekends):
        found.append(f"{len(weekends)} weekends")
    return [f"{person}: {what}" for what in found]


def verdict(instance: Path, roster: Path) -> Verdict:
    """Return what *roster* costs and which hard rules of *instance* it breaks."""
    sections = sections_of(instance)
    days = int(sections["SECTION_HORIZON"][0][0])
    lengths = {row[0]: int(row[1]) for row in sections["SECTION_SHIFTS"]}
    barred = {(row[0], other) for row in sections["SECTION_SHIFTS"] for other in row[2].split("|") if other}
    staff = {row[0]: row for row in sections["SECTION_STAFF"]}
    lines, broken = lines_of(roster, list(staff), days, lengths)
    for person, terms in staff.items():
        broken += broken_in_line(person, lines[person], terms, lengths, barred)
    for person, *off in sections.get("SECTION_DAYS_OFF", []):
        broken += [
            f"{person}: works on day {day}, a day off" for day in map(int, off) if lines[person][day] is not None
        ]
    on = off_met = under = over = 0
    for person, day, shift, weight in sections.get("SECTION_SHIFT_ON_REQUESTS", []):
        on += int(weight) * (lines[person][int(day)] != shift)
    for person, day, shift, weight in sections.get("SECTION_SHIFT_OFF_REQUESTS", []):
        off_met += int(weight) * (lines[person][int(day)] == shift)
    heads = Counter((day, shift) for line in lines.values() for day, shift in enumerate(line) if shift is not None)
    for day, shift, need, missing, spare in sections["SECTION_COVER"]:
        lacking = int(need) - heads[int(day), shift]
        under += int(missing) * max(0, lacking)
        over += int(spare) * max(0, -lacking)
    return Verdict(on, off_met, under, over, tuple(broken))


def main() -> int:
    """Check the roster that the command line names."""
    found = verdict(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"cost {found.cost}: requests {found.on_requests} + {found.off_requests}, cover {found.under} + {found.over}")
    for sentence in found.broken:
        print(sentence)
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
