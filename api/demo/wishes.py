"""What the made-up shop's people ask for, and who had how many nights and weekends in the months before."""

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from api.demo.people import Person

REQUEST_COLUMNS = ("agent", "day", "for", "against", "weight")
LEDGER_COLUMNS = ("agent", "month", "nights", "weekends", "early", "late", "holidays")
ASKING_SHARE = 0.35
MONTHS_KNOWN = 3
NIGHT_TEAM = "chat"


def requests_csv(people: Iterable[Person], seed: int, first: date, days: int) -> str:
    """Return the requests of about a third of *people* for *days* days from *first*; the same for the same *seed*."""
    random = Random(f"requests {seed}")
    rows: list[tuple[object, ...]] = []
    for person in people:
        if person.grade != "agent" or random.random() >= ASKING_SHARE:
            continue
        day = first + timedelta(days=random.randrange(days))
        early, late = ("chat-early", "chat-late") if person.team == NIGHT_TEAM else ("early", "late")
        rows += [
            random.choice(
                [
                    (person.id, day, "off", "", 2),
                    (person.id, day, "off", "", 1),
                    (person.id, day, early, "", 1),
                    (person.id, day, "", late, 1),
                ]
            )
        ]
    return _csv(REQUEST_COLUMNS, rows)


def ledger_csv(people: Iterable[Person], seed: int, first: date) -> str:
    """Return what *people* had in the months before that of *first*: nights and weekends far from evenly shared."""
    random = Random(f"ledger {seed}")
    staff = list(people)
    rows: list[tuple[object, ...]] = []
    for back in range(MONTHS_KNOWN, 0, -1):
        index = first.year * 12 + first.month - 1 - back
        for person in staff:
            nights = random.randrange(2, 6) if person.contract == "three-shift" and not person.restrictions else 0
            late = random.randrange(6, 12)
            counts = nights, random.randrange(2, 5), 21 - late - nights, late, 0
            rows.append((person.id, f"{index // 12}-{index % 12 + 1:02d}", *counts))
    return _csv(LEDGER_COLUMNS, rows)


def _csv(columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows(rows)
    return text.getvalue()
