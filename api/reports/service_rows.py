"""Simulated service as tables and sentences, the same on the page and on the command line."""

from collections.abc import Hashable, Iterator, Mapping
from math import isnan
from typing import Any

import pandas as pd

from api.reports.service_wording import between, change, percent, seconds, with_error
from api.reports.wording import day_text, number
from api.usecases.simulation import Case, ServiceFound
from forecasting.messages import Translate

Column = tuple[str, bool]
LONG_WAIT_SECONDS = 300.0  # as long as that hardly anybody stays on the line
WIDE = frozenset({7, 9})  # columns of the totals that the page alone has room for
CASE, CONTACTS = 0, 2


def case_name(case: Case, _: Translate) -> str:
    """Return what the reader calls *case*."""
    return case.scenario or _("as forecast")


def total_columns(_: Translate) -> list[Column]:
    """Return the headings of ``total_rows``, each with whether it holds numbers."""
    names = [
        _("contacts"),
        _("in time"),
        _("target"),
        _("band"),
        _("wait"),
        _("9 in 10 wait"),
        _("left"),
        _("busy"),
        _("met"),
    ]
    return [(_("case"), False), (_("queue"), False), *((name, True) for name in names)]


def compact(row: list[str], cases: int) -> list[str]:
    """Return of a row or the headings of ``total_rows`` what fits a terminal, the case only where there are several."""
    left_out = WIDE | ({CONTACTS} if cases > 1 else {CASE})
    return [cell for place, cell in enumerate(row) if place not in left_out]


def total_rows(found: ServiceFound, _: Translate) -> Iterator[list[str]]:
    """Yield a row for each case and queue over all days; the service level with half the width of its confidence interval."""
    for case in found.cases:
        for row in case.total.to_dict("records"):
            half = (row["service_level_high"] - row["service_level_low"]) / 2
            yield [
                case_name(case, _),
                str(row["queue"]),
                number(row["offered"]),
                with_error(row["service_level"], half),
                percent(row["target_share"], 0),
                between(row["service_level_p05"], row["service_level_p95"]),
                seconds(row["mean_wait_seconds"], _),
                seconds(row["wait_p90"], _),
                percent(row["abandoned_share"]),
                percent(row["occupancy"], 0),
                percent(row["days_met"], 0),
            ]


def service_lines(found: ServiceFound, _: Translate) -> Iterator[str]:
    """Yield one sentence a queue: what to expect, and how many days reach the target."""
    for row in found.expected.total.to_dict("records"):
        if not isnan(row["service_level"]):
            half = (row["service_level_high"] - row["service_level_low"]) / 2
            yield _("{queue}: {level} answered in time (target {target}), {met} of the days reach it").format(
                queue=row["queue"],
                level=with_error(row["service_level"], half),
                target=percent(row["target_share"], 0),
                met=percent(row["days_met"], 0),
            )


def day_columns(_: Translate) -> list[Column]:
    """Return the headings of ``day_rows``."""
    names = [_("contacts"), _("in time"), _("met"), _("wait"), _("left"), _("busy")]
    return [(_("day"), False), (_("queue"), False), *((name, True) for name in names)]


def day_rows(case: Case, language: str, _: Translate) -> Iterator[list[str]]:
    """Yield a row for each day and queue of *case* in which contacts come, by day."""
    days = case.days[case.days["offered"] > 0]
    for row in days.sort_values("date", kind="stable").to_dict("records"):
        yield [
            day_text(row["date"], language),
            str(row["queue"]),
            number(row["offered"]),
            percent(row["service_level"]),
            percent(row["target_met"], 0),
            seconds(row["mean_wait_seconds"], _),
            percent(row["abandoned_share"]),
            percent(row["occupancy"], 0),
        ]


def hour_columns(_: Translate) -> list[Column]:
    """Return the headings of ``hour_rows``."""
    return [
        (_("day"), False),
        (_("hour"), False),
        (_("queue"), False),
        (_("contacts"), True),
        (_("in time"), True),
        (_("target"), True),
        (_("lacking"), True),
    ]


