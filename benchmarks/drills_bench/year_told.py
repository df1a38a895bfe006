"""What is printed of a year of drills: each drill with its findings, actions and re-tests, then obligations, actions and abilities."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from benchmarks.drills_bench.year_play import Held, Year
from drills.improvement import ActionStatus, retests_of, training_year, trends
from drills.improvement.credit import credits_of
from drills.scenario.canonical import Plain

Row = dict[str, Plain]


def summary(year: Year) -> dict[str, Plain]:
    """Return the year as plain data: the table's rows, obligations, actions, abilities."""
    return {
        "drills": [dict(row) for row in rows(year)],
        "without_window": dict(year.missed),
        "programmes": len(year.programmes),
        "obligations": {"met": year.planned.met, "of": year.planned.owed, "not_met": list(year.planned.lacking)},
        "actions": dict(standings(year)),
        "abilities": [dict(row) for row in abilities(year)],
        "training": dict(training(year)),
    }


def rows(year: Year) -> Iterator[Row]:
    """Yield what the table says of each drill."""
    for one in year.drills:
        score, predicted = one.scored.score, one.staged.predicted
        yield {
            "drill": one.scored.id,
            "day": one.scored.day.isoformat(),
            "form": one.staged.entry.form.value,
            "family": " + ".join(family.value for family in one.staged.entry.families),
            "level": one.scored.run.scenario.level.name,
            "scenario": one.scored.run.scenario.template,
            "rating": None if score.rating is None else score.rating.value,
            "points": None if score.points is None else round(score.points.value),
            "predicted": None if predicted.score.mean is None else round(predicted.score.mean),
            "live_lost": None if score.live.measured is None else round(score.live.measured.value, 2) + 0.0,
            "live_predicted": None if score.live.predicted is None else round(score.live.predicted, 2) + 0.0,
            "findings": sum(finding.must_be_mended for finding in one.scored.findings),
            "actions": len(one.actions),
            "closed": sum(year.book.action(name).status is ActionStatus.CLOSED for name in one.actions),
            "retests": _retests(one, year),
        }


def _retests(one: Held, year: Year) -> str:
    """Return how many findings of earlier drills this one tested again, and how many it met."""
    earlier = [
        finding
        for other in year.drills
        if other.scored.day < one.scored.day
        for finding in other.scored.findings
        if finding.must_be_mended
    ]
    found = retests_of(earlier, one.scored)
    return f"{sum(retest.met for retest in found)} of {len(found)} met" if found else ""


def standings(year: Year) -> Iterator[tuple[str, Plain]]:
    """Yield how many actions stand how at the year's end."""
    for status in ActionStatus:
        yield status.value, sum(action.status is status for action in year.book.actions)


def abilities(year: Year) -> Iterator[Row]:
    """Yield the trend of each ability that counted in enough targets."""
    for trend in trends(year.scored).capabilities:
        if trend.share is not None:
            gain = None if trend.estimate is None else round(trend.estimate.gain.middle)
            share, low, high = (round(value) for value in (trend.share.middle, trend.share.low, trend.share.high))
            yield {
                "ability": trend.of,
                "met": trend.met,
                "of": trend.n,
                "percent": f"{share} ({low}–{high})",
                "predicted": None if trend.expected is None else round(trend.expected),
                "above_predicted": gain,
                "course": trend.course.value,
            }


def training(year: Year) -> Iterator[tuple[str, Plain]]:
    """Yield what the drills came to as training: credits given and refused, people reached, hours."""
    given = [one for drill in year.scored for one in credits_of(drill.log, drill.score)]
    yield "credits", sum(one.is_given for one in given)
    yield "without_credit", sum(not one.is_given for one in given)
    for number in sorted({drill.day.year for drill in year.scored}):
        told = training_year(given, number, [agent.id for agent in year.centre.agents])
        yield f"people_drilled_{number}", told.drilled


def show(year: Year) -> None:
    """Print the tables."""
    told = summary(year)
    _table("The year of the demo centre", list(rows(year)))
    _table("Abilities", list(abilities(year)))
    console = Console(highlight=False)
    for name in ("without_window", "programmes", "obligations", "actions", "training"):
        console.print(f"{name.replace('_', ' ')}: {told[name]}")


def markdown(year: Year) -> str:
    """Return the tables as the documentation shows them."""
    parts = [_markdown(list(rows(year))), _markdown(list(abilities(year)))]
    return "\n".join(parts)


def _markdown(told: list[Row]) -> str:
    heads = [name.replace("_", " ") for name in told[0]] if told else []
    lines = [
        heads,
        ["---"] * len(heads),
        *(["-" if value is None else str(value) for value in row.values()] for row in told),
    ]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _table(title: str, told: list[Row]) -> None:
    if told:
        table = Table(*(name.replace("_", " ") for name in told[0]), title=title, title_justify="left")
        for row in told:
            table.add_row(*("-" if value is None else str(value) for value in row.values()))
        Console(highlight=False, width=200).print(table)
