"""Training credit as the record of the year that rosters read, and as data with everything."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable

from drills.improvement.credit import Credit
from drills.incidents import Scope
from drills.scenario.canonical import Plain, canonical_json, plain

COLUMNS = ("agent", "date", "course", "hours")
FORMAT_VERSION = 1
COURSE = "drill"


def course_of(credit: Credit) -> str:
    """Return the course that *credit* counts as: a drill of its kind of incident, or of several at once (OS-7.3)."""
    return f"{COURSE} {'several-at-once' if credit.scope is Scope.COMBINED else credit.families[0].value}"


def training_csv(given: Iterable[Credit]) -> str:
    """Return *given* credit as ``agent,date,course,hours``, the form of a site's training record; what is no credit is left out.

    Two drills of one kind on one day are one row. A site that reads it names the courses under ``other_courses``.
    """
    hours: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    for one in given:
        if one.is_given:
            hours[one.day.isoformat(), one.agent, course_of(one)] += one.hours
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    # Less than a hundredth of an hour is no class hour that a record could hold.
    rows.writerows(
        (agent, day, course, f"{total:.2f}")
        for (day, agent, course), total in sorted(hours.items())
        if round(total, 2) > 0
    )
    return out.getvalue()


def credits_json(given: Iterable[Credit]) -> str:
    """Return *given* credit as JSON, what was refused with why, in both languages as far as authors wrote them."""
    return canonical_json({"format": FORMAT_VERSION, "credits": [credit_record(one) for one in given]})


def credit_record(credit: Credit) -> dict[str, Plain]:
    """Return *credit* as plain data."""
    return {
        "agent": credit.agent,
        "name": credit.name,
        "team": credit.team,
        "drill": credit.drill,
        "title": plain(credit.title),
        "day": credit.day.isoformat(),
        "start": plain(credit.start),
        "end": plain(credit.end),
        "form": credit.form.value,
        "families": [family.value for family in credit.families],
        "course": course_of(credit),
        "roles": [role.value for role in credit.roles],
        "hours": round(credit.hours, 2),
        "attended": credit.attended,
        "acts": list(credit.acts),
        "examined": credit.was_examined,
        "met": credit.met,
        "counted": credit.counted,
        "given": credit.is_given,
        "against": None if credit.against is None else credit.against.say(),
        "valid_until": None if credit.valid_until is None else credit.valid_until.isoformat(),
        "keep_until": credit.keep_until.isoformat(),
    }