def hour_rows(found: ServiceFound, language: str) -> Iterator[list[str]]:
    """Yield the hours that miss their target most, the worst first."""
    for hour in found.weakest:
        start, end = found.grid.local(hour.first), found.grid.local(hour.end)
        yield [
            day_text(start.date(), language),
            f"{start:%H:%M}–{end:%H:%M}",
            hour.queue,
            number(hour.contacts, 1),
            percent(hour.service_level),
            percent(hour.target, 0),
            number(hour.missing, 1),
        ]


def one_more_sentences(found: ServiceFound, language: str, _: Translate) -> list[str]:
    """Return what one more person in the worst hour changes; nothing where that was not simulated."""
    more = found.one_more
    if more is None:
        return []
    start, end = found.grid.local(more.hour.first), found.grid.local(more.hour.end)
    when = f"{day_text(start.date(), language)} {start:%H:%M}–{end:%H:%M}"
    first = _(
        "One more person in {team}, {when}: {queue} answers {after} in time in this hour instead of {before} ({gain})."
    )
    second = _(
        "On the whole day {after} instead of {before} ({gain}); the day reaches its target with a chance of {met_after} instead of {met_before}."
    )
    return [
        first.format(
            team=more.team,
            when=when,
            queue=more.hour.queue,
            before=percent(more.before),
            after=percent(more.after),
            gain=change(*more.gain, _),
        ),
        second.format(
            before=percent(more.day_before),
            after=percent(more.day_after),
            gain=change(*more.day_gain, _),
            met_before=percent(more.met_before, 0),
            met_after=percent(more.met_after, 0),
        ),
    ]


def difference_columns(_: Translate) -> list[Column]:
    """Return the headings of ``difference_rows``."""
    names = [_("in time, points"), _("left, points"), _("wait, s")]
    return [(_("day"), False), (_("queue"), False), *((name, True) for name in names)]


def difference_rows(differences: pd.DataFrame, language: str, _: Translate) -> Iterator[list[str]]:
    """Yield what this roster has over the other one: all days first, each ± half of its paired confidence interval."""
    known = differences[differences["service_level"].notna()]
    whole, days = known[known["date"].isna()], known[known["date"].notna()].sort_values("date", kind="stable")
    for row in [*whole.to_dict("records"), *days.to_dict("records")]:
        yield [
            _("all days") if row["date"] is None else day_text(row["date"], language),
            str(row["queue"]),
            _signed(row, "service_level", 100),
            _signed(row, "abandoned_share", 100),
            _signed(row, "mean_wait_seconds", 1),
        ]


def _signed(row: Mapping[Hashable, Any], name: str, scale: float) -> str:
    mean, low, high = (row[name + suffix] * scale for suffix in ("", "_low", "_high"))
    told = f"{round(mean, 1) + 0.0:+.1f}"
    return told if isnan(low) else f"{told}±{(high - low) / 2:.1f}"


def notes(found: ServiceFound, _: Translate) -> list[str]:
    """Return what the reader has to know besides the figures."""
    told = [
        _(
            "{replications} replications with seed {seed}: each has its own customers and its own absences; "
            "every case and every roster meets the same ones."
        ).format(replications=found.expected.replications, seed=found.trial.seed)
    ]
    if found.stopped:
        told.append(
            _(
                "Stopped early: {done} of {asked} replications as forecast, {cases} cases; what was done by then is shown."
            ).format(done=found.expected.replications, asked=found.trial.replications, cases=len(found.cases))
        )
    told += [
        _(
            "{queue} is worked off by the same people: its {hours} hours of work are not simulated, so service can be worse."
        ).format(queue=queue, hours=number(hours))
        for queue, hours in found.unserved.items()
    ]
    told += [
        _("{queue} has no forecast and is not simulated; its people look less busy than they will be.").format(
            queue=queue
        )
        for queue in found.unforetold
    ]
    waits = dict(zip(found.queues, found.expected.total["mean_wait_seconds"].tolist(), strict=True))
    told += [
        _(
            "{queue} has no patience_seconds in the site file, so nobody hangs up and waits grow as long as people are short: "
            "state how long customers wait on average before they leave."
        ).format(queue=queue)
        for queue in found.never_leave
        if waits[queue] > LONG_WAIT_SECONDS
    ]
    return told
